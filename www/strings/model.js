//! Strings of the model panel: kinds, options, and their values.

import { PACK_NAMES, PACKS } from "../data/pack-table.js";
import { count, rate } from "../draw/format.js";

const plain = (/** @type {number} */ n) => String(n);

export const MODEL = {
  title: "Model",
  facts: (/** @type {number} */ params) => `${count(params)} parameters`,
  more: "More…",
  less: "Less",
  defaults: "Back to the defaults",

  kind: "Kind",
  kinds: {
    vanilla: "Vanilla",
    convolutional: "Convolutional",
    variational: "Variational",
    denoising: "Denoising",
    sparse: "Sparse",
    linear: "Linear",
    "conv-variational": "Conv. variational",
    "conv-denoising": "Conv. denoising",
  },
  about: {
    vanilla: "Dense layers squeeze the image into a few numbers and unfold it again.",
    convolutional: "Small filters slide over the image, so what is learned in one place holds everywhere.",
    variational: "Each image becomes a cloud of codes, not a point, so every place of the map decodes to something.",
    denoising: "It sees noise on every image and has to give back the clean one.",
    sparse: "Every number that is not zero costs something, so each image uses few of its code.",
    linear: "Nothing bends between image and copy: the best it can become is PCA.",
    "conv-variational": "Sliding filters on both sides, and a cloud of codes between them.",
    "conv-denoising": "Sliding filters that learn to take the noise off an image.",
  },
  mix: "Your own mix",
  aboutMix: "Your own mix: a combination that has no name of its own.",

  code: {
    label: "Code size", about: "what each image is squeezed into",
    unit: (/** @type {number} */ n) => (n === 1 ? "1 number" : `${n} numbers`),
  },
  channels: {
    label: "Feature maps", about: "pictures that each convolution makes",
    add: "Add a convolution", remove: "Remove the last convolution",
    one: (/** @type {number} */ idx) => `Feature maps of convolution ${idx}`,
  },
  kernel: { label: "Filter size", unit: (/** @type {number} */ n) => `${n}\u00a0×\u00a0${n}` },
  stride: { label: "Stride", unit: (/** @type {number} */ n) => (n === 1 ? "1 pixel" : `${n} pixels`) },
  hidden: {
    label: "Hidden layers", about: "values on the way to the code", conv: "Dense layers after them",
    add: "Add a hidden layer", remove: "Remove the last hidden layer",
    one: (/** @type {number} */ idx) => `Width of hidden layer ${idx}`,
  },
  noiseKind: { label: "Kind of noise" },
  amount: {
    label: "Noise",
    unit: (/** @type {number} */ n, /** @type {{noise: string}} */ settings) =>
      (settings?.noise === "gaussian" ? `σ = ${n}` : `${Math.round(100 * n)} % of pixels`),
  },
  beta: { label: "Price of the KL, β", about: "what a code costs that tells much", unit: plain },
  warmup: { label: "Warm-up of β", unit: (/** @type {number} */ n) => (n === 0 ? "none" : `${count(n)} steps`) },
  sparsity: { label: "Price of the code, λ", about: "what numbers cost that are not zero", unit: rate },
  rate: { label: "Learning rate", about: "how far each step goes", unit: rate },
  arch: { label: "Architecture" },
  bottleneck: { label: "Bottleneck" },
  noise: { label: "Noise on the input" },
  penalty: { label: "Sparsity" },
  codeActivation: { label: "Activation of the code" },
  target: { label: "Target rate, ρ", unit: plain },
  loss: { label: "Loss" },
  output: { label: "Output" },
  activation: { label: "Activation" },
  optimizer: { label: "Optimizer" },
  batch: { label: "Batch size", unit: (/** @type {number} */ n) => `${n} images` },
  images: { label: "Training images", unit: (/** @type {number} */ n) => (n === 0 ? "all" : `the first ${count(n)}`) },
  seed: { label: "Seed" },
  data: { label: "Data" },

  /** Of values that do not stand for themselves. */
  values: /** @type {Record<string, string>} */ ({
    mse: "MSE", bce: "BCE", relu: "ReLU", "leaky-relu": "Leaky ReLU", elu: "ELU", gelu: "GELU",
    adam: "Adam", rmsprop: "RMSprop", momentum: "SGD with momentum", sgd: "SGD",
    conv: "convolutional", none: "none", gaussian: "Gaussian", "salt-and-pepper": "salt and pepper",
    masking: "masking", scribble: "scribble",
    price: "price on every number", rate: "target rate",
    ...Object.fromEntries(PACK_NAMES.map((name) => [name, PACKS[name].name])), own: "your images",
  }),
  /** A setting that was steered, and its new value, in few letters. */
  steered: (
    /** @type {import("../app/options.js").Key} */ key, /** @type {import("../app/options.js").Settings} */ settings,
  ) => {
    const { rate: step, beta, amount, sparsity, noise } = settings;
    if (key === "beta") return `β ${beta}`;
    if (key === "sparsity") return `λ ${rate(sparsity)}`;
    if (key === "amount") return noise === "gaussian" ? `σ ${amount}` : `noise ${Math.round(100 * amount)} %`;
    return `rate ${rate(step)}`;
  },
  noLayers: "none",
  widthsWrong: (/** @type {number} */ min, /** @type {number} */ max) =>
    `This is a whole number from ${min} to ${max}.`,
};
