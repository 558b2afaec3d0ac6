//! A held-out image to scribble on, what the model makes of it, and what the best filter does.

import { showPixels, paintImage, tonesOf } from "../../draw/pixels.js";
import { DENOISE } from "../../strings/labs-denoise.js";
import { chip, figure, textButton } from "../../ui/controls.js";
import { el, setText, unique } from "../../ui/dom.js";
import { createDrawPad } from "../../ui/draw-pad.js";
import { cleanByHand, scribbled } from "../denoise-hand-run.js";
import { filterName } from "./denoise-rows.js";
import { newest } from "./newest.js";

/**
 * @typedef {import("../../app/store.js").State} State
 * @typedef {import("../denoise-hand-run.js").HandFound} HandFound
 */

const NAME = "denoise.hand";
const words = DENOISE.hand;

/**
 * @param {import("../laboratory.js").Laboratory} laboratory
 * @param {() => import("../denoise-run.js").Filter | null} filterNow
 */
export const createHand = (laboratory, filterNow) => new Hand(laboratory, filterNow);

class Hand {
  #laboratory;
  #filterNow;
  /** @type {State | null} */
  #page = null;
  /** Its place among those of the page's images that are held out. */
  #at = 0;
  /** @type {import("../../app/actions.js").Ink | null} */
  #ink = null;
  /** Whether anybody has drawn: before, nothing is asked of a model. */
  #isTouched = false;
  #pen = 1;
  #canvas = el("canvas", { class: "pixels", "aria-hidden": "true" });
  #mask = el("canvas");
  #pad = createDrawPad((ink) => this.#drawn(ink), { label: words.pad, hint: words.hint, empty: "" });
  #pens = createPens((pen) => this.#choosePen(pen));
  #ours = createVersion();
  #filtered = createVersion();
  #about = el("figcaption", { text: words.scribbled });
  #says = el("p", { class: "note", role: "status" });
  /** @type {unknown[]} */
  #last = [];
  #ask = newest(() => this.#clean());

  /**
   * @param {import("../laboratory.js").Laboratory} laboratory
   * @param {() => import("../denoise-run.js").Filter | null} filterNow
   */
  constructor(laboratory, filterNow) {
    this.#laboratory = laboratory;
    this.#filterNow = filterNow;
    this.#pad.node.prepend(this.#canvas);
    const other = textButton(words.other, () => this.#next());
    this.node = el("section", { class: "lab-part lab-hand" }, el("h3", { text: words.title }),
      el("p", { class: "note", text: words.about }),
      el("div", { class: "lab-hand-tools" }, this.#pens.node, other, this.#pad.tools), this.#says,
      el("div", { class: "lab-hand-row" },
        el("figure", { class: "thumb" }, this.#pad.node, this.#about), this.#ours.node, this.#filtered.node));
  }

  /** @param {State} page */
  update(page) {
    const before = this.#page;
    this.#page = page;
    if (page.heldOut !== before?.heldOut || page.pairs !== before?.pairs) this.#begin();
    else if (page.theme !== before?.theme) this.#paint();
    const { found: last, isStale, why } = this.#laboratory.of(NAME);
    const found = isStale ? null : last;
    const filter = this.#filterNow();
    const now = [found, why, filter, page.theme];
    if (now.every((part, idx) => part === this.#last[idx])) return;
    const isOtherFilter = filter !== this.#last[2];
    this.#last = now;
    setText(this.#says, why || (filter ? "" : words.noFilter));
    this.#show(found);
    if (isOtherFilter && this.#isTouched) void this.#ask();
  }

  /** Those held-out images that the page shows. */
  get #images() {
    const { heldOut, pairs = [] } = this.#page ?? {};
    return pairs.filter((idx) => idx < (heldOut?.count ?? 0));
  }

  get #idx() {
    return this.#images[this.#at] ?? 0;
  }

  /** Other images than before. */
  #begin() {
    this.#at = 0;
    this.#isTouched = false;
    const { heldOut, pack } = this.#page ?? {};
    this.#pens.show(Boolean(heldOut?.channels === 3 || pack?.light));
    this.#pad.fresh();
  }

  #next() {
    this.#at = (this.#at + 1) % Math.max(1, this.#images.length);
    this.#isTouched = true;
    this.#pad.fresh();
  }

  /** @param {{value: number, name: string}} pen */
  #choosePen({ value, name }) {
    this.#pen = value;
    this.#pad.node.dataset.pen = name;
    this.#pad.redraw();
  }

  /** @param {import("../../app/actions.js").Ink | null} ink */
  #drawn(ink) {
    this.#ink = ink;
    if (ink) this.#isTouched = true;
    this.#paint();
    if (this.#isTouched) void this.#ask();
  }

  /** The image with the ink on it; null until there is one. */
  #picture() {
    const heldOut = this.#page?.heldOut;
    if (!heldOut) return null;
    const { width, height, channels, data } = heldOut;
    const features = width * height * channels;
    const image = data.subarray(this.#idx * features, (this.#idx + 1) * features);
    if (image.length < features) return null;
    const ink = this.#ink ? scaled(this.#mask, this.#ink, width, height) : new Uint8Array(width * height);
    return { width, height, channels, pictures: scribbled(image, channels, ink, this.#pen) };
  }

  #paint() {
    const picture = this.#picture();
    const page = this.#page;
    if (!picture || !page) return;
    const { width, height, channels, pictures } = picture;
    showPixels(this.#canvas, width, height, (out) => paintImage(out, pictures, channels, 1, tonesOf(page)));
  }

  async #clean() {
    const picture = this.#picture();
    if (!picture) return;
    const given = { pictures: picture.pictures, original: this.#idx, filter: this.#filterNow() };
    await this.#laboratory.run(NAME, (run) => cleanByHand(run, given), { isQuick: true, keeps: true });
  }

  /** @param {HandFound | null} found */
  #show(found) {
    const page = this.#page;
    if (!page?.heldOut) return;
    const { heldOut } = page;
    const fits = found?.scribbled.length === heldOut.width * heldOut.height * heldOut.channels;
    const of = fits ? found : null;
    this.#ours.show(page, of?.modelPictures, of ? words.version(DENOISE.rows.ours, of.model) : DENOISE.rows.ours);
    const filter = of?.filter ?? this.#filterNow();
    const name = filter ? filterName(filter) : words.filter;
    this.#filtered.show(page, of?.filterPictures, of?.filterPictures ? words.version(name, of.filters[0]) : name);
    setText(this.#about, of ? words.version(words.scribbled, of.noisy) : words.scribbled);
  }
}

/**
 * Ink in an image's own pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {import("../../app/actions.js").Ink} ink
 * @param {number} width
 * @param {number} height
 */
function scaled(canvas, ink, width, height) {
  const large = el("canvas");
  showPixels(large, ink.width, ink.height, (out) => ink.data.forEach((share, px) => (out[4 * px + 3] = share)));
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return new Uint8Array(width * height);
  context.imageSmoothingQuality = "high";
  context.drawImage(large, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return Uint8Array.from({ length: width * height }, (_, px) => data[4 * px + 3]);
}

/** A version of the image, with what it is below it. */
function createVersion() {
  const canvas = el("canvas", { class: "pixels", role: "img" });
  const text = el("figcaption");
  return {
    node: figure(canvas, text),
    /** @param {State} page @param {Float32Array | undefined} values @param {string} name */
    show(page, values, name) {
      const { width, height, channels } = /** @type {NonNullable<State["heldOut"]>} */ (page.heldOut);
      setText(text, name);
      canvas.setAttribute("aria-label", name);
      showPixels(canvas, width, height, (out) => {
        if (values) paintImage(out, values, channels, 1, tonesOf(page));
        else out.fill(0);
      });
    },
  };
}

/** What the pen leaves, by the value that it has: 1 is ink where images are ink on paper, and white in photos. */
const PENS = { drawings: ["ink", "paper"], photos: ["white", "black"] };

/** @param {(pen: {value: number, name: string}) => void} onChoose */
function createPens(onChoose) {
  const [name, titleId] = [unique("lab-pen"), unique("lab-pen-title")];
  const group = el("div", { class: "chips", role: "radiogroup", "aria-labelledby": titleId });
  return {
    node: el("div", { class: "lab-pens" }, el("span", { id: titleId, text: words.pen }), group),
    /** @param {boolean} isPhotos */
    show(isPhotos) {
      const all = (isPhotos ? PENS.photos : PENS.drawings).map((pen, idx) => {
        const one = { value: 1 - idx, name: pen };
        return { one, ...chip({ name, value: pen }, () => onChoose(one), words.pens[/** @type {"ink"} */ (pen)]) };
      });
      group.replaceChildren(...all.map(({ node }) => node));
      all[0].input.checked = true;
      onChoose(all[0].one);
    },
  };
}
