//! The visitor's own set on its way into a file, and out of one.

import { KeepError } from "./about.js";
import { KEEP } from "../strings/keep.js";

/** @typedef {import("./page.js").Page} Page */

/**
 * Puts a set out of a file in the place of the one that is there, unless it is the same.
 * @param {Page} page
 * @param {Uint8Array} file
 * @returns {Promise<{before: Uint8Array | null, isNew: boolean, undo: () => Promise<void>}>} `before` is the set before
 *   as a file, where there was one that is another; `isNew`: there was none.
 */
export async function putSet({ store, own }, file) {
  const set = await own.get();
  const { drawings = 0, pictures = 0 } = store.get().own ?? {};
  const before = drawings + pictures > 0 ? await set.asFile() : null;
  if (before === undefined) throw new KeepError(KEEP.setNotRead);
  if (before && await isSame(before, file)) return { before: null, isNew: false, undo: async () => {} };
  if (before) set.clear();
  const blob = new File([/** @type {Uint8Array<ArrayBuffer>} */ (file)], KEEP.imagesFile);
  const [outcome] = await set.addSources([{ file: blob, path: KEEP.imagesFile }]);
  const undo = async () => {
    await set.undo();
    if (before) await set.undo();
  };
  if (outcome?.result === "taken" || outcome?.result === "repaired") return { before, isNew: !before, undo };
  if (before) await set.undo();
  throw new KeepError(outcome?.text ?? KEEP.setNotRead);
}

/** @param {Uint8Array} a @param {Uint8Array} b */
async function isSame(a, b) {
  if (a.length !== b.length) return false;
  // Compared by digests, which are made beside the page; where there are none, one sets in for the other.
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) return false;
  const [one, two] = await Promise.all([a, b].map((bytes) =>
    subtle.digest("SHA-256", /** @type {Uint8Array<ArrayBuffer>} */ (bytes))));
  const other = new Uint8Array(two);
  return new Uint8Array(one).every((byte, idx) => byte === other[idx]);
}
