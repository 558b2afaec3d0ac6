//! The pad: strokes by pointer, touch, pen or keyboard, as ink from 0 to 255.

import { S } from "../strings/strings.js";
import { el, setText, unique } from "./dom.js";

/** Side of the ink in pixels: fine enough that the engine's scaling decides how it looks. */
const SIDE = 140;
/** Width of the pen as a share of the side; MNIST's strokes are about this heavy. */
const PEN = 0.085;
const KEY_STEP = 1 / 28;

/**
 * @typedef {{x: number, y: number, weight: number}} Dot Place in 0..1 and the pen's pressure.
 */

/**
 * @param {(ink: {data: Uint8Array, width: number, height: number} | null) => void} onInk Null for an empty pad.
 * @param {{label?: string, hint?: string, empty?: string, add?: () => void}} [options] Where `add` is given, Enter and A
 *   are for that.
 */
export function createDrawPad(onInk, { label, hint: help, empty: invitation, add } = {}) {
  const words = S.data;
  /** @type {Dot[][]} */
  let strokes = [];
  /** What the pad held before each change, so that a cleared drawing comes back too. @type {Dot[][][]} */
  const past = [];
  /** @type {Dot[] | null} */
  let current = null;
  let pen = { x: 0.5, y: 0.5, shown: false, down: false };
  let due = false;

  const hintId = unique("pad-hint");
  const canvas = el("canvas", {
    class: "pad", width: SIDE * 2, height: SIDE * 2, tabindex: 0, role: "application",
    "aria-label": label ?? words.pad, "aria-describedby": hintId, title: help ?? words.padHint,
  });
  const hint = el("p", { id: hintId, class: "visually-hidden", text: help ?? words.padHint });
  const said = el("p", { class: "visually-hidden", role: "status" });
  const empty = el("p", { class: "pad-empty", "aria-hidden": "true", text: invitation ?? words.padEmpty });
  const undo = el("button", { type: "button", class: "text-button", text: words.undo, onclick: () => takeBack() });
  const clear = el("button", { type: "button", class: "text-button", text: words.clear, onclick: () => wipe() });
  const node = el("div", { class: "pad-frame" }, canvas, empty, hint, said);
  const tools = el("div", { class: "pad-tools" }, undo, clear);
  // The ink apart from what is shown: black on clear, never the theme's colors.
  const ink = el("canvas", { width: SIDE, height: SIDE });

  /**
   * @param {HTMLCanvasElement} target
   * @param {string} color
   */
  function paint(target, color) {
    const context = target.getContext("2d", { willReadFrequently: target === ink });
    if (!context) return null;
    const side = target.width;
    context.clearRect(0, 0, side, side);
    context.strokeStyle = color;
    context.lineCap = "round";
    context.lineJoin = "round";
    for (const stroke of current ? [...strokes, current] : strokes) {
      for (let idx = 0; idx < stroke.length; idx += 1) {
        const [from, to] = [stroke[Math.max(0, idx - 1)], stroke[idx]];
        context.lineWidth = side * PEN * to.weight;
        context.beginPath();
        context.moveTo(from.x * side, from.y * side);
        context.lineTo(to.x * side + (idx === 0 ? 0.01 : 0), to.y * side);
        context.stroke();
      }
    }
    return context;
  }

  function draw() {
    due = false;
    const color = getComputedStyle(canvas).color;
    const context = paint(canvas, color);
    if (context && pen.shown) {
      context.fillStyle = pen.down ? color : "transparent";
      context.lineWidth = 2;
      context.beginPath();
      context.arc(pen.x * canvas.width, pen.y * canvas.height, 8, 0, Math.PI * 2);
      context.fill();
      context.stroke();
    }
    const none = strokes.length === 0 && !current;
    empty.hidden = !none || pen.shown;
    enable(undo, past.length > 0 || current !== null);
    enable(clear, !none);
    if (none) {
      onInk(null);
      return;
    }
    const pixels = paint(ink, "#000")?.getImageData(0, 0, SIDE, SIDE).data;
    if (!pixels) return;
    const data = new Uint8Array(SIDE * SIDE);
    for (let px = 0; px < data.length; px += 1) data[px] = pixels[4 * px + 3];
    onInk({ data, width: SIDE, height: SIDE });
  }

  /**
   * A button that goes out of use hands the focus to the pad.
   * @param {HTMLButtonElement} button
   * @param {boolean} usable
   */
  function enable(button, usable) {
    if (!usable && document.activeElement === button) canvas.focus({ preventScroll: true });
    button.disabled = !usable;
  }

  function soon() {
    if (due) return;
    due = true;
    requestAnimationFrame(draw);
  }

  function finish() {
    if (current) {
      past.push(strokes);
      strokes = [...strokes, current];
    }
    current = null;
    soon();
  }
  function takeBack() {
    if (!current) strokes = past.pop() ?? [];
    current = null;
    pen.down = false;
    soon();
  }
  function wipe() {
    finish();
    pen.down = false;
    if (strokes.length > 0) past.push(strokes);
    strokes = [];
  }

  /** @param {PointerEvent} event */
  function dot(event) {
    const box = canvas.getBoundingClientRect();
    // A mouse reports 0.5 and a finger often 0 or 1: only a pen's pressure means something.
    const weight = event.pointerType === "pen" ? 0.6 + 0.8 * event.pressure : 1;
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height, weight };
  }
  /** @type {number | null} */
  let pointer = null;
  canvas.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button !== 0) return;
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    pen = { ...pen, shown: false, down: false };
    if (current) finish();
    current = [dot(event)];
    soon();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer || !current) return;
    const all = event.getCoalescedEvents?.() ?? [];
    current.push(...(all.length > 0 ? all : [event]).map(dot));
    soon();
  });
  for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) {
    canvas.addEventListener(name, (event) => {
      if (event.pointerId !== pointer) return;
      pointer = null;
      finish();
    });
  }

  /** @type {Record<string, [number, number]>} */
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  canvas.addEventListener("keydown", (event) => {
    const arrow = arrows[event.key];
    if (add && !event.ctrlKey && !event.metaKey && (event.key === "Enter" || event.key.toLowerCase() === "a")) {
      event.preventDefault();
      finish();
      // The last stroke is part of what is added.
      draw();
      return add();
    }
    const space = event.key === " " || event.key === "Enter";
    const back = event.key === "z" && (event.ctrlKey || event.metaKey);
    const gone = event.key === "Delete" || event.key === "Backspace" || event.key === "Escape";
    if (!arrow && !space && !back && !gone) return;
    event.preventDefault();
    pen.shown = true;
    if (back) takeBack();
    else if (gone) wipe();
    else if (space) {
      pen.down = !pen.down;
      if (pen.down) current = [{ x: pen.x, y: pen.y, weight: 1 }];
      else finish();
    } else {
      const step = KEY_STEP * (event.shiftKey ? 3 : 1);
      pen.x = Math.min(1, Math.max(0, pen.x + arrow[0] * step));
      pen.y = Math.min(1, Math.max(0, pen.y + arrow[1] * step));
      if (pen.down) current?.push({ x: pen.x, y: pen.y, weight: 1 });
    }
    setText(said, words.padState(pen.down, pen.x, pen.y, strokes.length));
    soon();
  });
  canvas.addEventListener("blur", () => {
    if (pen.down) finish();
    pen = { ...pen, shown: false, down: false };
    soon();
  });

  undo.disabled = true;
  clear.disabled = true;

  /** For the next drawing: nothing to be taken back. */
  function fresh() {
    strokes = [];
    past.length = 0;
    current = null;
    pen.down = false;
    soon();
  }
  return { node, tools, redraw: soon, fresh };
}
