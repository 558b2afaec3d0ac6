//! A chart of few points as a drawing that the style sheet colors: lines with their intervals, labels at their ends,
//! marks, and points that can be chosen.

import { LABS } from "../../strings/labs.js";
import { textButton } from "../../ui/controls.js";
import { el, onResize } from "../../ui/dom.js";
import { ticksOf } from "./ticks.js";
import { savePng } from "./save.js";

/**
 * @typedef {object} Point
 * @property {number} x
 * @property {number} y
 * @property {[number, number] | null} [interval] Of y.
 * @property {string} [id] A point with an id can be chosen.
 * @property {string} [title] What it says when it is pointed at.
 *
 * @typedef {object} Series
 * @property {string} label
 * @property {string} kind Its color in the style sheet, as `ours` or `pca`.
 * @property {Point[]} points
 * @property {boolean} [isLine] Whether its points are joined; true if absent.
 * @property {boolean} [isQuiet] Whether its points are not drawn.
 *
 * @typedef {object} Shown
 * @property {Series[]} series
 * @property {string} [chosen] The id of the point that is.
 * @property {{x: number, text: string}[]} [marks] Lines from top to bottom.
 *
 * @typedef {object} Axes
 * @property {string} name What the chart is called.
 * @property {string} file Of the picture, without the ending.
 * @property {string} x
 * @property {string} y
 * @property {boolean} [isLogX]
 * @property {[number, number]} [xRange]
 * @property {[number, number]} [yRange]
 */

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = { left: 48, top: 24, right: 96, bottom: 44 };
const HEIGHT = 288;
/** Half the stroke across the end of an interval. */
const CAP = 7;
/** From one label to the next below it. */
const LINE = 14;

/** A pixel of a drawing in CSS pixels: it grows with the letters around. @param {Element} space */
export const unit = (space) => parseFloat(getComputedStyle(space).fontSize) / 16;

/** @param {Axes} axes @param {(id: string) => void} [onChoose] */
export function createChart(axes, onChoose = () => {}) {
  const looks = { class: "lab-chart", role: "group", "aria-label": axes.name };
  const svg = /** @type {SVGSVGElement} */ (shape("svg", looks));
  const space = el("div", { class: "lab-chart-space" });
  space.append(svg);
  const save = () => void savePng(svg, `${axes.file}.png`);
  const node = el("div", { class: "lab-block" }, space, el("div", { class: "lab-tools" }, textButton(LABS.png, save)));
  /** @type {Shown} */
  let shown = { series: [] };
  const draw = () => {
    const width = space.clientWidth / unit(space);
    const focused = svg.querySelector(":focus")?.getAttribute("data-id");
    if (width > 0) svg.replaceChildren(...drawn(axes, shown, width, onChoose));
    svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    const buttons = [...svg.querySelectorAll("[data-id]")];
    const same = focused && buttons.find((one) => one.getAttribute("data-id") === focused);
    if (same instanceof SVGElement) same.focus();
  };
  onResize(space, draw);
  return {
    node,
    /** @param {Shown} next */
    show(next) {
      shown = next;
      draw();
    },
  };
}

/** @param {Axes} axes @param {Shown} shown @param {number} width @param {(id: string) => void} onChoose */
function drawn(axes, { series, chosen, marks = [] }, width, onChoose) {
  const points = series.flatMap((one) => one.points);
  if (points.length === 0) return [];
  const xs = axes.xRange ?? spread([...points.map(({ x }) => x), ...marks.map(({ x }) => x)], axes.isLogX);
  const ys = axes.yRange ?? spread(points.flatMap(({ y, interval }) => [y, ...interval ?? []]));
  const place = places(axes, xs, ys, width - roomOf(series));
  const { bottom, x: atX } = place;
  const nodes = [...frame(axes, xs, ys, place)];
  for (const { x, text } of marks) {
    nodes.push(shape("line", { class: "mark", x1: atX(x), x2: atX(x), y1: MARGIN.top, y2: bottom }),
      label(text, { class: "mark-text", x: atX(x) + 4, y: MARGIN.top - 8 }));
  }
  for (const one of series) nodes.push(...line(one, place), ...dots(one, place, chosen, onChoose));
  nodes.push(...endLabels(series, place));
  return nodes;
}

/** For the labels at the right, whose letters are about 7.5 pixels wide. @param {Series[]} series */
const roomOf = (series) => Math.max(MARGIN.right, 12 + 7.5 * Math.max(...series.map(({ label: text }) => text.length)));

/** Where numbers stand. @param {Axes} axes @param {number[]} xs @param {number[]} ys @param {number} right */
function places({ isLogX = false }, [x0, x1], [y0, y1], right) {
  const bottom = HEIGHT - MARGIN.bottom;
  const scale = (/** @type {number} */ value) => (isLogX ? Math.log(value) : value);
  const share = (/** @type {number} */ x) => (scale(x) - scale(x0)) / (scale(x1) - scale(x0) || 1);
  return {
    right, bottom,
    x: (/** @type {number} */ x) => MARGIN.left + share(x) * (right - MARGIN.left),
    y: (/** @type {number} */ y) => bottom - ((y - y0) / (y1 - y0 || 1)) * (bottom - MARGIN.top),
  };
}

/** @typedef {ReturnType<typeof places>} Places */

/** The axes with their ticks. @param {Axes} axes @param {number[]} xs @param {number[]} ys @param {Places} place */
function frame({ x, y, isLogX }, xs, ys, { right, bottom, x: atX, y: atY }) {
  return [
    ...ticksOf(ys, false).flatMap(({ value, text }) => [
      shape("line", { class: "grid", x1: MARGIN.left, x2: right, y1: atY(value), y2: atY(value) }),
      label(text, { class: "tick", x: MARGIN.left - 8, y: atY(value) + 4, "text-anchor": "end" }),
    ]),
    ...ticksOf(xs, isLogX ?? false).map(({ value, text }) =>
      label(text, { class: "tick", x: atX(value), y: bottom + 18, "text-anchor": "middle" })),
    shape("line", { class: "axis", x1: MARGIN.left, x2: right, y1: bottom, y2: bottom }),
    label(x, { class: "axis-label", x: right, y: bottom + 36, "text-anchor": "end" }),
    label(y, { class: "axis-label", x: 0, y: 12 }),
  ];
}

/** An interval with a stroke across each end, which is wider than a dot: a short one shows too. */
const whisker = (/** @type {number} */ x, /** @type {number} */ low, /** @type {number} */ high) =>
  [`M${x} ${low}V${high}`, ...[low, high].map((y) => `M${x - CAP} ${y}h${2 * CAP}`)].join("");

/** @param {Series} series @param {Places} place */
function line({ kind, points, isLine = true }, { x, y }) {
  const bars = points.flatMap(({ x: at, interval }) => (interval
    ? [shape("path", { class: `whisker is-${kind}`, d: whisker(x(at), y(interval[0]), y(interval[1])) })]
    : []));
  if (!isLine || points.length < 2) return bars;
  const steps = points.map((one, idx) => `${idx === 0 ? "M" : "L"}${x(one.x).toFixed(1)} ${y(one.y).toFixed(1)}`);
  return [...bars, shape("path", { class: `curve is-${kind}`, d: steps.join("") })];
}

/**
 * @param {Series} series
 * @param {Places} place
 * @param {string | undefined} chosen
 * @param {(id: string) => void} onChoose
 */
function dots({ kind, points, isQuiet = false, label: name }, { x, y }, chosen, onChoose) {
  if (isQuiet) return [];
  return points.map((point) => {
    const dot = shape("circle", { class: `dot is-${kind}`, cx: x(point.x), cy: y(point.y), r: 4 });
    const title = point.title ?? name;
    if (point.id === undefined) {
      dot.append(titled(title));
      return dot;
    }
    const { id } = point;
    // A circle around it that a finger can hit.
    const around = shape("circle", { class: "dot-around", cx: x(point.x), cy: y(point.y), r: 12 });
    const group = shape("g", {
      class: "dot-button", role: "button", tabindex: 0, "data-id": id, "aria-label": title,
      "aria-pressed": String(id === chosen),
    });
    group.append(titled(title), around, dot);
    group.addEventListener("click", () => onChoose(id));
    group.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      onChoose(id);
    });
    return group;
  });
}

/** A label at the end of each line. @param {Series[]} series @param {Places} place */
function endLabels(series, { right, bottom, x: atX, y: atY }) {
  const ends = series.filter(({ points }) => points.length > 0).map(({ label: text, kind, points }) => {
    const last = points[points.length - 1];
    return { text, kind, x: Math.min(atX(last.x) + 10, right + 8), y: atY(last.y) + 4 };
  }).sort((a, b) => a.y - b.y);
  const ys = movedApart(ends.map(({ y }) => y), bottom - 6);
  return ends.map(({ text, kind, x }, idx) => label(text, { class: `end is-${kind}`, x, y: ys[idx] }));
}

/**
 * Heights of labels from top to bottom: a line apart, and none below the lowest that is allowed.
 * @param {number[]} ys In order.
 * @param {number} lowest
 */
export function movedApart(ys, lowest) {
  const moved = [...ys];
  for (let idx = 1; idx < moved.length; idx += 1) moved[idx] = Math.max(moved[idx], moved[idx - 1] + LINE);
  for (let [idx, most] = [moved.length - 1, lowest]; idx >= 0; idx -= 1, most -= LINE) {
    moved[idx] = Math.min(moved[idx], most);
  }
  return moved;
}

/**
 * From the least to the largest with some room.
 * @param {number[]} values
 * @param {boolean} [isLog]
 * @returns {[number, number]}
 */
function spread(values, isLog = false) {
  const finite = values.filter(Number.isFinite);
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  if (isLog) return [least / 1.15, most * 1.15];
  const room = (most - least || Math.abs(most) || 1) * 0.06;
  return [least - room, most + room];
}

/** @param {string} name @param {Record<string, string | number>} attributes */
export function shape(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

/** @param {string} text @param {Record<string, string | number>} attributes */
export function label(text, attributes) {
  const node = shape("text", attributes);
  node.textContent = text;
  return node;
}

/** @param {string} text */
function titled(text) {
  const node = shape("title", {});
  node.textContent = text;
  return node;
}
