//! The pad: strokes by pointer, touch, pen or keyboard, as ink from 0 to 255.

import { PAD_SIDE } from "../app/inspection.js";
import { S } from "../strings/strings.js";
import { textButton } from "./controls.js";
import { el, setText, unique } from "./dom.js";
import { Strokes } from "./strokes.js";

const KEY_STEP = 1 / 28;

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @typedef {(ink: import("../app/actions.js").Ink | null) => void} OnInk Null for an empty pad.
 * @typedef {{label?: string, hint?: string, empty?: string, add?: () => void}} PadOptions
 *   Where `add` is given, Enter and A are for that.
 */

/** @param {OnInk} onInk @param {PadOptions} [options] */
export function createDrawPad(onInk, options = {}) {
  return new DrawPad(onInk, options);
}

class DrawPad {
  #onInk;
  #add;
  #strokes = new Strokes();
  /** The keyboard's pen. */
  #pen = { x: 0.5, y: 0.5, shown: false, down: false };
  /** The pointer that draws. @type {number | null} */
  #pointer = null;
  #due = false;
  /** Invites to draw. @type {Path2D | null} */
  #ghost = null;
  #canvas;
  // The ink apart from what is shown: black on clear, never the theme's colors.
  #ink = el("canvas", { width: PAD_SIDE, height: PAD_SIDE });
  #said = el("p", { class: "visually-hidden", role: "status" });
  #empty;
  #undo = textButton(S.data.undo, () => this.#takeBack(), { disabled: true });
  #clear = textButton(S.data.clear, () => this.#wipe(), { disabled: true });

  /** @param {OnInk} onInk @param {PadOptions} options */
  constructor(onInk, { label = S.data.pad, hint = S.data.padHint, empty = S.data.padEmpty, add }) {
    this.#onInk = onInk;
    this.#add = add;
    const hintId = unique("pad-hint");
    this.#canvas = el("canvas", {
      class: "pad", width: PAD_SIDE * 2, height: PAD_SIDE * 2, tabindex: 0, role: "application",
      "aria-label": label, "aria-describedby": hintId, title: hint,
    });
    this.#empty = el("p", { class: "pad-empty", "aria-hidden": "true", text: empty });
    const help = el("p", { id: hintId, class: "visually-hidden", text: hint });
    this.node = el("div", { class: "pad-frame" }, this.#canvas, this.#empty, help, this.#said);
    this.tools = el("div", { class: "pad-tools" }, this.#undo, this.#clear);
    this.#followPointer();
    this.#followKeys();
  }

  /** Shows the drawing, and hands over its ink, with the next frame. */
  redraw() {
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => this.#draw());
  }

  /** Shows a faint stroke while nothing is drawn. @param {string} path On a grid of 28. */
  invite(path) {
    this.#ghost = new Path2D(path);
    this.redraw();
  }

  /** An empty pad for the next drawing: nothing to be taken back. */
  fresh() {
    this.#strokes.forget();
    this.#pen.down = false;
    this.redraw();
  }

  #draw() {
    this.#due = false;
    this.#show();
    const { isEmpty, canTakeBack } = this.#strokes;
    this.#empty.hidden = !isEmpty || this.#pen.shown;
    this.#enable(this.#undo, canTakeBack);
    this.#enable(this.#clear, !isEmpty);
    if (isEmpty) {
      this.#onInk(null);
      return;
    }
    const context = this.#ink.getContext("2d", { willReadFrequently: true });
    if (!context) return;
    this.#strokes.paint(context, "#000");
    const pixels = context.getImageData(0, 0, PAD_SIDE, PAD_SIDE).data;
    const data = new Uint8Array(PAD_SIDE * PAD_SIDE);
    for (let px = 0; px < data.length; px += 1) data[px] = pixels[4 * px + 3];
    this.#onInk({ data, width: PAD_SIDE, height: PAD_SIDE });
  }

  /** The strokes in the theme's color, and the keyboard's pen. */
  #show() {
    const color = getComputedStyle(this.#canvas).color;
    const context = this.#canvas.getContext("2d");
    if (!context) return;
    this.#strokes.paint(context, color);
    const { x, y, shown, down } = this.#pen;
    if (this.#ghost && this.#strokes.isEmpty && !shown) this.#showGhost(context, this.#ghost);
    if (!shown) return;
    context.fillStyle = down ? color : "transparent";
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x * this.#canvas.width, y * this.#canvas.height, 8, 0, Math.PI * 2);
    context.fill();
    context.stroke();
  }

  /** @param {CanvasRenderingContext2D} context @param {Path2D} ghost */
  #showGhost(context, ghost) {
    context.save();
    context.scale(this.#canvas.width / 28, this.#canvas.height / 28);
    context.strokeStyle = getComputedStyle(this.#canvas).getPropertyValue("--hairline");
    context.lineWidth = 2;
    context.lineCap = context.lineJoin = "round";
    context.stroke(ghost);
    context.restore();
  }

  /**
   * A button that goes out of use hands the focus to the pad.
   * @param {HTMLButtonElement} button
   * @param {boolean} usable
   */
  #enable(button, usable) {
    if (!usable && button.matches(":focus")) this.#canvas.focus({ preventScroll: true });
    button.disabled = !usable;
  }

  #finish() {
    this.#strokes.finish();
    this.redraw();
  }

  #takeBack() {
    this.#strokes.takeBack();
    this.#pen.down = false;
    this.redraw();
  }

  #wipe() {
    this.#strokes.clear();
    this.#pen.down = false;
    this.redraw();
  }

  #followPointer() {
    const canvas = this.#canvas;
    const dot = (/** @type {PointerEvent} */ event) => {
      const box = canvas.getBoundingClientRect();
      // A mouse reports 0.5 and a finger often 0 or 1: only a pen's pressure means something.
      const weight = event.pointerType === "pen" ? 0.6 + 0.8 * event.pressure : 1;
      return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height, weight };
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (this.#pointer !== null || event.button !== 0) return;
      this.#pointer = event.pointerId;
      canvas.setPointerCapture(event.pointerId);
      this.#pen = { ...this.#pen, shown: false, down: false };
      this.#strokes.begin(dot(event));
      this.redraw();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (event.pointerId !== this.#pointer) return;
      const all = event.getCoalescedEvents?.() ?? [];
      if (this.#strokes.extend(...(all.length > 0 ? all : [event]).map(dot))) this.redraw();
    });
    for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) {
      canvas.addEventListener(name, (event) => {
        if (event.pointerId !== this.#pointer) return;
        this.#pointer = null;
        this.#finish();
      });
    }
  }

  #followKeys() {
    this.#canvas.addEventListener("keydown", (event) => {
      const withControl = event.ctrlKey || event.metaKey;
      if (this.#add && !withControl && (event.key === "Enter" || event.key.toLowerCase() === "a")) {
        event.preventDefault();
        this.#finish();
        // The last stroke is part of what is added.
        this.#draw();
        return this.#add();
      }
      if (!this.#press(event.key, withControl, event.shiftKey)) return;
      event.preventDefault();
      const { x, y, down } = this.#pen;
      setText(this.#said, S.data.padState(down, x, y, this.#strokes.count));
      this.redraw();
    });
    this.#canvas.addEventListener("blur", () => {
      if (this.#pen.down) this.#finish();
      this.#pen = { ...this.#pen, shown: false, down: false };
      this.redraw();
    });
  }

  /**
   * @param {string} key
   * @param {boolean} withControl
   * @param {boolean} withShift
   * @returns {boolean} Whether the key means something here.
   */
  #press(key, withControl, withShift) {
    const pen = this.#pen;
    if (key === "z" && withControl) this.#takeBack();
    else if (["Delete", "Backspace", "Escape"].includes(key)) this.#wipe();
    else if (key === " " || key === "Enter") {
      pen.down = !pen.down;
      if (pen.down) this.#strokes.begin({ x: pen.x, y: pen.y, weight: 1 });
      else this.#finish();
    } else if (ARROWS[key]) {
      const step = KEY_STEP * (withShift ? 3 : 1);
      const [right, down] = ARROWS[key];
      pen.x = Math.min(1, Math.max(0, pen.x + right * step));
      pen.y = Math.min(1, Math.max(0, pen.y + down * step));
      if (pen.down) this.#strokes.extend({ x: pen.x, y: pen.y, weight: 1 });
    } else return false;
    pen.shown = true;
    return true;
  }
}
