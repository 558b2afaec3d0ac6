//! A page with nothing but the visitor's set.

import { defaults } from "../../www/app/options.js";
import { createStore, initialState } from "../../www/app/store.js";
import { SetDatabase } from "../../www/own/database.js";
import { loadImageSet } from "../../www/own/image-set.js";
import { fakeDatabase, fakeMemory } from "./fake-database.mjs";
import { fakeIntake } from "./own-fakes.mjs";

/** @typedef {import("./types.mjs").Settings} Settings */
/** @typedef {import("../../www/app/store.js").Notice} Notice */
/** @typedef {import("./types.mjs").Present<Notice>} Told */

/**
 * Opens the set, and writes down what it asks the page for.
 * @param {object} [given]
 * @param {import("../../www/own/types.js").Intake} [given.intake]
 * @param {ReturnType<typeof fakeDatabase>} [given.database]
 * @param {Storage} [given.memory]
 * @param {Partial<Settings>} [given.settings]
 * @param {import("../../www/own/train-on-set.js").Packs} [given.packs]
 * @param {import("../../www/own/image-set.js").Options["hourglass"]} [given.hourglass]
 */
export async function openSet({
  intake = fakeIntake(),
  database = fakeDatabase(),
  memory = fakeMemory(),
  settings = {},
  packs,
  hourglass = () => null,
} = {}) {
  const state = initialState({ ...defaults(), ...settings });
  const store = /** @type {import("./types.mjs").TestStore} */ (createStore(state, (run) => setTimeout(run, 1)));
  /** @type {[how: string, wanted: Settings][]} */
  const done = [];
  const notices = /** @type {{get: (id: string) => Told} & Map<string, Notice>} */ (new Map());
  const actions = {
    notify: (/** @type {Notice} */ notice) => void notices.set(notice.id, notice),
    dismiss: (/** @type {string} */ id) => void notices.delete(id),
    changeAll: (/** @type {Settings} */ wanted) => void done.push(["changeAll", wanted]),
    again: async (/** @type {Settings} */ wanted) => void done.push(["again", wanted]),
  };
  const storage = new SetDatabase({ database: () => database, memory: () => memory });
  const own = await loadImageSet(store, actions, { hourglass, intake, database: storage, embedded: false, packs });
  return { own, store, state: () => store.get().own, actions, notices, done, database, memory };
}
