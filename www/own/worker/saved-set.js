//! A whole set out of its file, and into one.

/** @typedef {import("./engine.js").IntakeEngine} IntakeEngine */
/** @typedef {import("../types.js").SavedSet} SavedSet */

/**
 * @param {IntakeEngine} engine
 * @param {Uint8Array} file
 * @returns {SavedSet}
 */
export function openSaved(engine, file) {
  const saved = new engine.glue.SavedSet(file);
  const [channels, height, width] = saved.photoShape();
  const set = {
    settings: JSON.parse(saved.settings()),
    images: saved.images(),
    labels: saved.labels(),
    drawings: saved.drawings(),
    drawingSide: saved.drawingSide(),
    drawingLabels: saved.drawingLabels(),
    photo: channels === undefined ? null : { data: saved.photo(), width, height, channels },
  };
  saved.free();
  return set;
}

/** Puts a set together, part by part, and writes it into a file. */
export class SetWriting {
  #engine;
  /** @type {import("./engine.js").SetWriter | null} */
  #writer = null;

  /** @param {IntakeEngine} engine */
  constructor(engine) {
    this.#engine = engine;
  }

  /** @param {"images" | "drawings" | "photo"} part @param {Uint8Array} bytes */
  add(part, bytes) {
    this.#writer ??= new this.#engine.glue.SetWriter();
    this.#writer.add(part, bytes);
  }

  /** @param {import("../intake-protocol.js").IntakeCommands["save"]["args"]} rest what is not added in parts */
  save({ settings, labels, drawingSide, drawingLabels, photo }) {
    const writer = this.#writer ?? new this.#engine.glue.SetWriter();
    this.#writer = null;
    const file = writer.write(JSON.stringify(settings), labels, drawingSide, drawingLabels, Uint32Array.from(photo));
    writer.free();
    return file;
  }
}
