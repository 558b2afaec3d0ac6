//! The latent map as it is seen, for a canvas or a sheet of another size: on paper, in a file or in a film.

import { CLASS_COLORS } from "../../draw/inks.js";
import { tonesOf } from "../../draw/pixels.js";
import { isGridOn } from "../../app/view-actions.js";
import { axisLabels, short } from "../../ui/map-words.js";
import { backgroundOf, withRow } from "../../ui/map-manifold.js";

/** @typedef {import("../../app/store.js").State} State */

/**
 * @param {State} state
 * @param {number} height Of the chart, in CSS pixels.
 * @param {{range?: import("../../draw/charts.js").Range}} [before] What it spanned, for a map that moves.
 * @returns {import("../../draw/charts.js").MapData & {range: import("../../draw/charts.js").Range, xLabel: string,
 *   yLabel: string} | null}
 */
export function mapScene(state, height, { range: before } = {}) {
  const { views: { map, manifold }, shown: images, charts, pack } = state;
  if (!map || !charts) return null;
  const isStrip = map.kind === "strip";
  const names = pack.classes.map(short);
  const range = charts.stableRange(map.points, before);
  const hasGrid = isGridOn(state) && images && manifold;
  const shown = isStrip && hasGrid ? withRow(range, height) : range;
  const { points, labels, ids } = dotsOf(state, map.points);
  return {
    points, labels, colors: CLASS_COLORS.light, range: shown, hollowFrom: pack.whole?.hollowFrom(ids),
    glyphs: isStrip || names.length < 2 ? null : names, rows: isStrip ? names : [],
    background: hasGrid
      ? backgroundOf(manifold, images, tonesOf({ ...state, theme: "light" }), isStrip ? range[2] : null, shown[2])
      : null,
    ...axisLabels(state),
  };
}

/** The dots of the class that is shown alone, or all. @param {State} state @param {Float32Array} points */
function dotsOf({ shown, onlyClass }, points) {
  const labels = shown?.labels ?? null;
  if (onlyClass === null || !labels) return { points, labels, ids: null };
  const ids = [...labels.keys()].filter((idx) => labels[idx] === onlyClass && 2 * idx < points.length);
  const places = Float32Array.from(ids.flatMap((idx) => [points[2 * idx], points[2 * idx + 1]]));
  return { points: places, labels: new Uint8Array(ids.length).fill(onlyClass), ids };
}

/**
 * What a map spans so that the decoded grid, as many pictures wide as high, has square cells and fills its longer side.
 * @param {import("../../draw/charts.js").Range} grid What the grid covers.
 * @param {{width: number, height: number}} area Of the plot, in any unit.
 * @returns {import("../../draw/charts.js").Range}
 */
export function squareRange([x0, x1, y0, y1], { width, height }) {
  const side = Math.max(width, height);
  const span = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ pixels) => {
    const [middle, half] = [(from + to) / 2, (((to - from) / 2) * pixels) / side];
    return [middle - half, middle + half];
  };
  const [[left, right], [low, high]] = [span(x0, x1, width), span(y0, y1, height)];
  return [left, right, low, high];
}
