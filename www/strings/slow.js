//! Words of one step in slow motion.

import { count } from "../draw/format.js";

/** @param {number} n @param {string} one @param {string} many */
const some = (n, one, many) => `${count(n)} ${n === 1 ? one : many}`;

/** What the labels of a calculation without weights mean, where they do not speak for themselves. */
const QUANTITIES = /** @type {Record<string, string>} */ ({
  mu: "μ", log_var: "ln σ²", logVar: "ln σ²", sigma: "σ = e^(ln σ² / 2)", epsilon: "ε", moved: "σ · ε",
  z: "z = μ + σ · ε",
  gradient: "gradient g", decay: "weight decay λ · w", velocityBefore: "velocity b before", velocity: "velocity b",
  mBefore: "m before", m: "m, mean of g", vBefore: "v before", v: "v, mean of g²", mHat: "m̂ = m / (1 − β₁ᵗ)",
  vHat: "v̂ = v / (1 − β₂ᵗ)", rootV: "√v", momentum: "momentum μ", alpha: "α, share of v that is kept",
  beta1: "β₁, share of m that is kept", beta2: "β₂, share of v that is kept", t: "t, number of the update",
  smallest: "ϵ", rate: "learning rate η", change: "change", before: "before", after: "after",
  pixels: "numbers of the image", sum: "sum of their errors", divisor: "divided by",
  reconstructionLoss: "reconstruction",
  kl: "KL divergence", beta: "β, its price", loss: "loss",
});

export const SLOW = {
  button: "One step in slow motion",
  hint: "One step in slow motion: what a single training step computes, with its real numbers",
  comparing: "One step in slow motion: not while two models are compared, or a link's run is on its way",
  title: (/** @type {number} */ step) => `Step ${count(step)} in slow motion`,
  making: "A step is being made with all its phases kept. A large model takes a while.",
  close: "Close the slow motion",
  phases: "Phases of the step",
  phase: {
    batch: "Batch", noise: "Noise", encoder: "Encoder", code: "Code", decoder: "Decoder", loss: "Loss",
    gradients: "Gradients", update: "Update",
  },
  controls: "Slow motion",
  back: "Phase before",
  forward: "Next phase",
  play: "Play the phases",
  pause: "Hold the phases",
  speeds: "Speed",
  speed: { slow: "slow", medium: "medium", fast: "fast" },
  followed: (/** @type {number} */ no, /** @type {number} */ n) => `Training image, no. ${no} of ${n} in the batch`,
  images: "Images of the batch",
  formula: "Formula",
  follow: (/** @type {number} */ no) => `Follow image no. ${no} of the batch`,
  more: (/** @type {number} */ n) => `and ${count(n)} more`,
  open: (/** @type {string} */ what, /** @type {string} */ value) => `${what}: ${value}. Show how it comes about`,

  batch: (/** @type {number} */ n, /** @type {number} */ total) => (n === 1
    ? `The step takes one of the ${count(total)} training images.`
    : `The step takes ${count(n)} of the ${count(total)} training images, and follows one of them here.`),
  why: {
    shown: "It is the image that the hourglass showed.",
    "held-out": "The image that the hourglass showed is held out: such an image is never trained on.",
    drawing: "What is drawn on the pad is not itself trained on.",
    other: "The image that the hourglass showed is not in this batch.",
  },
  noise: (/** @type {string} */ where) =>
    `The network is given the noisy image, and has to rebuild the clean one. Changed most: ${where}.`,
  encoder: "Each layer multiplies its inputs by its weights, adds its bias and applies its activation.",
  code: (/** @type {number} */ n) => `All that is left of the image: ${some(n, "number", "numbers")}.`,
  sampled: (/** @type {number} */ n) =>
    `The encoder gives ${some(n, "normal distribution", "normal distributions")}; z is drawn from `
      + `${n === 1 ? "it" : "them"} with the random number ε.`,
  decoder: "The decoder makes an image from the code, layer by layer.",
  loss: "The reconstruction is held against the image; training lowers this number.",
  lossOf: { image: "this image", batch: "mean of the batch", rec: "reconstruction", kl: "KL divergence",
    penalty: "penalty of the codes" },
  gradients: (/** @type {string} */ most) =>
    `Backwards, the chain rule gives each weight its share in the loss of the batch. Largest: ${most}.`,
  update: (/** @type {string} */ optimizer, /** @type {string} */ rate, /** @type {string} */ most) =>
    `${optimizer} moves each weight a little against its gradient, at the rate ${rate}. The largest change of all, in `
      + `${most}, and of each layer:`,
  optimizer: /** @type {Record<string, string>} */ ({
    sgd: "Gradient descent", momentum: "Gradient descent with momentum", rmsprop: "RMSprop", adam: "Adam",
  }),
  gradientSize: "size of the gradient (L2 norm of the batch's)",
  gradientOf: (/** @type {string} */ layer) => `${layer}, size of the gradient`,
  same: (/** @type {string} */ loss) => `The running model made the same step: loss ${loss}, bit for bit the same.`,
  notSame: (/** @type {string} */ loss, /** @type {string} */ other) =>
    `The running model made this step with another loss: ${loss}, and ${other} here.`,
  notLive: "The running model has not made this step.",

  /**
   * One of the two layers that give a variational code.
   * @param {string} name As files of weights have it.
   */
  ofHead(name) {
    const [part, at] = name.split(".");
    return part === "bottleneck" && QUANTITIES[at] ? `Code ${QUANTITIES[at]}` : null;
  },
  station: (/** @type {string} */ side, /** @type {number} */ no) =>
    (side === "output" ? "Reconstruction" : `${side === "encoder" ? "Encoder" : "Decoder"} layer ${no}`),
  widths: (/** @type {number} */ features, /** @type {number[] | null} */ shape) =>
    (shape ? `${shape[0]} × ${shape[1]} × ${shape[2]}` : some(features, "number", "numbers")),
  number: (/** @type {number} */ at) => `no. ${at + 1}`,
  /** @param {{row: number, column: number, channel: number, channels: number, isMap: boolean}} place */
  place: ({ row, column, channel, channels, isMap }) => {
    const pixel = `row ${row + 1}, column ${column + 1}`;
    if (isMap) return `map ${channel + 1}, ${pixel}`;
    return channels === 3 ? `${pixel}, ${["red", "green", "blue"][channel]}` : pixel;
  },
  ofCode: (/** @type {string} */ symbol, /** @type {number} */ at) => `${symbol} ${at + 1}`,
  strongest: "strongest",
  worst: "where the error is largest",
  param: { weight: "weight", bias: "bias" },
  change: (/** @type {string} */ layer, /** @type {string} */ param, /** @type {number} */ at) =>
    `${layer}, ${param} no. ${at + 1}`,

  arithmetic: {
    close: "Close",
    previous: "The number before",
    next: "The next number",
    /** What stands in a sum's columns. */
    columns: {
      weights: ["input", "value", "weight", "product"],
      mse: ["pixel", "reconstruction x̂", "image x", "(x̂ − x)²"],
      bce: ["pixel", "logit ln(x̂ / (1 − x̂))", "image x", "cross-entropy"],
      kl: ["number", "μ", "σ", "½ (μ² + σ² − ln σ² − 1)"],
      gradient: ["weight or bias", "gradient g", "g²"],
    },
    rest: (/** @type {number} */ n) => `and ${count(n)} more, together`,
    bias: "bias",
    sum: "sum",
    root: "√sum",
    symbol: /** @type {Record<string, string>} */ ({ mu: "μ", sigma: "σ", sample: "z" }),
    same: "Bit for bit what the engine has.",
    asTold: "Bit for bit the size that the row tells.",
    notSame: (/** @type {string} */ engine) => `The engine has ${engine} here.`,
    quantity: (/** @type {string} */ name) => QUANTITIES[name] ?? name,
    /** What is taken from a weight, by what is told of its update. @param {(name: string) => boolean} has */
    change: (has) => `change ${has("mHat") ? "−η m̂ / (√v̂ + ϵ)" : has("rootV") ? "−η g / (√v + ϵ)"
      : has("velocity") ? "−η b" : "−η g"}`,
    wait: "Calculating …",
    failed: (/** @type {string} */ why) => `This number cannot be opened: ${why}`,
  },

  reason: {
    changed: "The model went on before the step could be looked at. Try again.",
    waiting: "Some images of the next batch have not arrived yet. Try again in a moment.",
  },
  died: "What makes the slow motion has ended. The model is unharmed, and training can go on.",
  diverged: "The next step diverges: its loss is not a finite number, so there is nothing to look at.",
  failed: (/** @type {string} */ why) => 
    `There is no slow motion of this step: ${why.replace(/\.+$/, "")}. Training can go on.`,
};
