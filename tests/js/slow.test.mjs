//! One step in slow motion: the module makes the step that the page's model makes, and the page's end of its worker.
//! Needs the engine: `cargo xtask build` writes it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { PROTOCOL } from "../../www/lib/protocol.js";
import { SlowDispatcher } from "../../www/slow/worker/slow-dispatcher.js";

/** @typedef {import("../../www/slow/slow-protocol.js").SlowCommands} SlowCommands */

/** @param {string} name of a module in `www/pkg/`, which `cargo xtask build` writes */
async function load(name) {
  const glue = await import(new URL(`../../www/pkg/${name}.js`, import.meta.url).href);
  glue.initSync({ module: await readFile(new URL(`../../www/pkg/${name}_bg.wasm`, import.meta.url)) });
  return glue;
}

const { Session } = await load("hourglass");
const slow = await load("slow");

const [WIDTH, HEIGHT, CHANNELS, TOTAL] = [6, 5, 3, 21];
const FEATURES = WIDTH * HEIGHT * CHANNELS;
const IMAGES = Uint8Array.from({ length: TOTAL * FEATURES }, (_, i) => (i * i * 7 + 31 * i) % 256);
const CONFIG = JSON.stringify({
  input: { width: WIDTH, height: HEIGHT, channels: CHANNELS }, batchSize: 8, loss: "bce", weightDecay: 0.01,
  architecture: { kind: "conv", channels: [3, 2], kernel: 3, stride: 2, hidden: [5] },
  bottleneck: { kind: "variational", latentDim: 2, beta: 2, klWarmupSteps: 40 },
  corruption: { kind: "salt-and-pepper", amount: 0.2 },
});

/** The slow worker's inside: asks it by name. */
function worker() {
  /** @type {Map<number, (message: any) => void>} */
  const waiting = new Map();
  const dispatcher = new SlowDispatcher({
    engine: { glue: slow, lastPanic: () => null },
    post: (message) => waiting.get(/** @type {any} */ (message).id)?.(message),
  });
  let id = 0;
  /**
   * @template {keyof SlowCommands} Name
   * @param {Name} name
   * @param {SlowCommands[Name]["args"]} args
   * @returns {Promise<SlowCommands[Name]["result"]>}
   */
  return (name, args) => new Promise((resolve, reject) => {
    id += 1;
    waiting.set(id, ({ result, error }) => (error ? reject(error) : resolve(result)));
    dispatcher.handle({ type: "command", id, name, args });
  });
}

/** A batch's bytes. @param {Uint32Array} rows */
const batchOf = (rows) =>
  Uint8Array.from([...rows].flatMap((idx) => [...IMAGES.subarray(idx * FEATURES, (idx + 1) * FEATURES)]));

test("makes the step that the page's model makes", async () => {
  const session = new Session(CONFIG, WIDTH, HEIGHT, CHANNELS, TOTAL);
  session.append(IMAGES, undefined);
  const ask = worker();
  for (const [steps, rows] of [[0, 8], [1, 8], [20, 5]]) {
    while (session.step() < steps) session.runFor(1e6, steps - session.step(), false);
    const begun = await ask("begin", { config: CONFIG, state: steps ? session.save() : null, total: TOTAL });
    assert.deepEqual([begun.step, begun.rows.length], [steps, rows]);
    const told = await ask("step", { bytes: batchOf(begun.rows), row: 2 });
    session.runFor(1e6, 1, false);
    const { loss, kl } = JSON.parse(session.snapshot());
    assert.deepEqual([told.batch.loss, told.batch.kl], [loss, kl]);
    assert.equal(told.step, steps);
    assert.deepEqual(told.rows, begun.rows);
    const layers = JSON.parse(session.info()).layers;
    assert.deepEqual(told.stations.map(({ length }) => length), layers.map((/** @type {any} */ l) => l.features));
    const image = IMAGES.subarray(begun.rows[2] * FEATURES, (begun.rows[2] + 1) * FEATURES);
    assert.deepEqual(told.stations[0], Float32Array.from(image, (byte) => Math.fround(byte / 255)));
    assert.notDeepEqual(told.stations[1], told.stations[0]);
    await opened(ask, told, layers);
  }
});

/**
 * Opens a few numbers of each kind.
 * @param {ReturnType<typeof worker>} ask
 * @param {import("../../www/slow/slow-protocol.js").StepRecord} told
 * @param {{side: string, kind: string}[]} layers
 */
async function opened(ask, told, layers) {
  for (const [station, { side }] of layers.entries()) {
    if (side === "input") continue;
    for (const at of [0, told.stations[station].length - 1]) {
      const found = await ask("open", { what: "unit", station, at });
      assert.ok(found.equal, JSON.stringify(found));
      assert.equal(found.value, told.stations[station][at]);
      const before = layers[station - 1].kind === "code" ? told.z : told.stations[station - 1];
      for (const { from, input } of found.terms) assert.equal(before[from], input);
    }
  }
  const update = { what: "update", layer: told.largest };
  for (const args of [{ what: "loss" }, { what: "kl" }, { what: "sample", at: 1 }, update]) {
    const found = await ask("open", args);
    assert.ok(found.equal, JSON.stringify(found));
  }
  const other = await ask("follow", { row: 0 });
  assert.equal(other.batch.loss, told.batch.loss);
  assert.notDeepEqual(other.stations[0], told.stations[0]);
}

test("says by name what is wrong", async () => {
  const ask = worker();
  await assert.rejects(ask("follow", { row: 0 }), { name: "NotReadyError" });
  await assert.rejects(ask("begin", { config: "{", state: null, total: 9 }), { name: "ConfigError" });
  await assert.rejects(ask("begin", { config: "{}", state: null, total: 0 }), { name: "ShapeError" });
  await assert.rejects(ask("begin", { config: "{}", state: Uint8Array.of(1), total: 9 }), { name: "FormatError" });
  const { rows } = await ask("begin", { config: CONFIG, state: null, total: TOTAL });
  await assert.rejects(ask("open", { what: "loss" }), { name: "NotReadyError" });
  await assert.rejects(ask("step", { bytes: Uint8Array.of(1), row: 0 }), { name: "ShapeError" });
  await ask("step", { bytes: batchOf(rows), row: 0 });
  await assert.rejects(ask("open", { what: "unit", station: 0 }), { name: "NotReadyError" });
  await assert.rejects(ask("open", { what: "unit", station: 3, at: 999 }), { name: "ShapeError" });
  await assert.rejects(ask("open", { what: "weather" }), { name: "ConfigError" });
  await assert.rejects(ask("follow", { row: 8 }), { name: "ShapeError" });
});

/** A worker that answers `begin`, and nothing else. */
class Silent extends EventTarget {
  /** @type {Silent[]} */
  static started = [];
  ended = false;

  constructor() {
    super();
    Silent.started.push(this);
    queueMicrotask(() => this.say({ type: "ready", protocol: PROTOCOL }));
  }

  /** @param {any} message */
  postMessage({ id, name }) {
    if (name === "begin") queueMicrotask(() => this.say({ type: "reply", id, result: { step: 0, rows: [] } }));
  }

  /** @param {object} data */
  say(data) {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  terminate() {
    this.ended = true;
  }
}

test("a worker that ends takes its step with it", async () => {
  const { Worker } = globalThis;
  globalThis.Worker = /** @type {any} */ (Silent);
  try {
    const stepper = await import("../../www/slow/stepper.js");
    const args = { config: "{}", state: null, total: 1 };
    const info = JSON.parse(new Session(CONFIG, WIDTH, HEIGHT, CHANNELS, TOTAL).info());
    await assert.rejects(stepper.follow({ row: 0 }), { name: "NotReadyError" });
    await stepper.begin(args, info);
    const pending = stepper.follow({ row: 0 });
    Silent.started[0].dispatchEvent(Object.assign(new Event("error"), { message: "gone" }));
    await assert.rejects(pending, { name: "EnginePanicError" });
    await assert.rejects(stepper.follow({ row: 0 }), { name: "EnginePanicError" });
    await stepper.begin(args, info);
    const last = stepper.open({ what: "loss" });
    stepper.end();
    await assert.rejects(last, { name: "DisposedError" });
    await assert.rejects(stepper.follow({ row: 0 }), { name: "NotReadyError" });
    assert.deepEqual(Silent.started.map(({ ended }) => ended), [true, true]);
  } finally {
    globalThis.Worker = Worker;
  }
});
