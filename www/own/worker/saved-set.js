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

/** What of a set can be handed over instead of copied. @param {SavedSet} set */
export function buffersOf({ images, labels, drawings, drawingLabels, photo }) {
  const parts = [images, labels, drawings, drawingLabels, ...(photo ? [photo.data] : [])];
  return parts.map(({ buffer }) => buffer);
}

/**
 * Hands a saved set on; how many images it has.
 * @param {IntakeEngine} engine
 * @param {import("./batch.js").Basket} basket
 * @param {Uint8Array} file
 */
export function takeSaved(engine, basket, file) {
  const set = openSaved(engine, file);
  const images = set.labels.length + set.drawingLabels.length;
  basket.opened(set, buffersOf(set));
  return images;
}
