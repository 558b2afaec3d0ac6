//! The scores of both groups as bars, with a threshold that can be dragged.

import { error } from "../../draw/format.js";
import { ODD } from "../../strings/labs-odd-one-out.js";
import { LABS } from "../../strings/labs.js";
import { textButton } from "../../ui/controls.js";
import { el, onResize } from "../../ui/dom.js";
import { label, shape, unit } from "./chart.js";
import { savePng } from "./save.js";
import { ticksOf } from "./ticks.js";

/** @typedef {import("../odd-one-out-run.js").Bars} Bars */

const MARGIN = { left: 48, top: 48, right: 16, bottom: 44 };
const HEIGHT = 288;
/** The threshold moves by such a share of the range with an arrow key, and by so many of them with a page key. */
const [STEP, PAGE] = [1 / 200, 10];
/** Room for what the colors mean. */
const KEY = 108;
/** Half the width of what a finger can hit. */
const REACH = 22;

const words = ODD.histogram;

/** @param {(threshold: number) => void} onThreshold */
export function createHistogram(onThreshold) {
  const svg = /** @type {SVGSVGElement} */ (shape("svg", {
    class: "lab-chart lab-histogram", role: "group", "aria-label": words.title,
  }));
  const space = el("div", { class: "lab-chart-space" });
  space.append(svg);
  const handle = createHandle();
  const save = () => void savePng(svg, `${words.file}.png`);
  const node = el("div", { class: "lab-block" }, el("h3", { text: words.title }), space,
    el("p", { class: "note", text: words.hint }), el("div", { class: "lab-tools" }, textButton(LABS.png, save)));
  /** @type {{bars: Bars, score: string, threshold: number} | null} */
  let shown = null;

  const place = () => {
    if (shown) handle.place(shown.threshold, shown.bars, space.clientWidth / unit(space));
  };
  const draw = () => {
    const width = space.clientWidth / unit(space);
    if (!shown || width === 0) return;
    svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    const hadFocus = handle.node.matches(":focus");
    svg.replaceChildren(...drawn(shown.bars, shown.score, width), handle.node);
    if (hadFocus) handle.node.focus({ preventScroll: true });
    place();
  };
  const move = (/** @type {number} */ wanted) => {
    if (!shown) return;
    const { from, to } = shown.bars;
    onThreshold(Math.min(to, Math.max(from, wanted)));
  };
  const at = (/** @type {PointerEvent | MouseEvent} */ { clientX }) => {
    const { left, width } = svg.getBoundingClientRect();
    const { from, to } = shown?.bars ?? { from: 0, to: 0 };
    const room = width / unit(space) - MARGIN.left - MARGIN.right;
    return from + (((clientX - left) / unit(space) - MARGIN.left) / room) * (to - from);
  };
  follow(handle.node, at, move, () => shown);
  svg.addEventListener("click", (event) => move(at(event)));
  onResize(space, draw);
  return {
    node,
    /** @param {Bars} bars @param {string} score What the scores are. @param {number} threshold */
    show(bars, score, threshold) {
      shown = { bars, score, threshold };
      draw();
    },
    /** @param {number} threshold */
    set threshold(threshold) {
      if (shown) shown = { ...shown, threshold };
      place();
    },
  };
}

/**
 * Dragging by mouse and finger, and the keys of a slider.
 * @param {SVGElement} handle
 * @param {(event: PointerEvent) => number} at
 * @param {(threshold: number) => void} move
 * @param {() => {bars: Bars, threshold: number} | null} shown
 */
function follow(handle, at, move, shown) {
  /** Where in the handle it was taken, as a difference of the threshold. @type {number | null} */
  let grip = null;
  handle.addEventListener("pointerdown", (event) => {
    const now = shown();
    if (event.button !== 0 || !now) return;
    handle.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
    grip = now.threshold - at(event);
    event.preventDefault();
  });
  handle.addEventListener("pointermove", (event) => {
    if (grip !== null) move(at(event) + grip);
  });
  for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) {
    handle.addEventListener(name, () => (grip = null));
  }
  // Browsers do not heed a style sheet's touch-action on a part of a drawing: the page would scroll.
  handle.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  // A click beside the line moves it there; one on the line leaves it where it is.
  handle.addEventListener("click", (event) => event.stopPropagation());
  handle.addEventListener("keydown", (event) => {
    const now = shown();
    if (!now) return;
    const { bars: { from, to }, threshold } = now;
    const step = (to - from) * STEP;
    const wanted = {
      ArrowLeft: threshold - step, ArrowDown: threshold - step, ArrowRight: threshold + step,
      ArrowUp: threshold + step, PageDown: threshold - PAGE * step, PageUp: threshold + PAGE * step,
      Home: from, End: to,
    }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    move(wanted);
  });
}

/** The line with what holds it. */
function createHandle() {
  const [top, bottom] = [MARGIN.top, HEIGHT - MARGIN.bottom];
  const node = shape("g", { class: "threshold", role: "slider", tabindex: 0, "aria-label": words.threshold });
  const text = label("", { class: "threshold-text", y: top - 12 });
  node.append(
    shape("rect", { class: "threshold-reach", x: -REACH, y: top - 10, width: 2 * REACH, height: bottom - top + 10 }),
    shape("line", { class: "threshold-line", y1: top - 4, y2: bottom }),
    shape("circle", { class: "threshold-knob", cx: 0, cy: top, r: 7 }), text);
  return {
    node,
    /** @param {number} threshold @param {Bars} bars @param {number} width */
    place(threshold, { from, to }, width) {
      const room = width - MARGIN.left - MARGIN.right;
      const share = to > from ? (threshold - from) / (to - from) : 0;
      node.setAttribute("transform", `translate(${(MARGIN.left + share * room).toFixed(2)} 0)`);
      node.setAttribute("aria-valuemin", String(from));
      node.setAttribute("aria-valuemax", String(to));
      node.setAttribute("aria-valuenow", String(threshold));
      node.setAttribute("aria-valuetext", words.value(threshold));
      text.textContent = words.value(threshold);
      text.setAttribute("text-anchor", share > 0.5 ? "end" : "start");
      text.setAttribute("x", String(share > 0.5 ? -12 : 12));
    },
  };
}

/** @param {Bars} bars @param {string} score @param {number} width */
function drawn({ from, to, normal, odd }, score, width) {
  const [right, bottom] = [width - MARGIN.right, HEIGHT - MARGIN.bottom];
  const most = Math.max(...normal, ...odd);
  const atX = (/** @type {number} */ share) => MARGIN.left + share * (right - MARGIN.left);
  const atY = (/** @type {number} */ share) => bottom - (share / most) * (bottom - MARGIN.top);
  const group = (/** @type {number[]} */ shares, /** @type {"normal" | "odd"} */ side) =>
    shares.flatMap((share, idx) => {
      if (share === 0) return [];
      const [x, end, y] = [atX(idx / shares.length), atX((idx + 1) / shares.length), atY(share)];
      const looks = { x: x + 0.5, y, width: Math.max(1, end - x - 1), height: bottom - y };
      const bar = shape("rect", { class: `bar is-${side}`, ...looks });
      const title = shape("title", {});
      title.textContent = words.bar(words[side], share);
      bar.append(title);
      return [bar];
    });
  const key = (/** @type {"normal" | "odd"} */ side, /** @type {number} */ x) => [
    shape("rect", { class: `bar is-${side}`, x, y: 1, width: 10, height: 10 }),
    label(words[side], { class: "tick", x: x + 14, y: 10 }),
  ];
  const span = to > from ? to - from : 1;
  return [
    ...ticksOf([0, most], false).flatMap(({ value, text }) => [
      shape("line", { class: "grid", x1: MARGIN.left, x2: right, y1: atY(value), y2: atY(value) }),
      label(text, { class: "tick", x: MARGIN.left - 8, y: atY(value) + 4, "text-anchor": "end" }),
    ]),
    ...ticksOf([from, from + span], false).map(({ value }) =>
      label(error(value), { class: "tick", x: atX((value - from) / span), y: bottom + 18, "text-anchor": "middle" })),
    ...group(normal, "normal"), ...group(odd, "odd"),
    shape("line", { class: "axis", x1: MARGIN.left, x2: right, y1: bottom, y2: bottom }),
    label(words.x(score), { class: "axis-label", x: right, y: bottom + 36, "text-anchor": "end" }),
    label(words.y, { class: "axis-label", x: 0, y: 10 }),
    ...key("normal", right - KEY), ...(odd.some((share) => share > 0) ? key("odd", right - KEY / 3) : []),
  ];
}
