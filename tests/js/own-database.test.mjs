//! The visitor's set in the browser's database: what is kept, what is refused, and two tabs at once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Collection } from "../../www/own/collection.js";
import { Autosave } from "../../www/own/autosave.js";
import { SetDatabase } from "../../www/own/database.js";
import { fakeDatabase, fakeMemory } from "./fake-database.mjs";
import { ink, until } from "./own-fakes.mjs";

const META = { classes: ["cat"], settings: { share: 0.2 }, photo: null };
const arrival = (/** @type {number} */ count) => ({
  data: new Uint8Array(count * 4).fill(7), count, size: 2, channels: 1, classNames: ["cat"],
  labels: new Uint8Array(count), paths: null, keys: null,
});

/** @typedef {import("../../www/own/database.js").Kept} Kept */
/**
 * A database of which a test knows that it holds something.
 * @typedef {{load: () => Promise<Kept>} & SetDatabase} Full
 */
/** @returns {Full} */
const storageOn = (/** @type {IDBFactory | undefined} */ database, memory = fakeMemory()) =>
  /** @type {any} */ (new SetDatabase({ database: () => database, memory: () => memory }));

function filled() {
  const collection = new Collection();
  collection.addDrawing(ink(9), new Uint8Array(4).fill(9), 255);
  collection.addBlock(arrival(3), 1);
  return collection;
}
/** @type {(storage: SetDatabase, collection: Collection, anew?: boolean) => Promise<void>} */
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
  assert.deepEqual(
    [(await a.load()).blocks[0].count, (await a.load()).drawings.length],
    [3, 1],
    "the first tab's set is whole",
  );
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
  database.stores
    .get("blocks")
    .set(77, {
      key: 77,
      count: 9,
      size: 2,
      channels: 1,
      data: new Uint8Array(3),
      labels: new Uint8Array(9),
      gone: new Uint8Array(9),
    });
  database.stores.get("drawings").set(78, "nonsense");
  const kept = await storage.load();
  assert.deepEqual([kept.blocks.length, kept.drawings.length, kept.lost], [1, 1, 2]);
});

test("keys of pictures are kept with them, and those of an older page are none", async () => {
  const database = fakeDatabase();
  const [storage, collection] = [storageOn(database), new Collection()];
  const both = { keys: BigUint64Array.of(5n, 6n), fileKeys: BigUint64Array.of(7n, 8n) };
  collection.addBlock({ ...arrival(2), paths: ["a", "b"], ...both }, 1);
  await save(storage, collection);
  const [kept] = (await storageOn(database).load()).blocks;
  assert.deepEqual({ keys: kept.keys, fileKeys: kept.fileKeys }, both);
  const [[key, block]] = database.stores.get("blocks");
  for (const keys of [undefined, ["ka", "kb"], BigUint64Array.of(5n), [5n, 6n], "kb"]) {
    database.stores.get("blocks").set(key, { ...block, keys, fileKeys: keys });
    const [without] = (await storageOn(database).load()).blocks;
    assert.deepEqual([without.keys, without.fileKeys], [null, null]);
  }
});

/** Keeps a set, and hears what is told of it. */
function autosaveOf({
  database = fakeDatabase(),
  memory = fakeMemory(),
  embedded = false,
  collection = filled(),
} = {}) {
  const told = /** @type {import("../../www/own/types.js").OwnState} */ ({});
  const state = { tell: (/** @type {object} */ patch) => Object.assign(told, patch) };
  const autosave = new Autosave(storageOn(database, memory), { collection, meta: META }, state, embedded);
  return { autosave, told, database, memory, collection };
}

test("changes are written a moment later; the opt-out deletes them and holds for the next visit", async () => {
  const { autosave, told, database, memory, collection } = autosaveOf();
  await autosave.restore();
  autosave.later();
  assert.equal(told.kept, "saving");
  await until(() => told.kept === "saved");
  assert.equal(database.stores.get("blocks").size, 1);
  await autosave.choose(false);
  assert.deepEqual(
    [told.keeping, told.kept, database.stores.get("blocks").size, database.stores.get("meta").size],
    ["off", null, 0, 0],
  );
  assert.equal(autosaveOf({ database, memory }).autosave.keeping, "off");
  await autosave.choose(true);
  assert.deepEqual([told.keeping, told.kept, database.stores.get("blocks").size], ["on", "saved", 1]);
  assert.equal(collection.count, 4);
});

test("storage that was blocked and is then allowed: what was kept before is written over only by one who is sure", async () => {
  const [kept, memory] = [fakeDatabase(), fakeMemory()];
  const before = autosaveOf({ database: kept, memory });
  await before.autosave.restore();
  await before.autosave.choose(true);
  let isBlocked = true;
  const open = () => {
    if (isBlocked) throw new DOMException("The operation is insecure.", "SecurityError");
    return kept.open("hourglass", 1);
  };
  const database = /** @type {typeof kept} */ (Object.assign(Object.create(kept), { open }));
  const collection = new Collection();
  collection.addBlock(arrival(9), 1);
  const { autosave, told } = autosaveOf({ database, memory, collection });
  await autosave.restore();
  await autosave.choose(true);
  assert.equal(told.keeping, "blocked");
  isBlocked = false;
  autosave.later();
  await autosave.choose(true);
  assert.equal(told.keeping, "there");
  assert.equal((await storageOn(kept).load()).blocks[0].count, before.collection.blocks[0].count);
  await autosave.choose(true, true);
  assert.deepEqual([told.keeping, told.kept], ["on", "saved"]);
  assert.equal((await storageOn(kept).load()).blocks[0].count, 9);
});

test("a frame of another page keeps nothing, and asks for nothing", async () => {
  const { autosave, told, database } = autosaveOf({ embedded: true });
  assert.equal(await autosave.restore(), null);
  autosave.later();
  await autosave.choose(true);
  assert.deepEqual([autosave.keeping, told.kept, database.stores.size], ["embedded", undefined, 0]);
});

test("what found no room is written once there is some", async () => {
  let isFull = true;
  const { autosave, told, database } = autosaveOf({ database: fakeDatabase({ full: () => isFull }) });
  await autosave.restore();
  autosave.later();
  await until(() => told.keeping === "full");
  isFull = false;
  autosave.later();
  await until(() => told.kept === "saved");
  assert.deepEqual([told.keeping, database.stores.get("blocks").size], ["on", 1]);
});
