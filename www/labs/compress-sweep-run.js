//! What the sweep of the lab Compress does: a training for each code size on the pool of workers, and PCA beside them.

import { COMPRESS, bytesOf } from "../strings/labs-compress.js";
import { LABS } from "../strings/labs.js";
import { askForPca } from "./compress-run.js";

/** @typedef {import("./lab-run.js").LabRun} LabRun */
/** @typedef {import("./ui/cells.js").Mean} Mean */

/**
 * @typedef {{bits: number, bytesPerImage: number, psnr: Mean, ssim: Mean | null}} Point
 * @typedef {{latentDim: number, points: Point[], weights: Uint8Array}} Model
 *
 * @typedef {object} SweepFound
 * @property {object} images What the models were trained on.
 * @property {Model[]} models Those that are trained, the shortest code first.
 * @property {{bytesPerImage: number, psnr: Mean}[]} pca
 */

/** Code sizes that are trained. */
export const SIZES = [2, 4, 8, 16, 32];
/** Times that a model sees each training image. */
const EPOCHS = 8;
/** Bytes an image at which PCA is measured. */
const PCA_BYTES = [0.2, 0.4, 0.7, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32];

/** @param {LabRun} run */
export async function trainSizes(run) {
  const { config } = run;
  /** @type {Model[]} */
  let models = [];
  /** @type {SweepFound["pca"]} */
  let pca = [];
  const shares = SIZES.map(() => 0);
  const train = async (/** @type {number} */ latentDim, /** @type {number} */ idx) => {
    const wanted = { ...config, bottleneck: { ...config.bottleneck, latentDim } };
    const model = await run.ask("train", { config: wanted, epochs: EPOCHS }, {
      progress: (share) => {
        shares[idx] = share;
        run.progress(shares.reduce((a, b) => a + b) / SIZES.length);
      },
    });
    shares[idx] = 1;
    models = [...models, model].sort((a, b) => a.latentDim - b.latentDim);
    run.found({ models, pca, images: run.images.images });
  };
  const measured = measurePca(run, (all) => {
    pca = all;
    if (models.length > 0) run.found({ pca });
  });
  await Promise.all([measured, ...SIZES.map(train)]);
}

/** @param {LabRun} run @param {(all: SweepFound["pca"]) => void} tell */
async function measurePca(run, tell) {
  /** @type {SweepFound["pca"]} */
  const all = [];
  for (const budget of PCA_BYTES) {
    const found = await askForPca(run, budget, []);
    if (found.isTooLarge) return;
    if (found.fits && found.bytesPerImage > (all.at(-1)?.bytesPerImage ?? 0)) all.push(found);
    tell([...all]);
  }
}

/**
 * The points that no smaller file is better than, the smallest first.
 * @param {Model[]} models
 */
export function bestAtEachSize(models) {
  const all = models.flatMap(({ latentDim, points }) => points.map((point) => ({ latentDim, ...point })));
  all.sort((a, b) => a.bytesPerImage - b.bytesPerImage);
  let best = -Infinity;
  return all.filter(({ psnr: { mean } }) => {
    if (mean <= best) return false;
    best = mean;
    return true;
  });
}

/**
 * The pictures of a point, and those of PCA at the same bytes.
 * @param {LabRun} run
 * @param {string} id
 * @param {SweepFound} sweep
 */
export async function showAtSize(run, id, { models, images }) {
  if (images !== run.images.images) throw Object.assign(new Error(COMPRESS.sweep.others), { name: "LabError" });
  const [latentDim, bits] = id.split("-").map(Number);
  const model = models.find((one) => one.latentDim === latentDim);
  const { shown, images: { shape } } = run;
  if (!model) return;
  const ours = await run.ask("file", { bits, shown }, { model: run.keyed(model.weights) });
  const pca = await askForPca(run, ours.bytesPerImage, shown);
  const sized = (/** @type {string} */ name, /** @type {any} */ { bytesPerImage, psnr, pictures }) =>
    ({ name, note: `${bytesOf(bytesPerImage)} bytes, ${psnr.mean.toFixed(1)} dB`, pictures });
  run.found({
    id, latentDim, bits, bytesPerImage: ours.bytesPerImage, psnr: ours.psnr.mean, shape,
    versions: [
      { name: LABS.original, pictures: run.heldOut(shown), scale: 255 },
      sized(COMPRESS.rows.ours, ours),
      ...(pca.fits ? [sized(COMPRESS.rows.pca, pca)] : []),
    ],
  });
}
