//! The one path by which settings reach a model, be it the first or the second of two: what only steers takes effect at
//! once, what restarts the model waits for a second thought, and what the engine refuses changes nothing.

import { S } from "../strings/strings.js";
import { attemptChange, isRefused } from "./faults.js";
import { dismiss, notify } from "./notices.js";
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
 * @property {string} notice The id of the notice while a change waits for its second thought.
 * @property {(before: Settings, wanted: Settings) => string} sentence The notice's text.
 * @property {(settings: Settings) => void} adopt These are its settings from now on.
 * @property {(changes: Steering) => Promise<ModelInfo | null>} steer Null where another model has come in its place.
 * @property {(wanted: Settings) => Promise<void>} restart
 */

/** A change that restarts the model waits so long for a second thought, in milliseconds. */
const SECOND_THOUGHT = 2000;

export class ChangePath {
  #store;
  #model;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #secondThought;
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

  /** What the model has, or gets when the notice runs out. */
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

  /** Takes back what waits for its second thought. */
  cancel() {
    clearTimeout(this.#secondThought);
    this.#model.side.set({ pending: null });
    dismiss(this.#store, this.#model.notice);
  }

  /**
   * @param {Settings} wanted
   * @param {Key | "penalty" | null} moved The setting whose control was moved.
   */
  #want(wanted, moved) {
    const { settings } = this.#model.side.get();
    const differing = difference(settings, wanted);
    const live = differing.filter((key) => isLive(key, settings, wanted));
    const isLiveAlone = live.length === differing.length;
    // A slider moves the running model even while another change waits for its second thought.
    this.#steer(isLiveAlone ? live : live.filter((key) => key === moved), wanted);
    if (isLiveAlone) this.cancel();
    else this.#wait(wanted);
  }

  /** @param {Key[]} keys @param {Settings} wanted */
  #steer(keys, wanted) {
    if (keys.length === 0) return;
    const { settings } = this.#model.side.get();
    this.#before = { ...picked(settings, keys), ...this.#before };
    this.#model.adopt({ ...settings, ...picked(wanted, keys) });
    void attemptChange(this.#store, () => this.#ask(keys, wanted));
  }

  /**
   * What is refused gets its old value back, unless it has been changed again.
   * @param {Key[]} keys
   * @param {Settings} wanted
   */
  async #ask(keys, wanted) {
    const { side } = this.#model;
    this.#asked += 1;
    try {
      const info = await this.#model.steer(Object.fromEntries(keys.map((key) => [optionOf(key).live, wanted[key]])));
      if (info) side.set({ info });
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

  /** @param {Settings} wanted */
  #wait(wanted) {
    const { side, notice } = this.#model;
    clearTimeout(this.#secondThought);
    side.set({ pending: wanted });
    notify(this.#store, {
      id: notice, tone: "calm", text: this.#model.sentence(side.get().settings, wanted), lasting: true,
      actions: [
        { label: S.notices.cancel, run: () => this.cancel() },
        { label: S.notices.apply, run: () => void this.#apply() },
      ],
    });
    this.#secondThought = setTimeout(() => void this.#apply(), SECOND_THOUGHT);
  }

  async #apply() {
    const { pending } = this.#model.side.get();
    this.cancel();
    if (pending) await attemptChange(this.#store, () => this.#model.restart(pending));
  }
}

/** Some of the settings. @param {Settings} settings @param {Key[]} keys @returns {Partial<Settings>} */
export function picked(settings, keys) {
  return Object.fromEntries(keys.map((key) => [key, settings[key]]));
}
