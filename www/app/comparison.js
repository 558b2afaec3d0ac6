//! Two at once: a second model beside the first, on the same images in the same order from the same seed.

import { S } from "../strings/strings.js";
import { bring } from "./change-history.js";
import { ChangePath, withSteered } from "./change-settings.js";
import { Deaths, throughDeath } from "./deaths.js";
import { described } from "./differences.js";
import { withRun } from "./earlier-runs.js";
import { attemptChange, explain } from "./faults.js";
import { dismiss, notify } from "./notices.js";
import { toConfig } from "./options.js";
import { joined } from "./second-side.js";
import { secondSide } from "./second-store.js";
import { keepWatching } from "./view-requests.js";

/**
 * @typedef {import("./options.js").Settings} Settings
 * @typedef {import("./change-settings.js").Changeable} Changeable
 * @typedef {import("./change-history.js").Side} Side
 * @typedef {import("./change-history.js").Change} Change
 * @typedef {import("../hourglass.js").Hourglass} Hourglass
 * @typedef {{other: Hourglass, Lockstep: typeof import("./lockstep.js").Lockstep}} Beside
 */

/**
 * @implements {Changeable}
 * @implements {Side}
 */
export class Comparison {
  #store;
  #models;
  #actions;
  #deaths = new Deaths();

  /**
   * @param {import("./store.js").Store<import("./store.js").State>} store
   * @param {import("./models.js").Models} models
   * @param {Pick<import("./actions.js").Actions, "begin" | "play" | "goOn" | "settled" | "history">} actions
   */
  constructor(store, models, actions) {
    this.#store = store;
    this.#models = models;
    this.#actions = actions;
    this.side = secondSide(store);
    this.letter = "B";
    this.changes = new ChangePath(store, this);
    actions.history.add(this);
    store.on("replaced", () => this.#leave());
  }

  /** @param {Settings} settings */
  adopt(settings) {
    this.side.set({ settings });
  }

  /** @param {import("../lib/check-arguments.js").Steering} changes */
  async steer(changes) {
    const { second } = this.#models;
    if (!second) return null;
    const info = await this.#ask(second, () => second.steer(changes));
    return info && second === this.#models.second ? { info, step: second.step } : null;
  }

  /** @param {Settings} wanted @param {Change[]} changes */
  async restart(wanted, changes) {
    const { second } = this.#models;
    if (!second) return;
    dismiss(this.#store, "config");
    const { settings } = this.side.get();
    const before = this.#actions.history.capture();
    const info = await this.#ask(second, () => second.reconfigure(this.#configOf(wanted)));
    if (!info || second !== this.#models.second) return;
    this.#keepRun();
    this.#stands(withSteered(wanted, settings, this.side.get().settings), info);
    this.#actions.begin();
    const shared = (/** @type {Settings} */ own) => joined(own, this.#store.get().settings);
    this.#actions.history.keep(before, "second", changes, (from) =>
      S.compare.restart(described(shared(from), shared(wanted))));
  }

  get isThere() {
    return this.#models.second !== null;
  }

  /** @param {Settings} from @param {import("./options.js").Key[]} keys */
  moved(from, keys) {
    this.#actions.history.keepMove({ model: this, keys, from });
  }

  /**
   * A second model with these settings; both begin at their first step.
   * @param {Settings} settings
   */
  compare(settings) {
    return attemptChange(this.#store, () => this.begin({ settings, showManifold: null, mapDims: null }));
  }

  /**
   * @param {import("./link.js").Second} wanted
   * @param {boolean} [isOpening] Whether the page opens with it: then there is nothing to go back to.
   */
  async begin({ settings, ...shown }, isOpening = false) {
    await this.#actions.settled();
    const { first, second } = this.#models;
    dismiss(this.#store, "config");
    if (!first || second) return;
    const beside = await this.#another(first, this.#configOf(settings));
    if (!beside) return;
    const before = this.#actions.history.capture();
    this.#open(first, beside, settings);
    this.side.set(shown);
    this.#actions.begin(isOpening);
    if (!isOpening) this.#actions.history.keepAll(before, S.compare.began);
  }

  /**
   * A model that can stand beside the first, and what trains both; null where it is no longer wanted.
   * @param {Hourglass} first
   * @param {Record<string, unknown>} config
   * @returns {Promise<Beside | null>}
   */
  async #another(first, config) {
    // Fetched with the first comparison.
    const { Lockstep } = await import("./lockstep.js");
    const other = await first.another(config);
    if (this.#models.first === first && !this.#models.second) return { other, Lockstep };
    other.dispose();
    return null;
  }

  /** @param {import("./change-history.js").Before} before */
  async bringBack({ first: ofFirst, second: kept }) {
    this.changes.cancel();
    const { first } = this.#models;
    const { heldOut } = this.#store.get();
    if (!kept || !first || !heldOut) {
      this.#forget();
      return {};
    }
    const config = toConfig(joined(kept.settings, ofFirst.settings), heldOut);
    const beside = this.#models.second ? null : await this.#another(first, config);
    if (beside) this.#open(first, beside, kept.settings);
    const { second } = this.#models;
    if (second) this.#stands(kept.settings, await bring(second, kept, config));
    return {};
  }

  /** @param {Settings} settings @param {import("./store.js").ModelInfo} info */
  #stands(settings, info) {
    this.side.set({ settings, info, snapshot: null, views: {}, probe: null, mapDims: null });
  }

  /** Its configuration: what the two share is the first's. @param {Settings} settings */
  #configOf(settings) {
    const { heldOut, settings: first } = this.#store.get();
    if (!heldOut) throw new Error("no images yet");
    return toConfig(joined(settings, first), heldOut);
  }

  /**
   * What the second model is asked for, also where its worker has died and the next one is on its way.
   * @template T
   * @param {Hourglass} second
   * @param {() => Promise<T>} task
   */
  #ask(second, task) {
    return throughDeath(this.#store, second, () => second === this.#models.second, task);
  }

  /** The run that ends stays, in gray. */
  #keepRun() {
    this.#store.set({ earlierRuns: withRun(this.side.get()) });
  }

  /**
   * @param {Hourglass} first
   * @param {Beside} beside
   * @param {Settings} settings
   */
  #open(first, { other, Lockstep }, settings) {
    this.#models.second = other;
    this.#deaths = new Deaths();
    this.#store.set({ linked: null, compare: {
      settings, pending: null, info: other.info, snapshot: null, views: {}, probe: null, mapDims: null,
      showManifold: null, grid: null,
    } });
    this.#models.inStep = new Lockstep(first, other, {
      reconfigure: ({ batchSize, seed, optimizer }) => attemptChange(this.#store, async () => {
        const config = { ...this.#configOf(this.side.get().settings), batchSize, seed, optimizer };
        const info = await this.#ask(other, () => other.reconfigure(config));
        if (info) this.side.set({ info, snapshot: null, views: {}, probe: null });
      }),
      reset: (options) => this.#ask(other, () => other.reset(options)),
      steer: async ({ learningRate }) => {
        if (learningRate === undefined) return;
        const info = await this.#ask(other, () => other.steer({ learningRate }));
        if (info) this.side.set({ info });
      },
    });
    other.addEventListener("failed", () => void this.#revive(other));
    void keepWatching(this.side, other, (cause) => explain(this.#store, cause));
  }

  /** @param {Hourglass} other */
  async #revive(other) {
    if (this.#deaths.areTooMany()) {
      this.#giveUp(other);
      return;
    }
    try {
      const { step } = await other.restart();
      // A worker that is new has seen nothing of what the page looks at.
      this.#store.set({ revived: this.#store.get().revived + 1 });
      notify(this.#store, { id: "worker", tone: "calm", text: S.notices.workerDied(step) });
      this.#store.emit("revived", other);
      // Also where the visitor has paused, or asked for a step, while the worker was on its way.
      if (this.#store.get().run === "training") this.#actions.goOn();
    } catch {
      this.#giveUp(other);
    }
  }

  /** A model whose worker does not come back is compared no longer. @param {Hourglass} other */
  #giveUp(other) {
    if (this.#models.second !== other) return;
    this.#close();
    notify(this.#store, { id: "worker", tone: "error", text: S.compare.lost });
  }

  /** Ends the comparison; the first model goes on alone. */
  #close() {
    this.#forget();
    if (this.#store.get().run === "training") this.#actions.play();
  }

  #forget() {
    this.changes.cancel();
    this.#models.second?.dispose();
    this.#models.second = null;
    this.#models.inStep = null;
    this.#store.set({ compare: null });
  }

  /** At the visitor's wish. */
  end() {
    if (!this.#models.second) return;
    this.#keepRun();
    this.#close();
    // What began has ended.
    dismiss(this.#store, "changed");
  }

  /**
   * Ends the comparison because the page has changed to other images. The first model is on them already, and is not
   * started here.
   */
  #leave() {
    if (!this.#models.second) return;
    this.#forget();
    notify(this.#store, { id: "compare", tone: "calm", text: S.compare.left });
  }
}
