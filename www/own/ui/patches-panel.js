//! Patches: one photo cut into small squares, and the photo put together from the model's reconstructions of them.

import { changes } from "../../app/store.js";
import { decibels } from "../../draw/format.js";
import { paintImage, showPixels, tint, TONES } from "../../draw/pixels.js";
import { OWN } from "../../strings/own.js";
import { figure, range, slider, textButton } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";
import { BOUNDS } from "../limits.js";
import { chips, fileButton, newest, section, sourceOf } from "./controls.js";

/**
 * @typedef {import("../../app/store.js").State} State
 * @typedef {import("../image-set.js").ImageSet} ImageSet
 * @typedef {import("../types.js").OwnState} OwnState
 */

/** Between two pictures of the whole photo, in milliseconds: each asks the model for thousands of patches. */
const PAUSE = 1500;
/** Patches at random places, where the visitor has not said how many. */
const MANY = 2000;

/**
 * @param {ImageSet} own
 * @param {(cause: unknown) => void} explain
 */
export function createPatchesPanel(own, explain) {
  const words = OWN.patches;
  const choose = fileButton(words.choose, ([file]) => {
    if (file) void own.setPhoto(sourceOf(file)).then(() => own.useAs("patches")).catch(explain);
  }, { one: true });
  // The picture that was dropped or taken last is often the photo that is meant.
  const latest = textButton(words.newest, () => void own.useAs("patches").catch(explain));
  const controls = createControls(own, explain);
  const counts = el("p", { class: "note" });
  const train = textButton(words.train, () => own.train(), { class: "own-add-button" });
  const photos = new Photos(own);
  const about = el("p", { class: "note", text: words.about });
  const begin = el("div", { class: "own-patches-head" }, train, counts);
  const part = section(words.title, "patches", () => current && update(current),
    el("div", { class: "own-patches-head" }, about, latest, choose.button, choose.input), controls.node,
    el("div", { class: "own-picture" }, begin, photos.node, photos.result));

  /** @type {State | null} */
  let current = null;
  const changed = changes((/** @type {State} */ { own: state, theme }) =>
    [state?.photo, state?.cutting, state?.source, state?.pictures, state?.canPrepareAgain, theme]);

  /** @param {State} state */
  function update(state) {
    current = state;
    if (!state.own) return;
    const { photo, cutting, source, pictures, canPrepareAgain, counts: { patches, version } } = state.own;
    if (changed(state)) {
      part.say(words.now(photo));
      controls.node.hidden = !photo;
      controls.show(state.own);
      latest.hidden = photo !== null || pictures === 0 || !canPrepareAgain;
      setText(choose.button, photo ? words.other : words.choose);
      train.hidden = !photo || source !== "patches";
      photos.showOriginal(photo);
    }
    if (!photo) setText(counts, "");
    else if (version === state.own.version) setText(counts, `${words.cut(patches, cutting.side)}. ${words.overlap}`);
    if (part.node.open && photo) photos.update(state);
  }
  return { node: part.node, update };
}

/**
 * @param {ImageSet} own
 * @param {(cause: unknown) => void} explain
 */
function createControls(own, explain) {
  const words = OWN.patches;
  const uses = /** @type {const} */ (["pictures", "patches"]).map((value) => ({ value, text: words.uses[value] }));
  const places = /** @type {const} */ (["grid", "random"]).map((value) => ({ value, text: words[value] }));
  let [sideNow, strideNow] = [32, 32];
  const use = chips(words.use, (/** @type {OwnState["source"]} */ value) => void own.useAs(value).catch(explain));
  const place = chips(words.place, (/** @type {"grid" | "random"} */ value) =>
    own.setCutting({ random: value === "random" ? MANY : null }));
  // A step is never longer than a side: what moves first takes the other with it.
  const side = slider(words.side, range(...BOUNDS.side, 1), words.pixels, (value) =>
    own.setCutting({ side: value, stride: Math.min(value, strideNow) }));
  const stride = slider(words.stride, range(...BOUNDS.stride, 1), words.pixels, (value) =>
    own.setCutting({ stride: Math.min(value, sideNow) }));
  const many = slider(words.many, [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000], words.counts, (value) =>
    own.setCutting({ random: value }));
  return {
    node: el("div", { class: "own-controls own-sliders" }, use.node, place.node, side.node, stride.node, many.node),
    /** @param {OwnState} set */
    show({ cutting, source }) {
      [sideNow, strideNow] = [cutting.side, cutting.stride];
      use.show(uses, source);
      place.show(places, cutting.random === null ? "grid" : "random");
      side.show(cutting.side);
      stride.show(cutting.stride);
      many.node.hidden = cutting.random === null;
      if (cutting.random !== null) many.show(cutting.random);
    },
  };
}

/** The photo, beside the photo that the model makes of its patches, and their difference. */
class Photos {
  node = el("div", { class: "own-photos" });
  result = el("p", { class: "own-psnr" });
  #own;
  #original = createPhoto(OWN.patches.original);
  #rebuilt = createPhoto(OWN.patches.rebuilt);
  #error = createPhoto(OWN.patches.error);
  /** @type {State["theme"]} */
  #theme = "light";
  #last = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #learned = changes((/** @type {State} */ { own, snapshot, settings, theme }) =>
    [snapshot?.step, settings.data, own?.source, own?.photo, own?.cutting, theme]);
  #rebuild = newest(() => this.#show());

  /** @param {ImageSet} own */
  constructor(own) {
    this.#own = own;
    this.node.append(this.#original.node, this.#rebuilt.node, this.#error.node);
  }

  /** @param {import("../types.js").Photo | null} photo */
  showOriginal(photo) {
    this.node.hidden = !photo;
    if (!photo) return setText(this.result, "");
    const { width, height, data, channels } = photo;
    showPixels(this.#original.canvas, width, height, (out) => paintImage(out, data, channels, 255, TONES.dark));
    return undefined;
  }

  /** While the model trains on patches, the photo is put together again from time to time. @param {State} state */
  update(state) {
    this.#theme = state.theme;
    const { own, settings } = state;
    const isTrained = own?.source === "patches" && settings.data === "own" && own.trainedVersion !== null;
    if (!isTrained) this.#hide(OWN.patches.waiting);
    if (!isTrained || !this.#learned(state)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#rebuild, Math.max(0, this.#last + PAUSE - performance.now()));
  }

  async #show() {
    this.#last = performance.now();
    try {
      const whole = await this.#own.wholePhoto();
      if (!whole) return this.#hide(OWN.patches.waiting);
      setText(this.result, OWN.patches.psnr(whole.mse, decibels(whole.psnr)));
      this.#rebuilt.node.hidden = this.#error.node.hidden = false;
      this.#draw(whole);
    } catch (cause) {
      this.#hide(cause instanceof Error ? cause.message : String(cause));
    }
    return undefined;
  }

  /** @param {string} why */
  #hide(why) {
    this.#rebuilt.node.hidden = this.#error.node.hidden = true;
    setText(this.result, why);
  }

  /** @param {import("../types.js").WholePhoto} whole */
  #draw({ original: { width, height, channels }, rebuilt, error }) {
    const { right, over, under } = TONES[this.#theme];
    showPixels(this.#rebuilt.canvas, width, height, (out) => paintImage(out, rebuilt, channels, 1, TONES.dark));
    showPixels(this.#error.canvas, width, height, (out) => {
      for (let px = 0; px < width * height; px += 1) {
        let sum = 0;
        for (let c = 0; c < channels; c += 1) sum += error[px * channels + c];
        tint(out, 4 * px, sum / channels, right, over, under);
      }
    });
  }
}

/** @param {string} name */
function createPhoto(name) {
  const canvas = el("canvas", { class: "pixels own-photo", role: "img", "aria-label": name });
  return { canvas, node: figure(canvas, el("figcaption", { text: name })) };
}
