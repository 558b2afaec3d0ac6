//! What the lab Compress does: the held-out images by the model's codes, by PCA, and by the browser's own encoders.

/** @typedef {import("./lab-run.js").LabRun} LabRun */
/** @typedef {import("./ui/cells.js").Mean} Mean */

/**
 * @typedef {object} Version The images in one of their forms.
 * @property {number} bytesPerImage
 * @property {Mean} mse
 * @property {Mean} psnr
 * @property {Mean | null} ssim
 * @property {Float32Array} pictures Those that are shown.
 *
 * @typedef {object} Found
 * @property {Uint8Array} originals Those that are shown.
 * @property {{width: number, height: number, channels: number}} shape
 * @property {number} bits
 * @property {number} encoded How many images the browser has encoded.
 * @property {(Version & {decoderBytes: number, file: Uint8Array})} [ours]
 * @property {{fits: false, isTooLarge?: boolean} | (Version & {fits: true, components: number, bits: number})} [pca]
 * @property {Version | null} [jpeg] Null where the browser cannot.
 * @property {Version | null} [webp]
 * @property {{paysFrom: number | null, pcaBytesPerImage: number | null}} [pays]
 */

/** So many images the browser encodes: one takes it about a millisecond. */
const ENCODED = 60;

/** @param {LabRun} run @param {number} bits */
export async function compressHeldOut(run, bits) {
  const { shown, images: { shape, heldOut } } = run;
  const ours = await run.ask("file", { bits, shown });
  const { bytesPerImage } = ours;
  const encoded = Math.min(Math.max(ENCODED, shown.length), heldOut.count);
  run.found({ originals: run.heldOut(shown), shape, bits, encoded, ours });
  run.progress(0.3);
  // Those that are shown come first, then others up to the number that is measured.
  const others = Array.from({ length: heldOut.count }, (_, idx) => idx).filter((idx) => !shown.includes(idx));
  const images = [...shown, ...others].slice(0, encoded);
  const codecs = Promise.all([
    encodeAs(run, "jpeg", images, bytesPerImage), encodeAs(run, "webp", images, bytesPerImage),
  ]);
  // Where PCA fails first, its failure is the one that is told.
  codecs.catch(() => {});
  const pca = await askForPca(run, bytesPerImage, shown);
  run.found({ pca });
  run.progress(0.7);
  if (!pca.isTooLarge) run.found({ pays: await run.ask("pays", { psnr: ours.psnr.mean, bytesPerImage }) });
  await codecs;
}

/**
 * PCA's file of at most so many bytes an image; of images that are too large for PCA there is none.
 * @param {LabRun} run
 * @param {number} budget
 * @param {number[]} shown
 * @returns {Promise<any>}
 */
export async function askForPca(run, budget, shown) {
  try {
    return await run.ask("pca", { budget, shown });
  } catch (cause) {
    if (/** @type {Error} */ (cause).name !== "TooLargeError") throw cause;
    return { fits: false, isTooLarge: true };
  }
}

/**
 * @param {LabRun} run
 * @param {"jpeg" | "webp"} name
 * @param {number[]} images
 * @param {number} bytes An image of ours.
 */
async function encodeAs(run, name, images, bytes) {
  const { shown, images: { shape: { channels, height, width } } } = run;
  const args = { pictures: run.heldOut(images), count: images.length, bytes };
  const result = await run.encode(`image/${name}`, args);
  if (!result) return run.found({ [name]: null });
  const pictures = result.pictures.slice(0, shown.length * channels * height * width);
  const quality = await run.ask("quality", { images }, { pictures: result.pictures });
  return run.found({ [name]: { ...quality, bytesPerImage: result.bytes, pictures } });
}
