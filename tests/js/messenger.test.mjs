//! The wire between the page and any worker: calls that settle once, cancels, events of calls, silence and idleness.

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Dispatcher, transferables } from "../../www/lib/dispatcher.js";
import { Messenger } from "../../www/lib/messenger.js";
import { HourglassError, PROTOCOL } from "../../www/lib/protocol.js";

/** A worker that says what a test tells it to. */
class ToldWorker extends EventTarget {
  /** @type {any[]} */
  heard = [];
  ended = false;

  /** @param {any} message */
  postMessage(message) {
    this.heard.push(message);
  }

  terminate() {
    this.ended = true;
  }

  /** @param {object} data */
  say(data) {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  ready() {
    this.say({ type: "ready", protocol: PROTOCOL });
  }
}

const TIMINGS = { start: 10_000, pingAfter: Infinity, deadAfter: 1000, idle: 100 };

/** A messenger, the workers that it has started, and what it was told. */
function open(options = {}) {
  /** @type {ToldWorker[]} */
  const workers = [];
  /** @type {string[]} */
  const lost = [];
  /** @type {string[]} */
  const events = [];
  /** @type {(() => void)[]} */
  const frames = [];
  const messenger = new Messenger({
    spawn: () => {
      workers.push(new ToldWorker());
      return workers[workers.length - 1];
    },
    called: "worker of the test",
    timings: TIMINGS,
    onEvent: ({ name }) => void events.push(name),
    onLost: ({ name }) => void lost.push(name),
    frame: (callback) => void frames.push(callback),
    ...options,
  });
  return { messenger, workers, lost, events, frames };
}

/** A clock by which both timers and silences go. @param {import("node:test").TestContext} t */
function clock(t) {
  let now = 0;
  t.mock.timers.enable({ apis: ["setInterval"] });
  t.mock.method(performance, "now", () => now);
  return (/** @type {number} */ ms) => {
    for (let passed = 0; passed < ms; passed += 10) {
      now += 10;
      t.mock.timers.tick(10);
    }
  };
}

/** @param {string} name */
const error = (name) => new HourglassError(name, "It was so.");

test("the first call starts the worker, and is sent once it is ready", async (t) => {
  clock(t);
  const { messenger, workers } = open();
  assert.equal(workers.length, 0);
  const call = messenger.request("double", { of: 4 });
  messenger.cancel(1);
  assert.deepEqual(workers[0].heard, []);
  workers[0].ready();
  assert.deepEqual(workers[0].heard, [
    { type: "command", id: 1, name: "double", args: { of: 4 } },
    { type: "cancel", id: 1 },
  ]);
  workers[0].say({ type: "reply", id: 1, result: 8 });
  assert.equal(await call, 8);
});

test("a cancel leaves a call to its reply; with an error the call settles at once, and nothing of it is heard", async (t) => {
  clock(t);
  const { messenger, workers, lost } = open();
  const heard = mock.fn();
  const left = messenger.request("a", {});
  const dropped = messenger.request("b", {}, { hear: heard });
  workers[0].ready();
  workers[0].say({ type: "event", name: "part", id: 2, detail: 1 });
  messenger.cancel(1);
  messenger.cancel(2, error("AbortError"));
  messenger.cancel(2, error("OtherError"));
  workers[0].say({ type: "event", name: "part", id: 2, detail: 2 });
  workers[0].say({ type: "reply", id: 2, result: "late" });
  await assert.rejects(dropped, { name: "AbortError" });
  workers[0].say({ type: "reply", id: 1, result: "cut short" });
  assert.equal(await left, "cut short");
  assert.deepEqual(heard.mock.calls.map(({ arguments: [{ detail }] }) => detail), [1]);
  assert.deepEqual(workers[0].heard.filter(({ type }) => type === "cancel").map(({ id }) => id), [1, 2]);
  assert.deepEqual(lost, []);
  workers[0].say({ type: "reply", id: 2, result: "twice" });
  assert.deepEqual(lost, ["ProtocolError"], "a reply that nobody waits for is of another version");
});

test("events without a call are everybody's, and a snapshot is acknowledged when it is drawn", (t) => {
  clock(t);
  const { messenger, workers, events, frames } = open({ replaces: true });
  void messenger.request("a", {}).catch(() => {});
  workers[0].ready();
  workers[0].say({ type: "event", name: "snapshot", detail: {} });
  workers[0].say({ type: "event", name: "stopped", detail: {} });
  assert.deepEqual([events, frames.length, workers[0].heard.length], [["snapshot", "stopped"], 1, 1]);
  frames[0]();
  assert.deepEqual(workers[0].heard[1], { type: "ack" });
  workers[0].say({ type: "event", name: "snapshot", detail: {} });
  workers[0].say({ type: "event", name: "panic", detail: { error: { name: "EnginePanicError", message: "" } } });
  frames[1]();
  void messenger.request("b", {}).catch(() => {});
  workers[1].ready();
  assert.deepEqual(workers[1].heard.map(({ type }) => type), ["command"], "the next worker has shown nothing yet");
});

test("a worker that is never asked for a sign of life is given up for its silence, and the next call has another", async (t) => {
  const pass = clock(t);
  const { messenger, workers, lost } = open({ replaces: true });
  const call = messenger.request("a", {});
  workers[0].ready();
  pass(900);
  workers[0].say({ type: "event", name: "part", id: 1, detail: 0 });
  pass(900);
  assert.deepEqual([workers[0].ended, workers[0].heard.length], [false, 1]);
  pass(200);
  await assert.rejects(call, { name: "WorkerDiedError", message: /worker of the test has not answered for 1 seconds/ });
  assert.deepEqual([workers[0].ended, lost], [true, ["WorkerDiedError"]]);
  const next = messenger.request("a", {});
  workers[0].say({ type: "reply", id: 2, result: "of a ghost" });
  workers[1].ready();
  workers[1].say({ type: "reply", id: 2, result: "alive" });
  assert.equal(await next, "alive");
});

test("a worker with nothing to do is ended, also when its last call was dropped", async (t) => {
  const pass = clock(t);
  const { messenger, workers, lost } = open({ replaces: true });
  const call = messenger.request("a", {});
  workers[0].ready();
  pass(500);
  messenger.cancel(1, error("AbortError"));
  await assert.rejects(call, { name: "AbortError" });
  assert.equal(workers[0].ended, false);
  pass(20);
  assert.deepEqual([workers[0].ended, lost, workers.length], [true, [], 1]);
});

test("a worker that does not start is late, and without a replacement the loss is for good", async (t) => {
  const pass = clock(t);
  const { messenger, workers } = open();
  const call = messenger.request("a", {});
  pass(10_000);
  const late = { name: "EngineNotLoadedError", message: "The worker of the test could not be loaded: it did not start within 10 seconds." };
  await assert.rejects(call, late);
  await assert.rejects(messenger.request("a", {}), late);
  assert.equal(workers.length, 1);
});

test("a message that cannot be read, and an error that says what is missing, cost the worker", async (t) => {
  clock(t);
  const { messenger, workers } = open({ replaces: true });
  const unread = messenger.request("a", {});
  workers[0].dispatchEvent(new Event("messageerror"));
  await assert.rejects(unread, { name: "WorkerDiedError", message: /could not be read/ });
  const refused = open({ spawn: () => { throw error("NoSimdError"); } });
  await assert.rejects(refused.messenger.request("a", {}), { name: "NoSimdError" });
});

test("a dispatcher answers each command once, hands results over, and tells a trap before single commands fail", async () => {
  /** @type {any[]} */
  const said = [];
  /** @type {(value: unknown) => void} */
  let release = () => {};
  const waits = new Promise((resolve) => (release = resolve));
  const commands = {
    bytes: () => ({ of: [Uint8Array.of(1, 2)], count: 1 }),
    refuse() {
      throw error("FormatError");
    },
    wait: () => waits,
    async trap() {
      throw new WebAssembly.RuntimeError("unreachable");
    },
  };
  const dispatcher = new Dispatcher(commands, (message, transfer) => void said.push({ ...message, transfer }));
  const send = (/** @type {string} */ name, /** @type {number} */ id) =>
    dispatcher.handle({ type: "command", id, name, args: {} });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  send("bytes", 1);
  await settle();
  send("refuse", 2);
  send("wait", 3);
  await settle();
  assert.deepEqual(said.map(({ id, error }) => [id, error?.name]), [[1, undefined], [2, "FormatError"]]);
  assert.deepEqual(said[0].transfer, [said[0].result.of[0].buffer]);
  dispatcher.handle({ type: "cancel", id: 2 });
  assert.deepEqual([2, 3].map((id) => dispatcher.isWanted(id)), [false, true]);
  dispatcher.handle({ type: "cancel", id: 3 });
  assert.equal(dispatcher.isWanted(3), false);
  send("trap", 4);
  await settle();
  release(1);
  send("bytes", 5);
  await settle();
  const after = said.slice(2).map(({ type, id, name, error }) => [type, id ?? name, error?.name]);
  assert.deepEqual(after, [["event", "panic", undefined], ...[3, 4, 5].map((id) => ["reply", id, "EnginePanicError"])]);
});

test("what is handed over is found once each, however deep it lies", () => {
  const buffer = new ArrayBuffer(8);
  const found = transferables({
    a: new Uint8Array(buffer),
    b: [{ c: new Float32Array(buffer) }, null, "text", 5],
    d: new Uint8Array(2),
  });
  assert.deepEqual(found.map((one) => /** @type {ArrayBuffer} */ (one).byteLength), [8, 2]);
  assert.deepEqual(transferables(null), []);
});
