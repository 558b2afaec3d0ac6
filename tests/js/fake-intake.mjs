//! An intake worker for tests: the real dispatcher with a stand-in engine and decoder, at the other end of a real channel.
//!
//! A file's text says what it is: "png 7" is a picture of that number, "png 7 slow" takes its time in the decoder,
//! "png fix 7" is mended, "png flat", "png damaged" (its decoder refuses it), "png trap" (the engine traps), "die" (the
//! worker ends without a word), "zip" and JSON an archive. Data are IDX: 0 0 8 3 and a byte an image, 0 0 8 1 and labels.

import { createIntake } from "../../www/own/intake.js";
import { HourglassError, PROTOCOL } from "../../www/lib/protocol.js";
import { IntakeDispatcher } from "../../www/own/worker/intake-dispatcher.js";

const text = (bytes) => new TextDecoder().decode(bytes);
const format = (why) => new HourglassError("FormatError", why);
const LIMITS = { pictureBytes: 1000, fileBytes: 5000, files: 12, images: 40, bytes: 1 << 20 };

/** Pictures of 2 × 2 pixels. */
function glue(onTrap, die) {
  const heed = (said) => {
    if (said.includes("trap")) onTrap();
    if (said.includes("die")) die();
  };
  return {
    limits: () => JSON.stringify(LIMITS),
    fileKind(start) {
      if (start[0] === 0 && start[2] === 8) return "idx";
      const kind = text(start).split(" ")[0];
      if (!["png", "zip"].includes(kind)) throw format(`It is no picture: ${kind}`);
      return kind;
    },
    PictureFile: class {
      width = 2;
      height = 2;
      constructor(file) {
        this.said = text(file);
        heed(this.said);
      }
      takeBytes = () => new TextEncoder().encode(this.said);
      repairs = () => (this.said.includes("fix") ? "Mended." : "");
      free() {}
    },
    Archive: class {
      constructor(bytes) {
        const { entries, leftOut = [] } = JSON.parse(text(bytes).slice(4));
        Object.assign(this, { entries, left: leftOut });
      }
      paths = () => Object.keys(this.entries);
      leftOut = () => this.left;
      read = (idx) => new TextEncoder().encode(Object.values(this.entries)[idx]);
      free() {}
    },
    Preparer: class {
      size = 2;
      channels = 1;
      picture = (rgba) => rgba.slice(0, 4);
      isFlat = (picture) => picture.every((value) => value === picture[0]);
      ink = (ink) => ink.slice(0, 4);
      resize = (pictures) => pictures.map((value) => value + 1);
      free() {}
    },
    pictureKey: String,
    DataFile: class {
      constructor(file) {
        this.file = file;
        heed(text(file));
      }
      labels = () => this.file.slice(4);
      table = () => ({
        count: this.file.length - 4,
        labels: () => undefined,
        classNames: () => undefined,
        isBlank: () => this.file.slice(4).every((value) => value === 0),
        prepare: (_preparer, from, count) => Uint8Array.from({ length: count * 4 }, (_, i) => this.file[4 + from + (i >> 2)]),
        free() {},
      });
      free() {}
    },
    augment: (pictures, _channels, _height, _width, how, _seed, first) => {
      const times = 1 + JSON.parse(how).variants;
      return Uint8Array.from({ length: pictures.length * times }, () => first);
    },
    heldOut: (labels) => Uint32Array.of(labels.length),
  };
}

const decoder = {
  async decode(file) {
    const said = text(file);
    if (said.includes("slow")) await new Promise((resolve) => setTimeout(resolve, 30));
    if (said.includes("damaged")) throw format("It is damaged.");
    return { width: 2, height: 2, said, close() {} };
  },
  pixels({ said }) {
    const value = Number(/\d+/.exec(said)?.[0] ?? 0);
    return Uint8Array.from({ length: 16 }, (_, i) => (said.includes("flat") ? 9 : value + i));
  },
};

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
      // What was posted before arrives before.
      setTimeout(() => this.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message: "out of memory" })), 20);
    };
    const engine = { glue: glue(trap, die), limits: LIMITS, lastPanic: () => null };
    const post = (message, transfer) => alive && port2.postMessage(message, transfer);
    const dispatcher = new IntakeDispatcher({
      engine, decoder, post, now: () => performance.now(),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
    });
    port1.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent("message", { data }));
    port2.onmessage = ({ data }) => alive && dispatcher.handle(data);
    post({ type: "ready", protocol: PROTOCOL }, []);
  }

  postMessage(message, transfer) {
    this.#page.postMessage(message, transfer);
  }

  terminate() {
    this.terminated = true;
    this.#page.close();
  }
}

/** An intake, and the workers that it has started. */
export function fakeIntake(timings = { idle: 200 }) {
  const workers = [];
  const spawn = () => {
    workers.push(new FakeIntakeWorker());
    return workers.at(-1);
  };
  return { workers, intake: createIntake({ spawn, timings }) };
}

/** Sources from paths and what the files say; bytes for data. */
export function sources(files) {
  return Object.entries(files).map(([path, said]) => ({ path, file: new Blob([said]) }));
}

/** Takes files in: outcomes in short, and all pictures, labels by their names. */
export async function takeIn(intake, files, options = {}) {
  const pictures = [];
  const onBlock = ({ data, count, labels, classNames, paths }) => {
    for (let idx = 0; idx < count; idx += 1) {
      pictures.push({ value: data[idx * 4], name: classNames[labels[idx]] ?? null, path: paths?.[idx] ?? null });
    }
  };
  const outcomes = await intake.take(sources(files), { size: 2 }, { onBlock, ...options });
  return { pictures, outcomes: outcomes.map(({ path, result, images, text: said }) => [path, result, images, said]) };
}
