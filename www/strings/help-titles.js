//! Titles of the help texts, which name their buttons, and the words around the texts.

export const HELP_BUTTON = (/** @type {string} */ title) => `About: ${title}`;
export const HELP_CLOSE = "Close";
export const HELP_LOST = "This text could not be loaded. Close it and try again.";

/** @type {Record<string, string>} */
export const HELP_TITLES = {
  page: "An auto-encoder, learning",
  data: "The data",
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
  code: "Code size",
  channels: "Feature maps",
  kernel: "Filter size k",
  stride: "Stride s",
  hidden: "Hidden layers",
  noiseKind: "Kind of noise",
  amount: "Amount of noise",
  beta: "β, the price of the KL divergence",
  warmup: "Warm-up of β",
  sparsity: "λ, the price of the code",
  rate: "Learning rate η",
  arch: "Architecture",
  bottleneck: "Bottleneck",
  noise: "Noise on the input",
  penalty: "Sparsity",
  codeActivation: "Activation of the code",
  target: "Target rate ρ",
  loss: "Loss",
  output: "Output",
  activation: "Activation",
  optimizer: "Optimizer",
  batch: "Batch size",
  hourglass: "The hourglass",
  map: "The latent map",
  lossChart: "The loss curves",
  klBars: "KL by dimension",
  psnr: "Likeness to the input (PSNR)",
  pairs: "Reconstructions",
};
