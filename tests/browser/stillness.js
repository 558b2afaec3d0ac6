//! Whether a page has anything left to do: what a test waits for before it looks once.
//!
//! The page draws a pause at once, while a step, the held-out error and drawings that are spread over frames are still
//! to come. Nothing on the page says when the last of them is there, so the test listens at its workers and timers.

/**
 * Timers up to this time, in ms, spread drawings; longer ones let notices go away and texts for screen readers wait.
 */
const DRAWING = 250;
/** Commands after which another model is there, at its first step. */
const RENEWING = ["open", "reset", "reconfigure"];
/** Commands whose answer is followed by a snapshot. */
const SHOWN = ["train", "watch", "reset", "reconfigure", "steer", "append", "appendHeldOut", "load"];

/**
 * What has been said with one worker.
 * @typedef {object} Talk
 * @property {Set<number>} requests Those without an answer.
 * @property {Map<number, string>} shown Names of those that a snapshot follows, by their ids.
 * @property {number} snapshots
 * @property {number} drawn The last snapshot on the page.
 * @property {boolean} isHeld Whether its run is held up.
 * @property {boolean} isFinal Whether the last snapshot is of the last step, and measured.
 * @property {Set<number>} renewing Requests for another model, by their ids.
 * @property {boolean} isRenewed Whether another model is there that no snapshot has shown.
 */

/**
 * Runs in the page before its own scripts, and leaves `isStill()` there: no worker owes an answer, the last numbers
 * of each model are drawn and are of its last step, and no frame or drawing timer is due. `renewals` counts the models
 * whose first numbers are drawn.
 * @param {{longest: number, names: string[], renewing: string[]}} given
 */
function listen({ longest, names, renewing }) {
  /** @type {Set<Talk>} */
  const talks = new Set();
  /** @type {Set<number>} */
  const due = new Set();
  const {
    requestAnimationFrame: frame,
    cancelAnimationFrame: noFrame,
    setTimeout: timer,
    clearTimeout: noTimer,
  } = window;

  /** The page acknowledges a snapshot in the frame that draws it. @param {Talk} talk */
  function acknowledged(talk) {
    const { snapshots, isRenewed } = talk;
    talk.isRenewed = false;
    frame(() => {
      talk.drawn = snapshots;
      if (isRenewed) /** @type {any} */ (window).renewals += 1;
    });
  }
  /** @param {Talk} talk @param {any} message From the page. */
  function asked(talk, message) {
    if (message.type === "command") talk.requests.add(message.id);
    if (names.includes(message.name)) talk.shown.set(message.id, message.name);
    if (renewing.includes(message.name)) talk.renewing.add(message.id);
    if (message.type === "ack") acknowledged(talk);
  }
  /** @param {Talk} talk @param {any} message From the worker. */
  function answered(talk, message) {
    if (message.type === "reply") {
      talk.requests.delete(message.id);
      talk.isRenewed ||= talk.renewing.delete(message.id) && !message.error;
      // A snapshot that was on its way before shows nothing of it. What is refused changes nothing; of an aborted run
      // the end is shown, unless it was held up, whose end is shown already.
      const name = talk.shown.get(message.id);
      if (name === "train" ? !talk.isHeld : name && !message.error) talk.isFinal = false;
    } else if (message.name === "stopped") {
      talk.isHeld = message.detail.reason === "paused";
      talk.isFinal = false;
    } else if (message.name === "snapshot") {
      const { training, step, heldOutStep } = message.detail;
      talk.isHeld &&= !training;
      talk.isFinal = !training && (step === 0 || step === heldOutStep);
      talk.snapshots += 1;
    }
  }
  const owesNothing = (/** @type {Talk} */ { requests, shown, snapshots, drawn, isFinal }) =>
    requests.size === 0 && (shown.size === 0 || (isFinal && drawn === snapshots));

  window.Worker = class HeardWorker extends Worker {
    /** @type {Talk} */
    #talk = {
      requests: new Set(), shown: new Map(), snapshots: 0, drawn: 0, isHeld: false, isFinal: false,
      renewing: new Set(), isRenewed: false,
    };
    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      super(url, options);
      talks.add(this.#talk);
      this.addEventListener("message", ({ data }) => answered(this.#talk, data));
    }
    /** @param {any} message @param {any} transfer */
    postMessage(message, transfer) {
      asked(this.#talk, message);
      super.postMessage(message, transfer);
    }
    terminate() {
      talks.delete(this.#talk);
      super.terminate();
    }
  };
  window.requestAnimationFrame = (callback) => {
    const id = frame((now) => {
      due.delete(id);
      callback(now);
    });
    due.add(id);
    return id;
  };
  window.cancelAnimationFrame = (id) => {
    due.delete(id);
    noFrame(id);
  };
  // Frames and timers are numbered apart; a timer's number is kept negative.
  Object.assign(window, {
    setTimeout: (/** @type {(...args: unknown[]) => void} */ callback, ms = 0, /** @type {unknown[]} */ ...args) => {
      const id = timer(() => {
        due.delete(-id);
        callback(...args);
      }, ms);
      if (ms <= longest) due.add(-id);
      return id;
    },
    clearTimeout: (/** @type {number} */ id) => {
      due.delete(-id);
      noTimer(id);
    },
    renewals: 0,
    isStill: () => due.size === 0 && [...talks].every(owesNothing),
  });
}

/** Before the page is opened. @param {import("@playwright/test").Page} page */
export const listenTo = (page) => page.addInitScript(listen, {
  longest: DRAWING, names: SHOWN, renewing: RENEWING,
});

/** @param {import("@playwright/test").Page} page @returns {Promise<boolean>} */
export const isStill = (page) => page.evaluate(() => /** @type {any} */ (window).isStill());

/**
 * How many models' first numbers have been drawn.
 * @param {import("@playwright/test").Page} page
 * @returns {Promise<number>}
 */
export const renewals = (page) => page.evaluate(() => /** @type {any} */ (window).renewals);
