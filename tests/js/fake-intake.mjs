//! An intake worker for tests: the real dispatcher with a stand-in engine and decoder, at the other end of a real
//! channel.
//!
//! A file's text says what it is: "png 7" is a picture of that number, "png 7 slow" takes its time in the decoder,
//! "png fix 7" is mended, "png flat", "png damaged" (its decoder refuses it), "png trap" (the engine traps), "die" (the
//! worker ends without a word), "zip" and JSON an archive. Data are IDX: 0 0 8 3 and a byte an image, 0 0 8 1 and
//! labels.

import { createIntake } from "../../www/own/intake.js";
import { HourglassError, PROTOCOL } from "../../www/lib/protocol.js";
import { IntakeDispatcher } from "../../www/own/worker/intake-dispatcher.js";

/** @typedef {import("../../www/own/worker/engine.js").IntakeEngine} IntakeEngine */
/** @typedef {import("../../www/own/worker/engine.js").Glue} Glue */
/** @typedef {import("../../www/own/worker/decode.js").Decoder} Decoder */
/** @typedef {import("../../www/own/types.js").Source} Source */

const text = (/** @type {Uint8Array} */ bytes) => new TextDecoder().decode(Uint8Array.from(bytes));
const format = (/** @type {string} */ why) => new HourglassError("FormatError", why);
/** @type {import("../../www/own/types.js").Preparation} */
export const SMALL = { size: 2, channels: 1, fit: "fit", center: false, invert: false, normalize: false };
const LIMITS = { pictureBytes: 1000, fileBytes: 5000, files: 12, images: 40, bytes: 1 << 20 };

/** What lies in an archive: its entries' names with what they say, and what it leaves out. */
class Archive {
  /** @type {Record<string, string>} */
  #entries;
  /** @type {string[]} */
  #left;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    const { entries, leftOut = [] } = JSON.parse(text(bytes).slice(4));
    this.#entries = entries;
    this.#left = leftOut;
  }

  paths = () => Object.keys(this.#entries);
  leftOut = () => this.#left;
  read = (/** @type {number} */ idx) => new TextEncoder().encode(Object.values(this.#entries)[idx]);
  free() {}
}

/** Pictures of 2 × 2 pixels. */
class Preparer {
  size = 2;
  channels = 1;
  picture = (/** @type {Uint8Array} */ rgba) => rgba.slice(0, 4);
  hasColor = false;
  isFlat = (/** @type {Uint8Array} */ picture) => picture.every((value) => value === picture[0]);
  ink = (/** @type {Uint8Array} */ ink) => ink.slice(0, 4);
  resize = (/** @type {Uint8Array} */ pictures) => pictures.map((value) => value + 1);
  free() {}
}

/** The images of a file of data, one a byte. */
class Table {
  width = 2;
  height = 2;
  #bytes;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
    this.count = bytes.length;
  }

  labels = () => undefined;
  classNames = () => undefined;
  isBlank = () => this.#bytes.every((value) => value === 0);
  /** @type {import("../../www/own/worker/engine.js").Table["prepare"]} */
  prepare = (_preparer, from, count) => Uint8Array.from({ length: count * 4 }, (_, i) => this.#bytes[from + (i >> 2)]);
  colored = (/** @type {number} */ _from, /** @type {number} */ count) => new Uint8Array(count);
  rgba = () => new Uint8Array(16);
  free() {}
}

/**
 * The second module, as far as a drop needs it.
 * @param {() => void} onTrap
 * @param {() => void} die
 * @returns {Partial<Glue>}
 */
function glue(onTrap, die) {
  const heed = (/** @type {string} */ said) => {
    if (said.includes("trap")) onTrap();
    if (said.includes("die")) die();
  };
  class PictureFile {
    width = 2;
    height = 2;
    #said;
    constructor(/** @type {Uint8Array} */ file) {
      this.#said = text(file);
      heed(this.#said);
    }
    takeBytes = () => new TextEncoder().encode(this.#said);
    repairs = () => (this.#said.includes("fix") ? "Mended." : "");
    free() {}
  }
  class DataFile {
    #file;
    constructor(/** @type {Uint8Array} */ file) {
      this.#file = file;
      heed(text(file));
    }
    isLabels = () => this.#file[3] === 1;
    labels = () => this.#file.slice(4);
    table = () => new Table(this.#file.slice(4));
    free() {}
  }
  return {
    limits: () => JSON.stringify(LIMITS),
    fileKind(start) {
      if (start[0] === 0 && start[2] === 8) return "idx";
      const kind = text(start).split(" ")[0];
      if (!["png", "zip"].includes(kind)) throw format(`It is no picture: ${kind}`);
      return kind;
    },
    PictureFile, Archive, Preparer, DataFile,
    pictureKey: String,
    augment(pictures, _channels, _height, _width, how, _seed, first) {
      const times = 1 + JSON.parse(how).variants;
      return Uint8Array.from({ length: pictures.length * times }, () => first);
    },
    heldOut: (labels) => Uint32Array.of(labels.length),
  };
}

/**
 * What a picture says stands in the place of its pixels.
 * @type {{decode: Decoder["decode"], pixels: Decoder["pixels"]}}
 */
const decoder = {
  async decode(file) {
    const said = text(file);
    if (said.includes("slow")) await new Promise((resolve) => setTimeout(resolve, 30));
    if (said.includes("damaged")) throw format("It is damaged.");
    return { width: 2, height: 2, said, close() {} };
  },
  pixels(bitmap) {
    const { said } = /** @type {any} */ (bitmap);
    const value = Number(/\d+/.exec(said)?.[0] ?? 0);
    return Uint8Array.from({ length: 16 }, (_, i) => (said.includes("flat") ? 9 : value + i));
  },
};

/** @implements {WorkerLike} */
class FakeIntakeWorker extends EventTarget {
  terminated = false;
  #page;

  constructor() {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#page = port1;
    let alive = true;
    const trap = () => {
      throw new WebAssembly.RuntimeError("unreachable");
    };
    const die = () => {
      alive = false;
      const lost = Object.assign(new Event("error", { cancelable: true }), { message: "out of memory" });
      setTimeout(() => this.dispatchEvent(lost), 20); // What was posted before arrives before.
    };
    const engine = /** @type {IntakeEngine} */ ({ glue: glue(trap, die), limits: LIMITS, lastPanic: () => null });
    /** @type {import("../../www/lib/dispatcher.js").Post} */
    const post = (message, transfer) => void (alive && port2.postMessage(message, transfer));
    const dispatcher = new IntakeDispatcher({
      engine, decoder: /** @type {Decoder} */ (decoder), post, now: () => performance.now(),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
    });
    port1.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent("message", { data }));
    port2.onmessage = ({ data }) => alive && dispatcher.handle(data);
    post({ type: "ready", protocol: PROTOCOL }, []);
  }

  /** @param {unknown} message @param {Transferable[]} transfer */
  postMessage(message, transfer) {
    this.#page.postMessage(message, transfer);
  }

  terminate() {
    this.terminated = true;
    this.#page.close();
  }
}
/** @typedef {import("../../www/lib/spawn-worker.js").WorkerLike} WorkerLike */

/** An intake, and the workers that it has started. */
export function fakeIntake(timings = { idle: 200 }) {
  /** @type {FakeIntakeWorker[]} */
  const workers = [];
  const spawn = () => {
    const worker = new FakeIntakeWorker();
    workers.push(worker);
    return worker;
  };
  return { workers, intake: createIntake({ spawn, timings }) };
}

/** @typedef {Record<string, string | Uint8Array<ArrayBuffer>>} Files Paths, and what the files say; bytes for data. */

/** @param {Files} files @returns {Source[]} */
export function sources(files) {
  return Object.entries(files).map(([path, said]) => ({ path, file: new Blob([said]) }));
}

/**
 * Takes files in: outcomes in short, and all pictures, labels by their names.
 * @param {import("../../www/own/types.js").Intake} intake
 * @param {Files} files
 * @param {Parameters<typeof intake.take>[2]} [options]
 */
export async function takeIn(intake, files, options = {}) {
  /** @type {{value: number, name: string | null, path: string | null}[]} */
  const pictures = [];
  /** @type {NonNullable<typeof options.onBlock>} */
  const onBlock = ({ data, count, labels, classNames, paths }) => {
    for (let idx = 0; idx < count; idx += 1) {
      pictures.push({ value: data[idx * 4], name: classNames[labels[idx]] ?? null, path: paths?.[idx] ?? null });
    }
  };
  const outcomes = await intake.take(sources(files), SMALL, { onBlock, ...options });
  /** @type {(outcome: typeof outcomes[number]) => [path: string, result: string, images: number, said: string]} */
  const inShort = ({ path, result, images, text: said }) => [path, result, images, said];
  return { pictures, outcomes: outcomes.map(inShort) };
}
