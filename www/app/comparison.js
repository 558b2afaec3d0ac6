//! Two at once: a second model beside the first, on the same images in the same order from the same seed.

import { difference, optionOf, toConfig } from "./options.js";
import { described } from "./change-settings.js";
import { withRun } from "./earlier-runs.js";
import { createPair } from "./lockstep.js";
import { apart } from "./actions.js";
import { APART, asKind, isLive, withChange } from "./presets.js";
import { S } from "../strings/strings.js";
import { keepWatching } from "./view-requests.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./store.js").Side} Side
 * @typedef {import("./options.js").Settings} Settings
 * @typedef {import("../hourglass.js").Hourglass} Hourglass
 */

/** A change that restarts the two waits so long for a second thought, in milliseconds. */
const SECOND_THOUGHT = 2000;
/** After so many deaths of its worker the second model is given up. */
const MAX_DEATHS = 3;

/** What a widget may write of the second model. */
const SIDE_KEYS = /** @type {const} */ (["settings", "pending", "info", "snapshot", "views", "probe", "mapDims", "showManifold", "grid"]);

/**
 * The second model's settings with what it shares with the first.
 * @param {Settings} own
 * @param {Settings} first
 */
const joined = (own, first) => /** @type {Settings} */ ({ ...own, ...Object.fromEntries(APART.map((key) => [key, first[key]])) });

/**
 * The state as the second model's widgets see it: all that the two share, and the rest its own.
 * @param {State} state
 * @returns {State}
 */
export function otherSide(state) {
  const { compare, settings } = state;
  if (!compare) return state;
  const pending = compare.pending && joined(compare.pending, settings);
  return { ...state, ...compare, pending, settings: joined(compare.settings, settings), filters: null };
}

/**
 * @param {import("./store.js").Store<State>} store
 * @param {() => Hourglass | null} lab The first model's.
 * @param {() => Pick<import("./actions.js").Actions, "notify" | "dismiss" | "begin" | "play" | "explain">} actions
 */
export function createComparing(store, lab, actions) {
  /** @type {Hourglass | null} */
  let second = null;
  /** @type {import("./lockstep.js").Trainable | null} */
  let pair = null;
  let deaths = 0;

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
    const { heldOut, settings: first } = store.get();
    if (!heldOut) throw new Error("no images yet");
    return toConfig(joined(settings, first), heldOut);
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
    actions().dismiss("config");
    const first = lab();
    if (!first) return;
    const config = configOf(settings);
    if (second) {
      const info = await second.reconfigure(config);
      store.set({ oldRuns: withRun(side.get()) });
      side.set({ settings, info, snapshot: null, views: {}, probe: null, mapDims: null });
    } else {
      const other = await first.another(config);
      if (lab() !== first || second) return other.dispose();
      begin(first, other, settings);
    }
    actions().begin();
  });

  /**
   * @param {Hourglass} first
   * @param {Hourglass} other
   * @param {Settings} settings
   */
  function begin(first, other, settings) {
    second = other;
    deaths = 0;
    store.set({ compare: { settings, pending: null, info: other.info, snapshot: null, views: {}, probe: null, mapDims: null, showManifold: false, grid: null } });
    pair = createPair(first, other, {
      reconfigure: ({ batchSize, seed, optimizer }) => attempt(async () => {
        const info = await other.reconfigure({ ...configOf(side.get().settings), batchSize, seed, optimizer });
        side.set({ info, snapshot: null, views: {}, probe: null });
      }),
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
    deaths += 1;
    try {
      if (deaths > MAX_DEATHS) throw new Error("it dies again and again");
      const { step } = await other.restart();
      // A worker that is new has seen nothing of what the page looks at.
      store.set({ revived: store.get().revived + 1 });
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
    forget();
    second.dispose();
    second = null;
    pair = null;
    const again = store.get().run === "training";
    store.set({ compare: null });
    if (again) actions().play();
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let secondThought;

  /** What was asked for is not wanted any more, or is done. */
  function forget() {
    clearTimeout(secondThought);
    side.set({ pending: null });
    actions().dismiss("restart-b");
  }

  /** What the second model has, or gets when the notice runs out. */
  const latest = () => side.get().pending ?? side.get().settings;

  /** As with the first model: live where it only steers. @param {Settings} wanted */
  function changeAll(wanted) {
    const { settings } = side.get();
    const differing = difference(settings, wanted);
    forget();
    if (differing.every((key) => isLive(key, settings, wanted))) {
      side.set({ settings: wanted });
      const changes = Object.fromEntries(differing.map((key) => [optionOf(key).live, wanted[key]]));
      if (differing.length > 0) void attempt(async () => void (await second?.steer(changes)));
      return;
    }
    side.set({ pending: wanted });
    const apply = () => {
      forget();
      if (second) void compare(wanted);
    };
    actions().notify({
      id: "restart-b", tone: "calm", lasting: true, text: S.compare.restart(described(settings, wanted)),
      actions: [{ label: S.notices.cancel, run: forget }, { label: S.notices.apply, run: apply }],
    });
    secondThought = setTimeout(apply, SECOND_THOUGHT);
  }

  return {
    /** The two as one, while there are two. */
    pair: () => pair,
    compare,
    /** At the visitor's wish: the second model's run stays, in gray. */
    end() {
      const { compare: is } = store.get();
      if (is) store.set({ oldRuns: withRun(side.get()) });
      close();
    },
    /** Other images have come in the place of those that were compared on. */
    leave() {
      if (!second) return;
      close();
      actions().notify({ id: "compare", tone: "calm", text: S.compare.left });
    },

    /** What its model panel does. */
    modelActions: {
      /** @param {import("./options.js").Key | "penalty"} key @param {number | number[] | string} value */
      change: (key, value) => changeAll(withChange(latest(), key, value)),
      changeAll,
      choose: (/** @type {import("./presets.js").Kind} */ kind) => changeAll(asKind(latest(), kind)),
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
