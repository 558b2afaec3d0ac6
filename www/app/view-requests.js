//! What the page looks at, told to a model whenever it changes, and the snapshots that come back.

import { upTo } from "./marks.js";
import { clockFor } from "./run-clock.js";
import { isGridOn } from "./view-actions.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("../hourglass.js").Hourglass} Hourglass
 */

/** So many filters are asked for at most. */
export const MOST_FILTERS = 64;

/**
 * The indices by which a model knows images that are shown, without those that have not arrived there.
 * @param {State} state
 * @param {number[]} idxs
 */
function known({ pack: { whole }, heldOut, loading }, idxs) {
  const n = heldOut?.count ?? 0;
  const trained = whole?.trained ?? [];
  return idxs.filter((idx) => idx < n || trained[idx - n] < loading.arrived)
    .map((idx) => (idx < n ? idx : n + trained[idx - n]));
}

/** The images on the map besides the held-out ones. @param {State} state */
const beside = (state) =>
  known(state, (state.pack.whole?.trained ?? []).map((_, at) => (state.heldOut?.count ?? 0) + at));

/**
 * What the model should show for a state.
 * @param {State} state
 */
export function wanted(state) {
  const { pairs, inspect, drawing, probe, mapDims, filters, grid } = state;
  const [idx] = inspect.source === "image" ? known(state, [inspect.idx]) : [];
  return {
    map: { dims: mapDims, beside: beside(state) },
    pairs: known(state, pairs),
    inspect: idx === undefined ? null : { idx },
    drawing,
    probe,
    manifold: isGridOn(state) ? grid : null,
    filters: filters && { ...filters, most: MOST_FILTERS },
    history: true,
  };
}

/**
 * All that the requests depend on; after a worker's death the new one has heard none of them.
 * @param {State} state
 */
function looksAt(state) {
  const { pairs, inspect, drawing, probe, mapDims, filters, grid, revived } = state;
  return [pairs, inspect, drawing, probe, mapDims, filters, isGridOn(state), grid, revived, beside(state).length];
}

/**
 * @param {import("./store.js").Store<State>} store
 * @param {Hourglass} hourglass
 * @param {(cause: unknown) => void} explain
 */
export function keepWatching(store, hourglass, explain) {
  /** @type {unknown[]} */
  let sent = [];
  let busy = false;

  /** One request at a time; what changes meanwhile goes with the next. */
  async function send() {
    if (busy) return;
    busy = true;
    try {
      for (;;) {
        const state = store.get();
        const now = looksAt(state);
        if (now.length === sent.length && now.every((value, idx) => Object.is(value, sent[idx]))) break;
        sent = now;
        await hourglass.watch(wanted(state));
      }
    } catch (cause) {
      // Another hourglass has come in this one's place.
      if (cause instanceof Error && cause.name === "DisposedError") leave();
      explain(cause);
    } finally {
      busy = false;
    }
  }

  hourglass.addEventListener("snapshot", (event) => {
    const snapshot = /** @type {CustomEvent<import("./store.js").Snapshot>} */ (event).detail;
    const { views, clock, marks, run: before } = store.get();
    const run = before === "waiting" && snapshot.training ? "training" : before;
    const measured = snapshot.views.history && { measured: snapshot };
    store.set({
      snapshot, views: { ...views, ...snapshot.views, ...measured }, run, clock: clockFor(clock, run),
      marks: upTo(marks, snapshot.step),
    });
  });
  const leave = store.subscribe(() => void send());
  return send();
}
