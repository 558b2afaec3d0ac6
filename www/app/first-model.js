//! The page's first model: how a change of its settings reaches it, how it begins again, and how another takes its
//! place.

import { S } from "../strings/strings.js";
import { keepAddress } from "./address.js";
import { ChangePath, picked } from "./change-settings.js";
import { described } from "./differences.js";
import { withRun } from "./earlier-runs.js";
import { attempt } from "./faults.js";
import { notify } from "./notices.js";
import { calmerRate, difference, toConfig } from "./options.js";
import { asKind } from "./presets.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./options.js").Settings} Settings
 * @typedef {import("./change-settings.js").Changeable} Changeable
 * @typedef {import("../hourglass.js").Hourglass} Hourglass
 */

/** @implements {Changeable} */
export class FirstModel {
  notice = "restart";
  #models;
  #run;
  #inspection;

  /**
   * @param {import("./store.js").Store<State>} store
   * @param {import("./models.js").Models} models
   * @param {Pick<import("./run-control.js").RunControl, "goesOn" | "begun" | "play">} run
   * @param {Pick<import("./inspection.js").Inspection, "switched">} inspection
   */
  constructor(store, models, run, inspection) {
    this.side = store;
    this.#models = models;
    this.#run = run;
    this.#inspection = inspection;
    this.changes = new ChangePath(store, this);
    store.on("diverged", (text) => this.#offerCalmerRate(text));
  }

  /** @param {Settings} before @param {Settings} wanted */
  sentence(before, wanted) {
    return S.notices.restart(described(before, wanted), wanted.seed);
  }

  /** @param {Settings} settings */
  adopt(settings) {
    this.side.set({ settings });
    keepAddress(this.side);
  }

  /** @param {import("../lib/check-arguments.js").Steering} changes */
  async steer(changes) {
    const { trained } = this.#models;
    const info = await trained?.steer(changes);
    return info && trained === this.#models.trained ? info : null;
  }

  /** @param {Settings} wanted */
  async restart(wanted) {
    const { settings, heldOut } = this.side.get();
    if (wanted.data !== settings.data) return this.side.emit("switch-data", wanted);
    const { trained } = this.#models;
    if (!heldOut || !trained) return;
    const again = this.#run.goesOn();
    const earlierRuns = withRun(this.side.get());
    const info = await trained.reconfigure(toConfig(wanted, heldOut));
    // A setting that the visitor steered while the engine was reconfigured keeps its new value.
    const now = this.side.get().settings;
    this.adopt({ ...wanted, ...picked(now, difference(settings, now)) });
    this.#run.begun({ info, earlierRuns, mapDims: null }, again);
  }

  /**
   * Another kind; on few pictures of the visitor's own, with the defaults for few.
   * @param {import("./presets.js").Kind} kind
   */
  choose(kind) {
    const wanted = asKind(this.changes.latest, kind);
    this.changes.changeAll(this.side.get().own?.fit(wanted) ?? wanted);
  }

  /** Back to the first step. @param {boolean} [always] Whether it then trains, even where it was paused. */
  reset(always = false) {
    void attempt(this.side, async () => {
      const { trained } = this.#models;
      if (!trained) return;
      const again = this.#run.goesOn() || always;
      this.changes.cancel();
      const earlierRuns = withRun(this.side.get());
      this.#run.begun({ info: await trained.reset(), earlierRuns }, again);
    });
  }

  /** To the first step of another seed. */
  dice() {
    void attempt(this.side, async () => {
      const { trained } = this.#models;
      if (!trained) return;
      this.changes.cancel();
      const again = this.#run.goesOn();
      const earlierRuns = withRun(this.side.get());
      const seed = await trained.newSeed();
      const info = await trained.reset({ seed });
      this.adopt({ ...this.side.get().settings, seed });
      this.#run.begun({ info, earlierRuns }, again);
    });
  }

  /** @param {string} text */
  #offerCalmerRate(text) {
    const { rate } = this.side.get().settings;
    const calmer = calmerRate(rate);
    const useRate = () => {
      this.changes.change("rate", calmer);
      this.#run.play();
    };
    notify(this.side, {
      id: "diverged", tone: "error", text,
      actions: [calmer < rate
        ? { label: S.notices.useRate(calmer), run: useRate }
        : { label: S.notices.startOver, run: () => this.reset() }],
    });
  }

  /** Another hourglass takes over. @param {Hourglass} hourglass */
  take(hourglass) {
    this.#models.first?.dispose();
    this.#models.first = hourglass;
    this.side.emit("replaced", hourglass);
  }

  /**
   * Another hourglass takes over, on other images.
   * @param {Hourglass} hourglass
   * @param {Partial<State>} patch What the page shows of them.
   */
  switchTo(hourglass, patch) {
    this.changes.cancel();
    const again = this.#run.goesOn();
    const before = this.side.get();
    this.side.set({ ...patch, earlierRuns: withRun(before), views: {}, drawing: null, mapDims: null });
    this.take(hourglass);
    keepAddress(this.side);
    this.#run.begun({}, again);
    this.#inspection.switched(before.inspect);
  }
}
