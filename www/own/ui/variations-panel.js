//! Variations: how few become many, with a row of variants that follows the sliders.

import { imageAt } from "../../draw/pixels.js";
import { changes } from "../../app/store.js";
import { el, iconButton, setText, unique } from "../../ui/dom.js";
import { OWN } from "../../strings/own.js";
import { newest, range, section, showSquare, slider, tonesOf } from "./controls.js";

/** @typedef {import("../../app/store.js").State} State */

/** Pictures in the row, the first of them as it is. */
const SHOWN = 12;
const MAX_SEED = 0xffff_ffff;

const AMOUNTS = /** @type {const} */ ({
  variants: [0, 1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 75, 100, 150, 200],
  shift: range(0, 0.3, 0.01),
  rotate: range(0, 45, 1),
  scale: range(0, 0.5, 0.02),
  thickness: range(0, 1, 0.05),
  elastic: range(0, 1, 0.05),
});
const NAMES = /** @type {(keyof typeof AMOUNTS)[]} */ (Object.keys(AMOUNTS));

/**
 * @param {import("../image-set.js").ImageSet} own
 * @param {(cause: unknown) => void} explain
 */
export function createVariations(own, explain) {
  const words = OWN.variations;
  const sliders = NAMES.map((name) => ({ name, control: slider(words[name], AMOUNTS[name], words.units[name], (value) => own.setAugmentation({ [name]: value })) }));
  const seedId = unique("own-seed");
  const seed = el("input", { id: seedId, type: "number", class: "own-text", inputmode: "numeric", min: 0, max: MAX_SEED, step: 1, onchange: () => {
    const value = Number(seed.value);
    if (Number.isInteger(value) && value >= 0 && value <= MAX_SEED) own.setSeed(value);
    else if (current?.own) seed.value = String(current.own.seed);
  } });
  const dice = iconButton("dice", words.dice, () => current?.own && own.setSeed((current.own.seed + 1) % (MAX_SEED + 1)));
  const canvases = Array.from({ length: SHOWN }, () => el("canvas", { class: "pixels" }));
  const row = el("div", { class: "own-row", role: "img", "aria-label": words.alt(SHOWN - 1) }, ...canvases);
  const text = el("p", { class: "note" });
  const fewer = el("p", { class: "note" });
  const part = section(words.title, "variations", () => {
    isStale = true;
    if (current) update(current);
  },
    el("div", { class: "own-picture" }, text, row, fewer),
    el("div", { class: "own-controls own-sliders" }, ...sliders.map(({ control }) => control.node),
      el("div", { class: "field own-seed" }, el("div", { class: "field-head" }, el("label", { for: seedId, text: words.seed })), el("div", { class: "own-seed-row" }, seed, dice))));

  /** @type {State | null} */
  let current = null;
  /** @type {number | null} */
  let chosen = null;
  let isStale = true;

  const show = newest(async () => {
    isStale = false;
    try {
      const some = await own.variants(SHOWN, chosen ?? undefined);
      if (!current?.own) return;
      row.hidden = !some;
      const { source, augmentation } = current.own;
      setText(text, !some ? words.none : source === "patches" ? words.patches : augmentation.variants > 0 ? words.row : words.off);
      if (!some) return;
      const features = some.size * some.size * some.channels;
      const tones = tonesOf(current);
      canvases.forEach((canvas, idx) => {
        canvas.hidden = idx >= some.count;
        if (idx < some.count) showSquare(canvas, imageAt(some.data, idx, features), some.size, some.channels, tones);
      });
    } catch (cause) {
      explain(cause);
    }
  });

  const changed = changes((/** @type {State} */ { own: state, theme }) => [state?.augmentation, state?.counts, state?.seed, state?.source, state?.version, state?.preparation, theme]);

  /** @param {State} state */
  function update(state) {
    current = state;
    if (!state.own) return;
    if (changed(state)) {
      const { augmentation, counts, version, seed: now } = state.own;
      for (const { name, control } of sliders) if (control.input !== document.activeElement || !control.input.matches(":active")) control.show(augmentation[name]);
      if (seed !== document.activeElement) seed.value = String(now);
      const { variantsOfEach } = counts;
      if (counts.version === version) {
        part.say(words.now(variantsOfEach));
        setText(fewer, variantsOfEach < augmentation.variants ? words.fewer(variantsOfEach) : "");
      }
      isStale = true;
    }
    if (isStale && part.node.open) show();
  }
  return {
    node: part.node, update,
    choose(/** @type {number | null} */ id) {
      chosen = id;
      isStale = true;
      if (current) update(current);
    },
  };
}
