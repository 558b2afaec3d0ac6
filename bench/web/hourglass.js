// Hourglass as its users have it: the library in a page, which trains in its own worker.
import { toSafetensors } from "./model.js";

export class HourglassContender {
  /** @param {string} libraryUrl @param {number} [workers] that compute each step */
  constructor(libraryUrl, workers = 1) {
    this.libraryUrl = libraryUrl;
    this.workers = workers;
    /** @type {any} */
    this.hourglass = undefined;
    this.batchSize = 0;
    this.step = 0;
    /** @type {Uint8Array} */
    this.weights = new Uint8Array(0);
  }

  /**
   * @param {{config: object, layers: import("./model.js").Layer[], bytes: Uint8Array, count: number, width: number,
   *   height: number, channels: number, batchSize: number}} given
   */
  async setup(given) {
    const { Hourglass } = await import(this.libraryUrl);
    this.batchSize = given.batchSize;
    const { width, height, channels, count } = given;
    this.hourglass = await Hourglass.create({
      config: { ...given.config, batchSize: given.batchSize, shuffle: false },
      images: { data: given.bytes, count, width, height, channels },
    });
    this.weights = toSafetensors(given.layers);
    await this.restart();
    if (this.workers > 1) await this.share();
    const workers = this.workers === 1 ? "one worker" : `${this.workers} workers`;
    return `Hourglass, wasm, SIMD, ${workers}${globalThis.crossOriginIsolated ? ", isolated" : ""}`;
  }

  /** Asks for helpers, and trains until they have come. */
  async share() {
    await this.hourglass.share(this.workers);
    const abort = new AbortController();
    this.hourglass.addEventListener("snapshot", (/** @type {any} */ { detail }) => {
      if (detail.workers === this.workers) abort.abort();
    });
    await this.run({ signal: abort.signal }).catch(() => {});
    await this.restart();
  }

  /** Back to the initial weights, and a fresh optimizer. */
  async restart() {
    await this.hourglass.load(this.weights.slice());
    this.step = 0;
  }

  /**
   * Losses of single steps. Slower than training at a stretch; used only for the check that it learns.
   * @param {number} count
   */
  async steps(count) {
    const losses = [];
    for (let i = 0; i < count; i++) losses.push((await this.run({ steps: 1 })).loss);
    return losses;
  }

  /** @param {number} seconds */
  async train(seconds) {
    const start = performance.now();
    const before = this.step;
    const report = await this.run({ seconds });
    return {
      images: (report.step - before) * this.batchSize,
      seconds: (performance.now() - start) / 1000,
      loss: report.loss,
    };
  }

  /** @param {object} options */
  async run(options) {
    const report = await this.hourglass.train(options);
    this.step = report.step;
    return report;
  }

  dispose() {
    this.hourglass?.dispose();
  }
}
