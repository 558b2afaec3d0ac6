//! The defaults for few pictures: a smaller net and small batches, unless the visitor has chosen otherwise.

import { kindOf, preset } from "../app/presets.js";
import { FEW } from "./set-settings.js";
import { OWN_WORDS } from "../strings/own-notices.js";

/** @typedef {import("../app/options.js").Settings} Settings */

const BATCH = 16;
/** A layer is not made narrower than this. */
const LEAST = 8;

/**
 * What few pictures change of the settings. A setting that the visitor has changed stays.
 * @param {Settings} settings
 * @returns {Partial<Settings>}
 */
export function forFew(settings) {
  const kind = kindOf(settings);
  if (!kind) return {};
  const usual = preset(kind);
  const smaller = (/** @type {number[]} */ widths) => widths.map((width) => Math.max(LEAST, width / 2));
  const isUsual = (/** @type {"hidden" | "channels" | "batch"} */ key) =>
    JSON.stringify(settings[key]) === JSON.stringify(usual[key]);
  return {
    ...(isUsual("hidden") && usual.hidden.length > 0 ? { hidden: smaller(usual.hidden) } : {}),
    ...(settings.arch === "conv" && isUsual("channels") ? { channels: smaller(usual.channels) } : {}),
    ...(isUsual("batch") ? { batch: BATCH } : {}),
  };
}

/** Of so many pictures at most all are shown, those that are trained on too. */
const SHOWN_WHOLE = 100;

/** @param {{count: number, source: string, mix: string | null}} set */
export const isShownWhole = ({ count, source, mix }) => count <= SHOWN_WHOLE && source === "pictures" && mix === null;

/** @param {{count: number, source: string, mix: string | null}} set */
export const isFew = ({ count, source, mix }) => count > 0 && count < FEW && source === "pictures" && mix === null;

/**
 * The defaults for few pictures in words.
 * @param {number} count
 * @param {Settings} settings With these defaults.
 * @param {number} variants
 */
export function fewWords(count, { arch, channels, hidden, batch }, variants) {
  const widths = arch === "conv" ? OWN_WORDS.maps(channels) : OWN_WORDS.layers(hidden);
  return OWN_WORDS.few(count, widths, batch, variants);
}
