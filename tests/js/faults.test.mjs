//! What can fail, in sentences: each kind of fault has its own, and what is told elsewhere is not told twice.

import assert from "node:assert/strict";
import { test } from "node:test";
import { attempt, attemptChange, explain, isHopeless, isRefused, sentence } from "../../www/app/faults.js";
import { defaults } from "../../www/app/options.js";
import { createStore, initialState } from "../../www/app/store.js";
import { PackError } from "../../www/data/packs.js";
import { S } from "../../www/strings/strings.js";
import { named } from "./engine-errors.mjs";

/** @returns {import("./types.mjs").TestStore} */
const setUp = () => /** @type {any} */ (createStore(initialState(defaults()), () => {}));
const told = (/** @type {import("./types.mjs").TestStore} */ store) =>
  store.get().notices.map(({ id, text }) => [id, text]);
const failing = (/** @type {string} */ name) => async () => {
  throw named(name, "why");
};

test("a fault has the sentence of its kind", () => {
  assert.equal(sentence(new PackError("missing", "a.gz", "404")), S.pack.missing("a.gz", "404"));
  assert.equal(sentence(named("SetError", "There is nothing.")), "There is nothing.");
  assert.equal(sentence(named("NoSimdError", "no")), S.errors.NoSimdError);
  assert.equal(sentence(named("TypeError", "x is none")), S.notices.unexpected("x is none"));
  const missing = [
    "Failed to fetch dynamically imported module: http://a/b.js",
    "error loading dynamically imported module: http://a/b.js",
    "Importing a module script failed.",
  ];
  for (const words of missing) assert.equal(sentence(new TypeError(words)), S.notices.missingPart);
  assert.equal(sentence("just words"), S.notices.unexpected("just words"));
});

test("what is told elsewhere, or was asked for, is not told", () => {
  const store = setUp();
  for (const name of ["AbortError", "DisposedError", "WorkerDiedError", "EnginePanicError"])
    explain(store, named(name, "why"));
  assert.deepEqual(told(store), []);
  explain(store, named("RangeError", "why"));
  assert.deepEqual(told(store), [["unexpected", S.notices.unexpected("why")]]);
});

test("a refused change says that the model before goes on; any other fault is told as such", async () => {
  const [changed, attempted, broken] = [setUp(), setUp(), setUp()];
  await attemptChange(changed, failing("ConfigError"));
  await attempt(attempted, failing("TooLargeError"));
  await attemptChange(broken, failing("RangeError"));
  assert.deepEqual(told(changed), [["config", S.notices.config("why")]]);
  assert.deepEqual(told(attempted), [["unexpected", S.errors.TooLargeError]]);
  assert.deepEqual(told(broken), [["unexpected", S.notices.unexpected("why")]]);
});

test("only a browser without what the engine needs is beyond another try", () => {
  const names = ["NoWebAssemblyError", "NoSimdError", "EngineNotLoadedError", "ConfigError", "TooLargeError"];
  assert.deepEqual(names.map((name) => isHopeless(named(name, ""))), [true, true, false, false, false]);
  assert.deepEqual(names.map((name) => isRefused(named(name, ""))), [false, false, false, true, true]);
});
