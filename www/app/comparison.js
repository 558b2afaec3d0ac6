//! Two at once: a second model beside the first, on the same images in the same order from the same seed.

import { S } from "../strings/strings.js";
import { ChangePath } from "./change-settings.js";
import { Deaths } from "./deaths.js";
import { described } from "./differences.js";
import { withRun } from "./earlier-runs.js";
import { attemptChange, explain } from "./faults.js";
import { dismiss, notify } from "./notices.js";
import { toConfig } from "./options.js";
import { joined, secondSide } from "./second-side.js";
import { keepWatching } from "./view-requests.js";

/**
 * @typedef {import("./options.js").Settings} Settings
 * @typedef {import("./change-settings.js").Changeable} Changeable
 * @typedef {import("../hourglass.js").Hourglass} Hourglass
 */

/** @implements {Changeable} */
export class Comparison {
  notice = "restart-b";
  #store;
  #models;
  #actions;
  /** @type {Hourglass | null} */
  #second = null;
  #deaths = new Deaths();

  /**
   * @param {import("./store.js").Store<import("./store.js").State>} store
   * @param {import("./models.js").Models} models
   * @param {Pick<import("./actions.js").Actions, "begin" | "play">} actions
   */
  constructor(store, models, actions) {
    this.#store = store;
    this.#models = models;
    this.#actions = actions;
    this.side = secondSide(store);
    this.changes = new ChangePath(store, this);
    store.on("replaced", () => this.#leave());
  }

  /** @param {Settings} before @param {Settings} wanted */
  sentence(before, wanted) {
    return S.compare.restart(described(before, wanted));
  }

  /** @param {Settings} settings */
  adopt(settings) {
    this.side.set({ settings });
  }

  /** @param {import("../lib/check-arguments.js").Steering} changes */
  async steer(changes) {
    const second = this.#second;
    const info = await second?.steer(changes);
    return info && second === this.#second ? info : null;
  }

  /** @param {Settings} wanted */
  async restart(wanted) {
    if (this.#second) await this.#compare(wanted);
  }

  /** A second model with these settings; both begin at their first step. @param {Settings} settings */
  compare(settings) {
    return attemptChange(this.#store, () => this.#compare(settings));
  }

  /** @param {Settings} settings */
  async #compare(settings) {
    dismiss(this.#store, "config");
    const { first } = this.#models;
    if (!first) return;
    const config = this.#configOf(settings);
    if (this.#second) {
      const info = await this.#second.reconfigure(config);
      this.#keepRun();
      this.side.set({ settings, info, snapshot: null, views: {}, probe: null, mapDims: null });
    } else {
      // Fetched with the first comparison.
      const { Lockstep } = await import("./lockstep.js");
      const other = await first.another(config);
      if (this.#models.first !== first || this.#second) return other.dispose();
      this.#open(first, other, settings, Lockstep);
    }
    this.#actions.begin();
  }

  /** Its configuration: what the two share is the first's. @param {Settings} settings */
  #configOf(settings) {
    const { heldOut, settings: first } = this.#store.get();
    if (!heldOut) throw new Error("no images yet");
    return toConfig(joined(settings, first), heldOut);
  }

  /** The run that ends stays, in gray. */
  #keepRun() {
    this.#store.set({ earlierRuns: withRun(this.side.get()) });
  }

  /**
   * @param {Hourglass} first
   * @param {Hourglass} other
   * @param {Settings} settings
   * @param {typeof import("./lockstep.js").Lockstep} Lockstep
   */
  #open(first, other, settings, Lockstep) {
    this.#second = other;
    this.#deaths = new Deaths();
    this.#store.set({ compare: {
      settings, pending: null, info: other.info, snapshot: null, views: {}, probe: null, mapDims: null,
      showManifold: null, grid: null,
    } });
    this.#models.inStep = new Lockstep(first, other, {
      reconfigure: ({ batchSize, seed, optimizer }) => attemptChange(this.#store, async () => {
        const config = { ...this.#configOf(this.side.get().settings), batchSize, seed, optimizer };
        const info = await other.reconfigure(config);
        this.side.set({ info, snapshot: null, views: {}, probe: null });
      }),
      steer: async ({ learningRate }) => {
        if (learningRate !== undefined) this.side.set({ info: await other.steer({ learningRate }) });
      },
    });
    other.addEventListener("failed", () => void this.#revive(other));
    void keepWatching(this.side, other, (cause) => explain(this.#store, cause));
  }

  /** @param {Hourglass} other */
  async #revive(other) {
    const again = this.#store.get().run === "training";
    if (this.#deaths.areTooMany()) {
      this.#giveUp(other);
      return;
    }
    try {
      const { step } = await other.restart();
      // A worker that is new has seen nothing of what the page looks at.
      this.#store.set({ revived: this.#store.get().revived + 1 });
      notify(this.#store, { id: "worker", tone: "calm", text: S.notices.workerDied(step) });
      if (again) this.#actions.play();
    } catch {
      this.#giveUp(other);
    }
  }

  /** A model whose worker does not come back is compared no longer. @param {Hourglass} other */
  #giveUp(other) {
    if (this.#second !== other) return;
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
    this.#second?.dispose();
    this.#second = null;
    this.#models.inStep = null;
    this.#store.set({ compare: null });
  }

  /** At the visitor's wish. */
  end() {
    if (!this.#second) return;
    this.#keepRun();
    this.#close();
  }

  /**
   * Ends the comparison because the page has changed to other images. The first model is on them already, and is not
   * started here.
   */
  #leave() {
    if (!this.#second) return;
    this.#forget();
    notify(this.#store, { id: "compare", tone: "calm", text: S.compare.left });
  }
}
