//! Training as the page sees it: running, paused, finished, diverged, and back after the worker's death.

import { S } from "../strings/strings.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./lockstep.js").Trainable} Hourglass
 *
 * @typedef {object} Voice
 * @property {(notice: import("./store.js").Notice) => void} notify
 * @property {(...ids: string[]) => void} dismiss
 * @property {(step: number) => void} diverged
 * @property {() => void} revived The worker is there again; what was asked of it meanwhile is to be asked again.
 */

/** More deaths of the worker than this within a minute, and starting it again would not help. */
const MAX_DEATHS = 3;
const MINUTE = 60_000;
/** Held-out images of a visitor's from which on their mean error is steady enough to stop by. */
const ENOUGH_HELD_OUT = 100;

/**
 * @param {import("./store.js").Store<State>} store
 * @param {() => Hourglass | null} lab
 * @param {Voice} voice
 */
export function createTraining(store, lab, { notify, dismiss, diverged, revived }) {
  /** @type {AbortController | null} */
  let running = null;
  /** Whether the run under way ends by itself after some steps or epochs. */
  let isBounded = false;
  /** Whether it is a single step: what comes after it waits for the visitor. */
  let isStep = false;
  /** Whether the visitor wants it to go on after the plateau. */
  let regardless = false;
  /** Whether the visitor has paused since somebody asked whether to go on: a model on its way then waits. */
  let held = false;
  /** @type {number[]} */
  let deaths = [];
  /** @type {WeakSet<Hourglass>} */
  const heard = new WeakSet();

  /** @param {Hourglass} ready */
  function listen(ready) {
    if (heard.has(ready)) return;
    heard.add(ready);
    ready.addEventListener("failed", (event) => {
      // A lab is also heard as the first of a pair: only one of the two is at work.
      if (ready === lab()) void revive(ready, /** @type {CustomEvent} */ (event).detail);
    });
    ready.addEventListener("waiting", () => {
      if (running) store.set({ run: "waiting" });
    });
  }

  /**
   * Trains within bounds; a run before is ended.
   * @param {{steps?: number, epochs?: number, untilPlateau?: boolean}} bounds
   */
  async function train(bounds) {
    const ready = lab();
    if (!ready) return;
    listen(ready);
    running?.abort();
    held = false;
    const controller = new AbortController();
    running = controller;
    isStep = bounds.steps !== undefined;
    isBounded = isStep || bounds.epochs !== undefined;
    dismiss("plateau", "diverged", "motion", "config", "unexpected");
    store.set({ run: "training" });
    try {
      const report = await ready.train({ ...bounds, signal: controller.signal });
      if (running !== controller) return;
      running = null;
      // After "replaced" and "reset" whoever did it says how it goes on.
      if (report.reason === "plateau") finished();
      else if (report.reason === "done") store.set({ run: "paused" });
    } catch (cause) {
      if (running !== controller) return;
      running = null;
      fail(cause);
    }
  }

  function finished() {
    store.set({ run: "finished" });
    notify({ id: "plateau", tone: "calm", text: S.notices.plateau, actions: [{ label: S.notices.goOn, run: goOn }] });
  }

  /** @param {unknown} cause */
  function fail(cause) {
    const name = cause instanceof Error ? cause.name : "";
    // A dead worker also sends "failed", and revive() sees to it.
    if (name === "WorkerDiedError" || name === "EnginePanicError") return;
    if (name === "DivergedError") {
      store.set({ run: "diverged" });
      diverged(store.get().snapshot?.step ?? 0);
      return;
    }
    store.set({ run: "paused" });
    if (name !== "AbortError") explain(cause);
  }

  /** What went wrong, as a sentence. @param {unknown} cause */
  function explain(cause) {
    const { name, message } = cause instanceof Error ? cause : { name: "", message: String(cause) };
    if (["AbortError", "DisposedError", "WorkerDiedError", "EnginePanicError"].includes(name)) return;
    notify({ id: "unexpected", tone: "error", text: S.errors[name] ?? S.notices.unexpected(message) });
  }

  /**
   * A new worker from the last good weights, and a word about it.
   * @param {Hourglass} ready
   * @param {{error?: Error, step?: number, canRestart?: boolean}} detail
   * @param {boolean} [again] Whether it then trains on.
   */
  async function revive(ready, { canRestart = true }, again = goesOn() && !isBounded) {
    running = null;
    store.set({ run: "restarting" });
    const now = performance.now();
    deaths = [...deaths.filter((at) => now - at < MINUTE), now];
    if (!canRestart || deaths.length > MAX_DEATHS) {
      lost({ label: S.notices.reload, run: () => location.reload() });
      return;
    }
    try {
      const { step } = await ready.restart();
      if (ready !== lab()) return;
      store.set({ phase: "ready", run: "paused", revived: store.get().revived + 1 });
      notify({ id: "worker", tone: "calm", text: S.notices.workerDied(step) });
      revived();
      if (again && !held) play();
    } catch {
      if (ready !== lab()) return;
      // Without a network, say. The last good weights are still with the lab.
      lost({ label: S.notices.again, run: () => void revive(ready, { canRestart }, again) });
    }
  }

  /** @param {{label: string, run: () => void}} wayOut */
  function lost(wayOut) {
    store.set({ phase: "failed", run: "paused" });
    notify({ id: "worker", tone: "error", lasting: true, text: S.notices.workerLost, actions: [wayOut] });
  }

  function play() {
    const { settings, heldOut } = store.get();
    // On so few held-out images a plateau comes by chance, and over-fitting is to be seen.
    const few = settings.data === "own" && heldOut !== null && heldOut.count < ENOUGH_HELD_OUT;
    return train(regardless || few ? {} : { untilPlateau: true });
  }

  function goOn() {
    regardless = true;
    return play();
  }

  /** Whether a model that is put in place now should train at once. */
  function goesOn() {
    held = false;
    return !isStep && ["training", "waiting", "finished"].includes(store.get().run);
  }

  return {
    train,
    explain,
    goesOn,
    play: () => void play(),
    toggle() {
      const { run } = store.get();
      if (run === "training" || run === "waiting") {
        held = true;
        store.set({ run: "paused" });
        running?.abort();
      } else void (run === "finished" ? goOn() : play());
    },
    /**
     * A new model stands at its first step: what was seen of the one before goes.
     * @param {Partial<State>} patch
     * @param {boolean} again Whether it trains at once.
     */
    begun(patch, again) {
      regardless = false;
      const goes = again && !held;
      const { map, pairs } = store.get().views;
      store.set({ ...patch, snapshot: null, probe: null, views: { map, pairs }, run: goes ? "training" : "paused" });
      dismiss("plateau", "diverged", "config", "worker");
      if (goes) void play();
    },
  };
}
