//! More workers on the steps of the page's model, once training has begun: as many as pay, or as the visitor wants.
//!
//! While nobody looks the cores are given back, and while two models are compared: each of them has a worker then.

/** @typedef {import("../hourglass.js").Hourglass} Hourglass */
/** @typedef {number | "auto"} Workers */

/** Shares the steps of whichever model is the page's first. */
export class ShareSteps {
  #models;
  /** @type {Workers} */
  #wanted = "auto";
  /** What was asked for last, and of whom. @type {{hourglass: Hourglass, workers: Workers, batch: number} | null} */
  #asked = null;

  /** @param {Pick<import("./models.js").Models, "first" | "second">} models */
  constructor(models) {
    this.#models = models;
  }

  get wanted() {
    return this.#wanted;
  }

  /** @param {Workers} workers */
  want(workers) {
    this.#wanted = workers;
    this.update();
  }

  /** To be called whenever a model may have come or gone, or the page was hidden or shown. */
  update() {
    const { first: hourglass, second } = this.#models;
    if (!hourglass) return;
    const workers = second || document.visibilityState === "hidden" ? 1 : this.#wanted;
    const asked = this.#asked?.hourglass === hourglass ? this.#asked : null;
    // Of a larger batch there is more to share.
    const batch = hourglass.info.config.batchSize;
    if (asked?.workers === workers && (asked.batch === batch || workers === 1)) return;
    // A model that nobody has helped yet needs nobody to be sent away.
    if (!asked && workers === 1) return;
    this.#asked = { hourglass, workers, batch };
    // Where it fails the model trains alone, or is another one by now.
    hourglass.share(workers).catch(() => {});
  }
}
