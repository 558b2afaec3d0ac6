//! What the page looks at, computed from the session for the next snapshot: only what was asked for and has changed.

import { isNamed } from "../protocol.js";
import { Ration } from "./ration.js";

/** @typedef {import("../protocol.js").Views} ViewResults */
/** @typedef {import("../protocol.js").WatchArgs} WatchArgs */
/** @typedef {import("../protocol.js").Walk} Walk */
/** @typedef {import("../protocol.js").Info} Info */
/** @typedef {import("./engine.js").Session} Session */
/** @typedef {"map" | "pairs" | "inspect" | "drawing" | "probe" | "history"} ViewName */

/**
 * `version` names the weights: it differs whenever they do. Training rations the views; without it there is nothing
 * to hold up.
 * @typedef {{session: Session, info: Info, version: string, training: boolean}} Context
 */

/** The map encodes every held-out image, so it is the one view that needs a ration of its own; it never waits longer. */
const MAP = { share: 0.03, longest: 1000 };
/** A loss curve is redrawn a few times a second. */
const HISTORY_EVERY_MS = 200;
/** @type {ViewName[]} */
const OTHERS = ["pairs", "inspect", "drawing", "probe", "history"];

/** The views of one session. */
export class Views {
  #now;
  #warn;
  #mapRation;
  #historyAt = -Infinity;
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
    this.#mapRation = new Ration(MAP.share, now, MAP.longest);
  }

  /** @param {WatchArgs} asked */
  watch(asked) {
    for (const name of /** @type {ViewName[]} */ (["map", ...OTHERS])) {
      const value = asked[name];
      if (value === undefined || same(value, this.#asked[name])) continue;
      this.#asked = { ...this.#asked, [name]: value };
      delete this.#shown[name];
    }
  }

  /**
   * The map, if it has changed and, while training, its ration allows.
   * @param {Context} context
   */
  map(context) {
    const isDue = !context.training || this.#mapRation.ready;
    return this.#compute(["map"], context, () => isDue);
  }

  /**
   * All other views that have changed, or only those that were asked for since they were last shown.
   * @param {Context} context
   * @param {boolean} [onlyNew]
   */
  others(context, onlyNew = false) {
    const isHistoryDue = !context.training || this.#now() >= this.#historyAt + HISTORY_EVERY_MS;
    return this.#compute(OTHERS, context, (name) => (onlyNew ? !this.#shown[name] : name !== "history" || isHistoryDue));
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
      try {
        this.#computeOne(name, views, session, info);
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
   */
  #computeOne(name, views, session, info) {
    const { map, pairs, inspect, drawing, probe } = this.#asked;
    if (name === "map" && map) {
      views.map = this.#mapRation.spend(() => {
        // Dimensions that a smaller code no longer has fall back to the automatic choice.
        const [i, j] = map.dims?.every((dim) => dim < info.latentDim) ? map.dims : [-1, -1];
        session.setMapDims(i, j);
        return { points: session.mapPoints(), kind: session.mapKind(), step: session.step() };
      });
    } else if (name === "pairs" && pairs) {
      views.pairs = { reconstructions: session.reconstruct(pairs.bytes, pairs.count) };
    } else if (name === "inspect" && inspect) {
      views.inspect = walk(session, info, inspect);
    } else if (name === "drawing" && drawing) {
      views.drawing = walk(session, info, drawing);
    } else if (name === "probe" && probe) {
      const code = session.mapCode(probe.x, probe.y);
      views.probe = { code, picture: session.decode(code, 1) };
    } else if (name === "history") {
      this.#historyAt = this.#now();
      views.history = { training: session.history("training"), heldOut: session.history("heldOut") };
    }
  }
}

/**
 * @param {Session} session
 * @param {Info} info
 * @param {Uint8Array} image
 * @returns {Walk}
 */
function walk(session, info, image) {
  const all = session.walk(image);
  const stations = [];
  let start = 0;
  for (const { features } of info.layers) {
    stations.push(all.subarray(start, start + features));
    start += features;
  }
  const code = session.encode(image, 1);
  const [x, y] = session.mapPlace(code);
  return { stations, code, place: [x, y], mse: JSON.parse(session.evaluate(image, 1)).mse };
}

/**
 * The distinct buffers below a value.
 * @param {unknown} value
 * @param {Set<ArrayBuffer>} [found]
 * @returns {ArrayBuffer[]}
 */
export function buffers(value, found = new Set()) {
  if (ArrayBuffer.isView(value)) found.add(/** @type {ArrayBuffer} */ (value.buffer));
  else if (value && typeof value === "object") for (const part of Object.values(value)) buffers(part, found);
  return [...found];
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
