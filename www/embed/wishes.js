//! What the attributes of a figure ask for, each within its bounds; what cannot be keeps its default and is said.

import { allowed, defaults, MOST_STEPS, optionOf, parse } from "../app/options.js";
import { KINDS, preset } from "../app/presets.js";
import { PACK_NAMES } from "../data/pack-table.js";
import { LABS_BY_NAME } from "./labs-by-name.js";
import { EMBED } from "../strings/embed.js";
import { settingsOf } from "./config-settings.js";

/**
 * @typedef {import("../app/options.js").Settings} Settings
 *
 * @typedef {object} Given What an element has.
 * @property {Record<string, string>} attributes
 * @property {import("../lib/check-arguments.js").Images | null} images
 * @property {Uint8Array | null} labels
 * @property {any} heldOut
 *
 * @typedef {object} Wishes
 * @property {Settings} settings
 * @property {boolean} waits Whether its images are still to be set.
 * @property {number | null} goal The step at which it stops.
 * @property {string[]} show
 * @property {string[]} controls
 * @property {boolean} plays Whether it trains when it is seen.
 * @property {"auto" | "light" | "dark"} theme
 * @property {{key: string, got: string, allowed: string}[]} problems
 */

export const PANELS = ["hourglass", "map", "reconstructions", "loss", "pad"];
export const CONTROLS = ["play", "step", "reset", "seed", "code", "rate", "beta", "noise", "kind"];
const THEMES = /** @type {const} */ (["auto", "light", "dark"]);
const SHOWN = ["map", "loss", "reconstructions"];
const CONTROLLED = ["play", "step", "reset"];

/** @param {Given} given @returns {Wishes} */
export function readWishes({ attributes, images }) {
  /** @type {Wishes["problems"]} */
  const problems = [];
  const report = (/** @type {string} */ key, /** @type {string} */ what, got = attributes[key]) =>
    problems.push({ key, got, allowed: what });
  /**
   * @template T
   * @param {string} key
   * @param {readonly T[]} values
   * @param {T} initial
   */
  const oneOf = (key, values, initial) => {
    const text = attributes[key]?.trim();
    if (text === undefined) return initial;
    const value = values.find((one) => one === text);
    if (value === undefined) report(key, values.join(", "));
    return value ?? initial;
  };
  /** @param {string} key @param {readonly string[]} values @param {string[]} initial */
  const someOf = (key, values, initial) => {
    if (attributes[key] === undefined) return initial;
    const words = attributes[key].split(/[\s,]+/).filter((word) => word !== "");
    const known = [...new Set(words)].filter((word) => values.includes(word));
    const unknown = words.filter((word) => !values.includes(word));
    if (unknown.length > 0) report(key, values.join(", "), unknown.join(", "));
    return known.length > 0 || words.length === 0 ? known : initial;
  };

  const data = oneOf("data", [...PACK_NAMES, "none"], images ? "none" : defaults().data);
  const pack = images || data === "none" ? "own" : data;
  const seed = attributes.seed === undefined ? undefined : parse(optionOf("seed"), attributes.seed.trim());
  if (attributes.seed !== undefined && seed === undefined) report("seed", allowed(optionOf("seed")));
  const named = preset(oneOf("preset", KINDS, "vanilla"), pack);
  const configured = attributes.config === undefined ? named : settingsOf(attributes.config, named);
  if (!configured) report("config", EMBED.json);
  const settings = { ...(configured ?? named), data: pack };
  if (seed !== undefined) settings.seed = Number(seed);
  const steps = attributes.steps?.trim() ?? "";
  const isCount = /^\d{1,7}$/.test(steps) && Number(steps) >= 1 && Number(steps) <= MOST_STEPS;
  if (attributes.steps !== undefined && !isCount) report("steps", EMBED.whole(1, MOST_STEPS));
  return {
    settings,
    waits: pack === "own" && !images,
    goal: isCount ? Number(steps) : null,
    show: someOf("show", [...PANELS, ...Object.keys(LABS_BY_NAME)], SHOWN),
    controls: someOf("controls", CONTROLS, CONTROLLED),
    plays: oneOf("autoplay", ["visible", "no"], "visible") === "visible",
    theme: oneOf("theme", THEMES, "auto"),
    problems,
  };
}
