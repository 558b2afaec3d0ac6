//! One picture on its way through the preparation, and files in and out.

import { OWN_WORDS } from "../strings/own-notices.js";

/**
 * @typedef {import("./types.js").Source} Source
 * @typedef {import("./types.js").Preparation} Preparation
 *
 * @typedef {object} Inside
 * @property {import("./collection.js").Collection} collection
 * @property {Map<number, Source[]>} files Of each intake.
 * @property {Pick<import("./types.js").Intake, "ink" | "preview">} intake
 * @property {Preparation} wanted How pictures should be prepared.
 */

/**
 * The file of a picture, if it is at hand: of an archive's, the archive with the picture's path.
 * @param {import("./collection.js").Block} block
 * @param {number} row
 * @param {Map<number, Source[]>} files
 * @returns {Source | null}
 */
function fileOf({ drop, paths }, row, files) {
  const path = paths?.[row];
  const sources = files.get(drop);
  if (!sources || path === undefined) return null;
  const archive = sources.find((one) => path.startsWith(`${one.path}/`));
  return sources.find((one) => one.path === path) ?? (archive ? { file: archive.file, path } : null);
}

/** What came last; drawings only where there are no pictures. @param {import("./collection.js").Collection} collection */
function newest(collection) {
  const block = collection.blocks.findLast(({ gone }) => gone.includes(0));
  return collection.find(block ? block.key + block.gone.lastIndexOf(0) : collection.drawings.at(-1)?.id ?? 0);
}

/**
 * The newest picture's file; of a file of data, all of it.
 * @param {import("./collection.js").Collection} collection
 * @param {Map<number, Source[]>} files
 * @returns {Source | null}
 */
export function newestFile(collection, files) {
  const found = newest(collection);
  if (!found || "drawing" in found) return null;
  const { block, row } = found;
  const [only, ...others] = block.paths ? [] : files.get(block.drop) ?? [];
  return others.length === 0 && only ? only : fileOf(block, row, files);
}

/**
 * @param {number | null} id
 * @param {Inside} inside
 * @returns {Promise<import("./types.js").Preview | null>}
 */
export async function previewOf(id, { collection, files, intake, wanted }) {
  const found = id === null ? newest(collection) : collection.find(id);
  if (!found) return null;
  if ("drawing" in found) {
    const { ink } = found.drawing;
    return { before: null, ink, width: ink.width, height: ink.height, after: await intake.ink([ink], wanted), size: wanted.size, channels: wanted.channels };
  }
  const source = id === null ? newestFile(collection, files) : fileOf(found.block, found.row, files);
  if (source) return { ...(await intake.preview(source, wanted)), ink: null, size: wanted.size, channels: wanted.channels };
  const { size, channels, data } = found.block;
  const each = size * size * channels;
  return { before: null, ink: null, width: size, height: size, after: data.slice(found.row * each, (found.row + 1) * each), size, channels };
}

/** A picture of the camera or the clipboard as a file. @param {ImageBitmap} bitmap It is closed. */
export async function asFile(bitmap) {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: "image/png" });
}

/** @param {Uint8Array} bytes */
export function download(bytes) {
  const url = URL.createObjectURL(new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]));
  const link = document.createElement("a");
  link.href = url;
  link.download = OWN_WORDS.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
