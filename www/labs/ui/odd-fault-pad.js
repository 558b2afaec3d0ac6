//! A picture that can be drawn on by mouse, finger and keyboard, in its own pixels.

import { paintImage, showPixels } from "../../draw/pixels.js";
import { ODD } from "../../strings/labs-odd-one-out.js";
import { el, setText, unique } from "../../ui/dom.js";
import { paintLine } from "../fault.js";

/**
 * @typedef {import("../odd-one-out-run.js").Shape} Shape
 * @typedef {import("../../draw/pixels.js").Tones} Tones
 * @typedef {import("../fault.js").Place} Place
 */

const words = ODD.fault;
/** The keys that move the pen. @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {(pixels: Uint8Array) => void} onStroke After each stroke, and each step of the keyboard's pen. */
export function createFaultPad(onStroke) {
  return new FaultPad(onStroke);
}

class FaultPad {
  #onStroke;
  #canvas;
  #cursor = el("div", { class: "lab-odd-cursor", hidden: true });
  #said = el("p", { class: "visually-hidden", role: "status" });
  /** @type {{pixels: Uint8Array, shape: Shape, tones: Tones} | null} */
  #shown = null;
  /** The pointer that draws, and where it was last. @type {{id: number, last: Place} | null} */
  #pointer = null;
  /** The keyboard's pen, in whole pixels. */
  #pen = { x: 0, y: 0, isDown: false };
  /** What the pen leaves. */
  byte = 255;

  /** @param {(pixels: Uint8Array) => void} onStroke */
  constructor(onStroke) {
    this.#onStroke = onStroke;
    const hint = unique("lab-odd-hint");
    this.#canvas = el("canvas", {
      class: "lab-odd-canvas", tabindex: 0, role: "application", "aria-label": words.canvas, "aria-describedby": hint,
    });
    this.node = el("div", {}, el("div", { class: "lab-odd-pad" }, this.#canvas, this.#cursor), this.#said,
      el("p", { id: hint, class: "note", text: words.hint }));
    this.#followPointer();
    this.#followKeys();
  }

  /** @param {Uint8Array} pixels Which are drawn on. @param {Shape} shape @param {Tones} tones */
  show(pixels, shape, tones) {
    if (pixels !== this.#shown?.pixels) {
      this.#pen = { x: shape.width >> 1, y: shape.height >> 1, isDown: false };
      this.#pointer = null;
    }
    this.#shown = { pixels, shape, tones };
    this.#draw();
  }

  #draw() {
    if (!this.#shown) return;
    const { pixels, shape: { width, height, channels }, tones } = this.#shown;
    showPixels(this.#canvas, width, height, (out) => paintImage(out, pixels, channels, 255, tones));
    const { x, y, isDown } = this.#pen;
    this.#cursor.style.cssText = `left:${(100 * x) / width}%;top:${(100 * y) / height}%;`
      + `width:${100 / width}%;height:${100 / height}%`;
    this.#cursor.classList.toggle("is-down", isDown);
  }

  /** @param {Place} from @param {Place} to */
  #paint(from, to) {
    if (!this.#shown) return;
    paintLine(this.#shown.pixels, this.#shown.shape, from, to, this.byte);
    this.#draw();
  }

  #done() {
    if (this.#shown) this.#onStroke(this.#shown.pixels);
  }

  #followPointer() {
    const canvas = this.#canvas;
    const at = (/** @type {PointerEvent} */ { clientX, clientY }) => {
      const { left, top, width, height } = canvas.getBoundingClientRect();
      return { x: ((clientX - left) / width) * canvas.width, y: ((clientY - top) / height) * canvas.height };
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (this.#pointer || event.button !== 0 || !this.#shown) return;
      canvas.setPointerCapture(event.pointerId);
      this.#cursor.hidden = true;
      this.#pointer = { id: event.pointerId, last: at(event) };
      this.#paint(this.#pointer.last, this.#pointer.last);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (event.pointerId !== this.#pointer?.id) return;
      const place = at(event);
      this.#paint(this.#pointer.last, place);
      this.#pointer.last = place;
    });
    for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) {
      canvas.addEventListener(name, (event) => {
        if (event.pointerId !== this.#pointer?.id) return;
        this.#pointer = null;
        this.#done();
      });
    }
  }

  #followKeys() {
    const canvas = this.#canvas;
    canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !this.#shown) return;
      const pen = this.#pen;
      const { width, height } = this.#shown.shape;
      const middle = () => ({ x: pen.x + 0.5, y: pen.y + 0.5 });
      const from = middle();
      if (event.key === " ") pen.isDown = !pen.isDown;
      else if (ARROWS[event.key]) {
        const [right, down] = ARROWS[event.key];
        pen.x = Math.min(width - 1, Math.max(0, pen.x + right));
        pen.y = Math.min(height - 1, Math.max(0, pen.y + down));
      } else return;
      event.preventDefault();
      this.#cursor.hidden = false;
      setText(this.#said, words.penAt(pen.isDown, pen.x, pen.y));
      if (!pen.isDown) return this.#draw();
      this.#paint(from, middle());
      this.#done();
    });
    canvas.addEventListener("blur", () => {
      this.#pen.isDown = false;
      this.#cursor.hidden = true;
    });
  }
}
