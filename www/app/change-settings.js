//! The one path by which settings reach a model, be it the first or the second of two: what only steers moves the
//! running model, what does not restarts it at once, and what the engine refuses changes nothing.

import { described } from "./differences.js";
import { attemptChange, isRefused } from "./faults.js";
import { withMarks } from "./marks.js";
import { difference, optionOf } from "./options.js";
import { asKind, isLive, withChange } from "./presets.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./options.js").Settings} Settings
 * @typedef {import("./options.js").Key} Key
 * @typedef {import("./store.js").ModelInfo} ModelInfo
 * @typedef {import("../lib/check-arguments.js").Steering} Steering
 *
 * @typedef {object} Changeable A model as a change meets it: here the two of a comparison differ.
 * @property {Pick<import("./store.js").Store<State>, "get" | "set">} side The part of the page's state that is its own.
 * @property {(settings: Settings) => void} adopt These are its settings from now on.
 * @property {string} letter Its name beside another; empty where it may be alone.
 * @property {(changes: Steering) => Promise<{info: ModelInfo, step: number} | null>} steer Null where another model has
 *   come in its place.
 * @property {(wanted: Settings, changes: Change[]) => Promise<void>} restart The changes lead there one by one.
 * @property {(from: Settings, keys: Key[]) => void} moved Hears of what was steered.
 *
 * @typedef {import("./change-history.js").Change} Change
 */

export class ChangePath {
  #store;
  #model;
  /** What restarts the model and is not under way yet. @type {Change[]} */
  #waiting = [];
  /** Ends when the model stands that was asked for last. @type {Promise<void> | null} */
  #restarting = null;
  /** What the engine has of the settings that it is asked to change at the moment. @type {Partial<Settings>} */
  #before = {};
  /** How many such questions it has not answered. */
  #asked = 0;

  /**
   * @param {import("./store.js").Store<State>} store
   * @param {Changeable} model
   */
  constructor(store, model) {
    this.#store = store;
    this.#model = model;
  }

  /** What the model has, or what it is on its way to. */
  get latest() {
    const { pending, settings } = this.#model.side.get();
    return pending ?? settings;
  }

  /**
   * One setting, and with it whatever would not go with it.
   * @param {Key | "penalty"} key
   * @param {number | number[] | string} value
   */
  change(key, value) {
    this.#want(withChange(this.latest, key, value), key);
  }

  /** All settings at once. @param {Settings} wanted */
  changeAll(wanted) {
    this.#want(wanted, null);
  }

  /** @param {import("./presets.js").Kind} kind */
  choose(kind) {
    this.changeAll(asKind(this.latest, kind));
  }

  /** Forgets what is not under way yet. */
  cancel() {
    this.#waiting = [];
    this.#model.side.set({ pending: null });
  }

  /** Resolves when no change is under way. */
  async settled() {
    await this.#restarting;
  }

  /**
   * @param {Settings} wanted
   * @param {Key | "penalty" | null} moved The setting whose control was moved.
   */
  #want(wanted, moved) {
    const { settings, pending } = this.#model.side.get();
    const from = pending ?? settings;
    if (pending && difference(pending, wanted).length === 0) return;
    const differing = difference(settings, wanted);
    const live = differing.filter((key) => isLive(key, settings, wanted));
    const isLiveAlone = live.length === differing.length;
    // A slider moves the running model even while another is on its way.
    this.#steer(isLiveAlone && !pending ? live : live.filter((key) => key === moved), wanted);
    if (isLiveAlone && !pending) return;
    this.#model.side.set({ pending: wanted });
    // What steers is heard by the model on its way, too.
    const isSteered = this.#waiting.length === 0 && live.some((key) => key === moved);
    if (isSteered && difference(from, wanted).every((key) => key === moved)) return;
    this.#waiting.push({ from, wanted, control: moved, at: performance.now() });
    this.#restarting ??= this.#restart();
  }

  /**
   * Takes back what was steered.
   * @param {Key[]} keys
   * @param {Settings} before
   * @returns {string} What that changes, in words.
   */
  steerBack(keys, before) {
    const { settings } = this.#model.side.get();
    const wanted = { ...settings, ...picked(before, keys) };
    this.#steer(keys, wanted, true);
    return described(settings, wanted);
  }

  /**
   * @param {Key[]} keys
   * @param {Settings} wanted
   * @param {boolean} [isBack] Whether it only takes back what was steered before.
   */
  #steer(keys, wanted, isBack = false) {
    if (keys.length === 0) return;
    const { settings } = this.#model.side.get();
    this.#before = { ...picked(settings, keys), ...this.#before };
    this.#model.adopt({ ...settings, ...picked(wanted, keys) });
    void attemptChange(this.#store, () => this.#ask(keys, wanted, isBack ? null : settings));
  }

  /**
   * What is refused gets its old value back, unless it has been changed again.
   * @param {Key[]} keys
   * @param {Settings} wanted
   * @param {Settings | null} from What was there before; null where the change leaves no trace.
   */
  async #ask(keys, wanted, from) {
    const { side } = this.#model;
    this.#asked += 1;
    try {
      const { letter } = this.#model;
      const now = await this.#model.steer(Object.fromEntries(keys.map((key) => [optionOf(key).live, wanted[key]])));
      if (now) {
        side.set({ info: now.info });
      }
      if (now && from) {
        this.#model.moved(from, keys);
        const marks = withMarks(this.#store.get().marks, { keys, settings: wanted, letter, step: now.step });
        this.#store.set({ marks });
      }
      Object.assign(this.#before, picked(wanted, keys));
    } catch (cause) {
      const { settings } = side.get();
      const back = isRefused(cause) ? keys.filter((key) => settings[key] === wanted[key]) : [];
      if (back.length > 0) this.#model.adopt({ ...settings, ...picked(/** @type {Settings} */ (this.#before), back) });
      throw cause;
    } finally {
      this.#asked -= 1;
      if (this.#asked === 0) this.#before = {};
    }
  }

  /** One restart at a time: of the changes that come meanwhile the last one wins. */
  async #restart() {
    while (this.#waiting.length > 0) {
      const changes = this.#waiting.splice(0);
      await attemptChange(this.#store, () => this.#model.restart(changes[changes.length - 1].wanted, changes));
    }
    this.#restarting = null;
    this.#model.side.set({ pending: null });
  }
}

/** Some of the settings. @param {Settings} settings @param {Key[]} keys @returns {Partial<Settings>} */
function picked(settings, keys) {
  return Object.fromEntries(keys.map((key) => [key, settings[key]]));
}

/**
 * What a model has that was on its way while its settings changed: a setting that was steered meanwhile keeps its new
 * value.
 * @param {Settings} wanted
 * @param {Settings} before
 * @param {Settings} now
 * @returns {Settings}
 */
export function withSteered(wanted, before, now) {
  return { ...wanted, ...picked(now, difference(before, now)) };
}
