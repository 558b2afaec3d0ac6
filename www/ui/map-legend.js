//! The map's classes as buttons: one that is pressed shows its own dots alone.

import { classColor } from "../draw/inks.js";
import { changes } from "../app/store.js";
import { S } from "../strings/strings.js";
import { textButton } from "./controls.js";
import { el } from "./dom.js";
import { firstPart } from "./map-words.js";

/** @typedef {import("../app/store.js").State} State */
/** @typedef {{points: Float32Array, labels: Uint8Array | null, ids: number[] | null}} Dots Null where all are shown. */

/** @param {Pick<import("../app/actions.js").Actions, "showClass">} actions */
export function createMapLegend(actions) {
  const node = el("div", { class: "legend", role: "group", "aria-label": S.map.legend, hidden: true });
  /** The class that is shown alone. @type {number | null} */
  let only = null;
  /** @type {HTMLButtonElement[]} */
  let buttons = [];
  /** What was asked for last, and the answer. @type {{of: unknown[], dots: Dots} | null} */
  let kept = null;
  const changed = changes((/** @type {State} */ { pack, theme }) => [pack.classes, theme]);

  return {
    node,
    /** @param {State} state */
    update(state) {
      const { pack, theme, views } = state;
      node.hidden = pack.classes.length < 2 || !views.map;
      if (changed(state)) {
        buttons = pack.classes.map((name, label) => {
          const choose = () => actions.showClass(only === label ? null : label);
          const button = textButton(firstPart(name), choose, { title: name });
          button.style.setProperty("--class", classColor(theme, label));
          return button;
        });
        node.replaceChildren(...buttons);
      }
      only = state.onlyClass;
      buttons.forEach((button, label) => button.setAttribute("aria-pressed", String(label === only)));
    },
    /**
     * The dots to be drawn.
     * @param {Float32Array} points
     * @param {Uint8Array | null} labels
     * @returns {Dots}
     */
    dots(points, labels) {
      if (only === null || !labels) return { points, labels, ids: null };
      const now = [points, labels, only];
      if (kept?.of.every((value, idx) => value === now[idx])) return kept.dots;
      const ids = [...labels.keys()].filter((idx) => labels[idx] === only && 2 * idx < points.length);
      const places = Float32Array.from(ids.flatMap((idx) => [points[2 * idx], points[2 * idx + 1]]));
      kept = { of: now, dots: { points: places, labels: new Uint8Array(ids.length).fill(only), ids } };
      return kept.dots;
    },
  };
}
