//! Reconstructions: the same held-out images all along, each above what the model makes of it and the signed error.

import { imageAt, paintError, paintImage, showPixels, TONES } from "../pixels.js";
import { changes } from "../store.js";
import { S } from "../strings.js";
import { el, heading, paced, setText } from "./dom.js";
import { helpButton } from "./help.js";
import { CLASS_COLORS } from "./theme.js";

/** @typedef {import("../store.js").State} State */

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../actions.js").Actions, "inspect">} actions
 */
export function createReconstructionsPanel(container, actions) {
  const words = S.pairs;
  const head = heading(words.title, helpButton("pairs"), "pairs-title");
  setText(head.caption, words.caption);
  const empty = el("p", { class: "empty", text: words.empty });
  const blocks = el("div", { class: "pairs" });
  container.append(head.node, el("div", { class: "pairs-space" }, blocks, empty));
  const names = () => el("div", { class: "pair-rows", "aria-hidden": "true" }, ...words.rows.map((text) => el("span", { text })));
  // Until the digits are there, columns without a picture keep their room.
  const room = () => el("span", { class: "pair" }, el("span", { class: "pair-class", text: "\u00a0" }), ...words.rows.map(() => el("span", { class: "pixels" })));
  blocks.append(...[0, 1].map(() => el("div", { class: "pair-block pair-room", "aria-hidden": "true" }, names(), ...Array.from({ length: 10 }, room))));

  /** @type {{idx: number, button: HTMLButtonElement, label: HTMLElement, pictures: HTMLCanvasElement[]}[]} */
  let columns = [];
  /** @type {State | null} */
  let current = null;

  /** @param {State} state */
  function build({ pairs, heldOut }) {
    if (!heldOut) return;
    columns = pairs.map((idx) => {
      const digit = heldOut.labels[idx];
      const pictures = words.rows.map(() => el("canvas", { class: "pixels" }));
      const label = el("span", { class: "pair-class", text: String(digit) });
      const button = el("button", {
        type: "button", class: "pair", "aria-label": words.inspect(digit, idx), title: words.inspect(digit, idx),
        onclick: () => actions.inspect({ source: "heldOut", idx }),
      }, label, ...pictures);
      return { idx, button, label, pictures };
    });
    const half = Math.ceil(columns.length / 2);
    blocks.replaceChildren(...[columns.slice(0, half), columns.slice(half)].map((some) =>
      el("div", { class: "pair-block" },
        names(), ...some.map(({ button }) => button))));
  }

  const draw = paced(() => {
    if (!current?.heldOut) return;
    const { heldOut, views, theme } = current;
    const { width, height, channels } = heldOut;
    const size = width * height * channels;
    const made = views.pairs?.reconstructions;
    const blank = new Float32Array(size);
    columns.forEach(({ idx, pictures }, place) => {
      const image = imageAt(heldOut.data, idx, size);
      const known = made?.length === columns.length * size;
      const back = known ? imageAt(made, place, size) : blank;
      showPixels(pictures[0], width, height, (out) => paintImage(out, image, channels, 255, TONES[theme]));
      showPixels(pictures[1], width, height, (out) => paintImage(out, back, channels, 1, TONES[theme]));
      showPixels(pictures[2], width, height, (out) => {
        if (known) paintError(out, image, back, channels, TONES[theme]);
        else out.fill(0);
      });
    });
  }, 125);

  const shape = changes((/** @type {State} */ { pairs, heldOut }) => [pairs, heldOut]);
  const numbers = changes((/** @type {State} */ { views, theme }) => [views.pairs, theme]);
  const looks = changes((/** @type {State} */ { theme, inspect, pairs }) => [theme, inspect, pairs]);

  /** @param {State} state */
  function update(state) {
    current = state;
    const rebuilt = shape(state);
    if (rebuilt) build(state);
    empty.hidden = columns.length > 0;
    setText(empty, state.phase === "failed" ? S.nothing : words.empty);
    if (numbers(state) || rebuilt) draw();
    if (!looks(state) && !rebuilt) return;
    for (const { idx, button, label } of columns) {
      label.style.color = CLASS_COLORS[state.theme][state.heldOut?.labels[idx] ?? 0];
      button.setAttribute("aria-pressed", String(state.inspect.source === "heldOut" && state.inspect.idx === idx));
    }
  }
  return { update };
}
