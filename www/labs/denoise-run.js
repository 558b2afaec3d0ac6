//! What the lab Denoise does: noise on the held-out images, and its removal by the model and by each family of filters.

/**
 * @typedef {import("./lab-run.js").LabRun} LabRun
 * @typedef {import("./ui/cells.js").Mean} Mean
 *
 * @typedef {"median" | "gaussian" | "tv"} Family
 * @typedef {{kind: string, amount: number}} Noise
 * @typedef {{family: Family, parameter: number}} Filter
 *
 * @typedef {object} Version The images in one of their forms.
 * @property {Mean} psnr
 * @property {Mean | null} ssim Null for images that are too small.
 * @property {Float32Array} pictures Those that are shown.
 *
 * @typedef {Filter & Version} Filtered
 *
 * @typedef {{noise: Noise, trained: Noise, originals: Uint8Array, count?: number, noisy?: Version, ours?: Version,
 *   shape: {width: number, height: number, channels: number}} & {[family in Family]?: Filtered}} Found
 */

/** The families of filters, the quickest first, and how much of the work each of them is. */
export const FAMILIES = /** @type {const} */ (["median", "gaussian", "tv"]);
const WORK = { model: 0.06, median: 0.06, gaussian: 0.08, tv: 0.8 };
/** So many held-out images tell which family is best where that is all that is asked. */
const FEW = 100;

/** @param {LabRun} run @param {Noise} noise */
export async function removeNoise(run, noise) {
  const { shown, images: { shape }, config } = run;
  run.found({ noise, trained: config.corruption, originals: run.heldOut(shown), shape });
  const args = { noise: noise.kind, amount: noise.amount, shown };
  const progress = shareOf(run, WORK);
  const byModel = async () => {
    const { count, noisy, model, noisyPictures, modelPictures } = await run.ask("model", args, progress("model"));
    run.found({ count, noisy: { ...noisy, pictures: noisyPictures }, ours: { ...model, pictures: modelPictures } });
  };
  const byFilter = async (/** @type {Family} */ family) =>
    run.found({ [family]: await run.ask("filter", { ...args, family }, progress(family)) });
  await Promise.all([byModel(), ...FAMILIES.map(byFilter)]);
}

/**
 * Tells a run how much of it is done while several tasks of known weight go on.
 * @param {LabRun} run
 * @param {Record<string, number>} work
 * @returns {(name: string) => {progress: (share: number) => void}} For the options of a task.
 */
export function shareOf(run, work) {
  /** @type {Record<string, number>} */
  const shares = {};
  return (name) => ({
    progress(share) {
      shares[name] = share;
      run.progress(Object.entries(work).reduce((sum, [one, weight]) => sum + weight * (shares[one] ?? 0), 0));
    },
  });
}

/**
 * The filter that comes nearest, of those that have come.
 * @template {{psnr: Mean}} T
 * @param {{[family in Family]?: T}} found
 * @returns {(T & {family: Family}) | null}
 */
export function bestFilter(found) {
  const all = FAMILIES.flatMap((family) => (found[family] ? [{ ...found[family], family }] : []));
  return all.reduce((best, one) => (best && best.psnr.mean >= one.psnr.mean ? best : one),
    /** @type {(T & {family: Family}) | null} */ (null));
}

/**
 * How the model stands beside the best filter, once all have come.
 * @param {Found} found
 * @returns {{ahead: number, best: Family, why: "none" | "other" | "amount" | "same", isUseless: boolean} | null}
 */
export function judged(found) {
  const { noise, trained, noisy, ours } = found;
  const best = bestFilter(found);
  if (!noisy || !ours || !best || FAMILIES.some((family) => !found[family])) return null;
  const nearest = Math.max(ours.psnr.mean, best.psnr.mean);
  return {
    ahead: ours.psnr.mean - best.psnr.mean, best: best.family, why: whyOf(noise, trained),
    isUseless: noisy.psnr.mean >= nearest,
  };
}

/** What a model was trained on, beside the noise that it meets. @param {Noise} noise @param {Noise} trained */
export function whyOf(noise, trained) {
  if (trained.kind === "none" || trained.amount === 0) return "none";
  if (trained.kind !== noise.kind) return "other";
  return Math.abs(trained.amount - noise.amount) > 1e-6 ? "amount" : "same";
}

/** @param {Noise} a @param {Noise} b */
export const isSame = (a, b) => a.kind === b.kind && a.amount === b.amount;

/**
 * The best filter for this noise: that of the results, if they are of this noise, or one that is asked for.
 * @param {LabRun} run
 * @param {Noise} noise
 * @param {Found | null} found
 * @param {(name: string) => {progress: (share: number) => void}} progress
 * @returns {Promise<Filter | null>}
 */
export async function filterFor(run, noise, found, progress) {
  if (found && isSame(found.noise, noise) && judged(found)) return namedFilter(bestFilter(found));
  const args = { noise: noise.kind, amount: noise.amount, shown: [], count: FEW };
  const all = await Promise.all(FAMILIES.map((family) => run.ask("filter", { ...args, family }, progress(family))));
  return namedFilter(bestFilter(/** @type {{[family in Family]?: Filtered}} */ (
    Object.fromEntries(FAMILIES.map((family, idx) => [family, all[idx]])))));
}

/** A filter without what it made of images. @param {Filter | null} filter @returns {Filter | null} */
export const namedFilter = (filter) => filter && { family: filter.family, parameter: filter.parameter };
