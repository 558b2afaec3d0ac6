//! What the panel says in each phase: a sentence, a formula, and the numbers, which open.

import { imageAt, paintImage, showPixels } from "../../draw/pixels.js";
import { SLOW } from "../../strings/slow.js";
import { el } from "../../ui/dom.js";
import * as equations from "../equations.js";
import { layerNames, stationName, whereName } from "../names.js";
import { num } from "../numbers.js";
import { largestAt, rowsShown, stationsOf } from "../phases.js";

/**
 * @typedef {import("../phases.js").Phase} Phase
 * @typedef {import("../../draw/formulas.js").Formula} Formula
 * @typedef {import("../slow-protocol.js").OpenArgs} OpenArgs
 * @typedef {import("../../app/store.js").ModelInfo} Info
 *
 * @typedef {object} Around
 * @property {import("../make-step.js").MadeStep} made
 * @property {Info} info
 * @property {import("../../draw/pixels.js").Tones} tones
 * @property {number} total Training images.
 * @property {(button: HTMLElement, title: string, args: OpenArgs) => void} open
 * @property {(row: number) => void} follow
 *
 * @typedef {object} Content
 * @property {string[]} said
 * @property {Formula[]} formulas One a line.
 * @property {HTMLElement | null} body
 * @property {OpenArgs} [unit] The number that the formula is of, once it is opened.
 */

/** Numbers of the code that are shown. */
const MOST_OF_CODE = 8;

/** @param {Phase} phase @param {Around} around @returns {Content} */
export function contentOf(phase, around) {
  switch (phase) {
    case "batch": return batch(around);
    case "noise": return noise(around);
    case "encoder":
    case "decoder": return layers(phase, around);
    case "code": return code(around);
    case "loss": return loss(around);
    case "gradients": return gradients(around);
    case "update": return update(around);
  }
}

/**
 * A number that opens.
 * @param {Around} around
 * @param {string} title
 * @param {number} value
 * @param {OpenArgs} args
 */
function opening({ open }, title, value, args) {
  const text = num(value);
  const button = el("button", {
    type: "button", class: "slow-number", text, "aria-label": SLOW.open(title, text), "aria-haspopup": "dialog",
    onclick: () => open(button, title, args),
  });
  return button;
}

/** @param {string} name @param {...(Node | string | null)} rest */
const row = (name, ...rest) => el("li", {}, el("span", { class: "slow-name", text: name }), ...rest);

/** @param {(HTMLElement | null)[]} all @param {string} [also] */
const rows = (all, also = "") => el("ul", { class: `slow-rows ${also}` }, ...all);

/** @param {Around} around @returns {Content} */
function batch({ made, info, tones, total, follow }) {
  const { record, bytes, size, followed } = made;
  const n = record.rows.length;
  const [channels, height, width] = info.inputShape;
  const thumbs = rowsShown(n, record.row).map((at) => {
    const canvas = el("canvas", { "aria-hidden": "true" });
    showPixels(canvas, width, height, (out) => paintImage(out, imageAt(bytes, at, size), channels, 255, tones));
    const name = SLOW.follow(at + 1);
    return el("button", {
      type: "button", class: "slow-thumb", "aria-label": name, title: name, "aria-pressed": String(at === record.row),
      "data-row": at, onclick: () => follow(at),
    }, canvas);
  });
  const more = n > thumbs.length ? el("span", { class: "slow-more", text: SLOW.more(n - thumbs.length) }) : null;
  const body = el("div", { class: "slow-thumbs", role: "group", "aria-label": SLOW.images }, ...thumbs, more);
  return { said: [SLOW.batch(n, total), SLOW.why[followed]], formulas: [equations.batchFormula(n)], body };
}

/** @param {Around} around @returns {Content} */
function noise({ made: { record }, info: { layers: stations } }) {
  const noisy = stations.findIndex(({ kind }) => kind === "noisy");
  const [before, after] = [record.stations[0], record.stations[noisy]];
  const at = largestAt(before, after);
  return {
    said: [SLOW.noise(whereName(stations[0], at))],
    formulas: [equations.noiseFormula(before[at], after[at])],
    body: null,
  };
}

/** @param {"encoder" | "decoder"} side @param {Around} around @returns {Content} */
function layers(side, around) {
  const { made: { record }, info: { layers: stations } } = around;
  const all = stationsOf(side, stations).map((station) => {
    const values = record.stations[station];
    const { features, shape, kind, side: part } = stations[station];
    const isOutput = part === "output";
    const at = largestAt(values, isOutput ? record.stations[0] : undefined);
    const where = `${isOutput ? SLOW.worst : SLOW.strongest}, ${whereName(stations[station], at)}`;
    const args = { what: "unit", station, at };
    const name = stationName(stations, station);
    const about = SLOW.widths(features, kind === "dense" ? null : shape);
    const node = row(name, el("span", { class: "slow-about", text: `${about}; ${where}` }),
      opening(around, `${name}, ${whereName(stations[station], at)}`, values[at], args));
    return { node, args };
  });
  return {
    said: [SLOW[side]], formulas: [equations.layerFormula()], body: rows(all.map(({ node }) => node)),
    unit: all[0]?.args,
  };
}

/** @param {Around} around @returns {Content} */
function code(around) {
  const { made: { record }, info: { layers: stations } } = around;
  const station = stations.findIndex(({ kind }) => kind === "code");
  const { mu, sigma, epsilon, z } = record;
  const shown = Array.from({ length: Math.min(mu.length, MOST_OF_CODE) }, (_, at) => at);
  /** @type {[string, (at: number) => Node | string][]} */
  const lines = sigma && epsilon
    ? [
      ["μ", (at) => opening(around, SLOW.ofCode("μ", at), mu[at], { what: "mu", station, at })],
      ["σ", (at) => opening(around, SLOW.ofCode("σ", at), sigma[at], { what: "sigma", station, at })],
      ["ε", (at) => num(epsilon[at])],
      ["z", (at) => opening(around, SLOW.ofCode("z", at), z[at], { what: "sample", station, at })],
    ]
    : [["z", (at) => opening(around, SLOW.ofCode("z", at), z[at], { what: "unit", station, at })]];
  const head = el("tr", {}, el("td"), ...shown.map((at) => el("th", { scope: "col", text: String(at + 1) })));
  const body = lines.map(([symbol, cell]) => el("tr", {}, el("th", { scope: "row", text: symbol }),
    ...shown.map((at) => el("td", {}, cell(at)))));
  const rest = mu.length - shown.length;
  const table = el("table", { class: "slow-code" }, el("tbody", {}, head, ...body));
  const more = rest > 0 ? el("p", { class: "slow-more", text: SLOW.more(rest) }) : null;
  return {
    said: [sigma ? SLOW.sampled(mu.length) : SLOW.code(mu.length)],
    formulas: [equations.codeFormula(record)],
    body: el("div", { class: "slow-wide" }, table, more),
  };
}

/** @param {Around} around @returns {Content} */
function loss(around) {
  const { made: { record, size } } = around;
  const { image, batch: all } = record;
  const words = SLOW.lossOf;
  /** @param {string} name @param {number | null} value */
  const said = (name, value) =>
    (value === null ? null : row(name, el("span", { class: "slow-value", text: num(value) })));
  const body = rows([
    row(words.image, opening(around, `${SLOW.phase.loss}, ${words.image}`, image.loss, { what: "loss" })),
    image.kl === null ? null : said(words.rec, image.reconstructionLoss),
    image.kl === null ? null : row(words.kl, opening(around, words.kl, image.kl, { what: "kl" })),
    said(words.batch, all.loss),
    all.penalty ? said(words.penalty, all.penalty) : null,
  ]);
  return { said: [SLOW.loss], formulas: equations.lossFormulas(record, size), body };
}

/**
 * A line for each layer, the last first: so do gradients come about.
 * @param {string[]} names
 * @param {(idx: number) => (Node | null)[]} shown
 */
const backwards = (names, shown) => rows(names.map((name, idx) => row(name, ...shown(idx))).reverse(), "slow-bars");

/** @param {number} share */
function bar(share) {
  const node = el("i", { class: "slow-bar", "aria-hidden": "true" });
  node.style.setProperty("--share", String(share));
  return node;
}

/** @param {Around} around @returns {Content} */
function gradients(around) {
  const { made: { record }, info } = around;
  const names = layerNames(record.layers, info.layers);
  const sizes = record.layers.map(({ gradient }) => gradient);
  const most = largestAt(sizes);
  const body = backwards(names, (idx) =>
    [bar(sizes[idx] / (sizes[most] || 1)),
      opening(around, SLOW.gradientOf(names[idx]), sizes[idx], { what: "gradient", layer: idx })]);
  body.setAttribute("aria-label", SLOW.gradientSize);
  return { said: [SLOW.gradients(names[most])], formulas: [equations.gradientFormula(sizes[most])], body };
}

/** @param {Around} around @returns {Content} */
function update(around) {
  const { made: { record }, info } = around;
  const names = layerNames(record.layers, info.layers);
  const { kind, learningRate } = record.optimizer;
  const body = backwards(names, (idx) => {
    const { param, at, before, after } = record.layers[idx].largestChange;
    const title = SLOW.change(names[idx], SLOW.param[param], at);
    const opens = opening(around, title, after, { what: "update", layer: idx });
    return [el("span", { class: "slow-value" }, `${num(before)} → `, opens)];
  });
  return {
    said: [SLOW.update(SLOW.optimizer[kind] ?? kind, num(learningRate), names[record.largest])],
    formulas: [equations.updateFormula(record)], body,
  };
}
