//! What a visitor can do: each action turns into commands to a model and a new state.

import { ChangeHistory } from "./change-history.js";
import { explain } from "./faults.js";
import { FirstModel } from "./first-model.js";
import { Inspection } from "./inspection.js";
import { dismiss, notify } from "./notices.js";
import { RunControl } from "./run-control.js";
import { viewActions } from "./view-actions.js";
import { S } from "../strings/strings.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {ReturnType<typeof createActions>} Actions
 * @typedef {import("./inspection.js").Ink} Ink
 */

/**
 * @param {import("./store.js").Store<State>} store
 * @param {import("./models.js").Models} models
 * @param {() => void} [reload] The last way out, where a model's worker cannot be had.
 */
export function createActions(store, models, reload) {
  const run = new RunControl(store, models, reload);
  const inspection = new Inspection(store, models);
  const history = new ChangeHistory(store, models, run);
  const first = new FirstModel(store, models, run, inspection, history);
  const { changes } = first;

  return {
    toggle: () => run.toggle(),
    play: () => run.play(),
    /** What was under way when a worker died. */
    goOn: () => run.again(),
    step: () => run.train({ steps: 1 }),
    epoch: () => run.train({ epochs: 1 }),
    reset: () => first.reset(),
    /** From the first step, and at once; or, where the page opens with two models, as the first one does. */
    begin: (isOpening = false) => first.reset(!isOpening, isOpening),
    dice: () => first.dice(),

    /** @type {typeof changes.change} */
    change: (key, value) => changes.change(key, value),
    /** @type {typeof changes.changeAll} */
    changeAll: (wanted) => changes.changeAll(wanted),
    /** @type {typeof first.choose} */
    choose: (kind) => first.choose(kind),
    /** The same images anew, where they have changed. @param {import("./options.js").Settings} wanted */
    again(wanted) {
      changes.cancel();
      store.emit("switch-data", { wanted, back: null });
    },
    /** The models before the last changes. */
    history,
    /** Brings the model before the last change back. */
    undo: () => void history.undo(),
    /** Resolves when no change of the model is under way. */
    settled: () => changes.settled(),

    /** @type {typeof inspection.inspect} */
    inspect: (inspected) => inspection.inspect(inspected),
    /** @type {typeof inspection.next} */
    inspectNext: (by) => inspection.next(by),
    /** @param {Ink | null} ink The pad's, or null for none. */
    draw: (ink) => inspection.draw(ink),

    /** @type {typeof first.take} */
    take: (hourglass) => first.take(hourglass),
    /** @type {typeof first.switchTo} */
    switchTo: (hourglass, patch, before) => first.switchTo(hourglass, patch, before),
    /** Trains at once, unless the visitor's system asks for less motion. */
    autoplay() {
      if (!matchMedia("(prefers-reduced-motion: reduce)").matches) return run.play();
      const actions = [{ label: S.notices.train, run: () => run.play() }];
      return notify(store, { id: "motion", tone: "calm", text: S.notices.reducedMotion, actions });
    },

    ...viewActions(store),

    /** @param {import("./store.js").Notice} notice */
    notify: (notice) => notify(store, notice),
    /** @param {string} id */
    dismiss: (id) => dismiss(store, id),
    /** @param {unknown} cause */
    explain: (cause) => explain(store, cause),
  };
}
