//! What stands on the pad: strokes, the one that is being drawn, and what was there before each change.

/**
 * @typedef {{x: number, y: number, weight: number}} Dot Place in 0..1 and the pen's pressure.
 * @typedef {Dot[]} Stroke
 */

/** Width of the pen as a share of the pad's side; MNIST's strokes are about this heavy. */
const PEN = 0.085;

export class Strokes {
  /** @type {Stroke[]} */
  #done = [];
  /** What the pad held before each change, so that a cleared drawing comes back too. @type {Stroke[][]} */
  #past = [];
  /** The one that is being drawn. @type {Stroke | null} */
  #current = null;

  /** How many are done. */
  get count() {
    return this.#done.length;
  }

  get isEmpty() {
    return this.#done.length === 0 && !this.#current;
  }

  get canTakeBack() {
    return this.#past.length > 0 || this.#current !== null;
  }

  /** A new stroke; one that is being drawn is done. @param {Dot} dot */
  begin(dot) {
    this.finish();
    this.#current = [dot];
  }

  /** The stroke goes on, if there is one. @param {...Dot} dots @returns {boolean} Whether there is. */
  extend(...dots) {
    this.#current?.push(...dots);
    return this.#current !== null;
  }

  finish() {
    if (!this.#current) return;
    this.#past.push(this.#done);
    this.#done = [...this.#done, this.#current];
    this.#current = null;
  }

  /** The stroke that is being drawn goes, or else the last change. */
  takeBack() {
    if (!this.#current) this.#done = this.#past.pop() ?? [];
    this.#current = null;
  }

  /** An empty pad, which can be taken back. */
  clear() {
    this.finish();
    if (this.#done.length > 0) this.#past.push(this.#done);
    this.#done = [];
  }

  /** An empty pad for the next drawing: nothing to be taken back. */
  forget() {
    [this.#done, this.#past, this.#current] = [[], [], null];
  }

  /**
   * @param {CanvasRenderingContext2D} context Of a square canvas, which is cleared first.
   * @param {string} color
   */
  paint(context, color) {
    const side = context.canvas.width;
    context.clearRect(0, 0, side, side);
    context.strokeStyle = color;
    context.lineCap = "round";
    context.lineJoin = "round";
    for (const stroke of this.#current ? [...this.#done, this.#current] : this.#done) {
      for (let idx = 0; idx < stroke.length; idx += 1) {
        const [from, to] = [stroke[Math.max(0, idx - 1)], stroke[idx]];
        context.lineWidth = side * PEN * to.weight;
        context.beginPath();
        context.moveTo(from.x * side, from.y * side);
        context.lineTo(to.x * side + (idx === 0 ? 0.01 : 0), to.y * side);
        context.stroke();
      }
    }
  }
}
