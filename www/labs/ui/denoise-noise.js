//! Which noise: its kind and its amount. The model's own, until somebody has chosen.

import { DENOISE } from "../../strings/labs-denoise.js";
import { chip, range, slider } from "../../ui/controls.js";
import { el, unique } from "../../ui/dom.js";

/** @typedef {import("../denoise-run.js").Noise} Noise */

/** For models that know no noise. @type {Noise} */
const USUAL = { kind: "gaussian", amount: 0.5 };

/**
 * The noise that a model was made for, or the usual one.
 * @param {{noise: string, amount: number}} settings
 * @returns {Noise}
 */
export const ownNoise = ({ noise, amount }) => (noise === "none" || amount === 0 ? USUAL : { kind: noise, amount });

/** @param {() => void} onChange */
export function createNoise(onChange) {
  let noise = USUAL;
  let isChosen = false;
  const choose = (/** @type {Partial<Noise>} */ part) => {
    isChosen = true;
    show({ ...noise, ...part });
    onChange();
  };
  const [name, titleId] = [unique("lab-noise"), unique("lab-noise-title")];
  const chips = DENOISE.kinds.map((kind) => {
    const { input, node } = chip({ name, value: kind }, () => choose({ kind }), DENOISE.kindName(kind));
    return { kind, input, node };
  });
  const group = el("div", { class: "chips", role: "radiogroup", "aria-labelledby": titleId },
    ...chips.map(({ node }) => node));
  const head = el("div", { class: "field-head" }, el("span", { id: titleId, text: DENOISE.kind }));
  const unit = (/** @type {number} */ amount) => DENOISE.amountOf(noise.kind, amount);
  const amount = slider(DENOISE.amount, range(0.05, 1, 0.05), unit, (value) => choose({ amount: value }),
    { id: "lab-amount" });

  /** @param {Noise} next */
  function show(next) {
    noise = next;
    for (const { kind, input } of chips) input.checked = kind === noise.kind;
    amount.show(noise.amount);
  }
  show(USUAL);
  return {
    nodes: [el("div", { class: "field" }, head, group), amount.node],
    get now() {
      return noise;
    },
    /** @param {import("../../app/store.js").State} page */
    follow({ settings }) {
      const own = ownNoise(settings);
      if (!isChosen && (own.kind !== noise.kind || own.amount !== noise.amount)) show(own);
    },
  };
}
