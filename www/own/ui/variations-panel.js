//! Variations: how few pictures become many, with a row of variants that follows the sliders.

import { changes } from "../../app/store.js";
import { imageAt } from "../../draw/pixels.js";
import { OWN } from "../../strings/own.js";
import { range, slider } from "../../ui/controls.js";
import { el, iconButton, setText, unique } from "../../ui/dom.js";
import { BOUNDS } from "../limits.js";
import { newest, section, showSquare, tonesOf } from "./controls.js";

/**
 * @typedef {import("../../app/store.js").State} State
 * @typedef {import("../image-set.js").ImageSet} ImageSet
 */

/** Pictures in the row: the first one as it is, then its variants. */
const SHOWN = 12;
const [, MAX_SEED] = BOUNDS.seed;

const AMOUNTS = /** @type {const} */ ({
  variants: [0, 1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 75, 100, 150, BOUNDS.variants[1]],
  shift: range(...BOUNDS.shift, 0.01),
  rotate: range(...BOUNDS.rotate, 1),
  scale: range(...BOUNDS.scale, 0.02),
  thickness: range(...BOUNDS.thickness, 0.05),
  elastic: range(...BOUNDS.elastic, 0.05),
});
const NAMES = /** @type {(keyof typeof AMOUNTS)[]} */ (Object.keys(AMOUNTS));

/**
 * @param {ImageSet} own
 * @param {(cause: unknown) => void} explain
 */
export function createVariationsPanel(own, explain) {
  const words = OWN.variations;
  const sliders = createSliders(own);
  const seed = createSeed(own);
  const row = createRow();
  const fewer = el("p", { class: "note" });
  const part = section(words.title, "variations", () => {
    isStale = true;
    if (current) update(current);
  },
  el("div", { class: "own-picture" }, row.text, row.node, fewer),
  el("div", { class: "own-controls own-sliders" }, ...sliders.nodes, seed.node));

  /** @type {State | null} */
  let current = null;
  /** The picture whose variants are shown; null for the newest. @type {number | null} */
  let chosen = null;
  let isStale = true;
  const show = newest(async () => {
    isStale = false;
    try {
      const some = await own.variants(SHOWN, chosen ?? undefined);
      if (current) row.show(some, current);
    } catch (cause) {
      explain(cause);
    }
  });

  const changed = changes((/** @type {State} */ { own: state, theme }) =>
    [state?.augmentation, state?.seed, state?.source, state?.version, state?.preparation, theme]);

  /** @param {State} state */
  function update(state) {
    current = state;
    if (!state.own) return;
    const { augmentation, counts, version } = state.own;
    if (changed(state)) {
      sliders.show(augmentation);
      seed.show(state.own.seed);
      isStale = true;
    }
    if (counts.version === version) {
      part.say(words.now(counts.variantsOfEach));
      setText(fewer, counts.variantsOfEach < augmentation.variants ? words.fewer(counts.variantsOfEach) : "");
    }
    if (isStale && part.node.open) void show();
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

/** @param {ImageSet} own */
function createSliders(own) {
  const words = OWN.variations;
  const all = NAMES.map((name) => {
    const set = (/** @type {number} */ value) => own.setAugmentation({ [name]: value });
    return { name, control: slider(words[name], AMOUNTS[name], words.units[name], set) };
  });
  return {
    nodes: all.map(({ control }) => control.node),
    /** @param {import("../types.js").Augmentation} augmentation */
    show(augmentation) {
      for (const { name, control: { input, show } } of all) {
        // A slider that is being moved stays where the hand has it.
        if (input !== document.activeElement || !input.matches(":active")) show(augmentation[name]);
      }
    },
  };
}

/** @param {ImageSet} own */
function createSeed(own) {
  const words = OWN.variations;
  const id = unique("own-seed");
  let now = 0;
  const input = el("input", {
    id, type: "number", class: "own-text", inputmode: "numeric", min: 0, max: MAX_SEED, step: 1,
    onchange: () => {
      const value = Number(input.value);
      if (Number.isInteger(value) && value >= 0 && value <= MAX_SEED) own.setSeed(value);
      else input.value = String(now);
    },
  });
  const dice = iconButton("dice", words.dice, () => own.setSeed((now + 1) % (MAX_SEED + 1)));
  const head = el("div", { class: "field-head" }, el("label", { for: id, text: words.seed }));
  return {
    node: el("div", { class: "field own-seed" }, head, el("div", { class: "own-seed-row" }, input, dice)),
    /** @param {number} seed */
    show(seed) {
      now = seed;
      if (input !== document.activeElement) input.value = String(seed);
    },
  };
}

/** A picture and variants of it, with a line that says what they are. */
function createRow() {
  const words = OWN.variations;
  const canvases = Array.from({ length: SHOWN }, () => el("canvas", { class: "pixels" }));
  const node = el("div", { class: "own-row", role: "img", "aria-label": words.alt(SHOWN - 1) }, ...canvases);
  const text = el("p", { class: "note" });
  return {
    node, text,
    /** @param {Awaited<ReturnType<ImageSet["variants"]>>} some @param {State} state */
    show(some, state) {
      if (!state.own) return;
      const { source, augmentation } = state.own;
      node.hidden = !some;
      const isUsed = augmentation.variants > 0;
      setText(text, !some ? words.none : source === "patches" ? words.patches : isUsed ? words.row : words.off);
      if (!some) return;
      const features = some.size * some.size * some.channels;
      const tones = tonesOf(state);
      canvases.forEach((canvas, idx) => {
        canvas.hidden = idx >= some.count;
        if (!canvas.hidden) showSquare(canvas, imageAt(some.data, idx, features), some.size, some.channels, tones);
      });
    },
  };
}
