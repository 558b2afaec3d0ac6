//! Start-up: the images that the page needs are asked for early, and a worker may be there before its Hourglass.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { early } from "../../www/data/preload.js";
import { PACKS } from "../../www/data/pack-table.js";
import { spawnAhead } from "../../www/lib/spawn-worker.js";

test("the images that the address asks for are fetched early, and no others", () => {
  const html = readFileSync(new URL("../../index.html", import.meta.url), "utf8");
  assert.ok(!html.includes(`rel="preload"`), "these would hold for every address");
  const images = (/** @type {keyof typeof PACKS} */ pack) =>
    Object.values(PACKS[pack].files)
      .filter((file) => file.endsWith("-ubyte.gz"))
      .sort();
  assert.equal(images("digits").length, 4);
  for (const hash of ["", "#", "#hourglass", "#v=1&code=3", "#v=1&data=digits"])
    assert.deepEqual(early(hash).sort(), images("digits"), hash);
  for (const pack of /** @type {const} */ (["fashion", "emoji"]))
    assert.deepEqual(early(`#v=1&data=${pack}&code=3`).sort(), images(pack));
  for (const unknown of ["faces", "constructor", ""]) assert.deepEqual(early(`#v=1&data=${unknown}`), []);
});

/** Workers that do nothing, instead of the runtime's. @param {import("node:test").TestContext} t */
function fakeWorkers(t) {
  /** @type {FakeWorker[]} */
  const workers = [];
  class FakeWorker extends EventTarget {
    /** @type {unknown[]} */
    sent = [];
    ended = false;
    constructor() {
      super();
      workers.push(this);
    }
    /** @param {unknown} message */
    postMessage(message) {
      this.sent.push(message);
    }
    terminate() {
      this.ended = true;
    }
  }
  const before = { Worker: globalThis.Worker, createObjectURL: URL.createObjectURL };
  t.after(() => {
    globalThis.Worker = before.Worker;
    URL.createObjectURL = before.createObjectURL;
  });
  globalThis.Worker = /** @type {any} */ (FakeWorker);
  URL.createObjectURL = () => "blob:none";
  return workers;
}

test("a worker started ahead is taken over once, with everything that it has said", async (t) => {
  const workers = fakeWorkers(t);
  const environment = spawnAhead();
  assert.equal(workers.length, 1);
  workers[0].dispatchEvent(Object.assign(new Event("message"), { data: "early" }));
  /** @type {string[]} */
  const heard = [];
  const first = environment.spawn();
  first.addEventListener("message", (event) => heard.push(event.data));
  assert.deepEqual(heard, [], "never before the listener's owner is ready");
  await null;
  workers[0].dispatchEvent(Object.assign(new Event("message"), { data: "late" }));
  assert.deepEqual(heard, ["early", "late"]);
  first.postMessage("hello", []);
  first.terminate();
  assert.deepEqual([workers[0].sent, workers[0].ended], [["hello"], true]);
  assert.equal(environment.spawn(), workers[1], "the next Hourglass gets a worker of its own");
});

test("once a worker was taken a spare one is started, and one that fails is not handed out", (t) => {
  const workers = fakeWorkers(t);
  /** @type {(() => void)[]} */
  const due = [];
  const environment = spawnAhead((start) => due.push(start));
  const says = (/** @type {import("../../www/lib/spawn-worker.js").WorkerLike} */ worker) => {
    worker.postMessage("hello", []);
    return workers.findIndex(({ sent }) => sent.length > 0 && sent.pop());
  };
  assert.equal(says(environment.spawn()), 0);
  assert.equal(environment.wasSpare(), false);
  assert.equal(workers.length, 1, "not before there is time");
  due.shift()?.();
  assert.equal(workers.length, 2);
  assert.equal(says(environment.spawn()), 1, "the spare one");
  assert.equal(environment.wasSpare(), true);
  assert.equal(says(environment.spawn()), 2, "in a hurry, one of its own");
  for (const start of due.splice(0)) start();
  assert.equal(workers.length, 4, "one spare is enough");
  workers[3].dispatchEvent(new Event("error"));
  assert.equal(says(environment.spawn()), 4);
});

test("a worker that cannot be started ahead is the Hourglass's to report", (t) => {
  const before = { Worker: globalThis.Worker, createObjectURL: URL.createObjectURL };
  t.after(() => {
    globalThis.Worker = before.Worker;
    URL.createObjectURL = before.createObjectURL;
  });
  URL.createObjectURL = () => "blob:none";
  globalThis.Worker = /** @type {any} */ (class {
    constructor() {
      throw new TypeError("refused");
    }
  });
  const environment = spawnAhead();
  assert.throws(() => environment.spawn(), /refused/);
});
