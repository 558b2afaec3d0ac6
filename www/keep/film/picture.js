//! A frame of the film: the map, the reconstructions, or both with the loss, with a headline and the step.

import { kindOf } from "../../app/presets.js";
import { error, count } from "../../draw/format.js";
import { FILM } from "../../strings/keep-film.js";
import { S } from "../../strings/strings.js";
import { lossLook } from "../../ui/loss-panel.js";
import { lossSeries } from "../../ui/loss-series.js";
import { columnsOf, paintColumns, rowsOf } from "../../ui/pair-columns.js";
import { paperLook, whiteCanvas } from "../look.js";
import { mapScene } from "../plots/map-scene.js";

/**
 * @typedef {import("../../app/store.js").State} State
 * @typedef {keyof typeof FILM.whats} What
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 */

/** Of the whole film; both even, as encoders want them. @type {Record<What, {width: number, height: number}>} */
const SIZES = {
  whole: { width: 1280, height: 720 }, map: { width: 720, height: 720 }, pairs: { width: 1280, height: 480 },
};
const EDGE = 32;
const HEAD = 80;

/** @type {Record<What, {map?: Box, loss?: Box, pairs?: Box}>} */
const PLACES = {
  whole: {
    map: { x: EDGE, y: HEAD, width: 576, height: 608 },
    loss: { x: 648, y: HEAD, width: 600, height: 300 },
    pairs: { x: 648, y: 412, width: 600, height: 276 },
  },
  map: { map: { x: EDGE, y: HEAD, width: 656, height: 616 } },
  pairs: { pairs: { x: EDGE, y: HEAD, width: 1216, height: 376 } },
};

/**
 * @param {What} what
 * @param {State} first The state at the film's beginning, for what does not change.
 */
export function createPicture(what, first) {
  const { canvas, context } = whiteCanvas(SIZES[what].width, SIZES[what].height);
  const look = paperLook();
  const part = document.createElement("canvas");
  const places = PLACES[what];
  const pairs = places.pairs && createPairs(first, look);
  /** @type {import("../../draw/charts.js").Range | undefined} */
  let range;

  /** @param {State} state @param {Box} box @param {(size: import("../../draw/charts.js").Size) => void} draw */
  const chart = (state, { x, y, width, height }, draw) => {
    draw({ clientWidth: width, clientHeight: height, ratio: 1 });
    context.drawImage(part, x, y);
  };

  return {
    canvas,
    /** @param {State} state */
    draw(state) {
      context.fillStyle = "#ffffff";
      context.fillRect(0, 0, canvas.width, canvas.height);
      drawHead(context, state, look, canvas.width, what === "whole");
      const { charts } = state;
      if (!charts) return;
      const { map, loss } = places;
      const scene = map && mapScene(state, map.height, { range });
      if (map && scene) {
        range = scene.range;
        chart(state, map, (size) => charts.drawMap(part, { ...scene, ...look, fontSize: 15, size }));
      }
      const series = loss ? lossSeries(state) : [];
      if (loss && series.some(({ role }) => role !== "yardstick")) {
        chart(state, loss, (size) =>
          charts.drawLoss(part, { series, ...lossLook(state), ...look, fontSize: 15, size }));
      }
      if (places.pairs) pairs?.(context, state, places.pairs);
    },
  };
}

/**
 * What it is a film of, and the step in figures that stand still.
 * @param {CanvasRenderingContext2D} context
 * @param {State} state
 * @param {ReturnType<typeof paperLook>} look
 * @param {number} width
 * @param {boolean} isWide Whether there is room for the error.
 */
function drawHead(context, state, { fontFamily, theme }, width, isWide) {
  const { settings, snapshot, pack, views } = state;
  const kind = kindOf(settings);
  /** @param {string} text @param {number} x @param {number} size */
  const write = (text, x, size, color = theme.ink) => {
    context.font = `${size > 20 ? 600 : 400} ${size}px ${fontFamily}`;
    context.fillStyle = color;
    context.fillText(text, x, 52);
    return context.measureText(text).width;
  };
  context.textBaseline = "alphabetic";
  context.textAlign = "right";
  const steps = write(count(snapshot?.step ?? 0), width - EDGE, 30, theme.accent);
  const left = steps + write(FILM.step, width - EDGE - steps - 10, 16, theme.soft) + 20;
  const held = views.measured?.heldOutError;
  if (isWide && held !== undefined && held !== null) {
    const at = width - EDGE - 260;
    const far = write(error(held), at, 30);
    write(FILM.heldOut, at - far - 10, 16, theme.soft);
  }
  context.textAlign = "left";
  const words = FILM.headline(S.packs[pack.name].caption, kind ? S.model.kinds[kind] : S.name, settings.code);
  context.fillStyle = theme.ink;
  writeHeadline(context, words, fontFamily, width - 2 * EDGE - (isWide ? 560 : left));
}

/** In smaller letters where it is long, and in two lines where these would be too small. */
const LETTERS = [20, 18];
const TWO_LINES = { letters: 17, at: [38, 62] };

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} words
 * @param {string} family
 * @param {number} room
 */
function writeHeadline(context, words, family, room) {
  const fits = (/** @type {string} */ text) => context.measureText(text).width <= room;
  const fitting = LETTERS.some((size) => {
    context.font = `600 ${size}px ${family}`;
    return fits(words);
  });
  if (fitting) return context.fillText(words, EDGE, 52);
  context.font = `600 ${TWO_LINES.letters}px ${family}`;
  const parts = words.split(/(?<=,) /);
  let first = parts.length - 1;
  while (first > 1 && !fits(parts.slice(0, first).join(" "))) first -= 1;
  [parts.slice(0, first), parts.slice(first)].forEach((line, at) =>
    context.fillText(line.join(" "), EDGE, TWO_LINES.at[at], room));
}

/**
 * The reconstructions: as many columns as there is room for, each pixel a square of the same size.
 * @param {State} first
 * @param {ReturnType<typeof paperLook>} look
 */
function createPairs(first, { fontFamily, theme }) {
  const rows = rowsOf(first);
  const columns = columnsOf(first, rows, () => {});
  const shape = first.shown ?? { width: 1, height: 1 };
  const LETTERS = 14;
  const GAP = 4;
  /** @param {CanvasRenderingContext2D} context @param {State} state @param {Box} box */
  return (context, state, { x, y, width, height }) => {
    paintColumns(columns, rows, state);
    context.font = `${LETTERS}px ${fontFamily}`;
    context.fillStyle = theme.soft;
    context.textBaseline = "middle";
    const left = Math.max(...rows.map(({ name }) => context.measureText(name).width)) + 12;
    const most = Math.min((height - GAP) / rows.length - GAP, (width - left) / Math.min(10, columns.length) - GAP);
    const scale = Math.max(1, Math.floor(most / Math.max(shape.width, shape.height)));
    const [wide, high] = [shape.width * scale, shape.height * scale];
    const shown = Math.max(1, Math.min(columns.length, Math.floor((width - left) / (wide + GAP))));
    context.imageSmoothingEnabled = false;
    rows.forEach(({ name }, row) => {
      const top = y + row * (high + GAP);
      context.fillText(name, x, top + high / 2);
      for (let column = 0; column < shown; column += 1) {
        const picture = columns[column].pictures[row];
        if (picture.width > 0) context.drawImage(picture, x + left + column * (wide + GAP), top, wide, high);
      }
    });
  };
}
