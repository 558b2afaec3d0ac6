//! What the page says of the set in numbers, and which pictures it takes for the same: the engine's answers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Contents } from "../../www/own/contents.js";
import { SetCounts } from "../../www/own/counts.js";
import { heldBy } from "../../www/own/duplicates.js";
import { SetState } from "../../www/own/state.js";
import { fakeIntake, ink, until } from "./own-fakes.mjs";
import { partly } from "./types.mjs";

/** @typedef {import("../../www/own/types.js").Intake} Intake */

/** A set that counts with this intake. @param {Partial<Intake>} [intake] */
function open(intake = fakeIntake()) {
  const contents = new Contents();
  const kept = /** @type {{own: import("../../www/own/types.js").OwnState}} */ ({});
  const store = /** @type {import("./types.mjs").TestStore} */ (
    partly({ set: (patch) => void Object.assign(kept, patch) })
  );
  const state = new SetState(store, contents);
  /** @type {string[]} */
  const failures = [];
  const failed = (/** @type {any} */ cause) => void failures.push(cause.message);
  const counts = new SetCounts(contents, { ...fakeIntake(), ...intake }, state, { failed });
  state.whenChanged(() => counts.ask());
  return {
    contents,
    state,
    counts,
    failures,
    own: () => kept.own,
    isCounted: () => kept.own.counts.version === state.version,
  };
}
/** @type {(page: ReturnType<typeof open>, n: number) => void} */
const draw = ({ contents, state }, n) => {
  for (let more = 0; more < n; more += 1) contents.collection.addDrawing(ink(1), new Uint8Array(784), 255);
  state.changed();
};

test("the numbers are the engine's, of classes, share, size and variants as they are set", async () => {
  /** @type {any[]} */
  const calls = [];
  const answer = { all: 3, heldOut: 2, training: 1, variants: 7, variantsOfEach: 7 };
  const page = open({ counts: async (division) => (calls.push(division), answer) });
  const label = page.contents.collection.addClass("cat");
  page.contents.settings.share = 0.35;
  page.contents.settings.augmentation.variants = 9;
  page.contents.settings.chosen = true;
  page.contents.collection.addDrawing(ink(1), new Uint8Array(784), label);
  draw(page, 2);
  await until(page.isCounted);
  assert.deepEqual(calls, [{ sizes: [1, 2], photo: null, features: 784, share: 0.35, variants: 9 }]);
  assert.deepEqual(page.own().counts, { ...answer, patches: 0, version: 1 });
});

test("many changes at once are one question, and those during it one more", async () => {
  /** @type {number[]} */
  const asked = [];
  let goOn = () => {};
  const page = open({ counts: ({ sizes: [all] }) => new Promise((resolve) => {
    asked.push(all);
    goOn = () => resolve({ all, heldOut: 0, training: all, variants: 0, variantsOfEach: 0 });
  }) });
  for (let more = 0; more < 3; more += 1) draw(page, 1);
  await until(() => asked.length === 1);
  for (let more = 0; more < 3; more += 1) draw(page, 1);
  assert.equal(page.own().counts.all, 0, "not known yet");
  goOn();
  await until(() => asked.length === 2);
  assert.deepEqual([page.own().counts.all, page.isCounted()], [3, false], "of the set before");
  goOn();
  await until(page.isCounted);
  assert.deepEqual([asked, page.own().counts.all], [[3, 6], 6]);
});

test("a worker that is lost is asked again, and what fails for good is told", async () => {
  let faults = 2;
  const page = open(fakeIntake({ faults: { counts: () => { if (faults-- > 0) throw new Error("lost"); } } }));
  draw(page, 1);
  await until(page.isCounted);
  assert.deepEqual([page.own().counts.all, page.failures], [1, []]);
  faults = Infinity;
  draw(page, 1);
  await until(() => page.failures.length > 0);
  assert.deepEqual([page.failures, page.isCounted()], [["lost"], false]);
  faults = 0;
  draw(page, 1);
  await until(page.isCounted);
  assert.equal(page.own().counts.all, 3);
});

test("patches are counted while there is a photo, and the share follows from how many they are", async () => {
  const page = open();
  page.contents.photo = { data: new Uint8Array(100 * 100), width: 100, height: 100, channels: 1 };
  draw(page, 4);
  await until(page.isCounted);
  assert.deepEqual([page.own().counts.all, page.own().counts.patches, page.own().share], [4, 144, 0.2]);
  page.contents.settings.source = "patches";
  page.state.changed();
  await until(page.isCounted);
  const { all, heldOut, patches } = page.own().counts;
  assert.deepEqual([all, heldOut, patches, page.own().share], [144, 14, 144, 0.1]);
  page.contents.photo = null;
  page.state.changed();
  await until(page.isCounted);
  assert.equal(page.own().counts.all, 0);
});

test("pictures are the same by the engine's keys, which are asked for once where a block has none", async () => {
  /** @type {any[]} */
  const calls = [];
  const { collection } = new Contents();
  const block = { count: 2, size: 2, channels: 1, classNames: ["cat"], labels: Uint8Array.of(0, 255), paths: null };
  const paths = ["1.png", "2.png"];
  collection.addBlock({ ...block, data: new Uint8Array(8).fill(1), paths, keys: BigUint64Array.of(1n, 2n) }, 1);
  collection.addBlock({ ...block, data: new Uint8Array(8).fill(9), keys: null }, 0);
  collection.remove([2]);
  const intake = fakeIntake({ calls });
  await heldBy(collection, intake, 255);
  const { blocks, classes, label } = await heldBy(collection, intake, 0);
  assert.deepEqual(calls, [["keys", 2]]);
  assert.deepEqual(blocks.map(({ keys, labels, gone, paths: of }) => [[...keys], [...labels], [...gone ?? []], of]), [
    [[1n, 2n], [0, 255], [0, 1], paths], [[9n, 9n], [0, 255], [0, 0], null],
  ]);
  assert.deepEqual([classes, label], [["cat"], 0]);
});
