//! One picture on its way through the preparation, and files in and out.

import { pageOf } from "./tray.js";
import { OWN_WORDS } from "./words.js";

/**
 * @typedef {import("./types.js").Source} Source
 * @typedef {import("./types.js").Preparation} Preparation
 *
 * @typedef {object} Inside
 * @property {import("./collection.js").Collection} collection
 * @property {Map<number, Source[]>} files Of each intake.
 * @property {Pick<import("./types.js").Intake, "ink" | "preview">} intake
 * @property {Preparation} prepared How the pixels that are there were prepared,
 * @property {Preparation} wanted and how they should be.
 */

/** The newest picture's file. @param {Map<number, Source[]>} files @returns {Source | null} */
export const newestOf = (files) => [...files.values()].at(-1)?.at(-1) ?? null;

/**
 * @param {number | null} id
 * @param {Inside} inside
 * @returns {Promise<import("./types.js").Preview | null>}
 */
export async function previewOf(id, { collection, files, intake, prepared, wanted }) {
  const newest = newestOf(files);
  const last = collection.count === 0 ? null : pageOf(collection, collection.count - 1, 1, prepared).ids[0];
  const found = id === null && newest ? null : collection.find(id ?? last ?? 0);
  if (id !== null && !found) return null;
  if (found && "drawing" in found) {
    const { ink } = found.drawing;
    return { before: null, ink, width: ink.width, height: ink.height, after: await intake.ink([ink], wanted), size: wanted.size, channels: wanted.channels };
  }
  const source = found ? files.get(found.block.drop)?.find(({ path }) => path === found.block.paths?.[found.row]) : newest;
  if (source) return { ...(await intake.preview(source, wanted)), ink: null, size: wanted.size, channels: wanted.channels };
  if (!found) return null;
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
