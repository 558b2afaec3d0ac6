//! A stand-in for the engine's Session: it keeps the same promises, with arithmetic small enough to check by hand.
//!
//! Images are 2×2 grey. A code is the image's mean and its step count; a reconstruction is the image / 255.

const FEATURES = 4;

/** An error as the engine throws it. */
export function named(name, message) {
  return Object.assign(new Error(message), { name });
}

/** What a trap looks like from JavaScript. */
export function trap() {
  return new WebAssembly.RuntimeError("unreachable");
}

/** A clock that only work moves. */
export class Clock {
  ms = 0;
  now = () => this.ms;
}

/**
 * @param {{clock?: Clock, stepMs?: number, costs?: Record<string, number>, faults?: Record<string, () => void>,
 *   calls?: string[], pcaSlices?: number, plateauAt?: number}} [options] `costs` in ms by method; `faults` are called
 *   by the method of that name before anything else
 */
export function fakeSession(options = {}) {
  const { stepMs = 1, costs = {}, faults = {}, calls = [], pcaSlices = 2, plateauAt = Infinity } = options;
  const clock = options.clock ?? { ms: 0, now: () => performance.now() };
  return class FakeSession {
    constructor(config, width, height, channels, total) {
      this.#called("constructor");
      this.config = complete(config);
      Object.assign(this, { width, height, channels, total, images: 0, heldOut: new Uint8Array(0), atStep: 0, pca: 0 });
    }

    #called(method) {
      calls.push(method);
      if (Object.hasOwn(costs, method)) clock.ms += costs[method];
      if (Object.hasOwn(faults, method)) faults[method](this);
    }

    append(bytes) {
      this.#called("append");
      this.images += bytes.length / (this.width * this.height * this.channels);
    }

    appendHeldOut(bytes) {
      this.#called("appendHeldOut");
      this.heldOut = bytes.slice();
    }

    info() {
      const layer = (side, features) => ({ side, kind: "dense", features, shape: null });
      return JSON.stringify({
        config: this.config, nParams: 10, latentDim: 2, inputShape: [1, 2, 2],
        layers: [layer("input", 4), layer("code", 2), layer("output", 4)],
        nImages: this.images, nHeldOut: this.heldOut.length / FEATURES,
        stepsPerEpoch: Math.ceil(this.total / this.config.batchSize),
      });
    }

    reconfigure(config) {
      this.#called("reconfigure");
      this.config = complete(config);
      this.atStep = 0;
    }

    steer(changes) {
      this.#called("steer");
      this.config = { ...this.config, optimizer: { ...this.config.optimizer, ...JSON.parse(changes) } };
    }

    runFor(ms, maxSteps, untilPlateau) {
      this.#called("runFor");
      const end = clock.now() + ms;
      for (let done = 0; done < maxSteps; done++) {
        const needed = Math.min((this.atStep + 1) * this.config.batchSize, this.total);
        if (this.images < needed) return "waiting";
        this.atStep += 1;
        const stepEnd = clock.now() + stepMs;
        if (options.clock) clock.ms = stepEnd;
        else while (performance.now() < stepEnd);
        if (untilPlateau && this.atStep >= plateauAt) return "plateau";
        if (clock.now() >= end) break;
      }
      return "running";
    }

    step() {
      this.#called("step");
      return this.atStep;
    }

    snapshot() {
      this.#called("snapshot");
      return JSON.stringify({
        step: this.atStep, epoch: 0, loss: 1 / (1 + this.atStep), reconstructionLoss: null, kl: null, heldOutLoss: null,
        heldOutMse: null, heldOutPsnr: null, heldOutStep: this.measuredAt ?? null, pcaMse: this.pca >= pcaSlices ? 0.05 : null, imagesPerSecond: 1, evaluationShare: 0,
      });
    }

    evaluateHeldOut() {
      this.#called("evaluateHeldOut");
      this.measuredAt = this.atStep;
    }

    history() {
      this.#called("history");
      return Float32Array.of(this.atStep, 1);
    }

    advancePca() {
      this.#called("advancePca");
      this.pca += 1;
      return this.pca >= pcaSlices;
    }

    encode(bytes, count) {
      this.#called("encode");
      const codes = new Float32Array(count * 2);
      for (let i = 0; i < count; i++) {
        codes[2 * i] = bytes.subarray(i * FEATURES, (i + 1) * FEATURES).reduce((sum, byte) => sum + byte, 0) / FEATURES;
        codes[2 * i + 1] = this.atStep;
      }
      return codes;
    }

    decode(codes, count) {
      this.#called("decode");
      return Float32Array.from({ length: count * FEATURES }, (_, i) => codes[2 * Math.floor(i / FEATURES)]);
    }

    reconstruct(bytes) {
      this.#called("reconstruct");
      return Float32Array.from(bytes, (byte) => byte / 255);
    }

    evaluate(bytes, count) {
      this.#called("evaluate");
      const mse = bytes.reduce((sum, byte) => sum + byte, 0) / bytes.length / 1000;
      return JSON.stringify({ mse, psnr: -10 * Math.log10(mse), loss: mse, reconstructionLoss: mse, kl: null, count });
    }

    save() {
      this.#called("save");
      return new TextEncoder().encode(JSON.stringify({ config: this.config, step: this.atStep }));
    }

    load(bytes) {
      this.#called("load");
      let saved;
      try {
        saved = JSON.parse(new TextDecoder().decode(bytes));
      } catch {
        throw named("FormatError", "This is not a usable safetensors file: the header is cut off");
      }
      this.config = saved.config;
      this.atStep = saved.step;
    }

    reset(seed) {
      this.#called("reset");
      if (seed !== undefined) this.config = { ...this.config, seed };
      this.atStep = 0;
    }

    newSeed() {
      return 4711;
    }

    setMapDims(i, j) {
      this.#called(`setMapDims ${i} ${j}`);
    }

    mapPoints() {
      this.#called("mapPoints");
      return this.encode(this.heldOut, this.heldOut.length / FEATURES);
    }

    mapKind() {
      return "code";
    }

    mapCode(x, y) {
      return Float32Array.of(x, y);
    }

    mapPlace(code) {
      return Float32Array.of(code[0], code[1]);
    }

    walk(image) {
      this.#called("walk");
      return Float32Array.of(...image, ...this.encode(image, 1), ...this.reconstruct(image));
    }

    placeDrawing(ink, width, height) {
      return Uint8Array.of(ink.length, width, height, 0);
    }
  };
}

function complete(json) {
  const config = JSON.parse(json);
  if (config.batchSize === 0) throw named("ConfigError", "batchSize: got 0, wanted 1 to 4096");
  return { batchSize: 4, seed: 1, optimizer: { kind: "adam", learningRate: 0.001 }, ...config };
}
