//! The hourglass, or the filters in its place, as a picture: drawn as the page draws it for paper.

import { imageName } from "../../app/shown-pack.js";
import { PLOTS } from "../../strings/keep-plots.js";
import { S } from "../../strings/strings.js";
import { asPrinted, paperLook, pngOf, whiteCanvas } from "../look.js";
import { fileName } from "../names.js";

/** @typedef {import("../../app/store.js").State} State */

const EDGE = 24;
const LETTERS = 30;

/**
 * @param {() => State} get
 * @param {HTMLElement} panel
 * @param {string} part What tells a second model's files apart.
 * @returns {import("../ui/save-menu.js").Item[]}
 */
export function hourglassItems(get, panel, part) {
  const state = get();
  const { filters, snapshot } = state;
  if (!isThere(state)) return [];
  const name = fileName(state, snapshot?.step, (filters ? `filters-${filters.side}` : "hourglass") + part, "png");
  const text = filters ? PLOTS.filters : PLOTS.png;
  return [{ text, make: async () => ({ name, blob: await pngOf(pictureOf(state, panel)) }) }];
}

/** @param {State} state */
function isThere({ info, filters, inspect, views }) {
  const walk = inspect.source === "drawing" ? views.drawing : views.inspect;
  return Boolean(info && (filters ? views.filters : walk));
}

/** The same on white; null where there is none yet, or none is seen. @param {State} state @param {HTMLElement} panel */
export const hourglassPicture = (state, panel) =>
  (isThere(state) && panel.getClientRects().length > 0 ? pictureOf(state, panel) : null);

/** What the panel's canvas shows, with a line of words below. @param {State} state @param {HTMLElement} panel */
function pictureOf(state, panel) {
  const { fontFamily, theme: { ink } } = paperLook();
  return asPrinted(() => {
    const drawn = [...panel.querySelectorAll("canvas")].find(({ clientWidth, width }) => clientWidth > 0 && width > 1);
    if (!drawn) throw new Error(PLOTS.noCanvas);
    const { canvas, context } = whiteCanvas(drawn.width + 2 * EDGE, drawn.height + 3 * EDGE + LETTERS);
    context.drawImage(drawn, EDGE, EDGE);
    context.font = `${LETTERS}px ${fontFamily}`;
    context.fillStyle = ink;
    context.textBaseline = "bottom";
    context.fillText(wordsOf(state), EDGE, canvas.height - EDGE, drawn.width);
    return canvas;
  });
}

/** @param {State} state */
function wordsOf(state) {
  const { inspect, filters, snapshot } = state;
  const drawing = inspect.source === "drawing";
  const what = filters ? S.filters.title : drawing ? S.hourglass.drawing : imageName(state, inspect.idx);
  return `${what}, ${PLOTS.atStep(snapshot?.step ?? 0)}`;
}
