//! Arithmetic of classes: the mean codes of three of them, and what becomes of a − b + c.

import { imageAt, paintImage, showPixels, tonesOf } from "../../draw/pixels.js";
import { GENERATE } from "../../strings/labs-generate.js";
import { el, setText, unique } from "../../ui/dom.js";
import { addClasses, classesThere } from "../generate-run.js";
import { createAge } from "./age.js";

/**
 * @typedef {import("../laboratory.js").Laboratory} Laboratory
 * @typedef {import("../../app/store.js").State} State
 * @typedef {import("../generate-run.js").Sum} Found
 */

const words = GENERATE.sum;

/** @param {Laboratory} laboratory @param {string} name Of its own runs. */
export const createSum = (laboratory, name) => new ClassSum(laboratory, name);

class ClassSum {
  #laboratory;
  #name;
  #selects = words.terms.map(() => el("select", { id: unique("lab-generate-term"), onchange: () => this.#ask() }));
  #fields = el("div", { class: "lab-generate-terms" }, ...this.#selects.map((select, idx) => el("div", {},
    el("span", { class: "lab-generate-sign", text: words.signs[idx], "aria-hidden": "true" }),
    el("label", { for: select.id, text: words.terms[idx] }), select)));
  #says = el("p", { class: "note", role: "status" });
  #hint = el("p", { class: "note", text: words.hint });
  #age = createAge();
  #rows = { inCode: createSumRow(words.rows.inCode), inPixels: createSumRow(words.rows.inPixels) };
  #captions = words.signs.map(() => el("span"));
  #sums = el("div", { class: "lab-generate-sums" }, this.#rows.inCode.node, this.#rows.inPixels.node,
    el("div", { class: "lab-generate-sum note" }, el("span"), ...this.#captions.flatMap((one) => [el("span"), one])));
  /** Labels of the classes that can be chosen. @type {number[]} */
  #labels = [];
  /** The images that they are of, and the classes' names. @type {unknown} */
  #set = null;
  /** @type {unknown} */
  #classes = null;
  /** @type {unknown[]} */
  #last = [];

  /** @param {Laboratory} laboratory @param {string} name */
  constructor(laboratory, name) {
    this.#laboratory = laboratory;
    this.#name = name;
    this.node = el("section", { class: "lab-part" }, el("h3", { text: words.title }),
      el("p", { class: "note", text: words.about }), this.#fields, this.#says, this.#hint, this.#age.node,
      this.#sums);
  }

  /** Has the classes added, where that is not done with the model as it is. */
  refresh() {
    const { found, isStale, step } = this.#laboratory.of(this.#name);
    if (!found || isStale || step !== this.#laboratory.hourglass?.step) this.#ask();
  }

  /** @param {State} page */
  update(page) {
    const { classes } = page.pack;
    if (page.heldOut !== this.#set || classes !== this.#classes) this.#offer(page);
    const lab = this.#laboratory.of(this.#name);
    const { phase, why } = lab;
    const found = /** @type {Found | null} */ (lab.found);
    this.#age.update(lab, page, found !== null && String(found.classes) !== String(this.#chosen));
    const now = [found, phase, why, page.theme, page.heldOut, classes];
    if (now.every((part, idx) => part === this.#last[idx])) return;
    this.#last = now;
    this.#says.classList.toggle("lab-failed", phase === "failed");
    const refusal = this.#labels.length > 1 ? "" : classes.length > 1 ? words.oneClass : words.noLabels;
    setText(this.#says, page.heldOut ? refusal || why : "");
    this.#fields.hidden = this.#labels.length < 2;
    this.#hint.hidden = this.#fields.hidden || found !== null || phase !== "empty";
    this.#sums.hidden = !found;
    if (!found) return;
    const { names, counts } = found;
    const captions = [...names.map((name, idx) => words.mean(name, counts[idx])), words.result(names)];
    captions.forEach((text, idx) => setText(this.#captions[idx], text));
    for (const way of /** @type {const} */ (["inCode", "inPixels"])) {
      this.#rows[way].show(found[way], found.shape, tonesOf(page), captions);
    }
  }

  /** The classes of the page's images. @param {State} page */
  #offer({ heldOut, pack: { classes } }) {
    this.#set = heldOut;
    this.#classes = classes;
    this.#labels = classesThere(classes, heldOut?.labels ?? null);
    this.#selects.forEach((select, idx) => {
      select.replaceChildren(...this.#labels.map((label) => el("option", { text: classes[label] })));
      select.selectedIndex = Math.min(idx, this.#labels.length - 1);
    });
  }

  /** Labels of the classes that are added. */
  get #chosen() {
    return this.#selects.map(({ selectedIndex }) => this.#labels[selectedIndex]);
  }

  #ask() {
    if (this.#labels.length < 2) return;
    const classes = this.#chosen;
    const names = classes.map((label) => this.#laboratory.page.pack.classes[label]);
    void this.#laboratory.run(this.#name, (run) => addClasses(run, classes, names), { isQuick: true });
  }
}

/** Four pictures with the signs before them. @param {string} name How they were added. */
function createSumRow(name) {
  const canvases = words.signs.map(() => el("canvas", { class: "pixels", role: "img" }));
  const node = el("div", { class: "lab-generate-sum" }, el("span", { class: "note", text: name }),
    ...canvases.flatMap((canvas, idx) => [
      el("span", { class: "lab-generate-sign", text: words.signs[idx], "aria-hidden": "true" }), canvas,
    ]));
  return {
    node,
    /**
     * @param {Float32Array} pictures
     * @param {import("../generate-run.js").Shape} shape
     * @param {import("../../draw/pixels.js").Tones} tones
     * @param {string[]} captions
     */
    show(pictures, { width, height, channels }, tones, captions) {
      canvases.forEach((canvas, idx) => {
        canvas.setAttribute("aria-label", words.picture(name, captions[idx]));
        const picture = imageAt(pictures, idx, width * height * channels);
        showPixels(canvas, width, height, (out) => paintImage(out, picture, channels, 1, tones));
      });
    },
  };
}
