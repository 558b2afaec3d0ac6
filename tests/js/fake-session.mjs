//! A stand-in for the engine's Session: it keeps the same promises, with arithmetic small enough to check by hand.
//!
//! Images are 2×2 gray. A code is the image's mean and its step count; a reconstruction is the image / 255. Noise adds
//! its amount; a variational code has sigma 0.5 and its sample one sigma above the mean.

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
 * @param {{clock?: Clock, stepMs?: number, costs?: Record<string, number | ((...args: any[]) => number)>, faults?: Record<string, () => void>,
 *   calls?: string[], pcaSlices?: number, plateauAt?: number}} [options] `costs` in ms by method, or by its arguments; `faults` are called
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

    #called(method, ...args) {
      calls.push(method);
      if (Object.hasOwn(costs, method)) clock.ms += typeof costs[method] === "function" ? costs[method](...args) : costs[method];
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
      const layer = (side, features, kind = "dense") => ({ side, kind, features, shape: null });
      const noisy = this.#isNoisy ? [layer("input", 4, "noisy")] : [];
      return JSON.stringify({
        config: this.config, nParams: 10, latentDim: 2, inputShape: [1, 2, 2],
        layers: [layer("input", 4, "image"), ...noisy, layer("code", 2), layer("output", 4)],
        nImages: this.images, nHeldOut: this.heldOut.length / FEATURES,
        stepsPerEpoch: Math.ceil(this.total / this.config.batchSize),
      });
    }

    reconfigure(config) {
      this.#called("reconfigure");
      this.config = complete(config);
      this.atStep = 0;
    }

    get #isNoisy() {
      return this.config.corruption.kind !== "none";
    }

    get #isVariational() {
      return this.config.bottleneck.kind === "variational";
    }

    steer(json) {
      this.#called("steer");
      const { config } = this;
      const { learningRate, beta, corruptionAmount, codeSparsity } = JSON.parse(json);
      if (beta !== undefined && !this.#isVariational) throw named("ConfigError", "beta: got 1, wanted a variational bottleneck");
      if (learningRate !== undefined) config.optimizer.learningRate = learningRate;
      if (beta !== undefined) config.bottleneck.beta = beta;
      if (corruptionAmount !== undefined) config.corruption.amount = corruptionAmount;
      if (codeSparsity !== undefined) config.codeSparsity = codeSparsity;
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
        beta: this.config.bottleneck.beta ?? null, heldOutReconstructionLoss: null, heldOutKl: null, klPerDim: null, activeUnits: null,
        noisyPsnr: null, denoisedPsnr: null, heldOutMse: null, heldOutPsnr: null, heldOutStep: this.measuredAt ?? null, pcaMse: this.pca >= pcaSlices ? 0.05 : null, imagesPerSecond: 1, evaluationShare: 0,
      });
    }

    evaluateHeldOut() {
      this.#called("evaluateHeldOut");
      this.measuredAt = this.atStep;
    }

    history(kind) {
      this.#called("history");
      if (!this.#isVariational && ["reconstruction", "kl"].includes(kind)) return new Float32Array(0);
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

    #noisy(bytes) {
      return Float32Array.from(bytes, (byte) => byte / 255 + this.config.corruption.amount);
    }

    #heldOutImage(idx) {
      if (idx * FEATURES >= this.heldOut.length) throw named("ShapeError", `The index of a held-out image: got ${idx}`);
      return this.heldOut.subarray(idx * FEATURES, (idx + 1) * FEATURES);
    }

    pairs(heldOutIdxs) {
      this.#called("pairs");
      const bytes = [...heldOutIdxs].flatMap((idx) => [...this.#heldOutImage(idx)]);
      return { reconstructions: this.reconstruct(bytes), noisy: this.#isNoisy ? this.#noisy(bytes) : null };
    }

    evaluate(bytes, start, total) {
      this.#called("evaluate");
      if (start % 64 !== 0 || (start > 0 && start !== this.evaluated.length)) throw named("ShapeError", `The part's first image: got ${start}`);
      const sums = Array.from({ length: bytes.length / FEATURES }, (_, i) => bytes.subarray(i * FEATURES, (i + 1) * FEATURES).reduce((sum, byte) => sum + byte, 0));
      this.evaluated = start === 0 ? sums : [...this.evaluated, ...sums];
      if (this.evaluated.length < total) return undefined;
      const mse = this.evaluated.reduce((sum, image) => sum + image, 0) / total / FEATURES / 1000;
      return JSON.stringify({ mse, psnr: -10 * Math.log10(mse), loss: mse, reconstructionLoss: mse, kl: null });
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
      this.config = complete(JSON.stringify(saved.config));
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

    walkHeldOut(idx) {
      return this.walk(this.#heldOutImage(idx));
    }

    walk(image) {
      this.#called("walk");
      const code = this.encode(image, 1);
      return {
        stations: [Float32Array.from(image), ...(this.#isNoisy ? [this.#noisy(image)] : []), code.slice(), this.reconstruct(image)],
        code, place: code.slice(), mse: image.reduce((sum, byte) => sum + byte, 0) / image.length / 1000,
        sigma: this.#isVariational ? Float32Array.of(0.5, 0.5) : null, sample: this.#isVariational ? code.map((mu) => mu + 0.5) : null,
      };
    }

    manifold(n, x0, y0, x1, y1) {
      this.#called("manifold", n);
      return Float32Array.from({ length: n * n * FEATURES }, (_, i) => [x0, y0, x1, y1][i % FEATURES]);
    }

    filters(side, most) {
      this.#called("filters");
      const count = Math.min(most, side === "encoder" ? 3 : 2);
      return { count, height: 1, width: 2, channels: 1, weights: Float32Array.from({ length: 2 * count }, (_, i) => -i) };
    }

    placeDrawing(ink, width, height) {
      return Uint8Array.of(ink.length, width, height, 0);
    }
  };
}

function complete(json) {
  const config = JSON.parse(json);
  if (config.batchSize === 0) throw named("ConfigError", "batchSize: got 0, wanted 1 to 4096");
  return {
    batchSize: 4, seed: 1, optimizer: { kind: "adam", learningRate: 0.001 }, architecture: { kind: "dense" },
    bottleneck: { kind: "plain", latentDim: 2 }, corruption: { kind: "none", amount: 0 }, ...config,
  };
}
