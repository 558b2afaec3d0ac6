//! The option table: what can be set, between which bounds, its text in the address, and whether it restarts.

import { PACK_NAMES } from "../data/pack-table.js";

/**
 * @typedef {object} Settings
 * @property {string} data The pack of images.
 * @property {"dense" | "conv"} arch
 * @property {number} code Numbers in the code.
 * @property {number[]} channels Feature maps of each convolution.
 * @property {number} kernel
 * @property {number} stride
 * @property {number[]} hidden Widths of the dense hidden layers, from the input to the code.
 * @property {"plain" | "variational"} bottleneck
 * @property {number} beta
 * @property {number} warmup Steps over which beta grows.
 * @property {string} noise
 * @property {number} amount How strong the noise is: σ of Gaussian noise, else the share of the pixels that it hits.
 * @property {number} sparsity The weight of the sparsity penalty in the loss.
 * @property {number} target Mean activation of a sparse code; 0 where the penalty is on its absolute values.
 * @property {string} codeActivation
 * @property {string} output
 * @property {string} activation
 * @property {string} optimizer
 * @property {number} rate
 * @property {number} batch
 * @property {number} images How many training images of a pack are used, the first ones; 0 for all.
 * @property {string} loss
 * @property {number} seed
 * @property {((config: Record<string, any>) => Record<string, any>) & {text: string}} [beyond] Puts into the
 *   configuration what no option holds; the text tells one such from another.
 *
 * @typedef {Exclude<keyof Settings, "beyond">} Key
 *
 * @typedef {object} Option
 * @property {Key} key Also its name in the address, its label and its help text in the string table.
 * @property {"range" | "widths" | "choice" | "seed"} control
 * @property {number | number[] | string} initial
 * @property {readonly (number | string)[]} [steps] All values, for a range or a choice.
 * @property {number} [min]
 * @property {number} [max]
 * @property {number} [minCount] For widths: the least number of layers.
 * @property {number} [maxCount] For widths: the largest number of layers.
 * @property {string} [live] Its name for `steer()`, where it can change while the model trains.
 * @property {"first" | "more" | "none"} group Where it stands in the panel.
 * @property {(settings: Settings) => boolean} [when] Whether it means anything for such a model; always, if absent.
 */

const isConv = (/** @type {Settings} */ { arch }) => arch === "conv";
const isVariational = (/** @type {Settings} */ { bottleneck }) => bottleneck === "variational";
const isNoisy = (/** @type {Settings} */ { noise }) => noise !== "none";
const isSparse = (/** @type {Settings} */ { sparsity }) => sparsity > 0;

/** The farthest step that a link or a figure can be asked to stop at. */
export const MOST_STEPS = 1_000_000;

/** @type {readonly Option[]} */
export const OPTIONS = [
  { key: "data", control: "choice", initial: "digits", steps: [...PACK_NAMES, "own"], group: "none" },
  { key: "code", control: "range", initial: 2, steps: Array.from({ length: 64 }, (_, idx) => idx + 1), group: "first" },
  {
    key: "channels", control: "widths", initial: [16, 32], group: "first", when: isConv,
    min: 1, max: 128, minCount: 1, maxCount: 4,
  },
  { key: "kernel", control: "choice", initial: 3, steps: [1, 2, 3, 4, 5, 6, 7], group: "first", when: isConv },
  { key: "stride", control: "choice", initial: 2, steps: [1, 2, 3], group: "first", when: isConv },
  { key: "hidden", control: "widths", initial: [128, 64], min: 1, max: 1024, minCount: 0, maxCount: 4, group: "first" },
  {
    key: "amount", control: "range", initial: 0.5, live: "corruptionAmount", group: "first", when: isNoisy,
    steps: Array.from({ length: 21 }, (_, idx) => idx / 20),
  },
  {
    key: "beta", control: "range", initial: 1, live: "beta", group: "first", when: isVariational,
    steps: [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 4, 5, 7, 10, 20, 50, 100, 200, 500, 1000],
  },
  {
    key: "warmup", control: "range", initial: 0, group: "first", when: isVariational,
    steps: [0, 100, 200, 500, 1000, 2000, 5000, 10000],
  },
  {
    key: "sparsity", control: "range", initial: 0, live: "codeSparsity", group: "first", when: isSparse,
    steps: [
      0, 0.000001, 0.000002, 0.000005, 0.00001, 0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005,
      0.01, 0.02, 0.05, 0.1, 0.2, 0.5,
    ],
  },
  {
    key: "rate", control: "range", initial: 0.001, live: "learningRate", group: "first",
    steps: [
      0.00001, 0.00002, 0.00003, 0.00005, 0.0001, 0.0002, 0.0003, 0.0005, 0.001, 0.002, 0.003, 0.005,
      0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1,
    ],
  },
  { key: "arch", control: "choice", initial: "dense", steps: ["dense", "conv"], group: "more" },
  { key: "bottleneck", control: "choice", initial: "plain", steps: ["plain", "variational"], group: "more" },
  {
    key: "noise", control: "choice", initial: "none", group: "more",
    steps: ["none", "gaussian", "salt-and-pepper", "masking", "scribble"],
  },
  {
    key: "codeActivation", control: "choice", initial: "linear", steps: ["linear", "sigmoid"], group: "more",
    when: (settings) => !isVariational(settings),
  },
  {
    key: "target", control: "range", initial: 0, group: "more",
    when: (settings) => settings.target > 0 && isSparse(settings),
    steps: [0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5],
  },
  { key: "loss", control: "choice", initial: "mse", steps: ["mse", "bce"], group: "more" },
  { key: "output", control: "choice", initial: "sigmoid", steps: ["sigmoid", "linear"], group: "more" },
  {
    key: "activation", control: "choice", initial: "relu", group: "more",
    steps: ["relu", "leaky-relu", "elu", "gelu", "tanh", "sigmoid", "linear"],
  },
  {
    key: "optimizer", control: "choice", initial: "adam", group: "more",
    steps: ["adam", "rmsprop", "momentum", "sgd"],
  },
  { key: "batch", control: "choice", initial: 128, steps: [16, 32, 64, 128, 256, 512, 1024], group: "more" },
  {
    key: "images", control: "choice", initial: 0, steps: [0, 20, 50, 100, 200, 500, 1000, 2000, 5000], group: "more",
    when: ({ data }) => data !== "own",
  },
  { key: "seed", control: "seed", initial: 1, min: 0, max: 4294967295, group: "none" },
];

/** @type {readonly Key[]} */
const KEYS = OPTIONS.map(({ key }) => key);

/**
 * @param {Key} key
 * @returns {Option}
 */
export function optionOf(key) {
  const option = OPTIONS.find((one) => one.key === key);
  if (!option) throw new Error(`no option is named ${key}`);
  return option;
}

/** @returns {Settings} Every option at its default. */
export function defaults() {
  const fresh = (/** @type {Option["initial"]} */ value) => (Array.isArray(value) ? [...value] : value);
  const settings = Object.fromEntries(OPTIONS.map(({ key, initial }) => [key, fresh(initial)]));
  return /** @type {Settings} */ (/** @type {unknown} */ (settings));
}

/**
 * The text of a value in the address.
 * @param {number | number[] | string} value
 */
export function write(value) {
  return Array.isArray(value) ? value.join("-") : String(value);
}

/**
 * The value that a text names, or undefined where the option does not allow it.
 * @param {Option} option
 * @param {string} text
 * @returns {number | number[] | string | undefined}
 */
export function parse(option, text) {
  const whole = (/** @type {string} */ part) => (/^\d{1,10}$/.test(part) ? Number(part) : NaN);
  const within = (/** @type {number} */ n) => n >= (option.min ?? 0) && n <= (option.max ?? Infinity);
  if (option.control === "widths") {
    const widths = text === "" ? [] : text.split(/[-,\s]+/).map(whole);
    const { minCount = 0, maxCount = 1 } = option;
    return widths.length >= minCount && widths.length <= maxCount && widths.every(within) ? widths : undefined;
  }
  if (option.control === "seed") {
    const seed = whole(text);
    return within(seed) ? seed : undefined;
  }
  if (text === "") return undefined;
  return option.steps?.find((step) => (typeof step === "number" ? step === Number(text) : step === text));
}

/**
 * What an option allows, in the same short form as the address.
 * @param {Option} option
 */
export function allowed(option) {
  if (option.control === "widths") return `${option.minCount}-${option.maxCount} × ${option.min}-${option.max}`;
  if (option.control === "seed") return `${option.min}-${option.max}`;
  const steps = option.steps ?? [];
  return option.key === "code" ? `${steps[0]}-${steps[steps.length - 1]}` : steps.join(", ");
}

/**
 * The engine's configuration: only what this page sets, for images of the given shape.
 * @param {Settings} settings
 * @param {{channels: number, height: number, width: number}} input
 */
export function toConfig(settings, { channels, height, width }) {
  const { kernel, stride, codeActivation, target } = settings;
  const hidden = [...settings.hidden];
  const noisy = isNoisy(settings);
  const config = {
    version: 1,
    input: { channels, height, width },
    architecture: isConv(settings)
      ? { kind: "conv", channels: [...settings.channels], kernel, stride, hidden }
      : { kind: "dense", hidden },
    activation: settings.activation,
    outputActivation: settings.output,
    bottleneck: isVariational(settings)
      ? { kind: "variational", latentDim: settings.code, beta: settings.beta, klWarmupSteps: settings.warmup }
      : { kind: "plain", latentDim: settings.code },
    corruption: { kind: settings.noise, amount: noisy ? settings.amount : 0 },
    loss: settings.loss,
    codeSparsity: settings.sparsity,
    ...(codeActivation === "linear" && target === 0 ? {} : { codeActivation, sparsityTarget: target }),
    optimizer: { kind: settings.optimizer, learningRate: settings.rate },
    batchSize: settings.batch,
    seed: settings.seed,
  };
  return settings.beyond?.(config) ?? config;
}

/**
 * The keys in which two settings differ.
 * @param {Settings} a
 * @param {Settings} b
 * @returns {Key[]}
 */
export function difference(a, b) {
  return KEYS.filter((key) => write(a[key]) !== write(b[key]));
}

/** Whether two settings are for other training images. @param {Settings} a @param {Settings} b */
export const areOthers = (a, b) => a.data !== b.data || (a.data !== "own" && a.images !== b.images);

/**
 * A calmer learning rate: the nearest step at or below a tenth.
 * @param {number} rate
 * @returns {number}
 */
export function calmerRate(rate) {
  const steps = /** @type {number[]} */ (optionOf("rate").steps);
  const below = steps.filter((step) => step <= rate / 10 + 1e-12);
  return below[below.length - 1] ?? steps[0];
}
