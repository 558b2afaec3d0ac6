//! Copies of the run that trains: when they are written, that no page takes another's, and what is offered.

import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults } from "../../www/app/options.js";
import { createStore, initialState } from "../../www/app/store.js";
import { RunAutosave } from "../../www/keep/autosave.js";
import { LivingPages } from "../../www/keep/living-pages.js";
import { RunDatabase, beyond, toOffer } from "../../www/keep/run-database.js";
import { KEEP } from "../../www/strings/keep.js";
import { fakeDatabase, fakeMemory } from "./fake-database.mjs";

/** Locks that pages of one site share. */
function fakeLocks() {
  /** @type {Set<string>} */
  const held = new Set();
  const locks = {
    held,
    request: async (/** @type {string} */ name, /** @type {() => Promise<void>} */ task) => {
      held.add(name);
      return task();
    },
    query: async () => ({ held: [...held].map((name) => ({ name })) }),
  };
  return /** @type {LockManager & {held: Set<string>}} */ (/** @type {unknown} */ (locks));
}

/** A model that hands out copies. */
class FakeModel extends EventTarget {
  step = 0;
  /** @type {Uint8Array | null} */
  checkpoint = null;

  /** @param {number} step @param {number} [bytes] */
  copies(step, bytes = 4) {
    this.step = step;
    this.checkpoint = new Uint8Array(bytes).fill(step);
    this.dispatchEvent(Object.assign(new Event("checkpoint"), { detail: { step, bytes: this.checkpoint } }));
  }
}

/**
 * A page that has trained for a while.
 * @param {object} given
 * @param {ReturnType<typeof fakeDatabase>} given.database
 * @param {LockManager} [given.locks]
 * @param {Storage} [given.tab]
 * @param {Storage} [given.memory]
 * @param {number} [given.ms] Trained.
 * @param {boolean} [given.embedded]
 */
async function openPage({
  database, locks = fakeLocks(), tab = fakeMemory(), memory = fakeMemory(), ms = 60_000, embedded = false,
}) {
  const clock = { ms, since: null, isWhole: true };
  const phase = /** @type {const} */ ("ready");
  const store = createStore({ ...initialState(defaults()), phase, clock }, (run) => run());
  const first = new FakeModel();
  /** @type {Map<string, import("../../www/app/store.js").Notice>} */
  const notices = new Map();
  const actions = {
    notify: (/** @type {any} */ notice) => notices.set(notice.id, notice),
    dismiss: (/** @type {string} */ id) => notices.delete(id),
  };
  const page = /** @type {any} */ ({ store, models: { first, second: null }, actions });
  const pages = new LivingPages({ locks, memory: () => tab });
  const autosave = new RunAutosave(page, {
    database: new RunDatabase(() => database), pages, memory: () => memory, now: () => 1e12, embedded,
  });
  await autosave.start();
  return { autosave, first, notices, models: page.models, store };
}

/** @param {ReturnType<typeof fakeDatabase>} database */
const stepsIn = (database) => [...database.stores.get("entries").values()].map(({ about }) => about.step).sort();

test("a copy is written, and the next one takes its place", async () => {
  const database = fakeDatabase();
  const { autosave, first } = await openPage({ database });
  first.copies(5);
  await autosave.write();
  first.copies(9);
  await autosave.write();
  assert.deepEqual(stepsIn(database), [9]);
  const [{ model, compared }] = database.stores.get("models").values();
  assert.deepEqual([model, compared], [new Uint8Array(4).fill(9), null]);
  assert.deepEqual(autosave.kept, { at: 1e12, step: 9 });
});

test("a run that is barely begun, or at its first step, is not written", async () => {
  const database = fakeDatabase();
  const short = await openPage({ database, ms: 4000 });
  short.first.copies(5);
  await short.autosave.write();
  const fresh = await openPage({ database });
  await fresh.autosave.write();
  assert.deepEqual(stepsIn(database), []);
});

test("two pages keep one run each, and neither offers the other's while it stands", async () => {
  const [database, locks, memory] = [fakeDatabase(), fakeLocks(), fakeMemory()];
  const a = await openPage({ database, locks, memory });
  a.first.copies(5);
  await a.autosave.write();
  const b = await openPage({ database, locks, memory });
  b.first.copies(7);
  await Promise.all([a.autosave.write(), b.autosave.write()]);
  assert.deepEqual(stepsIn(database), [5, 7]);
  assert.deepEqual([a.notices.size, b.notices.size], [0, 0]);
  assert.deepEqual(await b.autosave.others(), []);
});

test("what a page that is gone has kept is offered once, with what it was; a wish discards it", async () => {
  const [database, locks, tab] = [fakeDatabase(), fakeLocks(), fakeMemory()];
  const gone = await openPage({ database, locks, tab });
  gone.first.copies(5200);
  await gone.autosave.write();
  locks.held.clear();
  const next = await openPage({ database, locks, tab });
  const notice = next.notices.get("keep-offer");
  assert.equal(notice?.text, "A run was kept less than a minute ago: Digits, step 5,200.");
  assert.deepEqual(notice?.actions?.map(({ label }) => label), [KEEP.goOn, KEEP.discard]);
  const third = await openPage({ database, locks });
  assert.equal(third.notices.size, 0, "once");
  assert.equal((await third.autosave.others()).length, 1, "and it is still there");
  notice?.actions?.[1].run();
  while ((await third.autosave.others()).length > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.deepEqual(stepsIn(database), []);
});

test("a write that does not end leaves the copy before", async () => {
  let isFull = false;
  const database = fakeDatabase({ full: () => isFull });
  const { autosave, first } = await openPage({ database });
  first.copies(5);
  await autosave.write();
  isFull = true;
  first.copies(9);
  await autosave.write();
  assert.deepEqual([stepsIn(database), autosave.keeping], [[5], "full"]);
  assert.deepEqual(database.stores.get("models").values().next().value.model, new Uint8Array(4).fill(5));
  isFull = false;
  first.copies(11);
  await autosave.write();
  assert.deepEqual([stepsIn(database), autosave.keeping], [[11], "on"]);
});

test("an error that passes is no end: the next copy is written; after three in a row it is given up", async () => {
  let hasFault = true;
  const fault = () => hasFault && Object.assign(new Error("disk"), { name: "UnknownError" });
  const database = fakeDatabase({ fault });
  const { autosave, first } = await openPage({ database });
  first.copies(5);
  assert.equal(await autosave.write(), false);
  first.copies(6);
  assert.equal(await autosave.write(), false);
  assert.equal(autosave.keeping, "on");
  hasFault = false;
  first.copies(7);
  assert.equal(await autosave.write(), true);
  assert.deepEqual([stepsIn(database), autosave.keeping], [[7], "on"]);
  hasFault = true;
  for (const step of [8, 9, 10]) {
    first.copies(step);
    await autosave.write();
  }
  assert.deepEqual([stepsIn(database), autosave.keeping], [[7], "blocked"]);
});

test("before the page goes it is told whether the run is kept, also one that is barely begun", async () => {
  const database = fakeDatabase();
  const { autosave, first, store } = await openPage({ database, ms: 1000 });
  assert.equal(await autosave.write(true), true, "nothing has been trained");
  first.step = 3;
  assert.equal(await autosave.write(true), false, "there is no copy yet");
  first.copies(5);
  assert.equal(await autosave.write(), false);
  assert.equal(await autosave.write(true), true);
  assert.deepEqual(stepsIn(database), [5]);
  assert.equal(await autosave.write(true), true, "the same again");
  store.set({ settings: { ...store.get().settings, data: "own" } });
  assert.equal(await autosave.write(true), false, "its images are not kept");
  await autosave.choose(false);
  assert.equal(await autosave.write(true), false);
  const refusals = /** @type {const} */ ([[{}, 64e6 + 1], [{ full: () => true }, 4], [{ blocked: true }, 4]]);
  for (const [given, bytes] of refusals) {
    const other = await openPage({ database: fakeDatabase(given) });
    other.first.copies(5, bytes);
    assert.equal(await other.autosave.write(true), false, other.autosave.keeping);
  }
});

test("storage that is blocked is said, and asked no more", async () => {
  const { autosave, first } = await openPage({ database: fakeDatabase({ blocked: true }) });
  assert.equal(autosave.keeping, "blocked");
  first.copies(5);
  await autosave.write();
  assert.equal(autosave.kept, null);
});

test("the wish to keep nothing deletes what is kept, and holds at the next visit", async () => {
  const [database, memory] = [fakeDatabase(), fakeMemory()];
  const { autosave, first } = await openPage({ database, memory });
  first.copies(5);
  await autosave.write();
  await autosave.choose(false);
  first.copies(6);
  await autosave.write();
  assert.deepEqual([stepsIn(database), autosave.keeping], [[], "off"]);
  const next = await openPage({ database, memory });
  next.first.copies(7);
  await next.autosave.write();
  assert.deepEqual([stepsIn(database), next.autosave.keeping], [[], "off"]);
  await next.autosave.choose(true);
  assert.deepEqual(stepsIn(database), [7]);
});

test("inside another page nothing is kept, and the database is left alone", async () => {
  const database = fakeDatabase();
  const { autosave, first } = await openPage({ database, embedded: true });
  first.copies(5);
  await autosave.write();
  assert.deepEqual([autosave.keeping, database.stores.size], ["embedded", 0]);
});

test("a model that is too large is not written, and that is said", async () => {
  const database = fakeDatabase();
  const { autosave, first } = await openPage({ database });
  first.copies(5, 64e6 + 1);
  await autosave.write();
  assert.deepEqual([stepsIn(database), autosave.keeping], [[], "large"]);
});

test("two models are written together, and never one without the other", async () => {
  const database = fakeDatabase();
  const { autosave, first, models } = await openPage({ database });
  const second = new FakeModel();
  models.second = second;
  first.copies(5);
  await autosave.write();
  assert.deepEqual(stepsIn(database), []);
  second.copies(4);
  await autosave.write();
  assert.deepEqual(database.stores.get("models").values().next().value.compared, new Uint8Array(4).fill(4));
});

/** @param {string} id @param {number} at @param {number} [bytes] @param {boolean} [isOffered] */
const entry = (id, at, bytes = 1, isOffered = false) => /** @type {any} */ ({ id, at, bytes, isOffered });
const DAY = 24 * 3600e3;

test("old records go: the five newest stay, of 64 MB, of 14 days, and those of pages that stand", () => {
  const now = 100 * DAY;
  const others = ["a", "b", "c", "d", "e", "f"].map((id, idx) => entry(id, now - idx - 1));
  assert.deepEqual(beyond(entry("new", now), others, new Set()), ["e", "f"]);
  assert.deepEqual(beyond(entry("new", now), others, new Set(["e"])), ["f"]);
  const large = [entry("a", now - 1, 3e6), entry("b", now - 2, 3e6)];
  assert.deepEqual(beyond(entry("new", now, 60e6), large, new Set()), ["b"]);
  assert.deepEqual(beyond(entry("new", now), [entry("a", now - 14 * DAY - 1)], new Set()), ["a"]);
});

test("this tab's own page before is offered first, then the newest; none of a page that stands, nor twice", () => {
  const all = [entry("new", 9), entry("mine", 5), entry("old", 1)];
  const offered = (/** @type {any[]} */ entries, /** @type {string[]} */ alive, last = "mine", now = 10) =>
    toOffer(entries, new Set(alive), last, now)?.id;
  assert.equal(offered(all, []), "mine");
  assert.equal(offered(all, ["mine"]), "new");
  assert.equal(offered(all, [], "else"), "new");
  assert.equal(offered([entry("new", 9, 1, true), entry("old", 1)], []), "old");
  assert.equal(offered(all, ["new", "mine", "old"]), undefined);
  assert.equal(offered(all, [], "mine", 15 * DAY), undefined);
});

test("without locks only this tab's page before counts as gone", async () => {
  const tab = fakeMemory();
  const before = new LivingPages({ locks: undefined, memory: () => tab });
  const after = new LivingPages({ locks: undefined, memory: () => tab });
  assert.equal(after.last, before.id);
  assert.deepEqual(await after.among([before.id, "other"]), new Set(["other"]));
});
