//! A photo of the visitor's: with noise, and cleaned by the model patch by patch and by the best filter.

import { TONES, paintImage, showPixels } from "../../draw/pixels.js";
import { DENOISE } from "../../strings/labs-denoise.js";
import { LABS } from "../../strings/labs.js";
import { figure, textButton } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";
import { cleanPhoto, readPhoto } from "../denoise-photo-run.js";
import { filterName } from "./denoise-rows.js";
import { createLabActions } from "./lab-actions.js";

/**
 * @typedef {import("../../app/store.js").State} State
 * @typedef {import("../denoise-photo-run.js").Photo} Photo
 * @typedef {import("../denoise-photo-run.js").PhotoFound} PhotoFound
 */

const NAME = "denoise.photo";
const words = DENOISE.photo;

/** Whether a model learns from photos or patches of them. @param {State} page */
const knowsPhotos = ({ settings, own, pack }) =>
  settings.data === "own" && (own?.source === "patches" || Boolean(pack.light));

/**
 * @param {import("../laboratory.js").Laboratory} laboratory
 * @param {string} main Whose results know the best filter.
 * @param {() => import("../denoise-run.js").Noise} noiseNow
 */
export function createPhoto(laboratory, main, noiseNow) {
  /** @type {Photo | null} */
  let photo = null;
  const clean = (/** @type {(run: import("../lab-run.js").LabRun) => Promise<Photo>} */ read) =>
    void laboratory.run(NAME, async (run) => {
      const one = await read(run);
      photo = one;
      const { found, isStale } = laboratory.of(main);
      try {
        await cleanPhoto(run, one, noiseNow(), isStale ? null : found);
      } catch (cause) {
        // One that cannot be cleaned is not offered again.
        if (/** @type {Error} */ (cause).name === "LabError") photo = null;
        throw cause;
      }
    });
  const input = el("input", {
    type: "file", accept: "image/*", hidden: true, tabindex: -1, "aria-hidden": "true",
    onchange: () => {
      const [file] = input.files ?? [];
      if (file) clean((run) => readPhoto(file, run.images.shape));
      // So that the same file can be chosen again.
      input.value = "";
    },
  });
  const choose = el("button", {
    type: "button", class: "lab-run lab-quiet", text: words.choose, onclick: () => input.click(),
  });
  const again = textButton(words.again, () => photo && clean(() => Promise.resolve(/** @type {Photo} */ (photo))));
  const stays = el("span", { class: "note", text: words.stays });
  const actions = createLabActions(choose, () => laboratory.cancel(NAME), input, again, stays);
  const about = el("p", { class: "note" });
  const honest = el("p", { class: "note lab-stale" });
  const says = el("p", { class: "note", role: "status" });
  const figures = createFigures();
  const node = el("section", { class: "lab-part lab-photo" }, el("h3", { text: words.title }), about, honest,
    actions.node, says, figures.node);
  return {
    node,
    /** @param {State} page */
    update(page) {
      const lab = laboratory.of(NAME);
      const { phase, why, found, isStale } = lab;
      const { width = 28, height = 28 } = page.heldOut ?? {};
      setText(about, words.about(width, height));
      honest.hidden = knowsPhotos(page);
      setText(honest, words.honest(page.settings.data));
      again.hidden = photo === null || phase === "running";
      actions.update(lab);
      says.classList.toggle("lab-failed", phase === "failed");
      setText(says, [why, isStale ? LABS.stale : "", found ? doneOf(found) : ""].filter(Boolean).join(" "));
      figures.show(found);
    },
  };
}

/** @param {PhotoFound} found */
const doneOf = ({ noise, shape }) => words.done(noise.kind, noise.amount, shape.width, shape.height);

/** The photo in its four versions. */
function createFigures() {
  const all = Array.from({ length: 4 }, () => {
    const canvas = el("canvas", { class: "pixels", role: "img" });
    const text = el("figcaption");
    return { canvas, text, node: figure(canvas, text) };
  });
  const node = el("div", { class: "lab-photos", hidden: true }, ...all.map((one) => one.node));
  /** @type {PhotoFound | null} */
  let last = null;
  return {
    node,
    /** @param {PhotoFound | null} found */
    show(found) {
      node.hidden = !found;
      if (!found || found === last) return;
      last = found;
      const { shape: { width, height, channels }, filter, noisy, model, filters: [filtered] } = found;
      const near = (/** @type {string} */ name, /** @type {number | null} */ psnr) =>
        `${name}: ${DENOISE.version(psnr)}`;
      /** @type {[string, Float32Array][]} */
      const versions = [
        [words.photo, found.photo], [near(words.noisy, noisy), found.noisyPhoto],
        [near(DENOISE.rows.ours, model), found.modelPhoto], [near(filterName(filter), filtered), found.filterPhoto],
      ];
      versions.forEach(([name, values], idx) => {
        const { canvas, text } = all[idx];
        setText(text, name);
        canvas.setAttribute("aria-label", name);
        showPixels(canvas, width, height, (out) => paintImage(out, values, channels, 1, TONES.dark));
      });
    },
  };
}
