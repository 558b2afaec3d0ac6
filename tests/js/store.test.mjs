//! The store: one call a turn with the newest state, and nothing where nothing is new.

import assert from "node:assert/strict";
import { test } from "node:test";
import { dismiss, notify, withNotice, withoutNotices } from "../../www/app/notices.js";
import { defaults } from "../../www/app/options.js";
import { changes, createStore, initialState } from "../../www/app/store.js";

/** A store whose turns are taken by hand. */
function setUp() {
  /** @type {(() => void)[]} */
  const turns = [];
  const store = createStore({ a: 1, b: "x" }, (run) => turns.push(run));
  /** @type {{a: number, b: string}[]} */
  const heard = [];
  const leave = store.subscribe((state) => heard.push(state));
  return { store, heard, leave, turns, turn: () => turns.splice(0).forEach((run) => run()) };
}

test("many changes in a turn are heard once, the newest", () => {
  const { store, heard, turn, turns } = setUp();
  store.set({ a: 2 });
  store.set({ a: 3, b: "y" });
  assert.deepEqual(store.get(), { a: 3, b: "y" });
  assert.equal(turns.length, 1);
  assert.equal(heard.length, 0);
  turn();
  assert.deepEqual(heard, [{ a: 3, b: "y" }]);
  store.set({ b: "z" });
  turn();
  assert.equal(heard.length, 2);
});

test("setting the same value asks for no turn and keeps the state's identity", () => {
  const { store, turns } = setUp();
  const before = store.get();
  store.set({ a: 1, b: "x" });
  assert.equal(turns.length, 0);
  assert.equal(store.get(), before);
});

test("a change made while listeners run gets its own turn", () => {
  const { store, heard, turn } = setUp();
  const leave = store.subscribe(({ a }) => void (a === 2 && store.set({ b: "from listener" })));
  store.set({ a: 2 });
  turn();
  turn();
  assert.deepEqual(heard.map(({ b }) => b), ["x", "from listener"]);
  leave();
});

test("who has left hears nothing", () => {
  const { store, heard, leave, turn } = setUp();
  leave();
  store.set({ a: 9 });
  turn();
  assert.equal(heard.length, 0);
});

test("changes() is true at first and then only for new values", () => {
  const changed = changes((/** @type {{a: number, b?: number}} */ { a }) => [a]);
  assert.deepEqual([{ a: 1 }, { a: 1, b: 2 }, { a: 2 }, { a: NaN }, { a: NaN }].map(changed), [
    true,
    false,
    true,
    true,
    false,
  ]);
});

test("a notice replaces the one of its id, and goes by id", () => {
  const one = { id: "a", tone: /** @type {const} */ ("calm"), text: "one" };
  const two = { ...one, text: "two" };
  const other = { ...one, id: "b" };
  assert.deepEqual(withNotice([one, other], two), [other, two]);
  assert.deepEqual(withoutNotices([other, two], "a", "c"), [other]);
  const same = [other];
  assert.equal(withoutNotices(same, "a"), same);
});

test("a notice comes and goes in the store, and what is not there cannot go", () => {
  const store = createStore(initialState(defaults()), () => {});
  const one = { id: "a", tone: /** @type {const} */ ("calm"), text: "one" };
  notify(store, one);
  assert.deepEqual(store.get().notices, [one]);
  const before = store.get();
  dismiss(store, "b");
  assert.equal(store.get(), before);
  dismiss(store, "b", "a");
  assert.deepEqual(store.get().notices, []);
});

test("an event is heard at once, by those who listen to its name, until they leave", () => {
  const { store, turns } = setUp();
  /** @type {unknown[]} */
  const heard = [];
  store.emit("diverged", "1");
  const leave = store.on("diverged", (text) => heard.push(["first", text]));
  store.on("diverged", (text) => {
    heard.push(["second", text]);
    leave();
  });
  store.on("revived", () => heard.push("revived"));
  store.emit("diverged", "2");
  assert.deepEqual(heard, [["first", "2"], ["second", "2"]]);
  store.emit("diverged", "3");
  store.emit("revived", null);
  assert.deepEqual(heard.slice(2), [["second", "3"], "revived"]);
  assert.equal(turns.length, 0, "an event changes no state");
});

test("a page begins with the images that its address asks for, and states are apart", () => {
  const state = initialState({ ...defaults(), data: "emoji" }, "dark");
  assert.deepEqual([state.pack.name, state.theme, state.phase, state.run], ["emoji", "dark", "loading", "paused"]);
  assert.notEqual(initialState(defaults()).views, initialState(defaults()).views);
});
