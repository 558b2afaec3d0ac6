//! From one held-out image to another: which two, and the ways through the code and through pixels.

import { imageAt, paintImage, showPixels, tonesOf } from "../../draw/pixels.js";
import { GENERATE } from "../../strings/labs-generate.js";
import { textButton } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";
import { choiceOf, interpolate } from "../generate-run.js";
import { createAge } from "./age.js";
import { createStrip } from "./strip.js";

/**
 * @typedef {import("../laboratory.js").Laboratory} Laboratory
 * @typedef {import("../../app/store.js").State} State
 * @typedef {import("../generate-run.js").Between} Found
 */

const words = GENERATE.between;
/** Held-out images to choose from. */
const SHOWN = 12;

/** @param {Laboratory} laboratory @param {string} name Of its own runs. */
export const createBetween = (laboratory, name) => new BetweenImages(laboratory, name);

class BetweenImages {
  #laboratory;
  #name;
  #choice = el("div", { class: "lab-generate-choice", role: "group", "aria-label": words.images });
  #says = el("p", { class: "note lab-failed", role: "status" });
  #hint = el("p", { class: "note", text: words.hint });
  #age = createAge();
  #strip = createStrip(words.ways);
  #others = textButton(words.others, () => this.#turnTo(this.#turn + 1));
  /** @type {State | null} */
  #page = null;
  #turn = 0;
  /** Those to choose from, by their places among the held-out images. @type {Map<number, HTMLButtonElement>} */
  #buttons = new Map();
  #ends = { from: 0, to: 0 };
  /** What the next press chooses. @type {"from" | "to"} */
  #next = "from";
  /** @type {unknown[]} */
  #last = [];

  /** @param {Laboratory} laboratory @param {string} name */
  constructor(laboratory, name) {
    this.#laboratory = laboratory;
    this.#name = name;
    this.#strip.node.classList.add("lab-generate-ways");
    this.node = el("section", { class: "lab-part" }, el("h3", { text: words.title }),
      el("p", { class: "note", text: words.about }), this.#choice,
      el("div", { class: "lab-tools" }, this.#others), this.#says, this.#hint, this.#age.node,
      this.#strip.node);
  }

  /** Has the ways drawn, where they are not of the model as it is. */
  refresh() {
    const { found, isStale, step } = this.#laboratory.of(this.#name);
    if (!found || isStale || step !== this.#laboratory.hourglass?.step) this.#ask();
  }

  /** @param {State} page */
  update(page) {
    const before = this.#page;
    this.#page = page;
    if (page.heldOut !== before?.heldOut) this.#turnTo(0, false);
    else if (page.theme !== before?.theme) this.#paint();
    const lab = this.#laboratory.of(this.#name);
    const { phase, why } = lab;
    const found = /** @type {Found | null} */ (lab.found);
    const { from, to } = this.#ends;
    this.#age.update(lab, page, found !== null && (found.from !== from || found.to !== to));
    const now = [found, phase, why, page.theme, page.heldOut];
    if (now.every((part, idx) => part === this.#last[idx])) return;
    this.#last = now;
    const hasEnds = this.#buttons.size > 1;
    this.#others.hidden = this.#choice.hidden = !hasEnds;
    this.#says.classList.toggle("lab-failed", phase === "failed");
    setText(this.#says, why || (page.heldOut && !hasEnds ? words.tooFew : ""));
    this.#hint.hidden = !hasEnds || found !== null || phase !== "empty";
    this.#strip.node.hidden = !found;
    if (found) this.#strip.show(versionsOf(found), found.shape, tonesOf(page));
  }

  /** Other images to choose from. @param {number} turn @param {boolean} [asks] */
  #turnTo(turn, asks = true) {
    const { heldOut, pack: { classes = [] } = {} } = /** @type {State} */ (this.#page);
    this.#turn = turn;
    const idxs = choiceOf(heldOut?.count ?? 0, SHOWN, turn);
    this.#buttons = new Map(idxs.map((idx) => [idx, this.#button(idx)]));
    this.#choice.replaceChildren(...this.#buttons.values());
    const label = (/** @type {number} */ idx) => (classes.length > 1 ? heldOut?.labels[idx] : idx);
    const [from = 0, ...rest] = idxs;
    // Two of different classes, where there are any.
    this.#ends = { from, to: rest.find((idx) => label(idx) !== label(from)) ?? rest[0] ?? from };
    this.#next = "from";
    this.#paint();
    if (asks) this.#ask();
  }

  /** @param {number} idx */
  #button(idx) {
    return el("button", { type: "button", class: "lab-generate-image", onclick: () => this.#press(idx) },
      el("canvas", { class: "lab-picture", "aria-hidden": "true" }), el("span", { "aria-hidden": "true" }));
  }

  /** @param {number} idx */
  #press(idx) {
    const { from, to } = this.#ends;
    const other = this.#next === "from" ? to : from;
    // Who presses the other end turns the way round.
    this.#ends = idx === other ? { from: to, to: from } : { ...this.#ends, [this.#next]: idx };
    this.#next = this.#next === "from" ? "to" : "from";
    this.#paint();
    this.#ask();
  }

  #paint() {
    const page = this.#page;
    const heldOut = page?.heldOut;
    if (!page || !heldOut) return;
    const { width, height, channels, data, labels } = heldOut;
    const { classes } = page.pack;
    for (const [idx, button] of this.#buttons) {
      const end = idx === this.#ends.from ? words.from : idx === this.#ends.to ? words.to : "";
      const [canvas, mark] = button.children;
      const image = imageAt(data, idx, width * height * channels);
      showPixels(/** @type {HTMLCanvasElement} */ (canvas), width, height,
        (out) => paintImage(out, image, channels, 255, tonesOf(page)));
      setText(mark, end);
      button.setAttribute("aria-pressed", String(end !== ""));
      button.setAttribute("aria-label", words.image(idx, classes.length > 1 ? classes[labels[idx]] : "", end));
    }
  }

  #ask() {
    if (this.#buttons.size < 2) return;
    const { from, to } = this.#ends;
    void this.#laboratory.run(this.#name, (run) => interpolate(run, from, to), { isQuick: true });
  }
}

/** @param {Found} found @returns {import("./strip.js").Version[]} */
const versionsOf = ({ inCode, inPixels }) => [
  { name: words.rows.inCode, note: words.notes.inCode, pictures: inCode },
  { name: words.rows.inPixels, note: words.notes.inPixels, pictures: inPixels },
];
