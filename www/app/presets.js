//! The kinds of auto-encoder that people name, as points on the axes of the option table, and which settings go
//! together.

import { PACKS } from "../data/pack-table.js";
import { OPTIONS, defaults, optionOf } from "./options.js";

/** @typedef {import("./options.js").Settings} Settings */
/** @typedef {import("./options.js").Key} Key */
/** @typedef {keyof typeof PRESETS} Kind */
/** The form of sparsity, which is no setting of its own. @typedef {"none" | "price" | "rate"} Penalty */

/** Convolutions take longer: smaller batches and a higher rate make up for it, see docs/learning.md. */
const CONV = { arch: "conv", hidden: [], rate: 0.003, batch: 32 };

/** What each kind changes of the defaults: the engine's presets. */
const PRESETS = {
  vanilla: {},
  convolutional: CONV,
  variational: { hidden: [400], bottleneck: "variational", loss: "bce" },
  denoising: { hidden: [512], code: 64, noise: "gaussian" },
  sparse: { hidden: [128], code: 32, sparsity: 0.0001 },
  linear: { hidden: [], activation: "linear", output: "linear" },
  "conv-variational": { ...CONV, bottleneck: "variational", loss: "bce" },
  "conv-denoising": { ...CONV, code: 32, noise: "gaussian" },
};

export const KINDS = /** @type {Kind[]} */ (Object.keys(PRESETS));

/** Settings that are of no one model: the images, and how training goes. @type {readonly Key[]} */
export const APART = ["data", "images", "seed", "rate", "batch", "optimizer"];

/** The price of a code that begins to have one. */
const PRICE = 0.0001;
const TARGET = 0.05;

/**
 * The settings of a kind on a pack, all else at its default.
 * @param {Kind} kind
 * @param {string} [data]
 */
export function preset(kind, data = defaults().data) {
  const settings = /** @type {Settings} */ ({ ...defaults(), ...PRESETS[kind], data });
  const usual = Object.entries(PACKS).find(([name]) => name === data)?.[1].usual;
  if (!usual) return settings;
  return { ...settings, code: Math.max(settings.code, usual.code), batch: Math.min(settings.batch, usual.batch) };
}

/**
 * A kind for the same images. How it is trained is the kind's own, where the visitor has not changed it.
 * @param {Settings} settings
 * @param {Kind} kind
 */
export function asKind(settings, kind) {
  const usual = preset(kindOf(settings) ?? "vanilla", settings.data);
  const wanted = preset(kind, settings.data);
  const isKept = (/** @type {Key} */ key) => !["rate", "batch"].includes(key) || settings[key] !== usual[key];
  const kept = Object.fromEntries(APART.filter(isKept).map((key) => [key, settings[key]]));
  return /** @type {Settings} */ ({ ...wanted, ...kept });
}

/**
 * The same model for another pack: what its kind usually has there, where the visitor has not changed it.
 * @param {Settings} settings
 * @param {string} data
 */
function onPack(settings, data) {
  const kind = kindOf(settings);
  if (!kind) return { ...settings, data };
  const [here, there] = [preset(kind, settings.data), preset(kind, data)];
  const usual = (/** @type {"code" | "batch"} */ key) => (settings[key] === here[key] ? there[key] : settings[key]);
  return { ...settings, data, code: usual("code"), batch: usual("batch") };
}

/**
 * Where a model stands: on the three axes, and whether it is sparse or linear. Amounts do not count.
 * @param {Settings} settings
 */
function axes({ arch, bottleneck, noise, sparsity, activation, output }) {
  return [arch, bottleneck, noise !== "none", sparsity > 0, activation === "linear" && output === "linear"].join();
}

/**
 * The kind that a model is of, or null for a mix without a name.
 * @param {Settings} settings
 */
export function kindOf(settings) {
  return KINDS.find((kind) => axes(preset(kind)) === axes(settings)) ?? null;
}

/** @param {Settings} settings @returns {Penalty} */
export function penaltyOf({ sparsity, target }) {
  if (sparsity === 0) return "none";
  return target > 0 ? "rate" : "price";
}

/**
 * One setting changed, and with it whatever would not go with it.
 * @param {Settings} settings
 * @param {Key | "penalty"} key
 * @param {number | number[] | string} value
 * @returns {Settings}
 */
export function withChange(settings, key, value) {
  if (key === "penalty") return withPenalty(settings, /** @type {Penalty} */ (value));
  if (key === "data") return onPack(settings, String(value));
  const next = /** @type {Settings} */ ({ ...settings, [key]: value });
  // BCE compares probabilities, which only the sigmoid gives.
  if (key === "loss" && value === "bce") next.output = "sigmoid";
  if (key === "output" && value === "linear") next.loss = "mse";
  // Layers between image and code have little in common with layers between feature maps and code.
  if (key === "arch" && value !== settings.arch) next.hidden = value === "conv" ? [] : defaults().hidden;
  if (key === "bottleneck" && value === "variational") {
    Object.assign(next, { codeActivation: "linear", target: 0, sparsity: 0 });
  }
  if (key === "codeActivation" && value === "linear") next.target = 0;
  return next;
}

/**
 * @param {Settings} settings
 * @param {Penalty} penalty
 * @returns {Settings}
 */
function withPenalty(settings, penalty) {
  if (penalty === "none") return { ...settings, sparsity: 0, target: 0 };
  const sparsity = settings.sparsity || PRICE;
  if (penalty === "price") return { ...settings, sparsity, target: 0 };
  // A rate is a share of 1, so the code has to lie between 0 and 1.
  return { ...settings, sparsity, target: settings.target || TARGET, codeActivation: "sigmoid", bottleneck: "plain" };
}

/**
 * Whether a setting can change while the model trains. An amount of noise, say, can where there is noise before and
 * after.
 * @param {Key} key
 * @param {Settings} before
 * @param {Settings} after
 */
export function isLive(key, before, after) {
  const { live, when = () => true } = optionOf(key);
  return live !== undefined && when(before) && when(after);
}

/**
 * The options that mean something for such a model.
 * @param {Settings} settings
 * @returns {Set<Key>}
 */
export function applying(settings) {
  return new Set(OPTIONS.filter(({ when }) => !when || when(settings)).map(({ key }) => key));
}
