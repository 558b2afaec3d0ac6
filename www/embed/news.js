//! What a figure tells the author's page: that a model stands, how it trains and ends, and what goes wrong.

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {(name: "ready" | "snapshot" | "finished" | "error", detail: object) => void} Emit
 */

/**
 * @param {Pick<import("../app/store.js").Store<State>, "subscribe">} store
 * @param {Pick<import("../app/models.js").Models, "first">} models
 * @param {Emit} emit
 * @returns {() => void} Ends it.
 */
export function tellNews(store, models, emit) {
  /** @type {Set<unknown>} */
  const told = new Set();
  /** The last end that was told: a short run may end between two looks. */
  let last = "";
  return store.subscribe((state) => {
    const { run, snapshot, notices } = state;
    // The last numbers come a moment after the run has ended.
    const hasEnded = run === "finished" && snapshot?.step === models.first?.step;
    const end = hasEnded ? `${snapshot?.run}: ${snapshot?.step}` : "";
    if (end !== "" && end !== last && snapshot) {
      last = end;
      emit("finished", snapshot);
    }
    for (const notice of notices) {
      if (notice.tone !== "error" || told.has(notice)) continue;
      told.add(notice);
      emit("error", { name: notice.id, message: notice.text });
    }
  });
}

/**
 * Tells of each model once it stands at its first step; what only steers a model makes no other one.
 * @param {Pick<import("../app/store.js").Store<State>, "subscribe">} store
 * @param {Emit} emit
 * @param {State["info"]} first The one that was told of already.
 */
export function tellModels(store, emit, first) {
  let [last, config] = [first, JSON.stringify(first?.config)];
  return store.subscribe(({ info, phase, snapshot }) => {
    if (info === last || phase !== "ready" || !info) return;
    const [before, isFresh] = [config, snapshot === null || snapshot.step === 0];
    [last, config] = [info, JSON.stringify(info.config)];
    // More images of the same pack make no other model, either.
    if (isFresh && config !== before) emit("ready", info);
  });
}
