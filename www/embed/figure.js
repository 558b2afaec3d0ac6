//! A figure inside another page: one model with the panels that were asked for. The page's own parts, wired anew.

import { createActions } from "../app/actions.js";
import { DataLoader } from "../app/load-data.js";
import { Models } from "../app/models.js";
import { createStore, initialState } from "../app/store.js";
import { keepWatching } from "../app/view-requests.js";
import { loadCharts } from "../draw/charts.js";
import { EMBED } from "../strings/embed.js";
import { fetchFile } from "./files.js";
import { isSameModel } from "./config-settings.js";
import { tellModels, tellNews } from "./news.js";
import { openImages } from "./own-images.js";
import { Pacer } from "./pacer.js";
import { sheetOf } from "./style.js";
import { FigureView } from "./figure-view.js";
import { readWishes } from "./wishes.js";
import "../page.js"; // In the bundled site: what both need is then one file.

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../app/options.js").Settings} Settings
 * @typedef {import("./wishes.js").Given} Given
 * @typedef {import("./wishes.js").Wishes} Wishes
 * @typedef {import("./news.js").Emit} Emit
 *
 * @typedef {object} Kept What a figure that was taken away leaves for when its element comes back.
 * @property {Given} given
 * @property {Settings} settings
 * @property {Uint8Array | null} run The run as `save()` gives it; null where nothing has trained.
 * @property {boolean} wants Whether it was to train.
 */

/**
 * What draws on canvases, once for all figures of a page.
 * @type {Promise<import("../draw/charts.js").Charts> | null}
 */
let charts = null;

export class Figure {
  #emit;
  #given;
  /** @type {Wishes} */
  #wishes;
  #models = new Models();
  #store;
  #actions;
  #data;
  #view;
  #pacer;
  /** What is undone when the figure is taken away. @type {(() => void)[]} */
  #ends = [];
  #isClosed = false;
  /** Whether the model is there, with the run that goes on in it. */
  #stands = false;
  /** What it goes on from. @type {Kept | null} */
  #kept;
  /** What the author's page asks for, one after the other. @type {Promise<unknown>} */
  #turn = Promise.resolve();

  /**
   * @param {ShadowRoot} root
   * @param {Given} given
   * @param {Kept | null} kept
   * @param {Emit} emit
   */
  static async create(root, given, kept, emit) {
    const sheet = await sheetOf("embed.css");
    return new Figure(root, sheet, given, kept, emit);
  }

  /**
   * @param {ShadowRoot} root
   * @param {CSSStyleSheet} sheet
   * @param {Given} given
   * @param {Kept | null} kept
   * @param {Emit} emit
   */
  constructor(root, sheet, given, kept, emit) {
    this.#emit = emit;
    this.#given = given;
    const wishes = (this.#wishes = readWishes(given));
    // What was changed by hand holds where the element comes back as it went.
    this.#kept = kept && isSame(kept.given, given) ? kept : null;
    const settings = this.#kept?.settings ?? wishes.settings;
    const store = (this.#store = createStore({ ...initialState(settings), goal: wishes.goal }));
    const actions = (this.#actions = createActions(store, this.#models, () => void this.#open()));
    this.#data = new DataLoader(store, actions, {
      environment: {}, fetch: fetchFile, own: async () => openImages(this.#given), refused: EMBED.refused,
    });
    this.#pacer = new Pacer(store, actions, (isWaiting) => this.#view?.tellTurn(isWaiting));
    this.#view = new FigureView(root, sheet, store, actions, this.#models, { toggle: () => this.#pacer.toggle() });
    this.#pacer.wants = this.#kept?.wants ?? (wishes.plays && !asksForRest());
    store.on("opened", () => void this.#begin());
    store.on("replaced", (hourglass) => this.#listen(hourglass));
    this.#ends.push(store.subscribe((state) => this.#view.update(state)), tellNews(store, this.#models, emit));
    this.#view.show(wishes);
    this.#view.update(store.get());
    this.#draw();
    void this.#open();
  }

  /** Brings images and a model, once there are images. */
  async #open() {
    if (!this.#wishes.waits && this.#areUsable()) await this.#data.start();
  }

  /** Whether the author's images are; where not, it is said. */
  #areUsable() {
    if (this.#wishes.settings.data !== "own") return true;
    this.#actions.dismiss("start");
    try {
      openImages(this.#given);
      return true;
    } catch (cause) {
      // The model on the images before, if there is one, goes on.
      if (!this.#models.first) this.#store.set({ phase: "failed" });
      const text = EMBED.images(cause instanceof Error ? cause.message : String(cause));
      this.#actions.notify({ id: "start", tone: "error", text });
      return false;
    }
  }

  /** The model stands: a run from before goes on in it. */
  async #begin() {
    const { first } = this.#models;
    if (!first) return;
    const run = this.#kept?.run;
    if (run) await first.load(run).catch(this.#actions.explain);
    if (this.#isClosed) return;
    this.#kept = null;
    this.#emit("ready", first.info);
    // A model that is opened anew after a fault is heard of already.
    if (!this.#stands) this.#ends.push(tellModels(this.#store, this.#emit, this.#store.get().info));
    this.#stands = true;
    this.#pacer.settle();
  }

  /** @param {import("../hourglass.js").Hourglass} hourglass */
  #listen(hourglass) {
    void keepWatching(this.#store, hourglass, this.#actions.explain);
    // What a model tells before a run from before stands in it is no news.
    hourglass.addEventListener("snapshot", ({ detail }) => this.#stands && this.#emit("snapshot", detail));
  }

  /** Training comes first: what draws is fetched once a step has been seen. */
  #draw() {
    const stop = this.#store.subscribe(({ phase, run, snapshot }) => {
      if (phase !== "ready" || (run === "training" && !snapshot?.step)) return;
      stop();
      charts ??= loadCharts();
      charts.then((made) => this.#store.set({ charts: made }), (cause) => {
        charts = null;
        this.#actions.explain(cause);
      });
    });
    this.#ends.push(stop);
  }

  /** Attributes or images have changed. @param {Given} given */
  change(given) {
    const before = this.#wishes;
    const wishes = (this.#wishes = readWishes(given));
    const areOthers = DATA.some((name) => this.#given[name] !== given[name]);
    this.#given = given;
    this.#view.show(wishes);
    const isSameOne = !areOthers && isSameModel(before.settings, wishes.settings);
    if (before.goal !== wishes.goal) this.#aim(wishes.goal, isSameOne);
    if (before.plays !== wishes.plays) {
      this.#pacer.wants = wishes.plays && !asksForRest();
      this.#pacer.settle();
    }
    if (wishes.waits) return;
    const { phase } = this.#store.get();
    if (before.waits || phase === "failed" || (!this.#stands && !isSameOne)) {
      // There is no model to change yet: the one that is wanted now comes in the place of the one on its way.
      this.#kept = null;
      this.#store.set({ settings: wishes.settings });
      void this.#open();
    } else if (areOthers && wishes.settings.data === "own") {
      if (this.#areUsable()) this.#actions.again(wishes.settings);
    } else if (!isSameOne) {
      void this.#become(before.settings, wishes.settings);
    }
  }

  /** Another model, as the author's page wants it. @param {Settings} before @param {Settings} wanted */
  async #become(before, wanted) {
    if (before.beyond?.text !== wanted.beyond?.text) return this.#actions.again(wanted);
    this.#actions.changeAll(wanted);
    await this.#actions.settled();
    // Whoever reads has changed nothing, and needs no way back.
    this.#actions.dismiss("changed");
    return undefined;
  }

  /**
   * Another step to stop at, which holds for a run under way, too.
   * @param {number | null} goal
   * @param {boolean} goesOn Whether the model stays.
   */
  #aim(goal, goesOn) {
    this.#store.set({ goal });
    const { run } = this.#store.get();
    if (!goesOn || (run !== "training" && run !== "waiting")) return;
    if (goal !== null && (this.#models.first?.step ?? 0) >= goal) this.#actions.toggle();
    else this.#actions.play();
  }

  /** @param {boolean} isSeen Whether it is on the screen: it trains only there. */
  see(isSeen) {
    this.#pacer.isSeen = isSeen;
    this.#pacer.settle();
  }

  play() {
    return this.#inTurn(() => this.#pacer.play());
  }

  pause() {
    return this.#inTurn(() => this.#pacer.pause());
  }

  step() {
    return this.#inTurn(async () => {
      await this.#ready();
      this.#actions.step();
    });
  }

  reset() {
    return this.#inTurn(async () => {
      await this.#ready();
      await this.#actions.reset();
    });
  }

  /** @template T @param {() => T | Promise<T>} act @returns {Promise<T>} */
  #inTurn(act) {
    const turn = this.#turn.then(act);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async save() {
    return (await this.#ready()).save();
  }

  /** @param {import("../lib/check-arguments.js").Images} images */
  async take(images) {
    const hourglass = await this.#ready();
    const [run, codes] = await Promise.all([hourglass.save(), hourglass.encode(images)]);
    return { run, codes };
  }

  /** The model, once it stands. @returns {Promise<import("../hourglass.js").Hourglass>} */
  #ready() {
    return new Promise((resolve, reject) => {
      const look = () => {
        const { phase, notices } = this.#store.get();
        const { first } = this.#models;
        if (phase === "ready" && first) resolve(first);
        else if (phase === "failed" || this.#isClosed) {
          reject(Object.assign(new Error(notices.at(-1)?.text ?? "closed"), { name: "NotReadyError" }));
        } else return false;
        return true;
      };
      if (look()) return;
      const stop = this.#store.subscribe(() => look() && stop());
    });
  }

  /** Ends the worker; what was trained is kept. @returns {Promise<Kept>} */
  async close() {
    this.#isClosed = true;
    const { wants } = this.#pacer;
    this.#pacer.close();
    const { first } = this.#models;
    const kept = this.#kept;
    const run = this.#stands && first?.step ? await first.save().catch(() => first.checkpoint) : null;
    this.#data.close();
    first?.dispose();
    this.#view.close();
    this.#ends.forEach((end) => end());
    // One that was still on its way leaves what it was to go on from.
    return kept ? { ...kept, wants } : { given: this.#given, settings: this.#store.get().settings, run, wants };
  }
}

const DATA = /** @type {const} */ (["images", "labels", "heldOut"]);

/** Whether an element asks for the same model on the same images. @param {Given} a @param {Given} b */
const isSame = (a, b) =>
  isSameModel(readWishes(a).settings, readWishes(b).settings) && DATA.every((name) => a[name] === b[name]);

/** Whether the reader's system asks for less motion: the figure then waits for its button. */
const asksForRest = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
