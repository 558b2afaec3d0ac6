//! What the page looks at, told to a model whenever it changes, and the snapshots that come back.

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("../hourglass.js").Hourglass} Hourglass
 */

/** So many filters are asked for at most. */
export const MOST_FILTERS = 64;

/**
 * What the model should show for a state.
 * @param {State} state
 */
function wanted({ pairs, inspect, drawing, probe, mapDims, filters, showManifold, grid }) {
  const inspected = inspect.source === "heldOut" ? { heldOutIdx: inspect.idx } : null;
  return {
    map: { dims: mapDims },
    pairs,
    inspect: inspected,
    drawing,
    probe,
    manifold: showManifold ? grid : null,
    filters: filters && { ...filters, most: MOST_FILTERS },
    history: true,
  };
}

/**
 * All that the requests depend on; after a worker's death the new one has heard none of them.
 * @param {State} state
 */
function looksAt({ pairs, inspect, drawing, probe, mapDims, filters, showManifold, grid, revived }) {
  return [pairs, inspect, drawing, probe, mapDims, filters, showManifold, grid, revived];
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
    const { views, run } = store.get();
    store.set({
      snapshot,
      views: { ...views, ...snapshot.views, ...(snapshot.views.history && { measured: snapshot }) },
      ...(run === "waiting" && snapshot.training ? { run: /** @type {const} */ ("training") } : {}),
    });
  });
  const leave = store.subscribe(() => void send());
  return send();
}
