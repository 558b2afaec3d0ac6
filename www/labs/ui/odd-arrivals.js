//! New pictures, chosen or dropped onto the lab: scored by the model, and ranked against the normal images.

import { imageAt } from "../../draw/pixels.js";
import { ODD } from "../../strings/labs-odd-one-out.js";
import { check, textButton } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";
import { atThreshold, sameSize, scorePictures } from "../odd-one-out-run.js";
import { MOST_PICTURES, bytesOf, decoded } from "./odd-pictures.js";
import { paintInput } from "./odd-strips.js";
import { createResultsTable } from "./results-table.js";

/**
 * @typedef {import("../laboratory.js").Laboratory} Laboratory
 * @typedef {import("../odd-one-out-run.js").Found} Found
 * @typedef {import("../odd-one-out-run.js").Judged} Judged
 * @typedef {import("../../draw/pixels.js").Tones} Tones
 * @typedef {import("./odd-pictures.js").Picture} Picture
 * @typedef {{names: string[], bytes: Uint8Array, scores: number[], judged: Judged}} Ranked
 */

const words = ODD.arrivals;

/** @param {Laboratory} laboratory @param {string} name Of its own runs. */
export const createOddArrivals = (laboratory, name) => new OddArrivals(laboratory, name);

class OddArrivals {
  #laboratory;
  #name;
  #invert = check(words.invert, () => this.#score());
  #clear = textButton(words.clear, () => this.#keep([], []), { hidden: true });
  #rule = el("p", { class: "note" });
  #says = el("p", { class: "note", role: "status" });
  #refusals = el("ul", { class: "note lab-failed lab-odd-refused", "aria-live": "polite" });
  #table = createResultsTable(words.table, words.file);
  /** @type {{found: Found, judged: Judged, tones: Tones, paper: number} | null} */
  #shown = null;
  /** @type {Picture[]} */
  #pictures = [];
  #threshold = 0;
  /** What the table shows. @type {unknown[]} */
  #last = [];

  /** @param {Laboratory} laboratory @param {string} name */
  constructor(laboratory, name) {
    this.#laboratory = laboratory;
    this.#name = name;
    const input = el("input", {
      type: "file", accept: "image/*", multiple: true, class: "visually-hidden", tabindex: -1, "aria-hidden": "true",
      onchange: () => {
        void this.bring([...(input.files ?? [])]);
        input.value = "";
      },
    });
    const choose = el("button", {
      type: "button", class: "lab-run lab-quiet", text: words.choose, onclick: () => input.click(),
    });
    this.#table.node.hidden = true;
    this.node = el("section", { class: "lab-part" }, el("h3", { text: words.title }),
      el("p", { class: "note", text: words.about }), this.#rule,
      el("div", { class: "lab-actions" }, choose, input, this.#invert.node, this.#clear), this.#says, this.#refusals,
      this.#table.node);
  }

  /** @param {File[]} files */
  async bring(files) {
    if (!this.#shown) return;
    const { found: { images: { shape } } } = this.#shown;
    const room = MOST_PICTURES - this.#pictures.length;
    const { pictures, refused } = await decoded(files.slice(0, room), shape);
    // Others may have come, or the model's size changed, while these were read.
    const fitting = pictures.filter((one) => this.#shown && sameSize(one.shape, this.#shown.found.images.shape));
    const all = [...this.#pictures, ...fitting];
    const beyond = files.length > room || all.length > MOST_PICTURES ? [words.tooMany(MOST_PICTURES)] : [];
    this.#keep(all.slice(0, MOST_PICTURES), [...refused, ...beyond]);
  }

  /** @param {number} threshold */
  cut(threshold) {
    this.#threshold = threshold;
    this.#tell();
  }

  /** @param {Found} found @param {number} paper The byte of an empty place. @param {Tones} tones */
  update(found, paper, tones) {
    const { judged, images: { shape } } = found;
    if (!judged) return;
    const isNew = this.#shown?.judged !== judged;
    this.#shown = { found, judged, tones, paper: isNew ? paper : (this.#shown?.paper ?? paper) };
    if (isNew) {
      setText(this.#rule, words.rule(shape.width, shape.height, shape.channels === 1));
      // Pictures of another set's size cannot be scored. A run tells all widgets what it does, and this one is still
      // being told.
      const fitting = this.#pictures.filter((one) => sameSize(one.shape, shape));
      if (this.#pictures.length > 0) queueMicrotask(() => this.#keep(fitting, []));
    }
    this.#tell();
  }

  /** @param {Picture[]} pictures @param {string[]} refused */
  #keep(pictures, refused) {
    this.#pictures = pictures;
    this.#refusals.replaceChildren(...refused.map((text) => el("li", { text })));
    this.#clear.hidden = pictures.length === 0;
    this.#score();
  }

  #score() {
    if (!this.#shown) return;
    const { found, judged, paper } = this.#shown;
    const { width, height, channels } = found.images.shape;
    const features = width * height * channels;
    const bytes = new Uint8Array(this.#pictures.length * features);
    const isInverted = this.#invert.input.checked;
    this.#pictures.forEach((one, idx) => bytes.set(bytesOf(one, isInverted, paper), idx * features));
    const names = this.#pictures.map((one) => one.name);
    void this.#laboratory.run(this.#name, async (run) => {
      const { scores } = names.length > 0 ? await scorePictures(run, found, bytes) : { scores: [] };
      run.found({ names, bytes, scores, judged });
    }, { needsModel: false, isQuick: true, keeps: true });
  }

  #tell() {
    const { why, found } = this.#laboratory.of(this.#name);
    setText(this.#says, why);
    const ranked = /** @type {Ranked | null} */ (found);
    if (!this.#shown || !ranked || ranked.judged !== this.#shown.judged) return;
    const { tones, found: { images: { shape } } } = this.#shown;
    const now = [ranked, this.#threshold, tones];
    if (now.every((part, idx) => part === this.#last[idx])) return;
    this.#last = now;
    this.#table.node.hidden = ranked.names.length === 0;
    this.#table.show(words.columns, rowsOf(ranked, this.#threshold, shape, tones));
  }
}

/**
 * @param {Ranked} ranked
 * @param {number} threshold
 * @param {import("../odd-one-out-run.js").Shape} shape
 * @param {Tones} tones
 * @returns {import("./results-table.js").Row[]}
 */
function rowsOf({ names, bytes, scores, judged }, threshold, shape, tones) {
  const order = names.map((_, idx) => idx).sort((a, b) => scores[b] - scores[a]);
  const features = shape.width * shape.height * shape.channels;
  return order.map((idx, rank) => {
    const picture = el("canvas", { class: "lab-picture", "aria-hidden": "true" });
    paintInput(picture, imageAt(bytes, idx, features), shape, tones);
    const { below } = atThreshold(judged.curve, scores[idx]);
    const called = scores[idx] >= threshold ? words.odd : words.normal;
    return {
      name: names[idx], picture,
      cells: [
        { text: String(rank + 1), value: rank + 1 }, { text: ODD.score(scores[idx]), value: scores[idx] },
        { text: ODD.percent(below), value: below }, { text: called },
      ],
    };
  });
}

/**
 * Takes files that are dropped onto the lab. The page's own set, which takes all others, does not hear of them.
 * @param {HTMLElement} area
 * @param {() => boolean} isReady Whether there is a model that scores them.
 * @param {(files: File[]) => void} bring
 */
export function takeDrops(area, isReady, bring) {
  /** How many elements of the area the files are held over: entering a child comes before leaving its parent. */
  let depth = 0;
  /** @type {(name: "dragenter" | "dragleave" | "dragover" | "drop", act: (event: DragEvent) => void) => void} */
  const on = (name, act) => area.addEventListener(name, (event) => {
    if (!event.dataTransfer?.types.includes("Files") || !isReady()) return;
    event.stopPropagation();
    act(event);
    area.classList.toggle("is-over", depth > 0);
  });
  on("dragenter", (event) => {
    event.preventDefault();
    depth += 1;
  });
  on("dragleave", () => (depth -= 1));
  on("dragover", (event) => {
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
  });
  on("drop", (event) => {
    event.preventDefault();
    depth = 0;
    bring([...(event.dataTransfer?.files ?? [])]);
  });
}
