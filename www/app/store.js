//! The page's state in one place: widgets read it, actions write it, and everyone hears of a change once a frame.

import { UNTRAINED } from "./run-clock.js";

/**
 * @typedef {import("./options.js").Settings} Settings
 * @typedef {import("../data/packs.js").ImageSet} ImageSet
 *
 * @typedef {import("../own/shown-whole.js").ShownWhole} Whole
 *
 * @typedef {object} Pack
 * @property {import("../data/pack-table.js").PackName} name
 * @property {string[]} classes Their names; none until the images are there.
 * @property {0 | 255} paper The byte of an empty place.
 * @property {boolean} [light] Whether gray values are light, as in photos, and not ink.
 * @property {boolean} [sameHeldOut] Whether the held-out images are trained on, because there are no others.
 * @property {Pick<Whole, keyof Whole>} [whole] A small set, whose training images are shown too.
 *
 * @typedef {object} Switching
 * @property {import("../data/pack-table.js").PackName} name
 * @property {number} bytes So many have come.
 * @property {boolean} isBack Whether an undo brings it back.
 * @property {() => void} cancel
 *
 * @typedef {import("../lib/protocol.js").Info} ModelInfo
 * @typedef {import("../lib/protocol.js").Snapshot} Snapshot
 * @typedef {import("../lib/protocol.js").Views & {measured?: Snapshot}} Views `measured` is the snapshot that came with
 *   the curves: its held-out numbers are those at their ends.
 * @typedef {import("../lib/protocol.js").Walk} Walk
 *
 * @typedef {object} Notice
 * @property {string} id A second notice with the same id replaces the first.
 * @property {"calm" | "error"} tone
 * @property {string} text
 * @property {{label: string, run: () => void}[]} [actions]
 * @property {boolean} [fades] Whether it goes by itself after a while in which nobody looks at it.
 * @property {boolean} [lasting] True where it cannot be closed, because only its action leads on.
 *
 * @typedef {{source: "image", idx: number} | {source: "drawing"}} Inspected `idx` counts the images that are shown.
 * @typedef {"loading" | "ready" | "failed"} Phase
 * @typedef {"paused" | "training" | "waiting" | "finished" | "diverged" | "restarting"} Run
 *
 * @typedef {object} Side What a second model, beside the first, has of its own.
 * @property {Settings} settings What it shares with the first (data, seed, rate, batch, optimizer) is the first's.
 * @property {Settings | null} pending
 * @property {ModelInfo} info
 * @property {Snapshot | null} snapshot
 * @property {Views} views
 * @property {{x: number, y: number} | null} probe
 * @property {[number, number] | null} mapDims
 * @property {boolean | null} showManifold Null until the visitor has chosen; see `isGridOn()`.
 * @property {import("../lib/protocol.js").Grid | null} grid
 *
 * @typedef {object} Slow A training step that is looked at in slow motion; the hourglass shows its image.
 * @property {Walk} walk
 * @property {Uint8Array} image
 * @property {string} name
 * @property {number | null} front See `Scene` in ui/hourglass-picture.js.
 *
 * @typedef {import("./goal.js").Extra & {settings: Settings}} Promised The settings are those of the first step.
 *
 * @typedef {object} State
 * @property {Phase} phase
 * @property {{arrived: number, total: number}} loading Training images.
 * @property {Settings} settings What the model has now.
 * @property {Settings | null} pending What it is on its way to.
 * @property {Run} run
 * @property {number | null} goal The step at which training stops by itself.
 * @property {import("./run-clock.js").Clock} clock For how long it has trained.
 * @property {ModelInfo | null} info
 * @property {Snapshot | null} snapshot
 * @property {Views} views
 * @property {import("./earlier-runs.js").EarlierRun[]} earlierRuns The oldest first.
 * @property {import("./marks.js").Mark[]} marks Where something was changed while it trained.
 * @property {Pack} pack What the images are.
 * @property {Switching | null} switching Another pack on its way.
 * @property {import("../own/types.js").OwnState | null} own The visitor's own set, once it is loaded.
 * @property {ImageSet | null} heldOut
 * @property {ImageSet | null} shown What can be looked at: the held-out images, then a small set's training images.
 * @property {number[]} pairs Which of them are shown all along.
 * @property {Inspected} inspect
 * @property {Uint8Array | null} drawing As the model sees it.
 * @property {[number, number] | null} mapDims
 * @property {{x: number, y: number} | null} probe
 * @property {boolean} logLoss
 * @property {boolean} errorChosen Whether the chart shows the error where the loss is something else.
 * @property {Side | null} compare A second model that trains in step with the first.
 * @property {import("./link.js").Second | null} linked A second model that the address names, until it stands.
 * @property {Promised | null} [promised] What a link leads to, until the page is there or it is given up.
 * @property {boolean | null} showManifold Null until the visitor has chosen; see `isGridOn()`.
 * @property {number | null} onlyClass The class that the maps show alone.
 * @property {import("../lib/protocol.js").Grid | null} grid The map's places that are decoded, once it is drawn.
 * @property {{side: "encoder" | "decoder"} | null} filters Whose filters stand in the hourglass's place.
 * @property {Slow | null} [slow]
 * @property {string | null} lab Which lab is open.
 * @property {number | null} lesson The lesson that is open, by its number; 0 for the list of them.
 * @property {string[] | null} stays What of the page stays in a class's link, by the names of `show` in the address;
 *   null for all.
 * @property {boolean} projector Whether the page is large and plain, to be seen from the last row.
 * @property {number | "auto"} workers How many workers compute a step: so many, or as many as pay.
 * @property {Pick<State, "snapshot" | "views"> | null} past What the figures show in the place of now.
 * @property {"light" | "dark"} theme
 * @property {Notice[]} notices
 * @property {number} revived How often the worker was started again.
 * @property {number} begun How many models have taken a place here: with each, another run begins.
 * @property {import("../draw/charts.js").Charts | null} charts What draws on canvases, once it is there.
 */

/**
 * What one part of the page asks or tells another, by name, and what comes along:
 * `switch-data`: other images are wanted, and the model for them, which may be one from before; `opened`: the first
 * model stands and can train; `replaced`: this hourglass has taken the first one's place; `diverged`: training has, in
 * words; `revived`: a model has a worker again, and whatever was asked of it meanwhile is to be asked again.
 * @typedef {{"switch-data": {wanted: Settings, back: import("./change-history.js").Before | null}, opened: null,
 *   replaced: import("../hourglass.js").Hourglass, diverged: string,
 *   revived: import("../hourglass.js").Hourglass | null}} Events
 */

/**
 * @template {object} T
 * @typedef {object} Store
 * @property {() => T} get
 * @property {(patch: Partial<T>) => void} set
 * @property {() => void} flush Tells the listeners at once.
 * @property {(listener: (state: T) => void) => () => void} subscribe
 * @property {<Name extends keyof Events>(name: Name, detail: Events[Name]) => void} emit Is heard at once.
 * @property {<Name extends keyof Events>(name: Name, listener: (detail: Events[Name]) => void) => () => void} on
 */

/**
 * The state of a page to which nothing has come yet.
 * @param {Settings} settings
 * @param {State["theme"]} [theme]
 * @returns {State}
 */
export function initialState(settings, theme = "light") {
  return {
    phase: "loading",
    loading: { arrived: 0, total: 0 },
    settings,
    pending: null,
    run: "paused",
    goal: null,
    clock: UNTRAINED,
    info: null,
    snapshot: null,
    views: {},
    earlierRuns: [],
    marks: [],
    pack: { name: /** @type {Pack["name"]} */ (settings.data), classes: [], paper: 0 },
    switching: null,
    own: null,
    heldOut: null,
    shown: null,
    pairs: [],
    inspect: { source: "image", idx: 0 },
    drawing: null,
    mapDims: null,
    probe: null,
    logLoss: true,
    errorChosen: false,
    compare: null,
    linked: null,
    showManifold: null,
    onlyClass: null,
    grid: null,
    filters: null,
    lab: null,
    lesson: null,
    stays: null,
    projector: false,
    workers: "auto",
    past: null,
    theme,
    notices: [],
    revived: 0,
    begun: 0,
    charts: null,
  };
}

/**
 * A store whose listeners run at most once per `schedule` turn, with the newest state.
 * @template {object} T
 * @param {T} initial
 * @param {(run: () => void) => unknown} [schedule] Defaults to the next frame.
 * @returns {Store<T>}
 */
export function createStore(initial, schedule = (run) => requestAnimationFrame(run)) {
  let state = initial;
  let due = false;
  /** @type {Set<(state: T) => void>} */
  const listeners = new Set();
  /** @type {Map<keyof Events, Set<(detail: any) => void>>} */
  const heard = new Map();
  const flush = () => {
    due = false;
    for (const listener of [...listeners]) listener(state);
  };
  return {
    get: () => state,
    set(patch) {
      const keys = /** @type {(keyof T)[]} */ (Object.keys(patch));
      if (keys.every((key) => Object.is(state[key], patch[key]))) return;
      state = { ...state, ...patch };
      if (due) return;
      due = true;
      schedule(flush);
    },
    flush,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    emit(name, detail) {
      for (const listener of [...heard.get(name) ?? []]) listener(detail);
    },
    on(name, listener) {
      const those = heard.get(name) ?? new Set();
      heard.set(name, those.add(listener));
      return () => void those.delete(listener);
    },
  };
}

/**
 * Resolves once the state is as it should be.
 * @template {object} T
 * @param {Pick<Store<T>, "subscribe">} store
 * @param {(state: T) => boolean} holds
 */
export async function until(store, holds) {
  let end = () => {};
  await new Promise((resolve) => {
    end = store.subscribe((state) => holds(state) && resolve(null));
  });
  end();
}

/** Whether all images have come. @param {Pick<State, "phase" | "loading">} state */
export const isComplete = ({ phase, loading }) => phase === "ready" && loading.arrived === loading.total;

/**
 * Remembers what `select` last gave and says whether one of its values is new: a widget's cheap way out.
 * @template T
 * @param {(state: T) => unknown[]} select
 * @returns {(state: T) => boolean}
 */
export function changes(select) {
  /** @type {unknown[] | null} */
  let last = null;
  return (state) => {
    const now = select(state);
    const before = last;
    last = now;
    return before === null || now.some((value, idx) => !Object.is(value, before[idx]));
  };
}
