//! Patches: one photo cut into small squares, and the whole photo again from what the model makes of them.

import { decibels } from "../../draw/format.js";
import { paintImage, showPixels, tint, TONES } from "../../draw/pixels.js";
import { changes } from "../../app/store.js";
import { el, setText } from "../../ui/dom.js";
import { OWN } from "../../strings/own.js";
import { chips, figure, fileButton, newest, range, section, slider, sourceOf } from "./controls.js";

/** @typedef {import("../../app/store.js").State} State */

/** Between two pictures of the whole photo, in milliseconds: each asks the model for thousands of patches. */
const PAUSE = 1500;

/**
 * @param {import("../image-set.js").ImageSet} own
 * @param {(cause: unknown) => void} explain
 */
export function createPatches(own, explain) {
  const words = OWN.patches;
  const take = (/** @type {File[]} */ files) => files[0] && void own.setPhoto(sourceOf(files[0])).then(() => own.useAs("patches")).catch(explain);
  const choose = fileButton(words.choose, take, { one: true });
  // What was dropped or filmed last is often the photo that is meant.
  const latest = el("button", { type: "button", class: "text-button", text: words.newest, onclick: () => void own.useAs("patches").catch(explain) });
  const use = chips(words.use, (/** @type {"pictures" | "patches"} */ value) => void own.useAs(value).catch(explain));
  const side = slider(words.side, range(8, 32, 1), words.pixels, (value) => own.setCutting({ side: value, stride: Math.min(value, current?.own?.cutting.stride ?? value) }));
  const stride = slider(words.stride, range(1, 32, 1), words.pixels, (value) => own.setCutting({ stride: Math.min(value, current?.own?.cutting.side ?? value) }));
  const place = chips(words.place, (/** @type {"grid" | "random"} */ value) => own.setCutting({ random: value === "random" ? 2000 : null }));
  const many = slider(words.many, [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000], words.counts, (value) => own.setCutting({ random: value }));
  const [original, rebuilt, error] = [words.original, words.rebuilt, words.error].map((name) => {
    const canvas = el("canvas", { class: "pixels own-photo", role: "img", "aria-label": name });
    return { canvas, node: figure(canvas, el("figcaption", { text: name })) };
  });
  const counts = el("p", { class: "note" });
  const result = el("p", { class: "own-psnr" });
  const controls = el("div", { class: "own-controls own-sliders" }, use.node, place.node, side.node, stride.node, many.node);
  const train = el("button", { type: "button", class: "own-add-button", text: words.train, onclick: () => own.train() });
  const photos = el("div", { class: "own-photos" }, original.node, rebuilt.node, error.node);
  const part = section(words.title, "patches", () => current && update(current),
    el("div", { class: "own-patches-head" }, el("p", { class: "note", text: words.about }), latest, choose.button, choose.input), controls,
    el("div", { class: "own-picture" }, el("div", { class: "own-patches-head" }, train, counts), photos, result));

  /** @type {State | null} */
  let current = null;
  let last = -Infinity;
  let timer = 0;

  const rebuild = newest(async () => {
    last = performance.now();
    try {
      const whole = await own.wholePhoto();
      if (!current) return;
      setText(result, whole ? words.psnr(whole.mse, decibels(whole.psnr)) : words.waiting);
      rebuilt.node.hidden = error.node.hidden = !whole;
      if (!whole) return;
      const { width, height, channels } = whole.original;
      const { right, over, under } = TONES[current.theme];
      showPixels(rebuilt.canvas, width, height, (out) => paintImage(out, whole.rebuilt, channels, 1, TONES.dark));
      showPixels(error.canvas, width, height, (out) => {
        for (let px = 0; px < width * height; px += 1) {
          let sum = 0;
          for (let c = 0; c < channels; c += 1) sum += whole.error[px * channels + c];
          tint(out, 4 * px, sum / channels, right, over, under);
        }
      });
    } catch (cause) {
      rebuilt.node.hidden = error.node.hidden = true;
      setText(result, cause instanceof Error ? cause.message : String(cause));
    }
  });

  const changed = changes((/** @type {State} */ { own: state, theme }) => [state?.photo, state?.cutting, state?.source, state?.pictures, state?.canPrepareAgain, theme]);
  const learned = changes((/** @type {State} */ { own: state, snapshot, settings, theme }) => [snapshot?.step, settings.data, state?.source, state?.photo, state?.cutting, theme]);

  /** @param {State} state */
  function update(state) {
    current = state;
    if (!state.own) return;
    const { photo, cutting, source, pictures, canPrepareAgain } = state.own;
    if (changed(state)) {
      part.say(words.now(photo));
      controls.hidden = photos.hidden = !photo;
      latest.hidden = photo !== null || pictures === 0 || !canPrepareAgain;
      setText(choose.button, photo ? words.other : words.choose);
      use.show([{ value: "pictures", text: words.uses.pictures }, { value: "patches", text: words.uses.patches }], source);
      place.show([{ value: "grid", text: words.grid }, { value: "random", text: words.random }], cutting.random === null ? "grid" : "random");
      side.show(cutting.side);
      stride.show(cutting.stride);
      train.hidden = !photo || source !== "patches";
      many.node.hidden = cutting.random === null;
      if (cutting.random !== null) many.show(cutting.random);
      if (photo) showPixels(original.canvas, photo.width, photo.height, (out) => paintImage(out, photo.data, photo.channels, 255, TONES.dark));
      else setText(result, "");
    }
    const { counts: { patches, version } } = state.own;
    if (!photo) setText(counts, "");
    else if (version === state.own.version) setText(counts, `${words.cut(patches, cutting.side)}. ${words.overlap}`);
    if (!part.node.open || !photo) return;
    const isTrained = source === "patches" && state.settings.data === "own" && state.own.trainedVersion !== null;
    if (!isTrained) {
      rebuilt.node.hidden = error.node.hidden = true;
      setText(result, words.waiting);
    }
    if (!isTrained || !learned(state)) return;
    clearTimeout(timer);
    timer = setTimeout(rebuild, Math.max(0, last + PAUSE - performance.now()));
  }
  return { node: part.node, update };
}
