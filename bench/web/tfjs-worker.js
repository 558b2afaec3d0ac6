// TensorFlow.js with its wasm backend (SIMD; one thread, as pages without cross-origin isolation have it).
import "../node_modules/@tensorflow/tfjs/dist/tf.min.js";
import "../node_modules/@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js";
import { answer } from "./rpc.js";
import { lossOf, variables } from "./tfjs-models.js";

/** @type {any} */
const tf = /** @type {any} */ (globalThis).tf;

/** @type {any[]} */
let batches = [];
/** @type {import("./model.js").Layer[]} */
let initial = [];
/** @type {import("./tfjs-models.js").Variables[]} */
let layers = [];
/** @type {(layers: import("./tfjs-models.js").Variables[], x: any) => any} */
let loss;
/** @type {any} */
let optimizer;
let step = 0;
let batchSize = 0;

answer({ setup, restart, steps, train });

/**
 * @param {{layers: import("./model.js").Layer[], config: import("./model.js").Config,
 *   image: import("./model.js").ImageSize, images: Float32Array, features: number, batchSize: number}} given
 */
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
  loss = lossOf(tf, given.config, given.image);
  restart();
  const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  const threads = await tf.env().getAsync("WASM_HAS_MULTITHREAD_SUPPORT");
  return `TensorFlow.js ${tf.version.tfjs}, wasm${simd ? ", SIMD" : ""}, ${threads ? "several threads" : "one thread"}`;
}

/** The initial weights, and a fresh optimizer. */
function restart() {
  optimizer?.dispose();
  for (const { weight, bias } of layers) tf.dispose([weight, bias]);
  layers = variables(tf, initial);
  // TensorFlow.js's own default epsilon is 1e-7; the others use 1e-8.
  optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  step = 0;
}

/** One step; the loss comes back as a tensor. */
function trainStep() {
  const x = batches[step++ % batches.length];
  return tf.tidy(() => optimizer.minimize(() => loss(layers, x), true));
}

/** @param {number} count */
async function steps(count) {
  const losses = [];
  for (let i = 0; i < count; i++) {
    const value = trainStep();
    losses.push(value.dataSync()[0]);
    value.dispose();
  }
  return losses;
}

/** @param {number} seconds */
async function train(seconds) {
  const start = performance.now();
  let images = 0;
  let value;
  let elapsed;
  do {
    value?.dispose();
    value = trainStep();
    images += batchSize;
    elapsed = performance.now() - start;
  } while (elapsed < seconds * 1000);
  const last = value.dataSync()[0];
  value.dispose();
  return { images, seconds: (performance.now() - start) / 1000, loss: last };
}
