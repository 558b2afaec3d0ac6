//! The visitor's set in the browser's database: what is kept, what is refused, and two tabs at once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Collection } from "../../www/own/collection.js";
import { createKeeping } from "../../www/own/autosave.js";
import { createStorage } from "../../www/own/database.js";
import { fakeDatabase, fakeMemory, ink } from "./own-fakes.mjs";

const META = { classes: ["cat"], settings: { share: 0.2 }, photo: null };
const arrival = (count) => ({ data: new Uint8Array(count * 4).fill(7), count, size: 2, channels: 1, classNames: ["cat"], labels: new Uint8Array(count), paths: null });
const storageOn = (database, memory = fakeMemory()) => createStorage({ database: () => database, memory: () => memory });

function filled() {
  const collection = new Collection();
  collection.addDrawing(ink(9), new Uint8Array(4).fill(9), 255);
  collection.addBlock(arrival(3), 1);
  return collection;
}
const save = (storage, collection, anew) => storage.save(collection, collection.takeTouched(), META, anew);

test("what was kept comes back, labels and removals as they were last", async () => {
  const database = fakeDatabase();
  const [storage, collection] = [storageOn(database), filled()];
  assert.equal(await storage.load(), null);
  await save(storage, collection);
  collection.remove([3]);
  collection.relabel([2], 255);
  await save(storage, collection);
  const kept = await storageOn(database).load();
  assert.deepEqual([kept.meta, kept.drawings.length, kept.blocks.length, kept.lost], [META, 1, 1, 0]);
  assert.deepEqual([[...kept.blocks[0].labels], [...kept.blocks[0].gone]], [[255, 0, 0], [0, 1, 0]]);
});

test("one drawing more does not write the pictures again", async () => {
  const database = fakeDatabase();
  const [storage, collection] = [storageOn(database), filled()];
  await save(storage, collection);
  const before = database.stores.get("blocks").get(2);
  collection.addDrawing(ink(1), new Uint8Array(4), 0);
  await save(storage, collection);
  assert.equal(database.stores.get("blocks").get(2), before);
  assert.equal(database.stores.get("drawings").size, 2);
});

test("of two tabs the second to write is told, and nothing is mixed up", async () => {
  const database = fakeDatabase();
  const [a, b] = [storageOn(database), storageOn(database)];
  await a.load();
  await b.load();
  await save(a, filled());
  const other = new Collection();
  other.addBlock(arrival(2), 1);
  await assert.rejects(save(b, other), { name: "StorageError", reason: "elsewhere" });
  assert.deepEqual([(await a.load()).blocks[0].count, (await a.load()).drawings.length], [3, 1], "the first tab's set is whole");
  other.touchAll();
  await save(b, other, true);
  const kept = await storageOn(database).load();
  assert.deepEqual([kept.blocks[0].count, kept.drawings.length], [2, 0], "put in its place at the visitor's wish");
  await assert.rejects(save(a, filled()), { reason: "elsewhere" });
});

test("a full or closed database is told, and a set that was written before stays", async () => {
  let isFull = false;
  const database = fakeDatabase({ full: () => isFull });
  const [storage, collection] = [storageOn(database), filled()];
  await save(storage, collection);
  isFull = true;
  collection.addBlock(arrival(5), 2);
  await assert.rejects(save(storage, collection), { reason: "full" });
  assert.equal((await storageOn(database).load()).blocks.length, 1);
  await assert.rejects(storageOn(fakeDatabase({ blocked: true })).load(), { reason: "blocked" });
  await assert.rejects(storageOn(undefined).load(), { reason: "blocked" });
});

test("records that cannot be used are left out and counted", async () => {
  const database = fakeDatabase();
  const storage = storageOn(database);
  await save(storage, filled());
  database.stores.get("blocks").set(77, { key: 77, count: 9, size: 2, channels: 1, data: new Uint8Array(3), labels: new Uint8Array(9), gone: new Uint8Array(9) });
  database.stores.get("drawings").set(78, "nonsense");
  const kept = await storage.load();
  assert.deepEqual([kept.blocks.length, kept.drawings.length, kept.lost], [1, 1, 2]);
});

/** Keeps a set, and hears what is told of it. */
function keepingOf({ database = fakeDatabase(), memory = fakeMemory(), embedded = false, collection = filled() } = {}) {
  const told = {};
  const keeping = createKeeping({ storage: storageOn(database, memory), embedded, collection, meta: () => META, tell: (patch) => Object.assign(told, patch) });
  return { keeping, told, database, memory, collection };
}
const until = async (holds) => {
  for (let tries = 0; tries < 400 && !holds(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(holds());
};

test("changes are written a moment later; the opt-out deletes them and holds for the next visit", async () => {
  const { keeping, told, database, memory, collection } = keepingOf();
  await keeping.restore();
  keeping.later();
  assert.equal(told.kept, "saving");
  await until(() => told.kept === "saved");
  assert.equal(database.stores.get("blocks").size, 1);
  await keeping.choose(false);
  assert.deepEqual([told.keeping, told.kept, database.stores.get("blocks").size, database.stores.get("meta").size], ["off", null, 0, 0]);
  assert.equal(keepingOf({ database, memory }).keeping.state, "off");
  await keeping.choose(true);
  assert.deepEqual([told.keeping, told.kept, database.stores.get("blocks").size], ["on", "saved", 1]);
  assert.equal(collection.count, 4);
});

test("a frame of another page keeps nothing, and asks for nothing", async () => {
  const { keeping, told, database } = keepingOf({ embedded: true });
  assert.equal(await keeping.restore(), null);
  keeping.later();
  await keeping.choose(true);
  assert.deepEqual([keeping.state, told.kept, database.stores.size], ["embedded", undefined, 0]);
});

test("what found no room is written once there is some", async () => {
  let isFull = true;
  const { keeping, told, database } = keepingOf({ database: fakeDatabase({ full: () => isFull }) });
  await keeping.restore();
  keeping.later();
  await until(() => told.keeping === "full");
  isFull = false;
  keeping.later();
  await until(() => told.kept === "saved");
  assert.deepEqual([told.keeping, database.stores.get("blocks").size], ["on", 1]);
});
