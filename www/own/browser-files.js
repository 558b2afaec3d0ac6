//! Files that the page makes itself: a camera's picture, and what the visitor saves.

import { OWN_WORDS } from "../strings/own-notices.js";

/** A picture of the camera as a file. @param {ImageBitmap} bitmap It is closed. */
export async function bitmapAsFile(bitmap) {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: "image/png" });
}

/** Saves a set's file where the browser puts downloads. @param {Uint8Array} bytes */
export function download(bytes) {
  const url = URL.createObjectURL(new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]));
  const link = document.createElement("a");
  link.href = url;
  link.download = OWN_WORDS.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
