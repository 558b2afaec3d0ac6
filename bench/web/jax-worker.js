// jax-js with its wasm backend: the whole training step under one jit. Arrays are owned values: passing one consumes
// it, `.ref` keeps it.
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from "../node_modules/@jax-js/jax/dist/index.js";
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

answer({ setup, restart, steps, train });

/** @param {{layers: import("./model.js").Layer[], images: Float32Array, features: number, batchSize: number}} given */
async function setup(given) {
  await init("wasm");
  defaultDevice("wasm");
  batchSize = given.batchSize;
  const size = batchSize * given.features;
  batches = [];
  for (let at = 0; at + size <= given.images.length; at += size) {
    batches.push(np.array(given.images.slice(at, at + size)).reshape([batchSize, given.features]));
  }
  await blockUntilReady(batches);
  initial = given.layers.flatMap(({ shape, weight, bias }) => [
    { data: weight, dims: [shape.inFeatures, shape.outFeatures] },
    { data: bias, dims: [shape.outFeatures] },
  ]);
  await restart();

  const activations = given.layers.map(({ shape }) => shape.activation);
  const loss = (/** @type {any[]} */ params, /** @type {any} */ x) => {
    let value = x.ref;
    activations.forEach((activation, i) => {
      value = np.dot(value, params[2 * i]).add(params[2 * i + 1]);
      if (activation === "relu") value = nn.relu(value);
      if (activation === "sigmoid") value = nn.sigmoid(value);
    });
    return np.mean(np.square(value.sub(x)));
  };
  const withGradients = valueAndGrad(loss);
  // `rate` and `scale` carry Adam's bias corrections, which change with the step.
  const update = (/** @type {any} */ p, /** @type {any} */ m, /** @type {any} */ v, /** @type {any} */ g, /** @type {any} */ rate, /** @type {any} */ scale) => {
    const m1 = m.mul(BETA1).add(g.ref.mul(1 - BETA1));
    const v1 = v.mul(BETA2).add(np.square(g).mul(1 - BETA2));
    const p1 = p.sub(m1.ref.mul(rate).div(np.sqrt(v1.ref.mul(scale)).add(EPSILON)));
    return [p1, m1, v1];
  };
  const updateAll = (/** @type {any} */ { params, m, v }, /** @type {any[]} */ gradients, /** @type {any} */ rate, /** @type {any} */ scale) => {
    /** @type {{params: any[], m: any[], v: any[]}} */
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
  };
  compiled = jit((/** @type {any} */ current, /** @type {any} */ x, /** @type {any} */ rate, /** @type {any} */ scale) => {
    const [value, gradients] = withGradients(current.params.map((/** @type {any} */ p) => p.ref), x);
    return [updateAll(current, gradients, rate, scale), value];
  });
  const threads = typeof SharedArrayBuffer === "undefined" ? "one thread" : "several threads";
  return `jax-js, wasm, ${threads}`;
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
  const [next, loss] = compiled(state, x, np.array(rate), np.array(scale));
  state = next;
  // All outputs of one jit become ready together. Measured: waiting for each of them costs a tenth or more.
  await blockUntilReady(loss);
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
