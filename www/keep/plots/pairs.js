//! The reconstructions as one picture: the images, what the models make of them and the errors, pixel by pixel.

import { PLOTS } from "../../strings/keep-plots.js";
import { columnsOf, paintColumns, rowsOf } from "../../ui/pair-columns.js";
import { paperLook, pngOf, whiteCanvas } from "../look.js";
import { fileName } from "../names.js";

/** @typedef {import("../../app/store.js").State} State */

/** A picture is enlarged to about so many pixels, by a whole number. */
const ABOUT = 112;
const GAP = 8;
/** Letters of the rows' names and the classes, in pixels. */
const LETTERS = 24;

/**
 * @param {() => State} get
 * @returns {import("../ui/save-menu.js").Item[]}
 */
export function pairsItems(get) {
  const state = get();
  if (!isThere(state)) return [];
  const name = fileName(state, state.snapshot?.step, "reconstructions", "png");
  return [{ text: PLOTS.strip, make: async () => ({ name, blob: await pngOf(pairsPicture(state)) }) }];
}

/** @param {State} state */
const isThere = ({ views, shown, pairs }) => Boolean(views.pairs && shown && pairs.length > 0);

/**
 * The pictures on white; null where there are none yet.
 * @param {State} state
 * @param {number} [most] So many columns at most.
 */
export function pairsPicture(state, most = Infinity) {
  const { shown } = state;
  if (!shown || !isThere(state)) return null;
  const { fontFamily, theme: { ink } } = paperLook();
  const rows = rowsOf(state);
  const all = columnsOf(state, rows, () => {});
  paintColumns(all, rows, { ...state, theme: "light" });
  const columns = all.slice(0, most);
  const scale = Math.max(1, Math.round(ABOUT / Math.max(shown.width, shown.height)));
  const [wide, high] = [shown.width * scale, shown.height * scale];
  const font = `${LETTERS}px ${fontFamily}`;
  const { context: ruler } = whiteCanvas(1, 1);
  ruler.font = font;
  const left = Math.ceil(Math.max(...rows.map(({ name }) => ruler.measureText(name).width))) + 3 * GAP;
  const top = LETTERS + 2 * GAP;
  const { canvas, context } = whiteCanvas(
    left + columns.length * (wide + GAP) + GAP, top + rows.length * (high + GAP) + GAP);
  Object.assign(context, { font, fillStyle: ink, textBaseline: "middle", imageSmoothingEnabled: false });
  rows.forEach(({ name }, row) => context.fillText(name, GAP, top + row * (high + GAP) + high / 2));
  context.textAlign = "center";
  columns.forEach(({ head, pictures }, column) => {
    const x = left + column * (wide + GAP);
    // A name of many letters is made narrow rather than written over its neighbor.
    context.fillText(head, x + wide / 2, GAP + LETTERS / 2, wide);
    pictures.forEach((picture, row) => {
      if (picture.width > 0) context.drawImage(picture, x, top + row * (high + GAP), wide, high);
    });
  });
  return canvas;
}
