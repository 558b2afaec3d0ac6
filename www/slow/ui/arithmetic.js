//! A number down to its arithmetic: inputs × weights + bias, and whether that is what the engine has.

import { SLOW } from "../../strings/slow.js";
import { el, iconButton, setText } from "../../ui/dom.js";
import { place } from "../../ui/help-text.js";
import { stationName, whereName } from "../names.js";
import { num, whole } from "../numbers.js";

/**
 * @typedef {import("../slow-protocol.js").Arithmetic} Arithmetic
 * @typedef {import("../slow-protocol.js").OpenArgs} OpenArgs
 * @typedef {import("../../app/store.js").ModelInfo} Info
 */

const WORDS = SLOW.arithmetic;

/**
 * @param {Info} info
 * @param {(args: OpenArgs) => Promise<Arithmetic>} ask
 */
export function createArithmetic(info, ask) {
  const title = el("h3");
  const body = el("div", { class: "slow-terms" });
  // Read where another number comes in its place; the table is there to be looked at.
  const heard = el("p", { class: "visually-hidden", role: "status" });
  const step = (/** @type {number} */ by) => () => go(by);
  const [previous, next] = [iconButton("left", WORDS.previous, step(-1)), iconButton("right", WORDS.next, step(1))];
  const around = el("div", { class: "slow-neighbors" }, previous, next);
  const node = el("div", { class: "help slow-arithmetic", popover: "auto", role: "dialog", tabindex: -1 },
    title, around, iconButton("close", WORDS.close, () => node.hidePopover()), body, heard);
  /** @type {{args: OpenArgs, button: HTMLElement, name: string | null} | null} */
  let shown = null;

  // What is pressed here is meant for these numbers alone.
  node.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    go(by);
  });

  /** Another number of the same station. @param {number} by */
  function go(by) {
    if (!shown || around.hidden) return;
    const { station = 0, at = 0 } = shown.args;
    const n = info.layers[station].features;
    void fill({ ...shown, args: { ...shown.args, at: (at + by + n) % n }, name: null });
  }

  /** @param {NonNullable<typeof shown>} wanted */
  async function fill(wanted) {
    shown = wanted;
    const { args, button, name } = wanted;
    const said = name ?? nameOf(info, args);
    setText(title, said);
    node.setAttribute("aria-label", said);
    around.hidden = args.at === undefined || info.layers[args.station ?? 0].features < 2;
    if (!body.hasChildNodes()) body.append(el("p", { text: WORDS.wait }));
    let content;
    let result = "";
    try {
      const found = await ask(args);
      result = `${said}: ${num(found.value)}`;
      content = told(found, args, info);
    } catch (cause) {
      content = [el("p", { text: WORDS.failed(cause instanceof Error ? cause.message : String(cause)) })];
    }
    if (shown !== wanted) return;
    body.replaceChildren(...content);
    setText(heard, result);
    if (node.matches(":popover-open")) place(node, button);
  }

  return {
    node,
    get isOpen() { return node.matches(":popover-open"); },
    /** @param {HTMLElement} button @param {string} name @param {OpenArgs} args */
    show(button, name, args) {
      body.replaceChildren();
      node.showPopover();
      node.focus();
      place(node, button);
      void fill({ args, button, name });
    },
  };
}

/** @param {Info} info @param {OpenArgs} args */
function nameOf({ layers }, { what, station = 0, at = 0 }) {
  if (layers[station].side === "code") return SLOW.ofCode(WORDS.symbol[what] ?? "z", at);
  return `${stationName(layers, station)}, ${whereName(layers[station], at)}`;
}

/** @param {Arithmetic} found @param {OpenArgs} args @param {Info} info @returns {Node[]} */
function told(found, args, info) {
  const { what, steps, value, engine, equal, terms } = found;
  const nodes = [];
  if (terms.length > 0) nodes.push(sums(found, args, info));
  const has = (/** @type {string} */ name) => steps.some(([other]) => other === name);
  const wordOf = (/** @type {string} */ name) => (name === "change" ? WORDS.change(has) : WORDS.quantity(name));
  if (steps.length > 0) nodes.push(table(null, steps.map(([name, number]) => [wordOf(name), whole(number)])));
  // The engine has no use for a gradient's size: it is told in the row alone.
  const check = equal ? `✓ ${what === "gradient" ? WORDS.asTold : WORDS.same}` : `✗ ${WORDS.notSame(whole(engine))}`;
  return [
    ...nodes,
    el("p", { class: "slow-check" }, el("strong", { text: whole(value) }), el("span", { text: check })),
  ];
}

/** @param {Arithmetic} found @param {OpenArgs} args @param {Info} info */
function sums({ what, terms, nTerms, rest, bias, sum, activation, value }, args, { layers, config }) {
  if (what === "gradient") return squares({ terms, nTerms, rest, sum, value });
  const isWeighted = what !== "loss" && what !== "kl";
  // What a number is made of stands at the station before; after the input that is what the network is given.
  const at = what === "kl" ? layers.findIndex(({ kind }) => kind === "code") : (args.station ?? 1) - 1;
  const more = nTerms - terms.length;
  /** @type {[string, string][]} */
  const ends = [];
  if (more > 0) ends.push([WORDS.rest(more), num(rest, 6)]);
  if (bias !== null) ends.push([`+ ${WORDS.bias}`, num(bias, 6)]);
  // How a loss goes on from its sum stands below.
  if (what !== "loss") ends.push([`= ${WORDS.sum}`, whole(sum)]);
  if (activation && activation !== "linear") ends.push([`${activation}(${WORDS.sum})`, whole(value)]);
  const columns = what === "loss" ? WORDS.columns[config.loss === "bce" ? "bce" : "mse"]
    : WORDS.columns[isWeighted ? "weights" : "kl"];
  const [times, is] = isWeighted ? ["× ", "= "] : ["", ""];
  return table(columns, terms.map(({ from, input, weight, product }) =>
    [whereName(layers[at], from), num(input, 5), times + num(weight, 5), is + num(product, 6)]), ends);
}

/**
 * The size of a gradient.
 * @param {Pick<Arithmetic, "terms" | "nTerms" | "rest" | "sum" | "value">} found
 */
function squares({ terms, nTerms, rest, sum, value }) {
  const more = nTerms - terms.length;
  const lines = terms.map(({ from, input, product }) => [SLOW.number(from), num(input, 5), num(product, 6)]);
  /** @type {[string, string][]} */
  const others = more > 0 ? [[WORDS.rest(more), num(rest, 6)]] : [];
  return table(WORDS.columns.gradient, lines, [...others, [`= ${WORDS.sum}`, num(sum, 6)], [WORDS.root, whole(value)]]);
}

/**
 * @param {string[] | null} head
 * @param {string[][]} lines
 * @param {[string, string][]} [ends]
 */
function table(head, lines, ends = []) {
  const width = lines[0]?.length ?? 2;
  const body = lines.map(([name, ...cells]) =>
    el("tr", {}, el("th", { scope: "row", text: name }), ...cells.map((text) => el("td", { text }))));
  const foot = ends.map(([name, text]) =>
    el("tr", {}, el("th", { scope: "row", colspan: width - 1, text: name }), el("td", { text })));
  return el("table", {},
    head && el("thead", {}, el("tr", {}, ...head.map((text) => el("th", { scope: "col", text })))),
    el("tbody", {}, ...body), ends.length > 0 ? el("tfoot", {}, ...foot) : null);
}
