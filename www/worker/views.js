//! What the page looks at, computed from the session for the next snapshot: only what was asked for and has changed.

import { isNamed } from "../lib/protocol.js";
import { TimeBudget } from "./time-budget.js";

/** @typedef {import("../lib/protocol.js").Views} ViewResults */
/** @typedef {import("../lib/protocol.js").WatchArgs} WatchArgs */
/** @typedef {import("../lib/protocol.js").Walk} Walk */
/** @typedef {import("../lib/protocol.js").Info} Info */
/** @typedef {import("./engine.js").Session} Session */
/** @typedef {keyof WatchArgs} ViewName */

/**
 * `version` names the weights: it differs whenever they do. While a model trains, views keep to time budgets. Without
 * training there is nothing that they could hold up.
 * @typedef {{session: Session, info: Info, version: string, training: boolean}} Context
 */

/** The map encodes every held-out image, so it has a time budget of its own. It waits for `longest` ms at most. */
const MAP = { share: 0.03, longest: 1000 };
/** The manifold decodes hundreds of codes; where that would take longer than `most` ms, it decodes fewer. */
const MANIFOLD = { share: 0.015, longest: 4000, least: 500, most: 40, first: 64 };
/** @type {ViewName[]} */
const BUDGETED = ["map", "manifold"];
/** @type {ViewName[]} */
const OTHERS = ["pairs", "inspect", "drawing", "probe", "filters", "history"];
/** @type {import("../lib/protocol.js").CurveName[]} */
const CURVES = ["training", "heldOut", "heldOutError", "reconstruction", "kl", "trainingThen"];
/** The least time between two computations of a view, in ms. @type {Partial<Record<ViewName, number>>} */
const GAPS = { history: 200, filters: 500 };
/** The views that show images with noise. @type {ViewName[]} */
const NOISY = ["pairs", "inspect", "drawing"];

/** The views of one session. */
export class Views {
  #now;
  #warn;
  #budgets;
  /** @type {Partial<Record<ViewName, number>>} */
  #computedAt = {};
  /** How many codes of a model can be decoded at once. */
  #room = { model: "", pictures: 0 };
  /** @type {WatchArgs} */
  #asked = {};
  /** For each view, the model and step that it was last computed for. @type {Partial<Record<ViewName, string>>} */
  #shown = {};

  /**
   * @param {() => number} now
   * @param {(message: string) => void} warn
   */
  constructor(now, warn) {
    this.#now = now;
    this.#warn = warn;
    const budget = (/** @type {{share: number, longest: number, least?: number}} */ { share, longest, least }) =>
      new TimeBudget(share, now, longest, least);
    this.#budgets = { map: budget(MAP), manifold: budget(MANIFOLD) };
  }

  /** @param {WatchArgs} asked */
  watch(asked) {
    for (const name of [...BUDGETED, ...OTHERS]) {
      const value = asked[name];
      if (value === undefined || same(value, this.#asked[name])) continue;
      this.#asked = { ...this.#asked, [name]: value };
      delete this.#shown[name];
    }
  }

  /** The held-out images were measured, and the weights need not have changed. */
  forgetHistory() {
    delete this.#shown.history;
  }

  /** The noise has changed, and the weights need not have. */
  forgetNoise() {
    for (const name of NOISY) delete this.#shown[name];
  }

  /**
   * The map and the manifold, where they have changed and, while training, their budgets allow.
   * @param {Context} context
   */
  budgeted(context) {
    const { map, manifold } = this.#budgets;
    return this.#compute(BUDGETED, context, (name) => !context.training || (name === "map" ? map : manifold).ready);
  }

  /**
   * All other views that have changed, or only those that were asked for since they were last shown.
   * @param {Context} context
   * @param {boolean} [onlyNew]
   */
  others(context, onlyNew = false) {
    const isDue = (/** @type {ViewName} */ name) =>
      !context.training || this.#now() >= (this.#computedAt[name] ?? -Infinity) + (GAPS[name] ?? 0);
    return this.#compute(OTHERS, context, (name) => (onlyNew ? !this.#shown[name] : isDue(name)));
  }

  /**
   * @param {ViewName[]} names
   * @param {Context} context
   * @param {(name: ViewName) => boolean} isDue
   */
  #compute(names, { session, info, version }, isDue) {
    /** @type {ViewResults} */
    const views = {};
    for (const name of names) {
      if (!this.#asked[name] || this.#shown[name] === version || !isDue(name)) continue;
      this.#shown[name] = version;
      this.#computedAt[name] = this.#now();
      try {
        this.#computeOne(name, views, session, info, version);
      } catch (error) {
        // A view that does not fit the model is left out until something changes; a trap is for the loop.
        if (!isNamed(error)) throw error;
        this.#warn(`${name}: ${error.message}`);
      }
    }
    return views;
  }

  /**
   * @param {ViewName} name
   * @param {ViewResults} views
   * @param {Session} session
   * @param {Info} info
   * @param {string} version
   */
  #computeOne(name, views, session, info, version) {
    const { map, pairs, inspect, drawing, probe, manifold, filters } = this.#asked;
    if (name === "map" && map) {
      views.map = this.#budgets.map.spend(() => {
        // Dimensions that a smaller code no longer has fall back to the automatic choice.
        const [i, j] = map.dims?.every((dim) => dim < info.latentDim) ? map.dims : [-1, -1];
        session.setMapDims(i, j);
        const points = session.mapPoints(Uint32Array.from(map.beside ?? []));
        return { points, kind: session.mapKind(), step: session.step() };
      });
    } else if (name === "pairs" && pairs) {
      views.pairs = session.pairs(Uint32Array.from(pairs));
    } else if (name === "inspect" && inspect) {
      views.inspect = walk("image" in inspect ? session.walk(inspect.image) : session.walkAt(inspect.idx));
    } else if (name === "drawing" && drawing) {
      views.drawing = walk(session.walk(drawing));
    } else if (name === "probe" && probe) {
      const code = session.mapCode(probe.x, probe.y);
      views.probe = { code, picture: session.decode(code, 1) };
    } else if (name === "manifold" && manifold) {
      views.manifold = this.#budgets.manifold.spend(() => this.#manifold(manifold, session, version.split(":")[0]));
    } else if (name === "filters" && filters) {
      views.filters = { side: filters.side, ...session.filters(filters.side, filters.most) };
    } else if (name === "history") {
      views.history = /** @type {Required<ViewResults>["history"]} */ (
        Object.fromEntries(CURVES.map((kind) => [kind, session.history(kind)])));
    }
  }

  /**
   * @param {import("../lib/protocol.js").Grid} grid
   * @param {Session} session
   * @param {string} model
   */
  #manifold({ n: asked, x0, y0, x1, y1 }, session, model) {
    if (this.#room.model !== model) this.#room = { model, pictures: MANIFOLD.first };
    const n = Math.min(asked, Math.floor(Math.sqrt(this.#room.pictures)));
    const start = this.#now();
    const pictures = session.manifold(n, x0, y0, x1, y1);
    // The number of pictures never falls: a slow pass may be the fault of a busy machine.
    this.#room.pictures = Math.max(this.#room.pictures, (n * n * MANIFOLD.most) / Math.max(1, this.#now() - start));
    return { n, x0, y0, x1, y1, pictures, step: session.step() };
  }
}

/**
 * @param {import("./engine.js").Walk} found
 * @returns {Walk}
 */
function walk({ place, ...rest }) {
  return { ...rest, place: [place[0], place[1]] };
}

/**
 * Whether two views ask for the same thing, down to the bytes.
 * @param {unknown} a
 * @param {unknown} b
 * @returns {boolean}
 */
function same(a, b) {
  if (a === b) return true;
  if (!a || !b || typeof a !== "object" || typeof b !== "object") return false;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return a.length === b.length && a.every((x, i) => x === b[i]);
  const [x, y] = [Object.entries(a), Object.entries(b)];
  return x.length === y.length && x.every(([key, value]) => same(value, /** @type {any} */ (b)[key]));
}
