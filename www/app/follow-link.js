//! Brings to the page what a link asks for beyond its first model: what is shown, a second model, the run up to a step,
//! drawings. Fetched when a link names one of these, and when the visitor changes the address.

import { explain, isRefused } from "./faults.js";
import { bitsOf, floatOf } from "./goal.js";
import { unpackInk } from "./ink.js";
import { withMarks } from "./marks.js";
import { dismiss, notify } from "./notices.js";
import { difference } from "./options.js";
import { Replay } from "./replay.js";
import { isComplete } from "./store.js";
import { LINK } from "../strings/link.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./link.js").Second} Second
 * @typedef {import("./options.js").Settings} Settings
 * @typedef {import("./goal.js").Goal} Goal
 * @typedef {import("./ink.js").Drawings} Drawings
 * @typedef {ReturnType<typeof import("./link.js").fromAddress>} Link
 *
 * @typedef {object} OwnSet What a link needs of the visitor's own set.
 * @property {(drawings: Drawings) => Promise<void>} addPrepared
 * @property {() => void} train
 */

export class LinkFollower {
  #store;
  #actions;
  #comparison;
  #models;
  #ownSet;
  /** How many links were followed: the last one wins. */
  #links = 0;
  /** Whether a run is on its way to where the last one leads. */
  #isOnItsWay = false;
  /** Ends what the last one has promised of the run. */
  #giveUp = () => {};

  /**
   * @param {import("./store.js").Store<State>} store
   * @param {Pick<import("./actions.js").Actions, "changeAll" | "settled" | "reset" | "toggle" | "play"
   *   | "autoplay">} actions
   * @param {Pick<import("./comparison.js").Comparison, "begin" | "end" | "changes" | "side">} comparison
   * @param {import("./models.js").Models} models
   * @param {() => Promise<OwnSet>} ownSet
   */
  constructor(store, actions, comparison, models, ownSet) {
    this.#store = store;
    this.#actions = actions;
    this.#comparison = comparison;
    this.#models = models;
    this.#ownSet = ownSet;
    // Other images come with a model of their own.
    store.on("replaced", () => {
      if (!(models.inStep instanceof Replay)) return;
      this.#giveUp();
      models.inStep = null;
    });
  }

  /**
   * What the page opens with: the drawings before the images are asked for, then the second model or the run.
   * @param {Pick<Link, "settings"> & Partial<Link>} link
   */
  async open({ settings, goal, ink }) {
    const isSame = !ink || await this.#bringInk(ink, settings);
    const { linked } = this.#store.get();
    if (!goal) this.#store.set({ promised: null });
    const rest = linked ? this.#begin(linked, true) : goal && this.#openTowards(goal, settings, isSame);
    rest?.catch((cause) => explain(this.#store, cause));
  }

  /** @param {Link} link */
  async follow(link) {
    this.#links += 1;
    const mine = this.#links;
    this.#endRun();
    this.#store.set({ promised: link.goal || link.ink ? link : null });
    try {
      await this.#follow(link, mine);
    } finally {
      if (mine === this.#links && !this.#isOnItsWay) this.#store.set({ promised: null });
    }
  }

  /** What an older link has promised ends; what trains goes on, and not to that link's step. */
  #endRun() {
    const { run } = this.#store.get();
    const isTraining = this.#isOnItsWay && (run === "training" || run === "waiting");
    this.#giveUp();
    if (isTraining) this.#actions.play();
  }

  /** @param {Link} link @param {number} mine */
  async #follow({ settings, shown, second, goal, ink }, mine) {
    if (!second) this.#comparison.end();
    this.#store.set({ linked: second });
    const isSame = !ink || await this.#bringInk(ink, settings);
    this.#actions.changeAll(settings);
    await this.#actions.settled();
    await this.#until(({ switching, phase }) => switching === null && phase !== "loading");
    if (mine !== this.#links) return;
    const stands = difference(this.#store.get().settings, settings).length === 0;
    // What is shown was meant for a model that has not come.
    this.#store.set(stands ? { ...shown, probe: null } : { linked: null });
    if (stands && second) await this.#beside(second);
    else if (stands && goal && isSame) await this.#towards(goal, mine);
  }

  /** @param {Second} second */
  async #beside(second) {
    if (!this.#store.get().compare) {
      // With other images a comparison on those before has ended, which is no news where another begins.
      dismiss(this.#store, "compare");
      return this.#begin(second, false);
    }
    const { settings, ...shown } = second;
    this.#comparison.changes.changeAll(settings);
    await this.#comparison.changes.settled();
    this.#comparison.side.set({ ...shown, probe: null });
    this.#store.set({ linked: null });
    return undefined;
  }

  /**
   * A second model, once all images have come. Where the engine refuses it, the first trains alone.
   * @param {Second} second
   * @param {boolean} isOpening
   */
  async #begin(second, isOpening) {
    await this.#until((state) => state.linked !== second || isComplete(state));
    if (this.#store.get().linked !== second) return;
    try {
      await this.#comparison.begin(second, isOpening);
    } catch (cause) {
      if (!isRefused(cause)) throw cause;
      notify(this.#store, { id: "address-second", tone: "error", text: LINK.refused(cause.message) });
    } finally {
      if (this.#store.get().linked === second) this.#store.set({ linked: null });
    }
  }

  /**
   * @param {Goal} goal
   * @param {Settings} settings
   * @param {boolean} isSame Whether it is a run on the images that are here.
   */
  async #openTowards(goal, settings, isSame) {
    const mine = this.#links;
    await this.#until(({ phase, info }) => phase === "ready" && info !== null);
    // Where the engine has refused the model, or the set was empty, the page has begun with another one, and said so.
    const stands = difference(this.#store.get().settings, settings).length === 0;
    if (stands && isSame && mine === this.#links) return this.#towards(goal, mine);
    if (mine === this.#links) this.#store.set({ promised: null });
    if (!stands) this.#tellNoRun(goal);
    return this.#actions.autoplay();
  }

  /** Says it with what has been said of why. @param {Goal} goal */
  #tellNoRun({ step }) {
    const told = this.#store.get().notices.find(({ id }) => id === "address-data" || id === "address-model");
    if (told) notify(this.#store, { ...told, text: `${told.text} ${LINK.noRun(step)}` });
  }

  /**
   * Trains the first model from its first step to the goal.
   * @param {Goal} goal
   * @param {number} mine Which link it is of.
   */
  async #towards(goal, mine) {
    const { first } = this.#models;
    if (!first) return undefined;
    const { run } = this.#store.get();
    this.#isOnItsWay = true;
    this.#giveUp = () => this.#end();
    if (run === "training" || run === "waiting") this.#actions.toggle();
    const { step } = await first.pause();
    const isWanted = () => mine === this.#links && this.#models.first === first && this.#isOnItsWay;
    if (isWanted() && (step > 0 || first.recipe?.moves.length !== 0)) {
      this.#actions.reset();
      // The first numbers of the model that has been reset may be there by the time that this is looked at.
      const isReset = (/** @type {State} */ { snapshot }) => first.step === 0 && (snapshot?.step ?? 0) === 0
        && first.recipe?.moves.length === 0;
      await this.#until((state) => !isWanted() || isReset(state));
    }
    if (!isWanted()) return mine === this.#links ? this.#giveUp() : undefined;
    this.#promise(first, goal);
    return this.#actions.autoplay();
  }

  /** The run is over, or no longer what the link has promised. */
  #end() {
    this.#isOnItsWay = false;
    this.#giveUp = () => {};
    // It stays in its place, where whoever is asking it for something looks for it.
    if (this.#models.inStep instanceof Replay) this.#models.inStep.leave();
    dismiss(this.#store, "goal");
    this.#store.set({ promised: null });
  }

  /**
   * Says where the run leads, and then where it is, as long as that is so.
   * @param {import("../hourglass.js").Hourglass} first
   * @param {Goal} goal
   */
  #promise(first, goal) {
    const say = (/** @type {string} */ text) => notify(this.#store, { id: "goal", tone: "calm", text });
    const replay = new Replay(first, goal, {
      moved: ({ key, value, step }) => {
        const { settings: before, marks } = this.#store.get();
        const settings = { ...before, [key]: value };
        const steered = { keys: [key], settings, letter: "", step };
        this.#store.set({ settings, info: first.info, marks: withMarks(marks, steered) });
      },
      arrived: ({ loss }) => {
        this.#isOnItsWay = false;
        this.#store.set({ promised: null });
        say(arrival(goal, loss));
      },
      left: () => end(),
    });
    this.#models.inStep = replay;
    // An undo or a second model takes its place without a word.
    const stop = this.#store.subscribe(() => {
      if (this.#models.inStep !== replay || !replay.holds) end();
    });
    const end = () => {
      stop();
      if (this.#giveUp === end) this.#end();
    };
    this.#giveUp = end;
    say(LINK.onTheWay(goal.step));
  }

  /**
   * The drawings of a link: into a set that is empty, else only if the visitor wants it.
   * @param {string} ink
   * @param {Settings} settings
   * @returns {Promise<boolean>} Whether a model with these settings stands on the images that the link means.
   */
  async #bringInk(ink, { data }) {
    const drawings = await unpackInk(ink);
    if (!drawings) {
      notify(this.#store, { id: "address-ink", tone: "error", text: LINK.badInk });
      return data !== "own";
    }
    const { length } = drawings.drawings;
    const set = await this.#ownSet();
    const { drawings: own = 0, pictures = 0 } = this.#store.get().own ?? {};
    const id = "own-link";
    if (own + pictures === 0) {
      await set.addPrepared(drawings);
      notify(this.#store, { id, tone: "calm", text: LINK.added(length), fades: true });
      return true;
    }
    const run = () => {
      dismiss(this.#store, id);
      set.addPrepared(drawings).then(() => data === "own" && set.train(), (cause) => explain(this.#store, cause));
    };
    const actions = [{ label: LINK.add(length), run }];
    notify(this.#store, { id, tone: "calm", text: LINK.offered(length, data === "own"), actions });
    return data !== "own";
  }

  /** Resolves once the state is so. @param {(state: State) => boolean} isSo @returns {Promise<void>} */
  #until(isSo) {
    return new Promise((resolve) => {
      if (isSo(this.#store.get())) return resolve();
      const stop = this.#store.subscribe((state) => {
        if (!isSo(state)) return;
        stop();
        resolve();
      });
    });
  }
}

/** What is said at the link's step. @param {Goal} goal @param {number | null} loss */
function arrival({ step, loss: wanted }, loss) {
  if (wanted === null || loss === null) return LINK.unknown(step);
  return bitsOf(loss) === wanted ? LINK.same(step) : LINK.other(step, loss, floatOf(wanted));
}
