//! What is set of the visitor's set besides its pictures: defaults, and the bounds of what comes from storage or a file.

/**
 * @typedef {import("./types.js").Preparation} Preparation
 * @typedef {import("./types.js").Augmentation} Augmentation
 * @typedef {import("./types.js").Cutting} Cutting
 * @typedef {import("./types.js").MixName} MixName
 *
 * @typedef {object} SetSettings
 * @property {Preparation} preparation
 * @property {{size: number, channels: 1 | 3} | null} alone What it is without the pack that it is mixed with.
 * @property {Augmentation} augmentation
 * @property {boolean} chosen Whether the number of variants is the visitor's.
 * @property {number | null} share The visitor's; null where none was chosen.
 * @property {number} seed
 * @property {MixName | null} mix
 * @property {"pictures" | "patches"} source
 * @property {Cutting} cutting
 */

/** What the packs' pictures measure. @type {Record<MixName, {size: number, channels: 1 | 3}>} */
export const MIXES = { digits: { size: 28, channels: 1 }, fashion: { size: 28, channels: 1 }, emoji: { size: 32, channels: 3 } };

/** Below so many pictures, the defaults are those for few. */
export const FEW = 50;
/** With variants, a small set should come to about so many. */
const ENOUGH = 1000;

/** @returns {SetSettings} */
export function defaultSettings() {
  return {
    preparation: { size: 28, channels: 1, fit: "fit", center: false, invert: false, normalize: false },
    alone: null,
    augmentation: { variants: 0, shift: 0.08, rotate: 10, scale: 0.1, thickness: 0.3, elastic: 0.2 },
    chosen: false,
    share: null,
    seed: 1,
    mix: null,
    source: "pictures",
    cutting: { side: 16, stride: 8, random: null },
  };
}

/**
 * The augmentation in effect: the visitor's number of variants, or as many as make a small set large enough.
 * @param {SetSettings} settings
 * @param {number} count Of pictures.
 * @returns {Augmentation}
 */
export function augmentationOf({ augmentation, chosen, source, mix }, count) {
  if (source === "patches") return { ...augmentation, variants: 0 };
  return chosen ? augmentation : { ...augmentation, variants: mix === null ? usualVariants(count) : 0 };
}

/** As many variants of each as make a small set large enough. @param {number} count Of pictures. */
const usualVariants = (count) => (count === 0 ? 0 : Math.max(0, Math.min(100, Math.ceil(ENOUGH / count) - 1)));

/** @param {unknown} value @param {number} least @param {number} most @param {number} otherwise */
const within = (value, least, most, otherwise) => (typeof value === "number" && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : otherwise);
/** @param {unknown} value @param {number} least @param {number} most @param {number} otherwise */
const whole = (value, least, most, otherwise) => Math.round(within(value, least, most, otherwise));

/** @param {any} given @param {Preparation} [base] @returns {Preparation} */
export function cleanPreparation(given, base = defaultSettings().preparation) {
  return {
    size: whole(given?.size, 16, 64, base.size),
    channels: given?.channels === 3 || given?.channels === 1 ? given.channels : base.channels,
    fit: ["fit", "fill", "stretch"].includes(given?.fit) ? given.fit : base.fit,
    center: typeof given?.center === "boolean" ? given.center : base.center,
    invert: typeof given?.invert === "boolean" ? given.invert : base.invert,
    normalize: typeof given?.normalize === "boolean" ? given.normalize : base.normalize,
  };
}

/** @param {any} given @param {Augmentation} [base] @returns {Augmentation} */
export function cleanAugmentation(given, base = defaultSettings().augmentation) {
  return {
    variants: whole(given?.variants, 0, 200, base.variants),
    shift: within(given?.shift, 0, 0.3, base.shift),
    rotate: within(given?.rotate, 0, 45, base.rotate),
    scale: within(given?.scale, 0, 0.5, base.scale),
    thickness: within(given?.thickness, 0, 1, base.thickness),
    elastic: within(given?.elastic, 0, 1, base.elastic),
  };
}

/** @param {any} given @param {Cutting} [base] @returns {Cutting} */
export function cleanCutting(given, base = defaultSettings().cutting) {
  const side = whole(given?.side, 8, 32, base.side);
  const random = given?.random === null || given?.random === undefined ? null : whole(given.random, 1, 100_000, 1000);
  return { side, stride: Math.min(side, whole(given?.stride, 1, 32, base.stride)), random: given && "random" in given ? random : base.random };
}

/** @param {any} share @returns {number | null} */
export const cleanShare = (share) => (typeof share === "number" ? within(share, 0, 0.5, 0.1) : null);
/** Of few pictures a larger share is held out: one picture alone says little. @param {{share: number | null}} settings @param {number} count */
export const shareOf = ({ share }, count) => share ?? (count < FEW ? 0.2 : 0.1);
/** @param {any} seed */
export const cleanSeed = (seed) => whole(seed, 0, 4294967295, 1);

/** What was kept, as far as it can be used. @param {any} given @returns {SetSettings} */
export function cleanSettings(given) {
  const mix = Object.hasOwn(MIXES, String(given?.mix)) ? /** @type {MixName} */ (given.mix) : null;
  const alone = mix && given?.alone ? { size: whole(given.alone.size, 16, 64, 28), channels: given.alone.channels === 3 ? /** @type {const} */ (3) : /** @type {const} */ (1) } : null;
  return {
    preparation: { ...cleanPreparation(given?.preparation), ...(mix && MIXES[mix]) },
    alone,
    augmentation: cleanAugmentation(given?.augmentation),
    chosen: given?.chosen === true,
    share: cleanShare(given?.share),
    seed: cleanSeed(given?.seed),
    mix,
    source: given?.source === "patches" ? "patches" : "pictures",
    cutting: cleanCutting(given?.cutting),
  };
}
