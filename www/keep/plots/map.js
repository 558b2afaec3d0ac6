//! The latent map as files: a picture, a drawing, the decoded grid, and the codes of all its images.

import { isGridOn } from "../../app/view-actions.js";
import { imageAt, paintImage, stamp, tonesOf } from "../../draw/pixels.js";
import { lookOf, mapStyle } from "../../draw/charts.js";
import { loadKeepEngine } from "../../keep.js";
import { NO_CLASS } from "../../lib/protocol.js";
import { PLOTS } from "../../strings/keep-plots.js";
import { S } from "../../strings/strings.js";
import { captionOf } from "../../ui/map-words.js";
import { longTable } from "../csv.js";
import { framed, framedSvg, measuredIn, paperLook, pngOf, RATIO, whiteCanvas } from "../look.js";
import { fileName } from "../names.js";
import { svgFile } from "./loss.js";
import { mapScene, squareRange } from "./map-scene.js";

/** @typedef {import("../../app/store.js").State} State */
/** @typedef {import("../ui/save-menu.js").Item} Item */
/** @typedef {import("../../hourglass.js").Hourglass} Hourglass */

/** @typedef {{width: number, height: number}} Size */

/** Of a saved map whose panel is not seen, in CSS pixels. */
const UNSEEN = { width: 576, height: 576 };
/** Pixels of the grid are enlarged up to this width, by whole numbers. */
const GRID_WIDTH = 1600;

/**
 * @param {() => State} get The model's own side of the state.
 * @param {() => Hourglass | null} model Null where nothing is there that gives codes.
 * @param {HTMLElement} panel
 * @param {string} part What tells a second model's files apart.
 * @returns {Item[]}
 */
export function mapItems(get, model, panel, part) {
  const state = get();
  const size = sizeOf(panel);
  const { map, manifold } = state.views;
  if (!map || !state.charts) return [];
  /** @param {string} what @param {string} ending @param {number} [step] */
  const name = (what, ending, step = map.step) => fileName(state, step, what + part, ending);
  return [
    { text: PLOTS.png, make: async () => ({ name: name("map", "png"), blob: await mapPng(state, size) }) },
    { text: PLOTS.svg, make: async () => ({ name: name("map", "svg"), blob: await mapSvg(state, size) }) },
    ...(model() ? [{
      text: PLOTS.codes,
      make: async () => {
        const { step, blob } = await codesCsv(state, model());
        return { name: name("codes", "csv", step), blob };
      },
    }] : []),
    ...(manifold && isGridOn(state) && state.shown ? [{
      text: PLOTS.grid,
      make: async () => ({ name: name("grid", "png", manifold.step), blob: await gridPng(state) }),
    }] : []),
  ];
}

/** The map's own size on the page, so that the decoded pictures below keep their shape. @param {HTMLElement} panel */
function sizeOf(panel) {
  const { clientWidth: width, clientHeight: height } = panel.querySelector(".map-points") ?? panel;
  return width > 0 && height > 0 ? { width, height } : UNSEEN;
}

/**
 * The map drawn on a canvas, with the range in which its decoded pictures have the shape that they have on the page.
 * @param {State} state
 * @param {Size} size
 */
function drawnMap(state, { width, height }) {
  const canvas = document.createElement("canvas");
  const options = { ...paperLook(), size: { clientWidth: width, clientHeight: height, ratio: RATIO } };
  const scene = mapScene(state, height);
  if (!scene || !state.charts) throw new Error(PLOTS.untrained);
  const { plotArea } = state.charts.drawMap(canvas, { ...scene, ...options });
  const { background, rows = [] } = scene;
  if (!background || rows.length > 0) return { canvas, scene };
  const squared = { ...scene, range: squareRange(background.range, plotArea) };
  state.charts.drawMap(canvas, { ...squared, ...options });
  return { canvas, scene: squared };
}

/** @param {State} state @param {Size} size */
const mapPng = (state, size) => pngOf(framed(drawnMap(state, size).canvas));

/** The map on white; null where there is none yet. @param {State} state @param {Size} size */
export const mapPicture = (state, size) =>
  (state.views.map && state.charts ? framed(drawnMap(state, size).canvas) : null);

/** @param {State} state @param {Size} size */
async function mapSvg(state, size) {
  const { scene } = drawnMap(state, size);
  const options = { ...scene, ...paperLook() };
  const { background, points, labels } = scene;
  const picture = /** @type {HTMLCanvasElement | undefined} */ (background?.image);
  const sheet = {
    ...size, title: S.map.title,
    description: S.map.alt(captionOf(state), points.length / 2, state.pack.classes.length),
    below: background && picture && { ...background, image: undefined, href: picture.toDataURL() },
  };
  const { mapSvg: draw } = await loadKeepEngine();
  const style = mapStyle(options, lookOf(options, 1));
  const measure = measuredIn(options.fontFamily);
  return svgFile(framedSvg(draw(JSON.stringify(sheet), style, points, labels ?? new Uint8Array(), measure)));
}

/**
 * The code of every image on the map, all of one step; of a code that is a distribution its mean.
 * @param {State} state
 * @param {Hourglass | null} model
 */
async function codesCsv({ shown, heldOut, pack }, model) {
  if (!shown || !heldOut || !model) throw new Error(PLOTS.untrained);
  const { data, width, height, channels, labels, count } = shown;
  const size = width * height * channels;
  const first = { data: data.slice(0, size), count: 1, width, height, channels };
  // Sent together they are answered together: no step is trained in between.
  const [{ step }, codes] = await Promise.all([
    model.evaluate(first), model.encode({ data, count, width, height, channels }),
  ]);
  const n = codes.length / count;
  const { columns, sets } = PLOTS;
  const head = [columns.index, columns.label, columns.className, columns.set,
    ...Array.from({ length: n }, (_, idx) => `${columns.code}_${idx + 1}`)];
  const blob = await longTable(head, count, (idx) => {
    const label = labels[idx];
    const isHeldOut = idx < heldOut.count && !pack.sameHeldOut;
    return [idx, label === NO_CLASS ? null : label, pack.classes[label] ?? null,
      isHeldOut ? sets.heldOut : sets.training, ...codes.subarray(idx * n, (idx + 1) * n)];
  });
  return { step, blob };
}

/** The decoded grid without the dots, each of its pixels a square. @param {State} state */
function gridPng(state) {
  const { views: { manifold, map }, shown } = state;
  if (!manifold || !shown) throw new Error(PLOTS.untrained);
  const { pictures, n } = manifold;
  const { width, height, channels } = shown;
  const rows = map?.kind === "strip" ? 1 : n;
  const scale = Math.max(1, Math.floor(GRID_WIDTH / (n * width)));
  const { canvas, context } = whiteCanvas(n * width * scale, rows * height * scale);
  context.imageSmoothingEnabled = false;
  const size = width * height * channels;
  const tones = tonesOf({ ...state, theme: "light" });
  /** @type {HTMLCanvasElement | undefined} */
  let tile;
  for (let idx = 0; idx < n * rows; idx += 1) {
    const values = imageAt(pictures, idx, size);
    tile = stamp(width, height, (out) => paintImage(out, values, channels, 1, tones), tile);
    const [x, y] = [(idx % n) * width, Math.floor(idx / n) * height];
    context.drawImage(tile, x * scale, y * scale, width * scale, height * scale);
  }
  return pngOf(canvas);
}
