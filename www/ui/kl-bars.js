//! What each number of a variational code says: its KL divergence as a bar, and a word when all say nothing. Fetched
//! with the first variational model.

import * as format from "../draw/format.js";
import { optionOf } from "../app/options.js";
import { changes } from "../app/store.js";
import { KL } from "../strings/kl.js";
import { textButton } from "./controls.js";
import { el, setText } from "./dom.js";
import { helpButton } from "./help.js";

/** @typedef {import("../app/store.js").State} State */

/** Bars are named up to so many. */
const MOST_NAMES = 16;
/** A number of the code that says less than this, in nats, says nothing. */
const NOTHING = 0.01;
/** The bars' full height is at least so many nats, so that next to nothing looks like it. */
const LEAST_TOP = 0.1;
/** Before this step no posterior is called collapsed: training has hardly begun. */
const EARLY = 200;

/**
 * Whether every number of the code is the same for all images.
 * @param {State} state
 */
export function isCollapsed({ snapshot, settings }) {
  const { klPerDim, step = 0 } = snapshot ?? {};
  const saysNothing = klPerDim?.every((kl) => kl < NOTHING) ?? false;
  return saysNothing && step >= Math.max(EARLY, settings.warmup) && settings.beta > 0;
}

/**
 * A smaller price of the divergence: the nearest step at or below a tenth, or the smallest that is not 0.
 * @param {number} beta
 */
export function smallerBeta(beta) {
  const below = /** @type {number[]} */ (optionOf("beta").steps).filter((step) => step > 0 && step < beta);
  return below.filter((step) => step <= beta / 10 + 1e-9).pop() ?? below[0] ?? null;
}

/** @param {Pick<import("../app/actions.js").Actions, "change">} actions */
export function createKlBars(actions) {
  const words = KL;
  const used = el("p", { class: "note" });
  const bars = el("div", { class: "kl-bars", role: "img" });
  const lower = textButton("", () => actions.change("beta", offered ?? 0));
  const collapse = el("p", { class: "kl-collapse", role: "status" });
  const node = el("div", { class: "kl", hidden: true },
    el("div", { class: "kl-head" }, el("h3", { text: words.title }), helpButton("klBars"), used), bars, collapse);
  /** @type {number | null} */
  let offered = null;
  /** @type {{bar: HTMLElement, name: HTMLElement}[]} */
  let made = [];

  /** @param {number} n */
  function build(n) {
    const nameOf = (/** @type {number} */ idx) => (n <= MOST_NAMES ? String(idx + 1) : "");
    made = Array.from({ length: n }, (_, idx) => ({ bar: el("i"), name: el("span", { text: nameOf(idx) }) }));
    bars.replaceChildren(...made.map(({ bar, name }) => el("div", {}, bar, name)));
  }

  const changed = changes((/** @type {State} */ { views, settings, info, compare }) =>
    [views.measured, settings.bottleneck, settings.beta, info, compare === null]);

  /** @param {State} state */
  function update(state) {
    const isGone = isCollapsed(state);
    if (!changed(state) && isGone === collapse.hasChildNodes()) return;
    const { settings, views: { measured }, info } = state;
    // Beside the curves of two models it would not be clear whose bars they are.
    node.hidden = settings.bottleneck !== "variational" || state.compare !== null;
    if (node.hidden) return;
    const n = info?.latentDim ?? settings.code;
    if (made.length !== n) build(n);
    const kl = measured?.klPerDim?.length === n ? measured.klPerDim : null;
    const top = Math.max(LEAST_TOP, ...(kl ?? []));
    made.forEach(({ bar }, idx) => bar.style.setProperty("--share", String(kl ? Math.max(0, kl[idx]) / top : 0)));
    setText(used, kl ? words.used(measured?.activeUnits ?? 0, n, format.signed(Math.max(...kl))) : "");
    bars.setAttribute("aria-label", kl ? words.alt(kl.map((value) => format.signed(value))) : words.title);
    offered = smallerBeta(settings.beta);
    if (!isGone) return collapse.replaceChildren();
    if (offered !== null) setText(lower, words.lower(offered));
    if (!collapse.hasChildNodes()) collapse.append(words.collapsed, " ");
    if (offered === null) lower.remove();
    else if (!lower.isConnected) collapse.append(lower);
  }
  return { node, update };
}
