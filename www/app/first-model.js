//! The page's first model: how a change of its settings reaches it, how it begins again, and how another takes its
//! place.

import { S } from "../strings/strings.js";
import { bring } from "./change-history.js";
import { ChangePath, withSteered } from "./change-settings.js";
import { throughDeath } from "./deaths.js";
import { described } from "./differences.js";
import { withRun } from "./earlier-runs.js";
import { attempt } from "./faults.js";
import { notify } from "./notices.js";
import { areOthers, calmerRate, difference, toConfig } from "./options.js";
import { asKind } from "./presets.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./options.js").Settings} Settings
 * @typedef {import("./change-settings.js").Changeable} Changeable
 * @typedef {import("./change-history.js").Side} Side
 * @typedef {import("./change-history.js").Before} Before
 * @typedef {import("../hourglass.js").Hourglass} Hourglass
 */

/**
 * @implements {Changeable}
 * @implements {Side}
 */
export class FirstModel {
  #models;
  #run;
  #history;
  #inspection;

  /**
   * @param {import("./store.js").Store<State>} store
   * @param {import("./models.js").Models} models
   * @param {Pick<import("./run-control.js").RunControl, "goesOn" | "begun" | "play">} run
   * @param {Pick<import("./inspection.js").Inspection, "switched">} inspection
   * @param {import("./change-history.js").ChangeHistory} history
   */
  constructor(store, models, run, inspection, history) {
    this.side = store;
    this.letter = "";
    this.#models = models;
    this.#run = run;
    this.#inspection = inspection;
    this.#history = history;
    history.add(this);
    this.changes = new ChangePath(store, this);
    store.on("diverged", (text) => this.#offerCalmerRate(text));
  }

  /** @param {Settings} settings */
  adopt(settings) {
    this.side.set({ settings });
  }

  /** @param {import("../lib/check-arguments.js").Steering} changes */
  async steer(changes) {
    const { trained } = this.#models;
    const info = trained && await this.#ask(trained, () => trained.steer(changes));
    return info && trained === this.#models.trained ? { info, step: this.#models.first?.step ?? 0 } : null;
  }

  /**
   * @param {Settings} wanted
   * @param {import("./change-history.js").Change[]} changes
   */
  async restart(wanted, changes) {
    const { settings, heldOut } = this.side.get();
    if (areOthers(settings, wanted)) return this.side.emit("switch-data", { wanted, back: null });
    const { trained } = this.#models;
    if (!heldOut || !trained) return;
    const again = this.#run.goesOn();
    const earlierRuns = withRun(this.side.get());
    const before = this.#history.capture();
    const config = toConfig(wanted, heldOut);
    const info = await this.#ask(trained, () => trained.reconfigure(config));
    if (!info || trained !== this.#models.trained) return;
    this.adopt(withSteered(wanted, settings, this.side.get().settings));
    this.#run.begun({ info, earlierRuns, mapDims: null }, again);
    this.#history.keep(before, "first", changes, (from) => S.notices.restart(described(from, wanted), wanted.seed));
  }

  /**
   * What the model is asked for, also where its worker has died and the next one is on its way.
   * @template T
   * @param {import("./lockstep.js").Trainable} trained
   * @param {() => Promise<T>} task
   */
  #ask(trained, task) {
    return throughDeath(this.side, this.#models.first, () => trained === this.#models.trained, task);
  }

  get isThere() {
    return this.#models.first !== null;
  }

  /** @param {Settings} from @param {import("./options.js").Key[]} keys */
  moved(from, keys) {
    this.#history.keepMove({ model: this, keys, from });
  }

  /** @param {Before} before */
  async bringBack({ first }) {
    const { heldOut } = this.side.get();
    const hourglass = this.#models.first;
    if (!heldOut || !hourglass) return {};
    this.changes.cancel();
    const info = await bring(hourglass, first, toConfig(first.settings, heldOut));
    this.adopt(first.settings);
    return { info, mapDims: null };
  }

  /**
   * Another kind; on few pictures of the visitor's own, with the defaults for few.
   * @param {import("./presets.js").Kind} kind
   */
  choose(kind) {
    const wanted = asKind(this.changes.latest, kind);
    this.changes.changeAll(this.side.get().own?.fit(wanted) ?? wanted);
  }

  /**
   * Back to the first step.
   * @param {boolean} [always] Whether it then trains, even where it was paused.
   * @param {boolean} [isOpening] Whether the page has only begun: then nothing is kept of what came before.
   */
  reset(always = false, isOpening = false) {
    return attempt(this.side, async () => {
      const { trained } = this.#models;
      if (!trained) return;
      const again = this.#run.goesOn() || always;
      this.changes.cancel();
      const now = this.side.get();
      const earlierRuns = isOpening ? now.earlierRuns : withRun(now);
      const before = this.#history.capture();
      const info = await this.#ask(trained, () => trained.reset());
      if (!info) return;
      this.#run.begun({ info, earlierRuns }, again);
      if (!always && !isOpening) this.#history.keepAll(before, S.notices.reset);
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
      const before = this.#history.capture();
      const started = await this.#ask(trained, async () => {
        const seed = await trained.newSeed();
        return { seed, info: await trained.reset({ seed }) };
      });
      if (!started) return;
      const { seed, info } = started;
      this.adopt({ ...this.side.get().settings, seed });
      this.#run.begun({ info, earlierRuns }, again);
      this.#history.keepAll(before, S.notices.newSeed(seed));
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
   * @param {Before | null} before What it takes the place of; null where it brings a model back.
   */
  switchTo(hourglass, patch, before) {
    this.changes.cancel();
    const again = this.#run.goesOn();
    const now = this.side.get();
    const isAsMany = patch.pack?.classes.length === now.pack.classes.length;
    const onlyClass = isAsMany ? now.onlyClass : null;
    this.side.set({ ...patch, earlierRuns: withRun(now), views: {}, drawing: null, mapDims: null, onlyClass });
    this.take(hourglass);
    this.#run.begun(before ? {} : { clock: patch.clock, marks: patch.marks }, again);
    this.#inspection.switched(now.inspect);
    if (!before) return this.#history.tellBack();
    const { settings } = this.side.get();
    const isSame = difference(now.settings, settings).length === 0;
    // The same images, changed, are no change that a model before could be brought back from.
    if (!isSame) this.#history.keepAll(before, S.notices.restart(described(now.settings, settings), settings.seed));
  }
}
