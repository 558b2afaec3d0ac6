//! Which image is looked at, in the hourglass and elsewhere: one of those that are shown, or the visitor's drawing.

import { attempt } from "./faults.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {{data: Uint8Array, width: number, height: number}} Ink What stands on the pad, 0 to 255.
 */

/** Side of the pad's ink in pixels: fine enough that the engine's scaling decides how it looks. */
export const PAD_SIDE = 140;

export class Inspection {
  #store;
  #models;
  /** The image that was looked at last. */
  #last = 0;
  /** How many drawings there were: only the newest one is shown. */
  #drawings = 0;
  /** @type {Ink | null} */
  #ink = null;

  /**
   * @param {import("./store.js").Store<State>} store
   * @param {import("./models.js").Models} models
   */
  constructor(store, models) {
    this.#store = store;
    this.#models = models;
    // A worker that has died may have taken a drawing with it.
    store.on("revived", () => this.#ink && this.draw(this.#ink));
  }

  /** @param {import("./store.js").Inspected} inspect */
  inspect(inspect) {
    if (inspect.source === "image") this.#last = inspect.idx;
    this.#store.set({ inspect });
  }

  /** The next image, the one before, or (0) the last one looked at. @param {-1 | 0 | 1} by */
  next(by) {
    const { shown, inspect } = this.#store.get();
    if (!shown) return;
    const from = inspect.source === "image" ? inspect.idx : this.#last;
    this.inspect({ source: "image", idx: (from + by + shown.count) % shown.count });
  }

  /**
   * @param {Ink | null} ink The pad's, or null for none.
   * @param {boolean} [takes] Whether the hourglass shows it: a first stroke is shown, later ones leave it where it is.
   */
  draw(ink, takes = !this.#store.get().drawing) {
    this.#ink = ink;
    this.#drawings += 1;
    const mine = this.#drawings;
    const { drawing, inspect } = this.#store.get();
    if (!ink) {
      if (inspect.source === "drawing") this.#store.set({ inspect: { source: "image", idx: this.#last } });
      if (drawing) this.#store.set({ drawing: null });
      return;
    }
    if (inspect.source === "image") this.#last = inspect.idx;
    void attempt(this.#store, async () => {
      const placed = await this.#models.trained?.placeDrawing(ink);
      if (!placed || mine !== this.#drawings) return;
      // Ink is black; on packs with white paper the paper's byte is the larger one.
      if (this.#store.get().pack.paper) placed.forEach((byte, idx) => (placed[idx] = 255 - byte));
      this.#store.set(takes ? { drawing: placed, inspect: { source: "drawing" } } : { drawing: placed });
    });
  }

  /** Other images have come; the drawing is placed anew among them. @param {import("./store.js").Inspected} before */
  switched(before) {
    const { inspect } = this.#store.get();
    if (inspect.source === "image") this.#last = inspect.idx;
    if (this.#ink) this.draw(this.#ink, before.source === "drawing");
  }
}
