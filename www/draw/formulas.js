//! Formulas of the help texts, as small trees that become MathML.

/**
 * A string is an identifier, a number, an operator or (" ") a thin space; a list is a row; the others name their MathML
 * element. A sum runs from 1 where it says to what, else over its indices.
 * @typedef {string | Formula[] | {sub: [Formula, Formula]} | {sup: [Formula, Formula]} | {over: [Formula, Formula]}
 *   | {frac: [Formula, Formula]} | {sum: Formula, to?: Formula}} Formula
 */

const MATHML = "http://www.w3.org/1998/Math/MathML";

/** @type {Formula} */
const xHat = { over: ["x", "^"] };
/** @type {(name: Formula, index?: string) => Formula} */
const at = (name, index = "i") => ({ sub: [name, index] });

/** @param {string} name @returns {Formula} */
const squared = (name) => ({ sup: [at(name, "j"), "2"] });

/** @type {Record<string, Formula>} */
export const FORMULAS = {
  autoencoder: ["z", "=", "f", "(", "x", ")", ",", xHat, "=", "g", "(", "z", ")"],
  layer: ["a", "=", "φ", "(", "W", "x", "+", "b", ")"],
  mse: ["MSE", "=", { frac: ["1", "n"] }, { sum: "i", to: "n" }, { sup: [["(", at(xHat), "−", at("x"), ")"], "2"] }],
  bce: [
    "BCE", "=", "−", { frac: ["1", "n"] }, { sum: "i", to: "n" }, "(", at("x"), " ", "ln", " ", at(xHat), "+",
    "(", "1", "−", at("x"), ")", " ", "ln", " ", "(", "1", "−", at(xHat), ")", ")",
  ],
  psnr: ["PSNR", "=", "10", " ", { sub: ["log", "10"] }, { frac: ["1", "MSE"] }, " ", "dB"],
  error: [at("e"), "=", at(xHat), "−", at("x")],
  linear: [xHat, "=", "V", "(", "W", "x", "+", "b", ")", "+", "c"],
  convolution: [
    { sub: ["y", ["i", ",", "j"]] }, "=", "b", "+", { sum: ["c", ",", "u", ",", "v"] },
    { sub: ["w", ["c", ",", "u", ",", "v"]] }, " ",
    { sub: ["x", ["c", ",", "s", "i", "+", "u", ",", "s", "j", "+", "v"]] },
  ],
  side: [{ sub: ["n", "out"] }, "=", ["⌊", { frac: [["n", "+", "2", "p", "−", "k"], "s"] }, "⌋"], "+", "1"],
  padding: ["p", "=", ["⌊", { frac: [["k", "−", "1"], "2"] }, "⌋"]],
  sample: ["z", "=", "μ", "+", "σ", "ε", ",", " ", "ε", "∼", "N", "(", "0", ",", "1", ")"],
  elbo: ["L", "=", { sub: ["L", "rec"] }, "+", "β", " ", "KL"],
  kl: [
    "KL", "=", { frac: ["1", "2"] }, { sum: "j" },
    ["(", squared("μ"), "+", squared("σ"), "−", "ln", " ", squared("σ"), "−", "1", ")"],
  ],
  warmup: [{ sub: ["β", "t"] }, "=", "β", " ", "min", "(", "1", ",", { frac: ["t", "T"] }, ")"],
  noise: [{ over: ["x", "~"] }, "=", "x", "+", "noise"],
  denoising: [
    "min", " ", "L", "(", xHat, ",", "x", ")", ",", " ", xHat, "=", "g", "(", "f", "(", { over: ["x", "~"] }, ")", ")",
  ],
  price: ["L", "=", { sub: ["L", "rec"] }, "+", "λ", { sum: "j" }, ["|", at("z", "j"), "|"]],
  rate: ["L", "=", { sub: ["L", "rec"] }, "+", "λ", { sum: "j" }, "KL", ["(", "ρ", "‖", at("r", "j"), ")"]],
  rates: [
    "KL", ["(", "ρ", "‖", "r", ")"], "=", "ρ", " ", "ln", " ", { frac: ["ρ", "r"] }, "+",
    ["(", "1", "−", "ρ", ")"], " ", "ln", " ", { frac: [["1", "−", "ρ"], ["1", "−", "r"]] },
  ],
  step: ["W", "←", "W", "−", "η", { frac: [["∂", "L"], ["∂", "W"]] }],
};

/**
 * @param {string} name
 * @param {...(Node | string)} children
 */
function element(name, ...children) {
  const node = document.createElementNS(MATHML, name);
  node.append(...children);
  return node;
}

/**
 * @param {Formula} formula
 * @returns {Element}
 */
function build(formula) {
  if (formula === " ") {
    const space = element("mspace");
    space.setAttribute("width", "0.2em");
    return space;
  }
  if (typeof formula === "string") {
    if (/^−?[0-9]/.test(formula)) return element("mn", formula);
    return element(/^[A-Za-zα-ω∂]+$/.test(formula) ? "mi" : "mo", formula);
  }
  if (Array.isArray(formula)) return element("mrow", ...formula.map(build));
  if ("sub" in formula) return element("msub", ...formula.sub.map(build));
  if ("sup" in formula) return element("msup", ...formula.sup.map(build));
  if ("over" in formula) {
    const node = element("mover", ...formula.over.map(build));
    node.setAttribute("accent", "true");
    return node;
  }
  if ("frac" in formula) return element("mfrac", ...formula.frac.map(build));
  const sum = element("mo", "∑");
  if (formula.to === undefined) return element("munder", sum, build(formula.sum));
  const from = element("mrow", build(formula.sum), element("mo", "="), element("mn", "1"));
  return element("munderover", sum, from, build(formula.to));
}

/**
 * A formula as a MathML element on its own line.
 * @param {string} name A key of `FORMULAS`.
 */
export const formulaNode = (name) => mathNode(FORMULAS[name]);

/** @param {Formula} formula */
export function mathNode(formula) {
  const math = element("math", build(formula));
  math.setAttribute("display", "block");
  return math;
}
