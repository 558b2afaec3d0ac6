//! The models at work on the page: one, or two that train in step.

/** @typedef {import("../hourglass.js").Hourglass} Hourglass */
/** @typedef {import("./lockstep.js").Trainable} Trainable */

export class Models {
  /** @type {Hourglass | null} */
  first = null;

  /** Beside the first, while two are compared. @type {Hourglass | null} */
  second = null;

  /** Both as one, while there are two; or the first on its way to where a link leads. @type {Trainable | null} */
  inStep = null;

  /** What is trained and changed. @returns {Trainable | null} */
  get trained() {
    return this.inStep ?? this.first;
  }
}
