//! How the engine's stand-in trains: steps are counted, and cost what a test says.

import { named } from "./engine-errors.mjs";

/** A clock that only work moves. */
export class Clock {
  ms = 0;
  now = () => this.ms;
}

/** @typedef {import("../../www/worker/engine.js").Session} Session */
/** Bytes of an image. */
export const FEATURES = 4;

/**
 * @typedef {object} Options
 * @property {Clock} [clock]
 * @property {number} [stepMs]
 * @property {Record<string, number | ((...args: any[]) => number)>} [costs] In ms by method, or by its arguments.
 * @property {Record<string, (session: any) => void>} [faults] Called by the method of that name before
 *   anything else.
 * @property {string[]} [calls] Where calls are written down.
 * @property {number} [pcaSlices]
 * @property {number} [plateauAt]
 */

/** What a session does of training: its configuration, its data, its steps. */
export class FakeTraining {
  #given;
  clock;
  images = 0;
  /** The training images' bytes, as they came. @type {number[]} */
  bytes = [];
  heldOut = new Uint8Array(0);
  atStep = 0;
  pca = 0;
  /** @type {number | null} */
  measuredAt = null;

  /**
   * @param {Options} options
   * @param {string} config
   * @param {number} width
   * @param {number} height
   * @param {number} channels
   * @param {number} total
   */
  constructor(options, config, width, height, channels, total) {
    this.#given = { stepMs: 1, costs: {}, faults: {}, calls: [], pcaSlices: 2, plateauAt: Infinity, ...options };
    this.clock = options.clock ?? { ms: 0, now: () => performance.now() };
    this.called("constructor");
    this.config = complete(config);
    this.size = width * height * channels;
    this.total = total;
  }

  /** @param {string} method @param {unknown[]} args */
  called(method, ...args) {
    const { calls, costs, faults } = this.#given;
    calls.push(method);
    const cost = Object.hasOwn(costs, method) ? costs[method] : 0;
    this.clock.ms += typeof cost === "function" ? cost(...args) : cost;
    if (Object.hasOwn(faults, method)) faults[method](this);
  }

  /** @type {Session["append"]} */
  append(bytes) {
    this.called("append");
    this.images += bytes.length / this.size;
    for (const byte of bytes) this.bytes.push(byte);
  }

  /** @type {Session["appendHeldOut"]} */
  appendHeldOut(bytes) {
    this.called("appendHeldOut");
    this.heldOut = bytes.slice();
  }

  info() {
    const layer = (/** @type {string} */ side, /** @type {number} */ features, kind = "dense") =>
      ({ side, kind, features, shape: null });
    const noisy = this.isNoisy ? [layer("input", 4, "noisy")] : [];
    return JSON.stringify({
      config: this.config, nParams: 10, latentDim: 2, inputShape: [1, 2, 2],
      layers: [layer("input", 4, "image"), ...noisy, layer("code", 2), layer("output", 4)],
      nImages: this.images, nHeldOut: this.heldOut.length / FEATURES,
      stepsPerEpoch: Math.ceil(this.total / this.config.batchSize),
    });
  }

  /** @type {Session["reconfigure"]} */
  reconfigure(config) {
    this.called("reconfigure");
    this.config = complete(config);
    this.atStep = 0;
  }

  get isNoisy() {
    return this.config.corruption.kind !== "none";
  }

  get isVariational() {
    return this.config.bottleneck.kind === "variational";
  }

  /** @type {Session["steer"]} */
  steer(json) {
    this.called("steer");
    const { config } = this;
    const { learningRate, beta, corruptionAmount, codeSparsity } = JSON.parse(json);
    if (beta !== undefined && !this.isVariational)
      throw named("ConfigError", "beta: got 1, wanted a variational bottleneck");
    if (learningRate !== undefined) config.optimizer.learningRate = learningRate;
    if (beta !== undefined) config.bottleneck.beta = beta;
    if (corruptionAmount !== undefined) config.corruption.amount = corruptionAmount;
    if (codeSparsity !== undefined) config.codeSparsity = codeSparsity;
  }

  /** @type {Session["runFor"]} */
  runFor(ms, maxSteps, untilPlateau) {
    this.called("runFor");
    const { clock: given, stepMs, plateauAt } = this.#given;
    const clock = this.clock;
    const end = clock.now() + ms;
    for (let done = 0; done < maxSteps; done++) {
      const needed = Math.min((this.atStep + 1) * this.config.batchSize, this.total);
      if (this.images < needed) return "waiting";
      this.atStep += 1;
      const stepEnd = clock.now() + stepMs;
      if (given) clock.ms = stepEnd;
      else while (performance.now() < stepEnd);
      if (untilPlateau && this.atStep >= plateauAt) return "plateau";
      if (clock.now() >= end) break;
    }
    return "running";
  }

  step() {
    this.called("step");
    return this.atStep;
  }

  snapshot() {
    this.called("snapshot");
    return JSON.stringify({
      step: this.atStep,
      epoch: 0,
      loss: 1 / (1 + this.atStep),
      reconstructionLoss: null,
      kl: null,
      heldOutLoss: null,
      beta: this.config.bottleneck.beta ?? null,
      heldOutReconstructionLoss: null,
      heldOutKl: null,
      klPerDim: null,
      activeUnits: null,
      noisyPsnr: null,
      denoisedPsnr: null,
      heldOutMse: null,
      heldOutError: null,
      heldOutErrorPsnr: null,
      heldOutRises: null,
      pcaError: null,
      heldOutPsnr: null,
      heldOutStep: this.measuredAt ?? null,
      pcaMse: this.pca >= this.#given.pcaSlices ? 0.05 : null,
      imagesPerSecond: 1,
      evaluationShare: 0,
    });
  }

  evaluateHeldOut() {
    this.called("evaluateHeldOut");
    this.measuredAt = this.atStep;
  }

  /** @type {Session["history"]} */
  history(kind) {
    this.called("history");
    if (!this.isVariational && /^(reconstruction|kl)/.test(kind)) return new Float32Array(0);
    return Float32Array.of(this.atStep, 1);
  }

  /** @type {Session["advancePca"]} */
  advancePca() {
    this.called("advancePca");
    this.pca += 1;
    return this.pca >= this.#given.pcaSlices;
  }

  save() {
    this.called("save");
    return new TextEncoder().encode(JSON.stringify({ config: this.config, step: this.atStep }));
  }

  /** @type {Session["load"]} */
  load(bytes) {
    this.called("load");
    let saved;
    try {
      saved = JSON.parse(new TextDecoder().decode(bytes));
    } catch {
      throw named("FormatError", "This is not a usable safetensors file: the header is cut off");
    }
    this.config = complete(JSON.stringify(saved.config));
    this.atStep = saved.step;
  }

  /** @type {Session["reset"]} */
  reset(seed) {
    this.called("reset");
    if (seed !== undefined) this.config = { ...this.config, seed };
    this.atStep = 0;
  }

  newSeed() {
    return 4711;
  }
}

/** A configuration with the keys that matter here. @param {string} json */
function complete(json) {
  const config = JSON.parse(json);
  if (config.batchSize === 0) throw named("ConfigError", "batchSize: got 0, wanted 1 to 4096");
  return {
    batchSize: 4, seed: 1, optimizer: { kind: "adam", learningRate: 0.001 }, architecture: { kind: "dense" },
    bottleneck: { kind: "plain", latentDim: 2 }, corruption: { kind: "none", amount: 0 }, ...config,
  };
}
