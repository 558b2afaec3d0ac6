//! What of the page can stay in a class's link, by the names of `show` in the address: those of figures elsewhere,
//! where these have them.

/** By where they stand on the page. What is not named here always stays: the numbers, the messages, the help. */
export const PARTS = /** @type {const} */ ({
  figures: ["hourglass", "past", "pad", "map", "reconstructions", "loss"],
  panels: ["model", "data", "compare", "labs"],
  fields: ["kind", "code", "layers", "noise", "beta", "sparsity", "rate", "more"],
  bar: ["play", "step", "slow", "reset", "seed", "keep", "share", "theme"],
});

/** @typedef {(typeof PARTS)[keyof typeof PARTS][number]} Part */

/** @type {readonly Part[]} */
export const NAMES = Object.values(PARTS).flat();

/** The figures, and how fast it goes: for a class that watches. @type {readonly Part[]} */
export const WATCHED = ["hourglass", "map", "reconstructions", "loss", "theme"];

/** What a lesson needs besides what it talks about. @type {readonly Part[]} */
const OF_LESSONS = [...WATCHED, "pad", "step", "reset"];

/** Options whose field has another name, or stands with others. @type {Record<string, Part>} */
const FIELDS = {
  draw: "pad", hidden: "layers", channels: "layers", kernel: "layers", stride: "layers", amount: "noise",
  warmup: "beta", target: "sparsity",
};

/** @param {string} name @returns {name is Part} */
export const isPart = (name) => NAMES.some((one) => one === name);

/**
 * The names that say something, in the page's order, and those that do not.
 * @param {readonly string[]} names
 */
export const sorted = (names) =>
  ({ known: NAMES.filter((name) => names.includes(name)), unknown: names.filter((name) => !isPart(name)) });

/**
 * All that is seen where these stay. The model's panel has all of its fields, or those alone that are named.
 * @param {readonly string[] | null} stays Null for everything.
 * @returns {Set<Part>}
 */
export function seen(stays) {
  const parts = new Set(stays ? sorted(stays).known : NAMES);
  parts.add("play");
  const { fields } = PARTS;
  if (parts.has("model")) fields.forEach((name) => parts.add(name));
  else if (fields.some((name) => parts.has(name))) parts.add("model");
  return parts;
}

/**
 * The parts as an address names them; null where all stay, which needs no word there.
 * @param {readonly string[]} names
 */
export function toStays(names) {
  const parts = seen(names);
  const known = NAMES.filter((name) => parts.has(name));
  if (known.length === NAMES.length) return null;
  const { fields } = PARTS;
  const isWhole = fields.every((name) => parts.has(name));
  const isOf = (/** @type {Part} */ name) => fields.some((one) => one === name);
  // The button that is always there is named where nothing else stays.
  const chosen = known.filter((name) => name !== "play" && (isWhole ? !isOf(name) : name !== "model"));
  return chosen.length > 0 ? chosen : ["play"];
}

/**
 * What stays for a lesson: the figures, and what it lights up.
 * @param {readonly string[]} lights Panels by their ids, and options.
 */
export function staysFor(lights) {
  const named = lights.map((name) => FIELDS[name] ?? (isPart(name) ? name : "more"));
  return sorted([...OF_LESSONS, ...named]).known;
}
