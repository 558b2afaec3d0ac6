//! Titles of the help texts, which also name their buttons, and the words around the texts.

import { MODEL } from "./model.js";

export const HELP_BUTTON = (/** @type {string} */ title) => `About: ${title}`;
export const HELP_CLOSE = "Close";
export const HELP_LOST = "This text could not be loaded. Close it and try again.";

/** Options whose title is their label. @type {readonly (keyof typeof MODEL & import("../app/options.js").Key)[]} */
const LABELLED = [
  "code", "channels", "hidden", "arch", "bottleneck", "noise", "codeActivation", "loss", "output", "activation",
  "optimizer", "batch", "images",
];

/** @type {Record<string, string>} */
export const HELP_TITLES = {
  ...Object.fromEntries(LABELLED.map((key) => [key, MODEL[key].label])),
  noiseKind: MODEL.noiseKind.label,
  penalty: MODEL.penalty.label,
  page: "An auto-encoder, learning",
  data: "The data",
  own: "Your own images",
  model: "The model",
  compare: "Two at once",
  "kind-vanilla": "The plain auto-encoder",
  "kind-convolutional": "The convolutional auto-encoder",
  "kind-variational": "The variational auto-encoder",
  "kind-denoising": "The denoising auto-encoder",
  "kind-sparse": "The sparse auto-encoder",
  "kind-linear": "The linear auto-encoder",
  "kind-conv-variational": "Convolutional and variational",
  "kind-conv-denoising": "Convolutional and denoising",
  kernel: "Filter size k",
  stride: "Stride s",
  amount: "Amount of noise",
  beta: "β, the price of the KL divergence",
  warmup: "Warm-up of β",
  sparsity: "λ, the price of the code",
  rate: "Learning rate η",
  target: "Target rate ρ",
  hourglass: "The hourglass",
  map: "The latent map",
  lossChart: "The loss curves",
  klBars: "KL by dimension",
  psnr: "Likeness to the input (PSNR)",
  pairs: "Reconstructions",
};
