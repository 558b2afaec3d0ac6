//! Files that the page makes itself: a camera's picture.

/** A picture of the camera as a file. @param {ImageBitmap} bitmap It is closed. */
export async function bitmapAsFile(bitmap) {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: "image/png" });
}
