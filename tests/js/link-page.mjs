//! A page that links are followed on, for tests: the first model, the second and the set are stand-ins.

import { LinkFollower } from "../../www/app/follow-link.js";
import { fromAddress } from "../../www/app/link.js";
import { Models } from "../../www/app/models.js";
import { defaults } from "../../www/app/options.js";
import { createStore, initialState } from "../../www/app/store.js";
import { named } from "./engine-errors.mjs";
import { partly } from "./types.mjs";

/** @typedef {import("../../www/app/store.js").State} State */

/**
 * A page that a link is followed on. A change of the first model stands at once, unless it is `refused`.
 * @param {Partial<State>} [given]
 */
export function setUp(given = {}) {
  const loading = { arrived: 10, total: 10 };
  /** @type {State} */
  const state = { ...initialState(defaults()), phase: "ready", loading, ...given };
  const store = createStore(state, (run) => run());
  /** @type {any[]} */
  const asked = [];
  const faults = { isRefused: false, why: "" };
  const side = /** @type {import("../../www/app/store.js").Side} */ ({ settings: defaults() });
  const comparison = {
    begin: async (/** @type {any} */ second, /** @type {boolean} */ isOpening) => {
      asked.push(["begin", second, isOpening]);
      if (faults.why) throw named("ConfigError", faults.why);
      store.set({ compare: side });
    },
    end() {
      if (store.get().compare) asked.push(["end"]);
      store.set({ compare: null });
    },
    changes: { changeAll: (/** @type {any} */ wanted) => asked.push(["second", wanted]), settled: async () => {} },
    side: { set: (/** @type {any} */ patch) => asked.push(["side", patch]) },
  };
  const models = new Models();
  const set = {
    addPrepared: async (/** @type {any} */ drawings) => void asked.push(["drawings", drawings]),
    train: () => asked.push(["train"]),
  };
  const follower = new LinkFollower(store, {
    changeAll: (settings) => {
      asked.push(["first", settings]);
      if (!faults.isRefused) store.set({ settings });
    },
    settled: async () => {},
    reset: async () => void asked.push(["reset"]), toggle: () => asked.push(["toggle"]),
    play: () => asked.push(["play"]), autoplay: () => asked.push(["autoplay"]),
  }, partly(comparison), models, async () => set);
  const soon = async () => {
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { store, asked, follower, faults, soon, side, models };
}

/** A first model that is as far as it is told, and begins again with a reset. @param {ReturnType<typeof setUp>} page */
export function modelOn({ store, models, follower }, step = 0) {
  const first = {
    step, recipe: /** @type {any} */ ({ moves: [] }), info: { stepsPerEpoch: 10 },
    pause: async () => ({ step: first.step }),
    train: async (/** @type {any} */ { steps }) => ({ step: (first.step += steps), reason: "done", loss: 0.5 }),
    steer: async () => void first.recipe.moves.push({}),
    reset: async () => {
      Object.assign(first, { step: 0, recipe: { moves: [] } });
    },
  };
  models.first = /** @type {any} */ (first);
  /** Opens a link, and trains to where it leads. */
  const arrive = async () => {
    const link = fromAddress("#v=1&step=5&bits=3f000000");
    store.set({ promised: link });
    await follower.follow(link);
    await models.inStep?.train();
  };
  return { first, arrive };
}
