//! Formulas of the help texts, as small trees that become MathML.

/**
 * A string is an identifier, a number, an operator or (" ") a thin space; a list is a row; the others name their MathML element.
 * @typedef {string | Formula[] | {sub: [Formula, Formula]} | {sup: [Formula, Formula]} | {over: [Formula, Formula]} | {frac: [Formula, Formula]} | {sum: Formula, to?: Formula}} Formula
 */

const MATHML = "http://www.w3.org/1998/Math/MathML";

/** @type {Formula} */
const xHat = { over: ["x", "^"] };
/** @type {(name: Formula) => Formula} */
const at = (name) => ({ sub: [name, "i"] });

/** @type {Record<string, Formula>} */
export const FORMULAS = {
  autoencoder: ["z", "=", "f", "(", "x", ")", ",", xHat, "=", "g", "(", "z", ")"],
  layer: ["a", "=", "φ", "(", "W", "x", "+", "b", ")"],
  mse: ["MSE", "=", { frac: ["1", "n"] }, { sum: "i", to: "n" }, { sup: [["(", at(xHat), "−", at("x"), ")"], "2"] }],
  bce: ["BCE", "=", "−", { frac: ["1", "n"] }, { sum: "i", to: "n" }, "(", at("x"), " ", "ln", " ", at(xHat), "+", "(", "1", "−", at("x"), ")", " ", "ln", " ", "(", "1", "−", at(xHat), ")", ")"],
  psnr: ["PSNR", "=", "10", " ", { sub: ["log", "10"] }, { frac: ["1", "MSE"] }, " ", "dB"],
  error: [at("e"), "=", at(xHat), "−", at("x")],
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
    if (/^[0-9.]+$/.test(formula)) return element("mn", formula);
    return element(/^[A-Za-zα-ωφη∂]+$/.test(formula) ? "mi" : "mo", formula);
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
  return element("munderover", element("mo", "∑"), element("mrow", build(formula.sum), element("mo", "="), element("mn", "1")), build(formula.to ?? ""));
}

/**
 * A formula as a MathML element on its own line.
 * @param {string} name A key of `FORMULAS`.
 */
export function formulaNode(name) {
  const math = element("math", build(FORMULAS[name]));
  math.setAttribute("display", "block");
  return math;
}
