//! The formula of each phase with the numbers of a step, as trees for draw/formulas.js.

import { num } from "./numbers.js";

/**
 * @typedef {import("../draw/formulas.js").Formula} Formula
 * @typedef {import("./slow-protocol.js").StepRecord} StepRecord
 */

/** @type {Formula} */
const xHat = { over: ["x", "^"] };
/** @type {(name: Formula, index?: Formula) => Formula} */
const at = (name, index = "i") => ({ sub: [name, index] });

/** The loss of a batch of n. @param {number} n @returns {Formula} */
export const batchFormula = (n) =>
  ["L", "=", { frac: ["1", String(n)] }, { sum: "k", to: String(n) }, at("L", "k")];

/** A pixel before and after the noise. @param {number} clean @param {number} noisy @returns {Formula} */
export const noiseFormula = (clean, noisy) =>
  [at("x"), "=", num(clean), " ", "→", " ", at({ over: ["x", "~"] }), "=", num(noisy)];

/**
 * A number of a layer.
 * @param {number} nTerms
 * @param {number} sum Before the activation.
 * @param {number} value
 * @returns {Formula}
 */
export const unitFormula = (nTerms, sum, value) => [
  "a", "=", "φ", "(", { sum: "i", to: String(nTerms) }, at("w"), at("x"), "+", "b", ")",
  "=", "φ", "(", num(sum), ")", "=", num(value),
];

/** @returns {Formula} */
export const layerFormula = () => ["a", "=", "φ", "(", "W", "x", "+", "b", ")"];

/** The code's first number. @param {StepRecord} record @returns {Formula} */
export function codeFormula({ mu, sigma, epsilon, z }) {
  if (!sigma || !epsilon) return [at("z", "1"), "=", num(z[0])];
  const drawn = epsilon[0] < 0 ? ["(", num(epsilon[0]), ")"] : num(epsilon[0]);
  return [
    at("z", "1"), "=", at("μ", "1"), "+", at("σ", "1"), at("ε", "1"), "=",
    num(mu[0]), "+", num(sigma[0]), "·", drawn, "=", num(z[0]),
  ];
}

/**
 * The loss of the image that is followed; of a variational code the reconstruction's first, and then with its price.
 * @param {StepRecord} record
 * @param {number} n Numbers of an image.
 * @returns {Formula[]}
 */
export function lossFormulas({ lossKind, reduction, image, batch }, n) {
  const mean = /** @type {Formula[]} */ (reduction === "mean" ? [{ frac: ["1", String(n)] }] : []);
  const name = image.kl === null ? "L" : at("L", "rec");
  const terms = /** @type {Formula[]} */ (lossKind === "mse"
    ? [...mean, { sum: "i", to: String(n) }, { sup: [["(", at(xHat), "−", at("x"), ")"], "2"] }]
    : ["−", ...mean, { sum: "i", to: String(n) }, "(", at("x"), " ", "ln", " ", at(xHat), "+",
      "(", "1", "−", at("x"), ")", " ", "ln", " ", "(", "1", "−", at(xHat), ")", ")"]);
  const rec = [name, "=", ...terms, "=", num(image.reconstructionLoss)];
  if (image.kl === null || batch.beta === null) return [rec];
  return [rec, [
    "L", "=", at("L", "rec"), "+", "β", " ", "KL", "=", num(image.reconstructionLoss), "+", num(batch.beta), "·",
    num(image.kl), "=", num(image.loss),
  ]];
}

/** @param {number} size @returns {Formula} */
export const gradientFormula = (size) => ["‖", { frac: [["∂", "L"], ["∂", "W"]] }, "‖", "=", num(size)];

/** What is taken from a weight, by the optimizer. @type {Record<string, Formula[]>} */
const TAKEN = {
  sgd: ["η", " ", "g"],
  momentum: ["η", " ", "b"],
  rmsprop: ["η", " ", { frac: ["g", ["√", "v", "+", "ϵ"]] }],
  adam: ["η", " ", { frac: [{ over: ["m", "^"] }, ["√", { over: ["v", "^"] }, "+", "ϵ"]] }],
};

/** The weight that changed most. @param {StepRecord} record @returns {Formula} */
export function updateFormula({ optimizer, layers, largest }) {
  const { before, after } = layers[largest].largestChange;
  return ["w", "←", "w", "−", ...TAKEN[optimizer.kind] ?? ["η", " ", "g"], ":", " ", num(before), " ", "→", " ",
    num(after)];
}
