//! What a visitor can do: each action turns into commands to the lab and a new state.

import { createChanges } from "./change-settings.js";
import { calmerRate } from "./options.js";
import { withRun } from "./earlier-runs.js";
import { createTraining } from "./run-control.js";
import { withNotice, withoutNotices } from "./store.js";
import { S } from "../strings/strings.js";
import { applyTheme, rememberTheme } from "./theme.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {ReturnType<typeof createActions>} Actions
 * @typedef {{data: Uint8Array, width: number, height: number}} Ink What stands on the pad, 0 to 255.
 */

/**
 * @param {import("./store.js").Store<State>} store
 * @param {() => import("./lockstep.js").Trainable | null} lab
 * @param {(wanted: import("./options.js").Settings) => Promise<void>} switchData Another pack of images, with the model for it.
 */
export function createActions(store, lab, switchData) {
  const notify = (/** @type {import("./store.js").Notice} */ notice) => store.set({ notices: withNotice(store.get().notices, notice) });
  const dismiss = (/** @type {string[]} */ ...ids) => store.set({ notices: withoutNotices(store.get().notices, ...ids) });
  const training = createTraining(store, lab, { notify, dismiss, diverged: offerCalmerRate, revived: () => lastInk && draw(lastInk) });
  const changes = createChanges(store, { attempt, notify, dismiss, training, kept, switchData });
  let lastDigit = 0;
  let newestDrawing = 0;
  /** @type {Ink | null} */
  let lastInk = null;

  /**
   * Runs a command; what it rejects with becomes a sentence.
   * @param {(lab: import("./lockstep.js").Trainable) => Promise<unknown>} command
   */
  async function attempt(command) {
    const ready = lab();
    if (!ready) return;
    try {
      await command(ready);
    } catch (cause) {
      training.explain(cause);
    }
  }

  /** @param {number} step */
  function offerCalmerRate(step) {
    const { rate } = store.get().settings;
    const calmer = calmerRate(rate);
    notify({
      id: "diverged", tone: "error", text: S.notices.diverged(step, rate),
      actions: calmer < rate
        ? [{ label: S.notices.useRate(calmer), run: () => { changes.change("rate", calmer); training.play(); } }]
        : [{ label: S.notices.startOver, run: () => void reset() }],
    });
  }

  /** The runs before, with the one that ends now, to be drawn in gray. */
  function kept() {
    return { oldRuns: withRun(store.get()) };
  }

  /**
   * @param {Ink | null} ink The pad's, or null for none.
   * @param {boolean} [takes] Whether it also takes the hourglass: a first stroke does, later ones leave it where it was put.
   */
  function draw(ink, takes = !store.get().drawing) {
    lastInk = ink;
    newestDrawing += 1;
    const mine = newestDrawing;
    const { drawing, inspect } = store.get();
    if (!ink) {
      if (inspect.source === "drawing") store.set({ inspect: { source: "heldOut", idx: lastDigit } });
      if (drawing) store.set({ drawing: null });
      return;
    }
    if (inspect.source === "heldOut") lastDigit = inspect.idx;
    attempt(async (ready) => {
      const placed = await ready.placeDrawing(ink);
      if (mine !== newestDrawing) return;
      // Ink is black; on packs with white paper the paper's byte is the larger one.
      if (store.get().pack.paper) placed.forEach((byte, idx) => (placed[idx] = 255 - byte));
      store.set(takes ? { drawing: placed, inspect: { source: "drawing" } } : { drawing: placed });
    });
  }

  const reset = (always = false) => attempt(async (ready) => {
    const again = training.goesOn() || always;
    changes.cancelChange();
    const old = kept();
    training.begun({ info: await ready.reset(), ...old }, again);
  });

  return {
    toggle: training.toggle,
    play: training.play,
    step: () => training.train({ steps: 1 }),
    epoch: () => training.train({ epochs: 1 }),
    reset: () => void reset(),
    /** From the first step, and at once. */
    begin: () => void reset(true),
    dice: () => void attempt(async (ready) => {
      changes.cancelChange();
      const again = training.goesOn();
      const old = kept();
      const seed = await ready.newSeed();
      const info = await ready.reset({ seed });
      changes.adopt({ ...store.get().settings, seed });
      training.begun({ info, ...old }, again);
    }),
    change: changes.change,
    changeAll: changes.changeAll,
    choose: changes.choose,
    keepAddress: changes.keepAddress,
    /** The same images anew, where they have changed. @param {import("./options.js").Settings} wanted */
    again(wanted) {
      changes.cancelChange();
      return switchData(wanted);
    },

    /** @param {import("./store.js").Inspected} inspect */
    inspect(inspect) {
      if (inspect.source === "heldOut") lastDigit = inspect.idx;
      store.set({ inspect });
    },
    /** The next held-out image, the one before, or (0) the last one looked at. @param {-1 | 0 | 1} by */
    inspectNext(by) {
      const { heldOut, inspect } = store.get();
      if (!heldOut) return;
      const from = inspect.source === "heldOut" ? inspect.idx : lastDigit;
      lastDigit = (from + by + heldOut.count) % heldOut.count;
      store.set({ inspect: { source: "heldOut", idx: lastDigit } });
    },
    draw,
    /**
     * Another lab takes over, on other images.
     * @param {Partial<State> & Pick<State, "settings" | "inspect">} patch
     * @param {() => void} take
     */
    switched(patch, take) {
      changes.cancelChange();
      const again = training.goesOn();
      const isDrawing = store.get().inspect.source === "drawing";
      if (patch.inspect.source === "heldOut") lastDigit = patch.inspect.idx;
      store.set({ ...patch, ...kept(), views: {}, drawing: null, mapDims: null });
      take();
      changes.keepAddress();
      training.begun({}, again);
      if (lastInk) draw(lastInk, isDrawing);
    },
    /** @param {{x: number, y: number} | null} probe */
    probe: (probe) => store.set({ probe }),
    /** @param {[number, number] | null} dims */
    setMapDims: (dims) => store.set({ mapDims: dims && apart(dims, store.get().info?.latentDim), probe: null }),
    /** @param {boolean} logLoss */
    setLogLoss: (logLoss) => store.set({ logLoss }),
    /** @param {number} id @param {boolean} shown */
    showOldRun: (id, shown) => store.set({ oldRuns: store.get().oldRuns.map((run) => (run.id === id ? { ...run, shown } : run)) }),
    /** @param {boolean} showManifold */
    showManifold: (showManifold) => store.set({ showManifold }),
    /** @param {State["grid"]} grid */
    decodeGrid(grid) {
      // The same places again are no news.
      if (JSON.stringify(grid) !== JSON.stringify(store.get().grid)) store.set({ grid });
    },
    /** @param {State["filters"]} filters */
    showFilters: (filters) => store.set({ filters }),
    /** @param {"light" | "dark"} theme */
    setTheme(theme) {
      applyTheme(theme);
      rememberTheme(theme);
      store.set({ theme });
    },
    /** @param {string} id */
    dismiss: (id) => dismiss(id),
    notify,
    explain: training.explain,
  };
}

/**
 * Two different numbers of the code.
 * @param {[number, number]} dims
 * @param {number} [n] How many there are.
 * @returns {[number, number]}
 */
export function apart([i, j], n = 2) {
  return [i, i === j ? (j + 1) % n : j];
}
