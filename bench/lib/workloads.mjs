// What is trained, and by whom. A new workload is a new entry here; a contender that cannot build it says so itself.

/**
 * @typedef {object} Workload
 * @property {string} name
 * @property {string} title
 * @property {object} config      partial ModelConfig: the same keys for every contender
 * @property {number} batchSize
 * @property {string | Noise} images  a file in the data folder (IDX, gzipped), or images that are made for the bench
 * @property {number} learnSteps  steps of the check that every contender learns the same
 * @property {number} [falls]     the share of the first loss that the last one must stay below, if not half
 * @property {{over: string, ratio: number}} goal
 * @property {{imagesPerSecond: number, bytes: number}} [limits] what Hourglass should reach by itself in one worker
 * @property {string[]} [cannot]  contenders that are known to fail; if one does, its message goes into the table
 *
 * Images of seeded noise: every byte is equally likely.
 * @typedef {{count: number, width: number, height: number, channels: number, seed: number}} Noise
 *
 * @typedef {object} Contender
 * @property {string} key
 * @property {string} label
 * @property {string[]} [only]    the workloads it takes part in, if not in all
 * @property {boolean} [isolated] whether its page is cross-origin isolated
 * @property {boolean} [brief]    so slow that two steps must do for the check and one for the measurement
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
  {
    name: "W3",
    title: "convolutions 1→16→32, 3×3, stride 2, code 2, mirrored, ReLU, sigmoid, MSE",
    config: {
      architecture: { kind: "conv", channels: [16, 32], kernel: 3, stride: 2, hidden: [] },
      activation: "relu",
      outputActivation: "sigmoid",
      bottleneck: { kind: "plain", latentDim: 2 },
      loss: "mse",
      optimizer: { kind: "adam", learningRate: 0.001 },
    },
    batchSize: 128,
    images: "mnist-train-images.idx3-ubyte.gz",
    learnSteps: 100,
    goal: { over: "jax", ratio: 5 },
    cannot: ["tfjs"],
  },
  {
    name: "W4",
    title: "variational 784-400-2-400-784, ReLU, sigmoid, BCE + KL",
    config: {
      architecture: { kind: "dense", hidden: [400] },
      activation: "relu",
      outputActivation: "sigmoid",
      bottleneck: { kind: "variational", latentDim: 2, beta: 1 },
      loss: "bce",
      optimizer: { kind: "adam", learningRate: 0.001 },
    },
    batchSize: 128,
    images: "mnist-train-images.idx3-ubyte.gz",
    learnSteps: 100,
    goal: { over: "jax", ratio: 1.8 },
  },
  {
    name: "W5",
    title: "64 × 64 in color, convolutions 3→32→64→128, 3×3, stride 2, code 32, mirrored, ReLU, sigmoid, MSE",
    config: {
      architecture: { kind: "conv", channels: [32, 64, 128], kernel: 3, stride: 2, hidden: [] },
      activation: "relu",
      outputActivation: "sigmoid",
      bottleneck: { kind: "plain", latentDim: 32 },
      loss: "mse",
      optimizer: { kind: "adam", learningRate: 0.001 },
    },
    batchSize: 128,
    images: { count: 1000, width: 64, height: 64, channels: 3, seed: 5 },
    learnSteps: 20,
    // Noise has nothing to be learned but its mean.
    falls: 0.95,
    goal: { over: "jax", ratio: 2.2 },
    limits: { imagesPerSecond: 400, bytes: 300e6 },
    cannot: ["tfjs"],
  },
];

/** In the order of their turns. @type {Contender[]} */
export const CONTENDERS = [
  { key: "hourglass", label: "Hourglass" },
  { key: "jax", label: "jax-js wasm" },
  { key: "jaxconv", label: "jax-js wasm, its own convolution", only: ["W3"], brief: true },
  { key: "tfjs", label: "TensorFlow.js wasm" },
  { key: "hourglass2", label: "Hourglass, two workers" },
  { key: "hourglass2i", label: "Hourglass, two workers, isolated", isolated: true },
];

/** What the page should reach. */
export const PAGE_GOALS = {
  firstStepMs: 1000,
  weightBytes: 250_000,
  longTaskMs: 50,
  frameMs: 20,
  frameShare: 0.95,
  sideShare: 0.15,
  memoryBytes: 200_000_000,
};

/** What the intake of a visitor's own images is held to. */
export const OWN_GOALS = { photosPerSecond: 30, longTaskMs: 100, idxSeconds: 3, memoryShare: 1.2, refusalMs: 50 };

/** What the page is held to on small machines: a thread that is six times slower, or a quarter of a core. */
export const SMALL_GOALS = {
  firstStepMs: { throttled: 1500, held: 4000 },
  frameMs: 34,
  worstFrameMs: 50,
  answerMs: 200,
  memoryBytes: 150_000_000,
};
