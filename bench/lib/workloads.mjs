// What is trained, and by whom. A new workload is a new entry here; a contender that cannot build it says so itself.

/**
 * @typedef {object} Workload
 * @property {string} name
 * @property {string} title
 * @property {object} config      partial ModelConfig: the same keys for every contender
 * @property {number} batchSize
 * @property {string} images      file in the data folder (IDX, gzipped)
 * @property {number} learnSteps  steps of the check that every contender learns the same
 * @property {{over: string, ratio: number}} goal
 */

/** @type {Workload[]} */
export const WORKLOADS = [
  {
    name: "W1",
    title: "784-128-64-2-64-128-784, ReLU, sigmoid, MSE",
    config: {
      architecture: { kind: "dense", hidden: [128, 64] },
      activation: "relu",
      outputActivation: "sigmoid",
      bottleneck: { kind: "plain", latentDim: 2 },
      loss: "mse",
      optimizer: { kind: "adam", learningRate: 0.001 },
    },
    batchSize: 128,
    images: "mnist-train-images.idx3-ubyte.gz",
    learnSteps: 200,
    goal: { over: "jax", ratio: 2 },
  },
  {
    name: "W2",
    title: "784-512-256-32-256-512-784, ReLU, sigmoid, MSE",
    config: {
      architecture: { kind: "dense", hidden: [512, 256] },
      activation: "relu",
      outputActivation: "sigmoid",
      bottleneck: { kind: "plain", latentDim: 32 },
      loss: "mse",
      optimizer: { kind: "adam", learningRate: 0.001 },
    },
    batchSize: 128,
    images: "mnist-train-images.idx3-ubyte.gz",
    learnSteps: 60,
    goal: { over: "jax", ratio: 1.8 },
  },
];

/** In the order of their turns. @type {{key: string, label: string}[]} */
export const CONTENDERS = [
  { key: "hourglass", label: "Hourglass" },
  { key: "jax", label: "jax-js wasm" },
  { key: "tfjs", label: "TensorFlow.js wasm" },
];

/** What the page should reach. */
export const PAGE_GOALS = {
  firstStepMs: 1000,
  weightBytes: 250_000,
  longTaskMs: 50,
  frameMs: 20,
  frameShare: 0.95,
  sideShare: 0.15,
};
