//! The option table: what can be set, between which bounds, how it travels in the address, and whether it restarts.

/**
 * @typedef {object} Settings
 * @property {number} code Numbers in the code.
 * @property {number[]} hidden Widths of the hidden layers, from the input to the code.
 * @property {string} activation
 * @property {string} optimizer
 * @property {number} rate
 * @property {number} batch
 * @property {string} loss
 * @property {number} seed
 *
 * @typedef {keyof Settings} Key
 *
 * @typedef {object} Option
 * @property {Key} key Also its name in the address, its label and its help text in the string table.
 * @property {"range" | "widths" | "choice" | "seed"} control
 * @property {number | number[] | string} initial
 * @property {readonly (number | string)[]} [steps] All values, for a range or a choice.
 * @property {number} [min]
 * @property {number} [max]
 * @property {number} [maxCount] For widths: how many layers at most.
 * @property {"live" | "restart"} effect
 * @property {"first" | "more" | "none"} group Where it stands in the panel.
 */

/** Version of the address; raised when a key changes its meaning. */
export const ADDRESS_VERSION = 1;

/** @type {readonly Option[]} */
export const OPTIONS = [
  { key: "code", control: "range", initial: 2, steps: Array.from({ length: 32 }, (_, idx) => idx + 1), effect: "restart", group: "first" },
  { key: "hidden", control: "widths", initial: [128, 64], min: 1, max: 1024, maxCount: 4, effect: "restart", group: "first" },
  {
    key: "rate", control: "range", initial: 0.001, effect: "live", group: "first",
    steps: [0.00001, 0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1],
  },
  { key: "loss", control: "choice", initial: "mse", steps: ["mse", "bce"], effect: "restart", group: "more" },
  { key: "activation", control: "choice", initial: "relu", steps: ["relu", "leaky-relu", "elu", "gelu", "tanh", "sigmoid", "linear"], effect: "restart", group: "more" },
  { key: "optimizer", control: "choice", initial: "adam", steps: ["adam", "rmsprop", "momentum", "sgd"], effect: "restart", group: "more" },
  { key: "batch", control: "choice", initial: 128, steps: [16, 32, 64, 128, 256, 512, 1024], effect: "restart", group: "more" },
  { key: "seed", control: "seed", initial: 1, min: 0, max: 4294967295, effect: "restart", group: "none" },
];

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
  const settings = Object.fromEntries(OPTIONS.map(({ key, initial }) => [key, Array.isArray(initial) ? [...initial] : initial]));
  return /** @type {Settings} */ (/** @type {unknown} */ (settings));
}

/**
 * The text of a value in the address.
 * @param {number | number[] | string} value
 */
function write(value) {
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
    return widths.length <= (option.maxCount ?? 1) && widths.every(within) ? widths : undefined;
  }
  if (option.control === "seed") {
    const seed = whole(text);
    return within(seed) ? seed : undefined;
  }
  return text === "" ? undefined : option.steps?.find((step) => (typeof step === "number" ? step === Number(text) : step === text));
}

/**
 * What an option allows, in the same short form as the address.
 * @param {Option} option
 */
export function allowed(option) {
  if (option.control === "widths") return `0-${option.maxCount} × ${option.min}-${option.max}`;
  if (option.control === "seed") return `${option.min}-${option.max}`;
  const steps = option.steps ?? [];
  return option.key === "code" ? `${steps[0]}-${steps[steps.length - 1]}` : steps.join(", ");
}

/**
 * Settings from the part of the address after `#`; what cannot be read keeps its default and is reported.
 * @param {string} hash With or without the leading `#`.
 * @returns {{settings: Settings, problems: {key: string, got: string, allowed: string}[]}}
 */
export function fromAddress(hash) {
  const settings = defaults();
  /** @type {{key: string, got: string, allowed: string}[]} */
  const problems = [];
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const version = given.get("v");
  given.delete("v");
  if ([...given.keys()].length === 0) return { settings, problems };
  if (version !== String(ADDRESS_VERSION)) {
    problems.push({ key: "v", got: version ?? "", allowed: String(ADDRESS_VERSION) });
    return { settings, problems };
  }
  for (const [key, text] of given) {
    const option = OPTIONS.find((one) => one.key === key);
    const value = option && parse(option, text);
    if (option && value !== undefined) Object.assign(settings, { [key]: value });
    else problems.push({ key, got: text, allowed: option ? allowed(option) : OPTIONS.map((one) => one.key).join(", ") });
  }
  return { settings, problems };
}

/**
 * The part of the address after `#`: the version and what is not at its default; empty when all is.
 * @param {Settings} settings
 */
export function toAddress(settings) {
  const parts = OPTIONS.filter(({ key, initial }) => write(settings[key]) !== write(initial)).map(({ key }) => `${key}=${write(settings[key])}`);
  return parts.length === 0 ? "" : `#v=${ADDRESS_VERSION}&${parts.join("&")}`;
}

/**
 * The engine's configuration: only what this page sets, for images of the given shape.
 * @param {Settings} settings
 * @param {{channels: number, height: number, width: number}} input
 */
export function toConfig(settings, { channels, height, width }) {
  return {
    version: 1,
    input: { channels, height, width },
    architecture: { kind: "dense", hidden: [...settings.hidden] },
    activation: settings.activation,
    bottleneck: { kind: "plain", latentDim: settings.code },
    loss: settings.loss,
    optimizer: { kind: settings.optimizer, learningRate: settings.rate },
    batchSize: settings.batch,
    seed: settings.seed,
  };
}

/**
 * The keys in which two settings differ.
 * @param {Settings} a
 * @param {Settings} b
 * @returns {Key[]}
 */
export function difference(a, b) {
  return OPTIONS.map(({ key }) => key).filter((key) => write(a[key]) !== write(b[key]));
}

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
