//! A second Hourglass that stands where the first one stood: at once at the nearest rung, then at the very step. The
//! newest wish wins, and nothing of an older one is waited for.

import { Retrace } from "../app/retrace.js";
import { keepWatching } from "../app/view-requests.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../keep/page.js").Page} Page
 * @typedef {import("../hourglass.js").Hourglass} Hourglass
 * @typedef {NonNullable<State["past"]>} Seen
 * @typedef {{hourglass: Hourglass, retrace: Retrace, isOn: boolean, version: number}} Standing `isOn` says whether it
 *   stands on the way already.
 *
 * @typedef {object} Listener
 * @property {(seen: Seen, isExact: boolean) => void} shown
 * @property {() => void} died
 * @property {(cause: unknown) => void} failed
 */

/** A snapshot counts as shown at once, so that the next one does not wait for a frame. */
const soon = (/** @type {() => void} */ done) => done();
/** After so long without use its worker ends, in milliseconds. */
const IDLE = 60_000;
/** Whoever looks at a step for so long, in milliseconds, may come back to it. */
const LINGERING = 1000;

export class PastRun {
  #page;
  #way;
  #listener;
  /** @type {Promise<Standing> | null} */
  #made = null;
  /** The step that is wanted; null while nobody looks. @type {number | null} */
  #wish = null;
  #isServing = false;
  #abort = new AbortController();
  /** @type {Seen} */
  #seen = { snapshot: null, views: {} };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #idle;
  /** Those who wait until the wish is met or given up. @type {Set<() => void>} */
  #waiting = new Set();

  /**
   * @param {Page} page
   * @param {import("./way.js").Way} way
   * @param {Listener} listener
   */
  constructor(page, way, listener) {
    this.#page = page;
    this.#way = way;
    this.#listener = listener;
  }

  /** Its worker is started, so that it stands when it is wanted. */
  warm() {
    this.#stand().catch(() => {}); // Whoever wants it hears of it.
    this.#later();
  }

  /** Shows the model as it was. @param {number} step */
  show(step) {
    if (step === this.#wish) return;
    this.#wish = step;
    clearTimeout(this.#idle);
    this.#abort.abort();
    void this.#serve();
  }

  /** Nobody looks any more. */
  rest() {
    this.#wish = null;
    this.#abort.abort();
    this.#later();
  }

  /** Ends its worker. */
  end() {
    this.rest();
    clearTimeout(this.#idle);
    this.#made?.then(({ hourglass }) => hourglass.dispose()).catch(() => {});
    this.#made = null;
    this.#seen = { snapshot: null, views: {} };
  }

  /**
   * The run at a step, as a file, and the configuration that it had there.
   * @param {number} step
   */
  async fileAt(step) {
    this.show(step);
    if (this.#isServing) await new Promise((resolve) => this.#waiting.add(() => resolve(null)));
    const standing = await this.#made;
    if (this.#wish !== step || !standing) throw new DOMException("Another step is wanted", "AbortError");
    const { hourglass } = standing;
    return { bytes: await hourglass.save(true), config: hourglass.info.config };
  }

  /** Nobody looks now; whoever does keeps it. */
  #later() {
    clearTimeout(this.#idle);
    if (this.#wish === null) this.#idle = setTimeout(() => this.end(), IDLE);
  }

  /** @returns {Promise<Standing>} */
  #stand() {
    this.#made ??= this.#make();
    const mine = this.#made;
    mine.catch(() => {
      if (this.#made === mine) this.#made = null; // The next wish tries again.
    });
    return mine;
  }

  /** @returns {Promise<Standing>} */
  async #make() {
    const { first, config, version } = this.#way;
    if (!first) throw new Error("the past of no model");
    const hourglass = await first.another(config, { frame: soon, keeps: false });
    const retrace = new Retrace(hourglass, () => this.#way.moves);
    hourglass.addEventListener("failed", () => {
      const isLookedAt = this.#wish !== null;
      this.end(); // What was asked of it is rejected.
      if (isLookedAt) this.#listener.died();
    });
    const standing = { hourglass, retrace, isOn: false, version };
    await keepWatching(this.#side(standing), hourglass, () => {});
    return standing;
  }

  /** The page's state with this run in it, as what asks for views sees it. @param {Standing} standing */
  #side(standing) {
    const { store } = this.#page;
    const get = () => /** @type {State} */ ({ ...store.get(), ...this.#seen });
    return {
      ...store, get,
      set: (/** @type {Partial<State>} */ patch) => this.#hear(standing, patch),
      subscribe: (/** @type {(state: State) => void} */ listener) => store.subscribe(() => listener(get())),
    };
  }

  /** @param {Standing} standing @param {Partial<State>} patch */
  #hear(standing, { snapshot = null, views = {} }) {
    this.#seen = { snapshot, views };
    if (!standing.isOn || this.#wish === null || !snapshot) return;
    const isExact = snapshot.step === this.#wish && !snapshot.training && views.map?.step === snapshot.step;
    this.#listener.shown(this.#seen, isExact);
  }

  /** Goes after the wishes, one at a time. */
  async #serve() {
    if (this.#isServing) return;
    this.#isServing = true;
    /** @type {number | null} */
    let met = null;
    try {
      while (this.#wish !== null && this.#wish !== met) {
        const wish = /** @type {number} */ (this.#wish);
        this.#abort = new AbortController();
        const standing = await this.#stand();
        if (standing.version !== this.#way.version) this.end();
        else if (this.#wish === wish && await this.#go(standing, wish, this.#abort.signal)) met = wish;
        if (met === wish) this.#leaveRung(standing, wish);
      }
    } catch (cause) {
      this.end();
      // It was ended on purpose, or its end was told.
      if (!(cause instanceof Error && cause.name === "DisposedError")) this.#listener.failed(cause);
    } finally {
      this.#isServing = false;
      for (const heard of this.#waiting) heard();
      this.#waiting.clear();
    }
  }

  /** A step that is looked at for a while is a rung from then on. @param {Standing} standing @param {number} step */
  #leaveRung({ hourglass, version }, step) {
    const isLookedAt = () => this.#wish === step && !this.#isServing && version === this.#way.version;
    setTimeout(async () => {
      if (!isLookedAt() || this.#way.rungs.below(step)?.step === step) return;
      const bytes = await hourglass.save(true).catch(() => null); // Without it there are fewer rungs.
      if (bytes && isLookedAt()) this.#way.rungs.add({ step, bytes });
    }, LINGERING);
  }

  /**
   * @param {Standing} standing
   * @param {number} step
   * @param {AbortSignal} signal
   * @returns {Promise<boolean>} Whether it stands there.
   */
  async #go(standing, step, signal) {
    const { hourglass, retrace } = standing;
    const rung = this.#way.rungs.below(step);
    if (!rung) throw new Error(`no way to step ${step}`);
    if (!standing.isOn || hourglass.step > step || hourglass.step < rung.step) {
      standing.isOn = false;
      const loaded = this.#next(hourglass, signal);
      if (rung.bytes) await hourglass.load(rung.bytes);
      else await hourglass.reconfigure(this.#way.config);
      standing.isOn = true;
      retrace.begin();
      await loaded; // The rung is seen before what comes after it.
    } else if (hourglass.step === step && this.#seen.snapshot?.step === step && this.#seen.views.map?.step === step) {
      this.#listener.shown(this.#seen, true);
    }
    if (signal.aborted) return false;
    try {
      await retrace.to(step, signal);
      return true;
    } catch (cause) {
      if (!signal.aborted) throw cause;
      await hourglass.pause(); // Now its step is known.
      return false;
    }
  }

  /** Resolves with the next snapshot. @param {Hourglass} hourglass @param {AbortSignal} signal */
  #next(hourglass, signal) {
    return new Promise((resolve) => {
      hourglass.addEventListener("snapshot", resolve, { once: true });
      signal.addEventListener("abort", resolve, { once: true });
    });
  }
}
