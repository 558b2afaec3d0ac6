//! What a visitor can do to the figures alone: nothing here reaches a model but through what is shown of it.

import { applyTheme, rememberTheme } from "./theme.js";

/** @typedef {import("./store.js").State} State */
/**
 * The page's state, or a second model's part of it.
 * @typedef {Pick<import("./store.js").Store<State>, "get" | "set">} Side
 */

/** @param {Side} store */
export function viewActions(store) {
  return {
    ...mapActions(store),
    /** @param {boolean} logLoss */
    setLogLoss: (logLoss) => store.set({ logLoss }),
    /** @param {boolean} errorChosen */
    chooseError: (errorChosen) => store.set({ errorChosen }),
    /** @param {number} id @param {boolean} shown */
    showEarlierRun(id, shown) {
      store.set({ earlierRuns: store.get().earlierRuns.map((run) => (run.id === id ? { ...run, shown } : run)) });
    },
    /** @param {State["filters"]} filters */
    showFilters: (filters) => store.set({ filters }),
    /** @param {State["theme"]} theme */
    setTheme(theme) {
      applyTheme(theme);
      rememberTheme(theme);
      store.set({ theme });
    },
  };
}

/** Actions on the latent map of a model. @param {Side} side */
export function mapActions(side) {
  return {
    /** @param {State["probe"]} probe */
    probe: (probe) => side.set({ probe }),
    /** @param {State["mapDims"]} dims */
    setMapDims: (dims) => side.set({ mapDims: dims && apart(dims, side.get().info?.latentDim), probe: null }),
    /** @param {boolean} showManifold */
    showManifold: (showManifold) => side.set({ showManifold }),
    /** @param {State["onlyClass"]} onlyClass */
    showClass: (onlyClass) => side.set({ onlyClass }),
    /** @param {State["grid"]} grid */
    decodeGrid(grid) {
      // The model has decoded an equal grid already, so the listeners hear nothing of it.
      if (JSON.stringify(grid) !== JSON.stringify(side.get().grid)) side.set({ grid });
    },
  };
}

/**
 * Whether the decoded grid lies below the map's dots: from the start where the code is a place on it.
 * @param {Pick<State, "showManifold" | "settings">} state
 */
export const isGridOn = ({ showManifold, settings }) => showManifold ?? settings.code === 2;

/**
 * Two different numbers of the code.
 * @param {[number, number]} dims
 * @param {number} [n] How many there are.
 * @returns {[number, number]}
 */
export function apart([i, j], n = 2) {
  return [i, i === j ? (j + 1) % n : j];
}
