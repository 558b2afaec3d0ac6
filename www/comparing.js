//! Two at once: a second model beside the first, on the same images in the same order from the same seed.

import { toConfig } from "./config.js";
import { createPair } from "./pair.js";
import { apart } from "./actions.js";
import { APART, asKind, withChange } from "./presets.js";
import { S } from "./strings.js";
import { keepWatching } from "./watching.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./store.js").Side} Side
 * @typedef {import("./config.js").Settings} Settings
 * @typedef {import("./hourglass.js").Hourglass} Hourglass
 */

/** A change waits so long for another one, in milliseconds. */
const SECOND_THOUGHT = 600;

/** What a widget may write of the second model. */
const SIDE_KEYS = /** @type {const} */ (["settings", "info", "snapshot", "views", "probe", "mapDims", "showManifold", "grid"]);

/**
 * The state as the second model's widgets see it: all that the two share, and the rest its own.
 * @param {State} state
 * @returns {State}
 */
export function otherSide(state) {
  const { compare, settings } = state;
  if (!compare) return state;
  const shared = Object.fromEntries(APART.map((key) => [key, settings[key]]));
  return { ...state, ...compare, pending: null, settings: /** @type {Settings} */ ({ ...compare.settings, ...shared }) };
}

/**
 * @param {import("./store.js").Store<State>} store
 * @param {() => Hourglass | null} lab The first model's.
 * @param {() => Pick<import("./actions.js").Actions, "notify" | "dismiss" | "reset" | "play" | "explain">} actions
 */
export function createComparing(store, lab, actions) {
  /** @type {Hourglass | null} */
  let second = null;
  /** @type {import("./pair.js").Trainable | null} */
  let pair = null;

  /** @type {import("./store.js").Store<State>} */
  const side = {
    get: () => otherSide(store.get()),
    set(patch) {
      const { compare } = store.get();
      const own = Object.fromEntries(SIDE_KEYS.filter((key) => key in patch).map((key) => [key, patch[key]]));
      if (compare) store.set({ compare: { ...compare, ...own } });
    },
    subscribe: (listener) => store.subscribe((state) => state.compare && listener(otherSide(state))),
  };

  /** The second's configuration: what the two share is the first's. */
  const configOf = (/** @type {Settings} */ settings) => {
    const { heldOut } = store.get();
    if (!heldOut) throw new Error("no images yet");
    const shared = Object.fromEntries(APART.map((key) => [key, store.get().settings[key]]));
    return toConfig(/** @type {Settings} */ ({ ...settings, ...shared }), heldOut);
  };

  /** What the engine does not want becomes a sentence. @param {() => Promise<void>} task */
  async function attempt(task) {
    try {
      await task();
    } catch (cause) {
      const refused = cause instanceof Error && ["ConfigError", "TooLargeError"].includes(cause.name);
      if (refused) actions().notify({ id: "config", tone: "error", text: S.notices.config(cause.message) });
      else actions().explain(cause);
    }
  }

  /**
   * A second model with these settings; both begin at their first step.
   * @param {Settings} settings
   */
  const compare = (settings) => attempt(async () => {
    const first = lab();
    if (!first) return;
    const config = configOf(settings);
    if (second) {
      side.set({ settings, info: await second.reconfigure(config) });
    } else {
      const other = await first.another(config);
      if (lab() !== first || second) return other.dispose();
      begin(first, other, settings);
    }
    side.set({ snapshot: null, views: {}, probe: null, mapDims: null });
    actions().reset();
  });

  /**
   * @param {Hourglass} first
   * @param {Hourglass} other
   * @param {Settings} settings
   */
  function begin(first, other, settings) {
    second = other;
    store.set({ compare: { settings, info: other.info, snapshot: null, views: {}, probe: null, mapDims: null, showManifold: false, grid: null } });
    pair = createPair(first, other, {
      reconfigure: async ({ batchSize, seed, optimizer }) => {
        const info = await other.reconfigure({ ...configOf(side.get().settings), batchSize, seed, optimizer });
        side.set({ info, snapshot: null, views: {}, probe: null });
      },
      steer: async ({ learningRate }) => {
        if (learningRate !== undefined) await other.steer({ learningRate });
      },
    });
    other.addEventListener("failed", () => void revive(other));
    void keepWatching(side, other, actions().explain);
  }

  /** @param {Hourglass} other */
  async function revive(other) {
    const again = store.get().run === "training";
    try {
      const { step } = await other.restart();
      actions().notify({ id: "worker", tone: "calm", text: S.notices.workerDied(step) });
      if (again) actions().play();
    } catch {
      if (second !== other) return;
      close();
      actions().notify({ id: "worker", tone: "error", text: S.compare.lost });
    }
  }

  /** Ends the comparison; the first model goes on alone. */
  function close() {
    if (!second) return;
    second.dispose();
    second = null;
    pair = null;
    const again = store.get().run === "training";
    store.set({ compare: null });
    if (again) actions().play();
  }

  const settings = () => side.get().settings;

  /** A slider on its way asks many times. @type {ReturnType<typeof setTimeout> | undefined} */
  let soon;
  /** @param {Settings} wanted */
  function changeSoon(wanted) {
    side.set({ settings: wanted });
    clearTimeout(soon);
    soon = setTimeout(() => second && void compare(wanted), SECOND_THOUGHT);
  }

  return {
    /** The two as one, while there are two. */
    pair: () => pair,
    compare: (/** @type {Settings} */ settings) => void compare(settings),
    close,

    /** What its model panel does. */
    modelActions: {
      /** @param {import("./config.js").Key | "penalty"} key @param {number | number[] | string} value */
      change: (key, value) => changeSoon(withChange(settings(), key, value)),
      changeAll: (/** @type {Settings} */ wanted) => changeSoon(wanted),
      choose: (/** @type {import("./presets.js").Kind} */ kind) => changeSoon(asKind(settings(), kind)),
    },

    /**
     * What its map does; a picture that is picked is picked for both.
     * @param {Pick<import("./actions.js").Actions, "inspect" | "decodeGrid">} shared
     */
    mapActions: ({ inspect }) => ({
      inspect,
      probe: (/** @type {State["probe"]} */ probe) => side.set({ probe }),
      setMapDims: (/** @type {State["mapDims"]} */ dims) => side.set({ mapDims: dims && apart(dims, side.get().info?.latentDim), probe: null }),
      showManifold: (/** @type {boolean} */ showManifold) => side.set({ showManifold }),
      decodeGrid: (/** @type {State["grid"]} */ grid) => side.set({ grid }),
    }),
  };
}
