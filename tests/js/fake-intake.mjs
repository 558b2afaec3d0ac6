//! An intake worker for tests: the real dispatcher with a stand-in engine and decoder, at the other end of a real
//! channel.
//!
//! A file's text says what it is: "png 7" is a picture of that number, "png 7 slow" takes its time in the decoder,
//! "png fix 7" is mended, "png flat", "png damaged" (its decoder refuses it), "png trap" (the engine traps), "die" (the
//! worker ends without a word), "zip" and JSON an archive, "csv" and JSON a list of paths with their classes. Data are
//! IDX: 0 0 8 3 and a byte an image, 0 0 8 1 and labels.

import { createIntake } from "../../www/own/intake.js";
import { HourglassError, PROTOCOL } from "../../www/lib/protocol.js";
import { IntakeDispatcher } from "../../www/own/worker/intake-dispatcher.js";
import { handleOf, plainOf } from "../../www/own/worker/reading.js";

/** @typedef {import("../../www/own/worker/engine.js").IntakeEngine} IntakeEngine */
/** @typedef {import("../../www/own/worker/engine.js").Glue} Glue */
/** @typedef {import("../../www/own/worker/decode.js").Decoder} Decoder */
/** @typedef {import("../../www/own/types.js").Source} Source */

const text = (/** @type {Uint8Array} */ bytes) => new TextDecoder().decode(Uint8Array.from(bytes));
const format = (/** @type {string} */ why) => new HourglassError("FormatError", why);
/** @type {import("../../www/own/types.js").Preparation} */
export const SMALL = { size: 2, channels: 1, fit: "fit", center: false, invert: false, normalize: false };
export const LIMITS = { pictureBytes: 1000, fileBytes: 5000, files: 12, images: 40, bytes: 1 << 20 };

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

/**
 * The engine's shares, one picture after the other: each goes to the class that has the fewest.
 * @type {Glue["sharesOf"]}
 */
export function sharesOf(there, left, most) {
  const shares = left.map(() => 0);
  for (let given = 0; given < most; given += 1) {
    const open = [...left.keys()].filter((idx) => shares[idx] < left[idx]);
    if (open.length === 0) break;
    const level = (/** @type {number} */ idx) => there[idx] + shares[idx];
    shares[open.reduce((lowest, idx) => (level(idx) < level(lowest) ? idx : lowest))] += 1;
  }
  return shares;
}

/** How a file of data is read. @type {import("../../www/own/types.js").Reading} */
export const READING = {
  header: false, ignored: [], label: null, axes: "NHW", height: 2, width: 2, channels: 1, from: 0, to: 255,
};

/** A reading as the engine holds it, from its parts. @type {Glue["Reading"]} */
const Reading = /** @type {any} */ (function made(/** @type {any[]} */ ...parts) {
  const [header, ignored, label, axes, height, width, channels, from, to] = parts;
  return { header, ignored, label, axes, height, width, channels, from, to, free() {} };
});

/** Labels with their names. @param {ArrayLike<number>} labels @param {string[]} names */
const labelList = (labels, names) => ({ labels: () => Uint16Array.from(labels), classNames: () => names, free() {} });

/** The images of a file of data, one a byte. */
class Table {
  width = 2;
  height = 2;
  #bytes;
  #reading;

  /** @param {Uint8Array} bytes @param {import("../../www/own/types.js").Reading} reading */
  constructor(bytes, reading) {
    this.#bytes = bytes;
    this.#reading = reading;
    this.count = bytes.length;
  }

  low = 0;
  high = 255;
  labels = () => undefined;
  notes = () => "";
  reading = () => handleOf(/** @type {any} */ ({ Reading }), this.#reading);
  isBlank = () => this.#bytes.every((value) => value === 0);
  /** @type {import("../../www/own/worker/engine.js").Table["prepare"]} */
  prepare = (_preparer, from, count) => Uint8Array.from({ length: count * 4 }, (_, i) => this.#bytes[from + (i >> 2)]);
  colored = (/** @type {number} */ _from, /** @type {number} */ count) => new Uint8Array(count);
  rgba = () => new Uint8Array(16);
  free() {}
}

/** Files of data. @param {(said: string) => void} heed @returns {Glue["DataFile"]} */
function dataFile(heed) {
  return class DataFile {
    #file;
    constructor(/** @type {Uint8Array} */ file) {
      this.#file = file;
      heed(text(file));
    }
    /** @type {import("../../www/own/worker/engine.js").DataFile["fileClasses"]} */
    fileClasses = (paths) => {
      const said = text(this.#file);
      if (!said.startsWith("csv {")) return undefined;
      const classes = JSON.parse(said.slice(4));
      const names = [...new Set(Object.values(classes))];
      const labelOf = (/** @type {string} */ path) => (path in classes ? names.indexOf(classes[path]) : 65_535);
      return labelList(paths.map(labelOf), names);
    };
    labels() {
      const values = [...this.#file.slice(4)];
      const names = [...new Set(values)].sort((a, b) => a - b);
      return labelList(values.map((value) => names.indexOf(value)), names.map(String));
    }
    /** @type {import("../../www/own/worker/engine.js").DataFile["choices"]} */
    choices = (reading) => ({ columns: () => [reading], pictures: () => [], values: () => [], free() {} });
    /** @type {import("../../www/own/worker/engine.js").DataFile["peek"]} */
    peek = (reading, most) => new Table(this.#file.slice(4, 4 + most), plainOf(reading));
    /** @type {import("../../www/own/worker/engine.js").DataFile["table"]} */
    table = (_path, reading) => new Table(this.#file.slice(4), reading ? plainOf(reading) : READING);
    free() {}
  };
}

/**
 * The second module, as far as a drop needs it.
 * @param {() => void} onTrap
 * @param {() => void} die
 * @param {typeof LIMITS} limits
 * @returns {Partial<Glue>}
 */
function glue(onTrap, die, limits) {
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
    orientation = 1;
    takePixels = () => undefined;
    takeBytes = () => new TextEncoder().encode(this.#said);
    repairs = () => (this.#said.includes("fix") ? "Mended." : "");
    free() {}
  }
  const DataFile = dataFile(heed);
  return {
    limits: () => JSON.stringify(limits),
    fileKind(start) {
      if (start[0] === 0 && start[2] === 8) return "idx";
      const kind = text(start).split(" ")[0];
      if (!["png", "zip", "csv"].includes(kind)) throw format(`It is no picture: ${kind}`);
      return kind;
    },
    turned: (rgba) => rgba,
    PictureFile, Archive, Preparer, DataFile, Reading,
    beginsLabels: (start) => start[0] === 0 && start[3] === 1,
    pictureKeys: (pictures, features) => BigUint64Array.from({ length: pictures.length / features }, (_, row) =>
      pictures.subarray(row * features, (row + 1) * features).reduce((key, value) => key * 256n + BigInt(value), 0n)),
    sharesOf,
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
    const pixel = (/** @type {number} */ i) => value + i + (i === 1 ? value >> 8 : 0);
    return Uint8Array.from({ length: 16 }, (_, i) => (said.includes("flat") ? 9 : pixel(i)));
  },
};

/** In the place of a message: the worker has ended. */
const LOST = "lost";

/** @implements {WorkerLike} */
class FakeIntakeWorker extends EventTarget {
  terminated = false;
  #page;

  constructor(limits = LIMITS) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#page = port1;
    let alive = true;
    const trap = () => {
      throw new WebAssembly.RuntimeError("unreachable");
    };
    const die = () => {
      if (alive) port2.postMessage(LOST); // What was posted before arrives before.
      alive = false;
    };
    const engine = /** @type {IntakeEngine} */ ({ glue: glue(trap, die, limits), limits, lastPanic: () => null });
    /** @type {import("../../www/lib/dispatcher.js").Post} */
    const post = (message, transfer) => void (alive && port2.postMessage(message, transfer));
    const dispatcher = new IntakeDispatcher({
      engine, decoder: /** @type {Decoder} */ (decoder), post, now: () => performance.now(),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
    });
    port1.onmessage = ({ data }) => {
      const lost = Object.assign(new Event("error", { cancelable: true }), { message: "out of memory" });
      this.dispatchEvent(data === LOST ? lost : new MessageEvent("message", { data }));
    };
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
export function fakeIntake(timings = { idle: 200 }, limits = LIMITS) {
  /** @type {FakeIntakeWorker[]} */
  const workers = [];
  const spawn = () => {
    const worker = new FakeIntakeWorker(limits);
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
