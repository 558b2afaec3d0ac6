//! The settings of the visitor's set: their defaults, and bounds for what comes from the database or a file.

import { isBuiltIn, PACKS } from "../data/pack-table.js";
import { BOUNDS } from "./limits.js";

/**
 * @typedef {import("./types.js").Preparation} Preparation
 * @typedef {import("./types.js").Augmentation} Augmentation
 * @typedef {import("./types.js").Cutting} Cutting
 * @typedef {import("./types.js").MixName} MixName
 *
 * @typedef {object} SetSettings
 * @property {Preparation} preparation
 * @property {{size: number, channels: 1 | 3} | null} alone Size and channels to go back to, while a pack decides them.
 * @property {boolean} colorChosen Whether the visitor has chosen between gray and color.
 * @property {Augmentation} augmentation
 * @property {boolean} chosen Whether the visitor has chosen the number of variants.
 * @property {number | null} share How much is held out; null where the visitor has not chosen.
 * @property {number} seed
 * @property {MixName | null} mix
 * @property {"pictures" | "patches"} source
 * @property {Cutting} cutting
 */

/** A pack that the set is mixed with decides size and channels. @param {MixName} mix */
export const shapeOf = (mix) => ({ size: PACKS[mix].size, channels: PACKS[mix].channels });

/** Below so many pictures, the defaults for few apply. */
export const FEW = 50;
/** With variants, a small set should come to about so many. */
const ENOUGH = 1000;

/** @returns {SetSettings} */
export function defaultSettings() {
  return {
    preparation: { size: 28, channels: 1, fit: "fit", center: false, invert: false, normalize: false },
    alone: null,
    colorChosen: false,
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

/** @param {unknown} value @param {readonly [number, number]} bounds @param {number} otherwise */
const within = (value, [least, most], otherwise) =>
  (typeof value === "number" && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : otherwise);
/** @param {unknown} value @param {readonly [number, number]} bounds @param {number} otherwise */
const whole = (value, bounds, otherwise) => Math.round(within(value, bounds, otherwise));

/** @param {any} given @param {Preparation} [base] @returns {Preparation} */
export function cleanPreparation(given, base = defaultSettings().preparation) {
  return {
    size: whole(given?.size, BOUNDS.size, base.size),
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
    variants: whole(given?.variants, BOUNDS.variants, base.variants),
    shift: within(given?.shift, BOUNDS.shift, base.shift),
    rotate: within(given?.rotate, BOUNDS.rotate, base.rotate),
    scale: within(given?.scale, BOUNDS.scale, base.scale),
    thickness: within(given?.thickness, BOUNDS.thickness, base.thickness),
    elastic: within(given?.elastic, BOUNDS.elastic, base.elastic),
  };
}

/** @param {any} given @param {Cutting} [base] @returns {Cutting} */
export function cleanCutting(given, base = defaultSettings().cutting) {
  const side = whole(given?.side, BOUNDS.side, base.side);
  const stride = Math.min(side, whole(given?.stride, BOUNDS.stride, base.stride));
  if (!given || !("random" in given)) return { side, stride, random: base.random };
  return { side, stride, random: (given.random ?? null) === null ? null : whole(given.random, BOUNDS.random, 1000) };
}

/** @param {any} share @returns {number | null} */
export const cleanShare = (share) => (typeof share === "number" ? within(share, BOUNDS.share, 0.1) : null);
/**
 * Of few pictures a larger share is held out: one picture alone says little.
 * @param {{share: number | null}} settings
 * @param {number} count
 */
export const shareOf = ({ share }, count) => share ?? (count < FEW ? 0.2 : 0.1);
/** @param {any} seed */
export const cleanSeed = (seed) => whole(seed, BOUNDS.seed, 1);

/** Settings that were kept, as far as they can be used. @param {any} given @returns {SetSettings} */
export function cleanSettings(given) {
  const mix = isBuiltIn(String(given?.mix)) ? /** @type {MixName} */ (given.mix) : null;
  const preparation = cleanPreparation(given?.preparation);
  return {
    preparation: { ...preparation, ...(mix && shapeOf(mix)) },
    // Older pages wrote no such thing, and were in color by choice alone.
    colorChosen: given?.colorChosen === true || (given?.colorChosen !== false && preparation.channels === 3),
    alone: mix && given?.alone ? cleanShape(given.alone) : null,
    augmentation: cleanAugmentation(given?.augmentation),
    chosen: given?.chosen === true,
    share: cleanShare(given?.share),
    seed: cleanSeed(given?.seed),
    mix,
    source: given?.source === "patches" ? "patches" : "pictures",
    cutting: cleanCutting(given?.cutting),
  };
}

/** @param {any} given @returns {{size: number, channels: 1 | 3}} */
function cleanShape(given) {
  return { size: whole(given.size, BOUNDS.size, 28), channels: given.channels === 3 ? 3 : 1 };
}
