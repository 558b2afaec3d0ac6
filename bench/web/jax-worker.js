// jax-js with its wasm backend: the whole training step under one jit. Arrays are owned values: passing one consumes
// it, `.ref` keeps it.
import { blockUntilReady, defaultDevice, init, jit, numpy as np } from "../node_modules/@jax-js/jax/dist/index.js";
import { byColumns } from "./jax-columns.js";
import { byRows } from "./jax-models.js";
import { answer } from "./rpc.js";

const LEARNING_RATE = 1e-3;
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** @type {any[]} */
let batches = [];
/** Weights and biases in turn, with Adam's two moments beside each. @type {{params: any[], m: any[], v: any[]}} */
let state = { params: [], m: [], v: [] };
/** The initial weights and biases. @type {{data: Float32Array, dims: number[]}[]} */
let initial = [];
/** @type {any} */
let compiled;
let step = 0;
let batchSize = 0;

/**
 * How a model is trained; each way has its own layout of weights and batches.
 * @typedef {object} Way
 * @property {{data: Float32Array, dims: number[]}[]} initial
 * @property {(images: Float32Array) => any} batch
 * @property {(params: any[], x: any, key: any) => {loss: any, gradients: any[], kept: any[]}} gradients
 *   `key`: two uint32, other ones in every step; `kept`: arrays that are to be materialized, not folded into their use
 *
 * @typedef {object} Given
 * @property {import("./model.js").Layer[]} layers
 * @property {import("./model.js").Config} config
 * @property {import("./model.js").ImageSize} image
 * @property {Float32Array} images
 * @property {number} features
 * @property {number} batchSize
 * @property {boolean} ownConvolution
 */

answer({ setup, restart, steps, train });

/** @param {Given} given */
async function setup(given) {
  await init("wasm");
  defaultDevice("wasm");
  batchSize = given.batchSize;
  const byHand = given.config.architecture.kind === "conv" && !given.ownConvolution;
  /** @type {Way} */
  const way = byHand ? byColumns(given) : byRows(given);
  const size = batchSize * given.features;
  batches = [];
  for (let at = 0; at + size <= given.images.length; at += size)
    batches.push(way.batch(given.images.slice(at, at + size)));
  await blockUntilReady(batches);
  initial = way.initial;
  await restart();
  compiled = jit(
    (
      /** @type {any} */ current,
      /** @type {any} */ x,
      /** @type {any} */ key,
      /** @type {any} */ rate,
      /** @type {any} */ scale,
    ) => {
      const { loss, gradients, kept } = way.gradients(
        current.params.map((/** @type {any} */ p) => p.ref),
        x,
        key,
      );
      return [updateAll(current, gradients, rate, scale), loss, kept];
    },
  );
  const threads = typeof SharedArrayBuffer === "undefined" ? "one thread" : "several threads";
  return `jax-js, wasm, ${threads}`;
}

/**
 * Adam's step of one array. `rate` and `scale` carry its bias corrections, which change with the step.
 * @param {any} p
 * @param {any} m
 * @param {any} v
 * @param {any} g
 * @param {any} rate
 * @param {any} scale
 */
function update(p, m, v, g, rate, scale) {
  const m1 = m.mul(BETA1).add(g.ref.mul(1 - BETA1));
  const v1 = v.mul(BETA2).add(np.square(g).mul(1 - BETA2));
  const p1 = p.sub(m1.ref.mul(rate).div(np.sqrt(v1.ref.mul(scale)).add(EPSILON)));
  return [p1, m1, v1];
}

/**
 * @param {typeof state} current
 * @param {any[]} gradients
 * @param {any} rate
 * @param {any} scale
 */
function updateAll({ params, m, v }, gradients, rate, scale) {
  /** @type {typeof state} */
  const next = { params: [], m: [], v: [] };
  gradients.forEach((g, i) => {
    const [p1, m1, v1] = update(params[i], m[i], v[i], g, rate.ref, scale.ref);
    next.params.push(p1);
    next.m.push(m1);
    next.v.push(v1);
  });
  rate.dispose();
  scale.dispose();
  return next;
}

/** The initial weights, and a fresh optimizer. */
async function restart() {
  for (const array of [...state.params, ...state.m, ...state.v]) array.dispose();
  state = {
    params: initial.map(({ data, dims }) => np.array(data.slice()).reshape(dims)),
    m: initial.map(({ dims }) => np.zeros(dims)),
    v: initial.map(({ dims }) => np.zeros(dims)),
  };
  await blockUntilReady(state);
  step = 0;
}

/** One step; the loss comes back as an array on the device. */
async function trainStep() {
  const x = batches[step++ % batches.length].ref;
  const rate = LEARNING_RATE / (1 - BETA1 ** step);
  const scale = 1 / (1 - BETA2 ** step);
  const key = np.array(Uint32Array.of(1, step), { dtype: np.uint32 });
  const [next, loss, kept] = compiled(state, x, key, np.array(rate), np.array(scale));
  state = next;
  // All outputs of one jit become ready together. Measured: waiting for each of them costs a tenth or more.
  await blockUntilReady(loss);
  for (const array of kept) array.dispose();
  return loss;
}

/** @param {number} count */
async function steps(count) {
  const losses = [];
  for (let i = 0; i < count; i++) losses.push(await (await trainStep()).jsAsync());
  return losses;
}

/** @param {number} seconds */
async function train(seconds) {
  const start = performance.now();
  let images = 0;
  let loss;
  let elapsed;
  do {
    loss?.dispose();
    loss = await trainStep();
    images += batchSize;
    elapsed = performance.now() - start;
  } while (elapsed < seconds * 1000);
  const last = await loss.jsAsync();
  return { images, seconds: (performance.now() - start) / 1000, loss: last };
}
