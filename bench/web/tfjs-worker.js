// TensorFlow.js with its wasm backend (SIMD; one thread, as pages without cross-origin isolation have it).
import "../node_modules/@tensorflow/tfjs/dist/tf.min.js";
import "../node_modules/@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js";
import { answer } from "./rpc.js";

/** @type {any} */
const tf = /** @type {any} */ (globalThis).tf;

/** @type {any[]} */
let batches = [];
/** @type {import("./model.js").Layer[]} */
let initial = [];
/** @type {{weight: any, bias: any, activation: string}[]} */
let layers = [];
/** @type {any} */
let optimizer;
let step = 0;
let batchSize = 0;

answer({ setup, restart, steps, train });

/** @param {{layers: import("./model.js").Layer[], images: Float32Array, features: number, batchSize: number}} given */
async function setup(given) {
  tf.wasm.setWasmPaths(new URL("../node_modules/@tensorflow/tfjs-backend-wasm/dist/", import.meta.url).href);
  if (!(await tf.setBackend("wasm"))) throw new Error("the wasm backend did not start");
  tf.enableProdMode();
  batchSize = given.batchSize;
  const size = batchSize * given.features;
  batches = [];
  for (let at = 0; at + size <= given.images.length; at += size) {
    batches.push(tf.tensor2d(given.images.subarray(at, at + size), [batchSize, given.features]));
  }
  initial = given.layers;
  restart();
  const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  const threads = await tf.env().getAsync("WASM_HAS_MULTITHREAD_SUPPORT");
  return `TensorFlow.js ${tf.version.tfjs}, wasm${simd ? ", SIMD" : ""}, ${threads ? "several threads" : "one thread"}`;
}

/** The initial weights, and a fresh optimizer. */
function restart() {
  optimizer?.dispose();
  for (const { weight, bias } of layers) tf.dispose([weight, bias]);
  layers = initial.map(({ shape, weight, bias }) => ({
    weight: tf.tidy(() => tf.variable(tf.tensor2d(weight, [shape.inFeatures, shape.outFeatures]))),
    bias: tf.tidy(() => tf.variable(tf.tensor1d(bias))),
    activation: shape.activation,
  }));
  // TensorFlow.js's own default epsilon is 1e-7; the others use 1e-8.
  optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  step = 0;
}

/** @param {any} x */
function forward(x) {
  return layers.reduce((value, { weight, bias, activation }) => {
    // Measured: under gradients tf.fused.matMul is a fifth slower than the two plain operations.
    const sum = tf.add(tf.matMul(value, weight), bias);
    if (activation === "relu") return tf.relu(sum);
    return activation === "sigmoid" ? tf.sigmoid(sum) : sum;
  }, x);
}

/** One step; the loss comes back as a tensor. */
function trainStep() {
  const x = batches[step++ % batches.length];
  return tf.tidy(() => optimizer.minimize(() => tf.mean(tf.squaredDifference(forward(x), x)), true));
}

/** @param {number} count */
async function steps(count) {
  const losses = [];
  for (let i = 0; i < count; i++) {
    const loss = trainStep();
    losses.push(loss.dataSync()[0]);
    loss.dispose();
  }
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
    loss = trainStep();
    images += batchSize;
    elapsed = performance.now() - start;
  } while (elapsed < seconds * 1000);
  const last = loss.dataSync()[0];
  loss.dispose();
  return { images, seconds: (performance.now() - start) / 1000, loss: last };
}
