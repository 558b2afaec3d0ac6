//! A configuration as JSON, as the library takes it, as settings of the page's options. What no option holds goes to
//! the engine as it is, which checks it.

import { difference, optionOf } from "../app/options.js";

/**
 * @typedef {import("../app/options.js").Settings} Settings
 * @typedef {Record<string, any>} Config
 */

/** Where in a configuration a setting stands. @type {Record<string, import("../app/options.js").Key>} */
export const PLACES = {
  "architecture.kind": "arch",
  "architecture.channels": "channels",
  "architecture.kernel": "kernel",
  "architecture.stride": "stride",
  "architecture.hidden": "hidden",
  activation: "activation",
  outputActivation: "output",
  codeActivation: "codeActivation",
  sparsityTarget: "target",
  "bottleneck.kind": "bottleneck",
  "bottleneck.latentDim": "code",
  "bottleneck.beta": "beta",
  "bottleneck.klWarmupSteps": "warmup",
  "corruption.kind": "noise",
  "corruption.amount": "amount",
  loss: "loss",
  codeSparsity: "sparsity",
  "optimizer.kind": "optimizer",
  "optimizer.learningRate": "rate",
  batchSize: "batch",
  seed: "seed",
};

/** More numbers in a code than this are for the engine alone to allow: the page would make an axis of each. */
const MOST_AXES = 512;

/** @param {import("../app/options.js").Key} key @param {unknown} value */
const isSmall = (key, value) => (typeof value === "string" ? Boolean(optionOf(key).steps?.includes(value))
  : key !== "code" || /** @type {number} */ (value) <= MOST_AXES);

/** @param {unknown} a @param {unknown} b */
const isLike = (a, b) => typeof a === typeof b && Array.isArray(a) === Array.isArray(b);
const isPlain = (/** @type {unknown} */ value) => value !== null && typeof value === "object" && !Array.isArray(value);

/**
 * @param {string} text
 * @param {Settings} before What holds where the configuration says nothing.
 * @returns {Settings | null} Null where the text is no JSON object.
 */
export function settingsOf(text, before) {
  let config;
  try {
    config = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isPlain(config)) return null;
  const settings = { ...before };
  /** @type {[string[], unknown][]} */
  const rest = [];
  for (const [key, value] of Object.entries(config)) {
    // The images say what goes in.
    if (key === "input" || key === "version") continue;
    const parts = isPlain(value) ? Object.entries(value).map(([part, of]) => [[key, part], of]) : [[[key], value]];
    for (const [path, of] of /** @type {[string[], unknown][]} */ (parts)) {
      const place = Object.hasOwn(PLACES, path.join(".")) ? PLACES[path.join(".")] : undefined;
      // What is of the wrong kind is the engine's to refuse, by its name.
      if (place && isLike(of, before[place]) && isSmall(place, of)) {
        Object.assign(settings, { [place]: of });
      } else {
        rest.push([path, of]);
      }
    }
  }
  if (rest.length === 0) return settings;
  return { ...settings, beyond: Object.assign(withRest(rest), { text: JSON.stringify(rest) }) };
}

/**
 * Puts into a configuration what no option holds.
 * @param {[string[], unknown][]} rest
 */
const withRest = (rest) => (/** @type {Config} */ config) => {
  const whole = { ...config };
  for (const [[key, part], value] of rest) {
    const before = Object.hasOwn(whole, key) && isPlain(whole[key]) ? whole[key] : {};
    const now = part === undefined ? value : Object.defineProperty({ ...before }, part, { value, ...OWN });
    Object.defineProperty(whole, key, { value: now, ...OWN });
  }
  return whole;
};
/** As an assignment makes it, also for a key like `__proto__`. */
const OWN = { enumerable: true, configurable: true, writable: true };

/** Whether two settings are one model. @param {Settings} a @param {Settings} b */
export const isSameModel = (a, b) => difference(a, b).length === 0 && a.beyond?.text === b.beyond?.text;
