//! The labs' state: what runs, what stays of it, who pauses training for it, and what ends it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults } from "../../www/app/options.js";
import { createStore, initialState } from "../../www/app/store.js";
import { Laboratory } from "../../www/labs/laboratory.js";
import { HourglassError } from "../../www/lib/protocol.js";
import { LABS } from "../../www/strings/labs.js";

/** @param {number} [step] */
function hourglassAt(step = 100) {
  const images = { shape: { channels: 1, height: 2, width: 2 }, total: 4, images: [{}], heldOut: { count: 2 } };
  return { step, images, info: { config: { seed: 1 } }, save: async () => new Uint8Array(3) };
}

/** @param {{step?: number, answer?: (order: any, options: any) => Promise<any>}} [given] */
function open({ step = 100, answer = async () => "found" } = {}) {
  /** @type {import("../../www/app/store.js").State} */
  const state = { ...initialState(defaults()), phase: "ready", run: "training" };
  const store = createStore(state, (run) => queueMicrotask(run));
  store.set({ snapshot: /** @type {any} */ ({ run: 1, step }) });
  const models = { first: /** @type {any} */ (hourglassAt(step)) };
  /** @type {string[]} */
  const done = [];
  const actions = {
    toggle: () => {
      done.push("toggle");
      store.set({ run: "paused" });
    },
    play: () => {
      done.push("play");
      store.set({ run: "training" });
    },
    changeAll: (/** @type {any} */ { code }) => void done.push(`code ${code}`),
  };
  const pool = /** @type {any} */ ({ order: answer });
  return { store, models, done, laboratory: new Laboratory(store, actions, models, pool) };
}

/** Lets listeners of the store hear. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 2));

test("a run takes the model and the images as they are, and keeps what it finds", async () => {
  /** @type {any[]} */
  const orders = [];
  const { laboratory, done } = open({ answer: async (order) => {
    orders.push(order);
    return "found";
  } });
  await rest();
  await laboratory.run("compress", async (run) => run.found({ answer: await run.ask("file", { bits: 3 }) }));
  const { phase, found, step, share, isStale } = laboratory.of("compress");
  assert.deepEqual([phase, found, step, share, isStale], ["done", { answer: "found" }, 100, 1, false]);
  assert.deepEqual([orders[0].model.bytes.length, orders[0].images.data.total], [3, 4]);
  assert.deepEqual(done, ["toggle", "play"]);
});

test("training that was paused before stays so, and is shared where the visitor wants that", async () => {
  const { laboratory, done, store } = open();
  store.set({ run: "paused" });
  await laboratory.run("compress", async () => {});
  store.set({ run: "training" });
  await rest();
  laboratory.hold(false);
  await laboratory.run("compress", async () => {});
  assert.deepEqual(done, []);
});

test("whoever starts training by hand while a lab holds it up wants that", async () => {
  const { laboratory, done, store } = open();
  await rest();
  await laboratory.run("compress", async () => {
    store.set({ run: "training" });
    await rest();
    store.set({ run: "paused" });
    await rest();
  });
  assert.deepEqual(done, ["toggle"]);
});

test("nothing runs without images or on an untrained model, and the reason is said", async () => {
  const { laboratory, store } = open({ step: 0 });
  const never = async () => assert.fail("it runs");
  await laboratory.run("compress", never);
  assert.deepEqual([laboratory.of("compress").phase, laboratory.of("compress").why], ["failed", LABS.untrained]);
  await laboratory.run("odd-one-out", async () => {}, { needsModel: false });
  assert.equal(laboratory.of("odd-one-out").phase, "done");
  store.set({ phase: "loading" });
  await laboratory.run("compress", never);
  assert.equal(laboratory.of("compress").why, LABS.notYet);
});

test("another model, and the same at its first step again, stop what runs and make what was found stale", async () => {
  const { laboratory, store, models } = open({ answer: (_, { signal }) => new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new HourglassError("AbortError", "")));
    setTimeout(resolve, 1000).unref();
  }) });
  await rest();
  await laboratory.run("denoise", async (run) => run.found({ psnr: 20 }));
  const under = laboratory.run("compress", async (run) => {
    run.found({ some: 1 });
    await run.ask("file", {});
    run.found({ some: 2 });
  });
  await rest();
  store.set({ snapshot: /** @type {any} */ ({ run: 2, step: 0 }) });
  await under;
  const { phase, why, found } = laboratory.of("compress");
  assert.deepEqual([phase, why, found], ["cancelled", LABS.changed, { some: 1 }]);
  assert.equal(laboratory.of("denoise").isStale, true);
  await laboratory.run("denoise", async (run) => run.found({ psnr: 21 }));
  assert.equal(laboratory.of("denoise").isStale, false);
  models.first = hourglassAt(5);
  store.set({ snapshot: /** @type {any} */ ({ run: 1, step: 5 }) });
  await rest();
  assert.equal(laboratory.of("denoise").isStale, true);
});

test("a visitor's stop keeps what has come, and what fails says why in words", async () => {
  const { laboratory } = open();
  const under = laboratory.run("compress", async (run) => {
    run.found({ some: 1 });
    await rest();
    await run.ask("file", {});
  });
  await rest();
  assert.deepEqual([laboratory.isBusy("compress"), laboratory.isBusy("denoise")], [true, false]);
  laboratory.cancel("compress");
  assert.equal(laboratory.isBusy("compress"), false);
  await under;
  assert.deepEqual([laboratory.of("compress").why, laboratory.of("compress").found], [LABS.cancelled, { some: 1 }]);
  await laboratory.run("compress", async () => {
    throw new HourglassError("ConfigError", "bits: got 9, wanted 1 to 8");
  });
  assert.deepEqual([laboratory.of("compress").phase, laboratory.of("compress").why], [
    "failed", "bits: got 9, wanted 1 to 8",
  ]);
});

test("what was found stays until something new comes, also where the new run is stopped or fails", async () => {
  const { laboratory } = open();
  await laboratory.run("compress", async (run) => {
    run.found({ first: 1 });
    run.found({ second: 2 });
  });
  const before = { first: 1, second: 2 };
  const under = laboratory.run("compress", async (run) => {
    await rest();
    await run.ask("file", {});
  });
  await rest();
  assert.deepEqual([laboratory.of("compress").phase, laboratory.of("compress").found], ["running", before]);
  laboratory.cancel("compress");
  await under;
  await laboratory.run("compress", async () => {
    throw new HourglassError("DivergedError", "Training diverged");
  });
  assert.deepEqual([laboratory.of("compress").why, laboratory.of("compress").found], ["Training diverged", before]);
  await laboratory.run("compress", async (run) => run.found({ third: 3 }));
  assert.deepEqual(laboratory.of("compress").found, { third: 3 });
  await laboratory.run("compress", async (run) => run.found({ fourth: 4 }), { keeps: true });
  assert.deepEqual(laboratory.of("compress").found, { third: 3, fourth: 4 });
});

test("the rest of a run is told once enough of it is done", async () => {
  const { laboratory } = open();
  await laboratory.run("compress", async (run) => {
    run.progress(0.01);
    assert.equal(laboratory.of("compress").secondsLeft, null);
    await rest();
    run.progress(0.5);
    const { secondsLeft, share } = laboratory.of("compress");
    assert.ok(secondsLeft !== null && secondsLeft > 0 && share === 0.5);
  });
});

test("the preset that suits a lab changes what it names alone", () => {
  const { laboratory, done } = open();
  laboratory.use({ code: 8 });
  assert.deepEqual(done, ["code 8"]);
});
