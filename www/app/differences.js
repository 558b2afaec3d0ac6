//! What differs between two models' settings, in words.

import { difference } from "./options.js";
import { APART, applying, kindOf } from "./presets.js";
import { S } from "../strings/strings.js";

/**
 * @typedef {import("./options.js").Settings} Settings
 * @typedef {import("./options.js").Key} Key
 */

/** What a kind's name says. @type {Key[]} */
const AXES = ["arch", "bottleneck", "noise"];

/**
 * The differences between two settings as one sentence. A new kind is named. Of the options, those are named which do
 * not follow from the new kind, and the code's size, which the whole figure shows.
 * @param {Settings} before
 * @param {Settings} wanted
 */
export function described(before, wanted) {
  return differences(before, wanted).map(({ label, from, to }) => S.notices.change(label, from, to)).join("; ");
}

/**
 * @param {Settings} before
 * @param {Settings} wanted
 * @param {boolean} [shared] Of two kinds, also whatever both have and do not share.
 */
export function differences(before, wanted, shared = false) {
  const [from, to] = [kindOf(before), kindOf(wanted)];
  const name = (/** @type {typeof from} */ kind) => (kind ? S.model.kinds[kind] : S.model.mix);
  const [was, is] = [applying(before), applying(wanted)];
  const isInBoth = (/** @type {Key} */ key) => was.has(key) && is.has(key) && !AXES.includes(key);
  const isSaid = (/** @type {Key} */ key) =>
    from === to || to === null || key === "code" || APART.includes(key) || (shared && isInBoth(key));
  const keys = difference(before, wanted).filter((key) => (was.has(key) || is.has(key)) && isSaid(key));
  const found = keys.map((key) => ({ label: S.model[key].label, from: shown(key, before), to: shown(key, wanted) }));
  if (from !== to && to !== null) found.unshift({ label: S.model.kind, from: name(from), to: name(to) });
  return found;
}

/**
 * A setting's value in words.
 * @param {Key} key
 * @param {Settings} settings
 */
function shown(key, settings) {
  const value = settings[key];
  if (Array.isArray(value)) return value.join(", ") || S.model.noLayers;
  if (key === "images") return S.model.images.unit(settings.images);
  return S.model.values[String(value)] ?? String(value);
}
