//! A fault is drawn onto a normal image, and its score and error map follow.

import { imageAt } from "../../draw/pixels.js";
import { ODD } from "../../strings/labs-odd-one-out.js";
import { figure, textButton } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";
import { atThreshold, scorePictures } from "../odd-one-out-run.js";
import { chipGroup } from "./odd-controls.js";
import { createFaultPad } from "./odd-fault-pad.js";
import { paintPair } from "./odd-strips.js";

/**
 * @typedef {import("../laboratory.js").Laboratory} Laboratory
 * @typedef {import("../odd-one-out-run.js").Found} Found
 * @typedef {import("../odd-one-out-run.js").Judged} Judged
 * @typedef {import("../../draw/pixels.js").Tones} Tones
 * @typedef {{score: number, pixels: Uint8Array, reconstruction: Float32Array, judged: Judged}} Scored
 */

const words = ODD.fault;

/** @param {Laboratory} laboratory @param {string} name Of its own runs. */
export const createFault = (laboratory, name) => new Fault(laboratory, name);

class Fault {
  #laboratory;
  #name;
  #pad = createFaultPad(() => this.#score());
  #pens = chipGroup(words.pen, words.pens, (pen) => this.#choose(pen));
  #pair = [el("canvas"), el("canvas")];
  #pictures = el("div", { class: "lab-odd-pair" });
  #before = el("dd");
  #now = el("dd");
  #says = el("p", { class: "note", role: "status" });
  /** @type {{found: Found, judged: Judged, tones: Tones, paper: number} | null} */
  #shown = null;
  /** Which of the normal images. */
  #at = 0;
  #pixels = new Uint8Array(0);
  #threshold = 0;
  /** What is painted. @type {unknown[]} */
  #last = [];

  /** @param {Laboratory} laboratory @param {string} name */
  constructor(laboratory, name) {
    this.#laboratory = laboratory;
    this.#name = name;
    const captions = [words.reconstruction, words.error];
    const caption = (/** @type {number} */ idx) => el("figcaption", { text: captions[idx] });
    this.#pictures.append(...this.#pair.map((canvas, idx) => figure(canvas, caption(idx))));
    const scores = el("dl", { class: "lab-odd-facts" },
      el("div", {}, el("dt", { text: words.before }), this.#before),
      el("div", {}, el("dt", { text: words.after }), this.#now));
    const tools = el("div", { class: "lab-tools" }, textButton(words.another, () => this.#take(this.#at + 1)),
      textButton(words.clear, () => this.#take(this.#at)));
    this.node = el("section", { class: "lab-part" }, el("h3", { text: words.title }),
      el("p", { class: "note", text: words.about }),
      el("div", { class: "lab-odd-fault" },
        el("div", { class: "lab-odd-draw" }, this.#pad.node, tools, this.#pens.node),
        el("div", { class: "lab-odd-watch" }, this.#pictures, scores, this.#says)));
  }

  /** @param {number} threshold */
  cut(threshold) {
    this.#threshold = threshold;
    this.#tell();
  }

  /** @param {Found} found @param {number} paper The byte of an empty place. @param {Tones} tones */
  update(found, paper, tones) {
    const { judged } = found;
    if (!judged) return;
    const isNew = this.#shown?.judged !== judged;
    const isOther = this.#shown?.tones !== tones;
    this.#shown = { found, judged, tones, paper: isNew ? paper : (this.#shown?.paper ?? paper) };
    if (isNew) {
      this.#choose("ink");
      // A run tells all widgets what it does, and this one is still being told.
      queueMicrotask(() => this.#take(0));
    } else if (isOther) this.#pad.show(this.#pixels, found.images.shape, tones);
    this.#tell();
  }

  /** @param {"ink" | "paper"} pen */
  #choose(pen) {
    this.#pens.show(pen);
    const paper = this.#shown?.paper ?? 0;
    this.#pad.byte = pen === "paper" ? paper : 255 - paper;
  }

  /** One of the normal images, as it is. @param {number} place */
  #take(place) {
    if (!this.#shown) return;
    const { judged, found: { images: { heldOut, shape } }, tones } = this.#shown;
    this.#at = place % judged.normal.length;
    const idx = judged.normal[this.#at];
    const features = shape.width * shape.height * shape.channels;
    this.#pixels = imageAt(heldOut.bytes ?? new Uint8Array(0), idx, features).slice();
    this.#pad.show(this.#pixels, shape, tones);
    setText(this.#before, ODD.score(judged.scores[idx]));
    this.#score();
  }

  #score() {
    if (!this.#shown) return;
    const { found, judged } = this.#shown;
    const pixels = this.#pixels.slice();
    void this.#laboratory.run(this.#name, async (run) => {
      const { scores: [score], reconstructions } = await scorePictures(run, found, pixels);
      run.found({ score, pixels, reconstruction: reconstructions, judged });
    }, { needsModel: false, isQuick: true, keeps: true });
  }

  #tell() {
    const { why, found } = this.#laboratory.of(this.#name);
    // What was found before is of another drawing.
    this.#pictures.hidden = why !== "";
    const scored = /** @type {Scored | null} */ (found);
    if (!this.#shown || !scored || scored.judged !== this.#shown.judged) return setText(this.#says, why);
    const { judged, tones, found: { images: { shape } } } = this.#shown;
    const { score, pixels, reconstruction } = scored;
    setText(this.#now, why ? ODD.score(null) : ODD.score(score));
    setText(this.#says, why || words.place(atThreshold(judged.curve, score).below, score >= this.#threshold));
    const now = [scored, tones];
    if (now.every((part, idx) => part === this.#last[idx])) return undefined;
    this.#last = now;
    return paintPair(this.#pair, pixels, reconstruction, shape, tones);
  }
}
