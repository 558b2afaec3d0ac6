//! What a visitor can do: each action turns into commands to the lab and a new state.

import { calmerRate, difference, optionOf, toAddress, toConfig } from "./config.js";
import { createTraining } from "./training.js";
import { withNotice, withoutNotices } from "./store.js";
import { S } from "./strings.js";
import { applyTheme, rememberTheme } from "./ui/theme.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./config.js").Settings} Settings
 * @typedef {import("./config.js").Key} Key
 * @typedef {import("./hourglass.js").Hourglass} Hourglass
 * @typedef {ReturnType<typeof createActions>} Actions
 * @typedef {{data: Uint8Array, width: number, height: number}} Ink What stands on the pad, 0 to 255.
 */

/** A change that restarts the model waits so long for a second thought, in milliseconds. */
const SECOND_THOUGHT = 2000;

/**
 * @param {import("./store.js").Store<State>} store
 * @param {() => Hourglass | null} lab
 */
export function createActions(store, lab) {
  const notify = (/** @type {import("./store.js").Notice} */ notice) => store.set({ notices: withNotice(store.get().notices, notice) });
  const dismiss = (/** @type {string[]} */ ...ids) => store.set({ notices: withoutNotices(store.get().notices, ...ids) });
  const training = createTraining(store, lab, { notify, dismiss, diverged: offerCalmerRate, revived: () => lastInk && draw(lastInk) });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let secondThought;
  let lastDigit = 0;
  let newestDrawing = 0;
  /** @type {Ink | null} */
  let lastInk = null;

  /**
   * Runs a command; what it rejects with becomes a sentence.
   * @param {(lab: Hourglass) => Promise<unknown>} command
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
        ? [{ label: S.notices.useRate(calmer), run: () => { change("rate", calmer); training.play(); } }]
        : [{ label: S.notices.startOver, run: () => void reset() }],
    });
  }

  /** @param {Settings} settings */
  function adopt(settings) {
    store.set({ settings });
    keepAddress();
  }

  /** The address bar says what the page shows. */
  function keepAddress() {
    history.replaceState(null, "", location.pathname + location.search + toAddress(store.get().settings));
  }

  /**
   * @param {Key} key
   * @param {number | number[] | string} value
   */
  function change(key, value) {
    changeAll(/** @type {Settings} */ ({ ...(store.get().pending ?? store.get().settings), [key]: value }));
  }

  /** What is live takes effect now; the rest after a second thought. @param {Settings} wanted */
  function changeAll(wanted) {
    const { settings } = store.get();
    const differing = difference(settings, wanted);
    if (differing.includes("rate")) {
      adopt({ ...settings, rate: wanted.rate });
      attempt((ready) => ready.steer({ learningRate: wanted.rate }));
    }
    const restarting = differing.filter((key) => optionOf(key).effect === "restart");
    clearTimeout(secondThought);
    if (restarting.length === 0) {
      store.set({ pending: null });
      dismiss("restart");
      return;
    }
    store.set({ pending: wanted });
    const what = restarting.map((key) => S.notices.change(S.model[key].label, shown(key, settings), shown(key, wanted))).join("; ");
    notify({
      id: "restart", tone: "calm", text: S.notices.restart(what, wanted.seed), lasting: true,
      actions: [{ label: S.notices.cancel, run: cancelChange }, { label: S.notices.apply, run: () => void applyChange() }],
    });
    secondThought = setTimeout(applyChange, SECOND_THOUGHT);
  }

  function cancelChange() {
    clearTimeout(secondThought);
    store.set({ pending: null });
    dismiss("restart");
  }

  async function applyChange() {
    clearTimeout(secondThought);
    dismiss("restart");
    const { pending, settings: before, heldOut } = store.get();
    if (!pending || !heldOut) return;
    store.set({ pending: null });
    await attempt(async (ready) => {
      const again = training.goesOn();
      const old = keptCurve();
      try {
        const info = await ready.reconfigure(toConfig({ ...pending, rate: store.get().settings.rate }, heldOut));
        adopt({ ...pending, rate: store.get().settings.rate });
        training.begun({ info, oldRun: old, mapDims: null }, again);
      } catch (cause) {
        if (!(cause instanceof Error) || !["ConfigError", "TooLargeError"].includes(cause.name)) throw cause;
        store.set({ settings: { ...before, rate: store.get().settings.rate } });
        notify({ id: "config", tone: "error", text: S.notices.config(cause.message) });
      }
    });
  }

  /** The curve of the run that ends now, to be drawn in gray. */
  function keptCurve() {
    const { views, settings, oldRun } = store.get();
    return views.history && views.history.heldOut.length > 4 ? { ...views.history, loss: settings.loss } : oldRun;
  }

  /** The pad's ink, or null for none. @param {Ink | null} ink */
  function draw(ink) {
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
      // A first stroke also takes the hourglass; later ones leave it where it was put.
      if (mine === newestDrawing) store.set(drawing ? { drawing: placed } : { drawing: placed, inspect: { source: "drawing" } });
    });
  }

  const reset = () => attempt(async (ready) => {
    cancelChange();
    const again = training.goesOn();
    training.begun({ info: await ready.reset(), oldRun: null }, again);
  });

  return {
    toggle: training.toggle,
    play: training.play,
    step: () => training.train({ steps: 1 }),
    epoch: () => training.train({ epochs: 1 }),
    reset: () => void reset(),
    dice: () => void attempt(async (ready) => {
      cancelChange();
      const again = training.goesOn();
      const oldRun = keptCurve();
      const seed = await ready.newSeed();
      const info = await ready.reset({ seed });
      adopt({ ...store.get().settings, seed });
      training.begun({ info, oldRun }, again);
    }),
    change,
    changeAll,
    keepAddress,

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
    /** @param {{x: number, y: number} | null} probe */
    probe: (probe) => store.set({ probe }),
    /** @param {[number, number] | null} dims */
    setMapDims(dims) {
      const n = store.get().info?.latentDim ?? 2;
      const [i, j] = dims ?? [0, 1];
      store.set({ mapDims: dims && [i, i === j ? (j + 1) % n : j], probe: null });
    },
    /** @param {boolean} logLoss */
    setLogLoss: (logLoss) => store.set({ logLoss }),
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
 * A setting's value in words.
 * @param {Key} key
 * @param {Settings} settings
 */
function shown(key, settings) {
  const value = settings[key];
  if (Array.isArray(value)) return value.join(", ") || "0";
  return S.model.values[String(value)] ?? String(value);
}
