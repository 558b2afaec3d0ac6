//! Hourglass as a library: an auto-encoder that trains in a worker of its own. The page trains through it alone.
//!
//!     const hourglass = await Hourglass.create({ config, images, labels, heldOut });
//!     hourglass.addEventListener("snapshot", (event) => console.log(event.detail.step, event.detail.loss));
//!     await hourglass.train({ steps: 200 });
//!     const codes = await hourglass.encode(images);
//!
//! Every method rejects with an HourglassError {name, message}. Arrays that are passed in stay the caller's: what the
//! worker needs is copied once and transferred. A Hourglass keeps a reference to the images, not a copy, for another
//! worker; leave them unchanged as long as it is in use. It keeps no training images that say how to have them `again`.

import {
  checkBytes, checkCodes, checkConfig, checkImages, checkImagesFor, checkKeys, checkObject, checkPositive,
  checkSteering, checkWhole, checkWorkers, describe, measures,
} from "./lib/check-arguments.js";
import { checkViews } from "./lib/check-views.js";
import { HourglassError, aborted, quiet, shapeError } from "./lib/protocol.js";
import { RestartableWorker } from "./lib/restartable-worker.js";
import { checkBrowser } from "./lib/spawn-worker.js";

export { HourglassError };

/** @typedef {import("./lib/check-arguments.js").Images} Images @typedef {import("./lib/protocol.js").Report} Report
 * @typedef {import("./lib/check-views.js").ViewRequest} ViewRequest @typedef {import("./lib/protocol.js").Info} Info
 * @typedef {import("./lib/protocol.js").Snapshot} Snapshot @typedef {import("./lib/protocol.js").EventMap} EventMap */
/** @typedef {Record<string, unknown>} PartialConfig a ModelConfig; what is missing takes its default */

const TRAIN_KEYS = ["steps", "epochs", "seconds", "untilPlateau", "signal"];
/** Fetched once for all, so that calls keep their order. @type {Promise<typeof import("./lib/helpers.js")> | null} */
let helpers = null;

/** One model, its data and its worker. */
export class Hourglass extends EventTarget {
  #worker;

  /**
   * For `Hourglass.create` alone, which also brings the data.
   * @param {import("./lib/restartable-worker.js").Data} data
   * @param {import("./lib/restartable-worker.js").Environment} environment
   */
  constructor(data, environment) {
    super();
    this.#worker = new RestartableWorker(data, environment, {
      event: (name, detail) => this.dispatchEvent(new CustomEvent(name, { detail })),
      failed: (error) => {
        this.dispatchEvent(new CustomEvent("failed", { detail: { error, step: this.#worker.step, canRestart: true } }));
      },
    });
  }

  /**
   * Starts a worker and brings it the data. `images.total`, if larger than `images.count`, announces what `append()`
   * will bring; training starts on the images that are there.
   * @param {{config?: PartialConfig, images: Images, labels?: Uint8Array, workers?: number | "auto",
   *   heldOut?: {images: Images, labels?: Uint8Array}}} options `workers` as in `share()`
   * @param {import("./lib/restartable-worker.js").Environment} [environment]
   * @returns {Promise<Hourglass>}
   */
  static async create(options, environment = {}) {
    const given = checkKeys(options, "options", ["config", "images", "labels", "heldOut", "workers"]);
    const { config = {}, images, labels, heldOut, workers = 1 } = given;
    checkWorkers(workers);
    const { shape, block } = checkImages(images, labels, "images");
    const total = checkWhole(images.total ?? block.count, "images.total", block.count);
    if (heldOut) checkKeys(heldOut, "heldOut", ["images", "labels"]);
    const other = heldOut ? checkImages(heldOut.images, heldOut.labels, "heldOut.images") : null;
    const [size, otherSize] = [measures(shape), measures(other?.shape ?? shape)];
    if (otherSize !== size) {
      throw shapeError("heldOut.images", `images of ${otherSize}`, `images of ${size}, as for training`);
    }
    const json = checkConfig(config, shape);
    checkBrowser(environment.webAssembly);
    const hourglass = new Hourglass({ shape, total, images: [block], heldOut: other?.block ?? null }, environment);
    await hourglass.#worker.open(json);
    if (workers !== 1) await hourglass.share(workers).catch((error) => (hourglass.dispose(), Promise.reject(error)));
    return hourglass;
  }

  /**
   * A second Hourglass on the same images, as far as they have come; `around` it some things may be different.
   * @param {PartialConfig} [config] @param {import("./lib/restartable-worker.js").Environment} [around]
   * @returns {Promise<Hourglass>}
   */
  async another(config = {}, around = {}) {
    const { data, environment } = this.#worker;
    const json = checkConfig(config, data.shape);
    const hourglass = new Hourglass({ ...data, images: [...data.images] }, { ...environment, ...around });
    await hourglass.#worker.open(json);
    return hourglass;
  }

  /** The complete config, the layers, and the numbers of weights and images. */
  get info() { return this.#worker.info; }
  /** The images as they were brought, for whoever gives them to another worker. */
  get images() { return this.#worker.data; }
  /** Steps made, as far as this page has heard. */
  get step() { return this.#worker.step; }
  /** What makes the same run again, bit for bit; else why nothing does, and `recipe` is null. */
  get origin() { return this.#worker.recipe; }
  get recipe() { return typeof this.origin === "object" ? this.origin : null; }
  get moves() { return this.#worker.moves; }

  /** The run as it was last kept in this page, for `load()`; null for one at its first step. It outlives its worker. */
  get checkpoint() { return this.#worker.checkpoint?.bytes ?? null; }

  /** Brings more of the announced training images. @param {Images | Uint8Array} images @param {Uint8Array} [labels] */
  async append(images, labels) {
    void this.#worker.messenger;
    const block = checkImagesFor(images, this.#worker.data.shape, "images", labels);
    return this.#worker.append(block);
  }

  /**
   * Trains until the first of the given bounds is reached; without a bound, until the signal aborts it. `epochs` and
   * `seconds` count from now on, without the time of pauses. An aborted run rejects with an AbortError; `pause()` only
   * holds a run up, and a new model (`reset`, `load`, `reconfigure`) ends it with a `reason`. Several runs may be under
   * way: the newest that is not paused trains, and no step counts twice.
   * @param {{steps?: number, epochs?: number, seconds?: number, untilPlateau?: boolean,
   *   signal?: AbortSignal}} [options]
   * @returns {Promise<Report>}
   */
  async train(options = {}) {
    const { messenger, runsBefore } = this.#worker;
    const { steps, epochs, seconds, untilPlateau = false, signal } = checkKeys(options, "options", TRAIN_KEYS);
    const args = {
      steps: steps === undefined ? null : checkWhole(steps, "steps"),
      epochs: epochs === undefined ? null : checkPositive(epochs, "epochs"),
      seconds: seconds === undefined ? null : checkPositive(seconds, "seconds"),
      untilPlateau: Boolean(untilPlateau),
    };
    const isSignal = signal === undefined || signal instanceof AbortSignal;
    if (!isSignal) throw shapeError("signal", describe(signal), "an AbortSignal");
    if (signal?.aborted) throw aborted(signal);
    let train = 0;
    const abort = () => messenger.cancel(train);
    const answer = messenger.request("train", args, { onId: (id) => (train = id) });
    signal?.addEventListener("abort", abort);
    try {
      const report = await answer;
      return { ...report, run: report.run + runsBefore };
    } catch (error) {
      throw signal?.aborted && /** @type {Error} */ (error).name === "AbortError" ? aborted(signal) : error;
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Holds up whatever trains, after the slice under way. @returns {Promise<{step: number}>} */
  pause() { return quiet(this.#worker.request("pause", {})); }
  /** @returns {Promise<{step: number}>} */
  resume() { return quiet(this.#worker.request("resume", {})); }

  /**
   * Back to the initial weights of the same seed, or of another one.
   * @param {{seed?: number}} [options]
   * @returns {Promise<Info>}
   */
  async reset(options = {}) {
    const { seed } = checkKeys(options, "options", ["seed"]);
    return this.#worker.change("reset", { seed: seed === undefined ? null : checkWhole(seed, "seed", 0) });
  }

  /** A seed from the browser's own randomness. @returns {Promise<number>} */
  async newSeed() { return this.#worker.request("newSeed", {}); }

  /** A new model on the same data. @param {PartialConfig} config @returns {Promise<Info>} */
  async reconfigure(config) {
    return this.#worker.change("reconfigure", { config: checkConfig(config, this.#worker.data.shape) });
  }

  /**
   * Changes what can change while training goes on.
   * @param {import("./lib/check-arguments.js").Steering} changes
   * @returns {Promise<Info>}
   */
  async steer(changes) {
    void this.#worker.messenger;
    return this.#worker.steer(checkSteering(changes));
  }

  /**
   * @param {Images | Uint8Array} images
   * @returns {Promise<Float32Array>} count × latentDim; mu for a variational bottleneck
   */
  async encode(images) { return this.#ask("encode", images); }

  /**
   * @param {Float32Array} codes count × latentDim
   * @param {number} [count]
   * @returns {Promise<Float32Array>} count × features, 0..1
   */
  async decode(codes, count) {
    void this.#worker.messenger;
    const args = checkCodes(codes, count, this.info.latentDim);
    const copy = args.codes.slice();
    return this.#worker.request("decode", { codes: copy, count: args.count }, [copy.buffer]);
  }

  /**
   * @param {Images | Uint8Array} images
   * @returns {Promise<Float32Array>} count × features, 0..1
   */
  async reconstruct(images) { return this.#ask("reconstruct", images); }

  /** @param {Images | Uint8Array} images @returns {Promise<import("./lib/protocol.js").Evaluation>} */
  async evaluate(images) { return this.#ask("evaluate", images); }

  /**
   * @param {boolean} [forLoading] by `load()` and nothing else: quicker, with the optimizer's state among the weights
   * @returns {Promise<Uint8Array>} a safetensors file with config, seed, step and the optimizer's state
   */
  async save(forLoading = false) { return this.#worker.request("save", { forLoading }); }

  /**
   * The model as it is now, or a half of it, as an ONNX file, by a module that is fetched for it.
   * @param {import("./lib/export-model.js").OnnxPart} [part]
   * @returns {Promise<Uint8Array>} Images (batch, channels, height, width) of 0..1, codes (batch, latentDim).
   */
  async exportOnnx(part = "model") { return this.#export("onnx", part); }

  /** Likewise PyTorch source that loads the weights and goes on training. @returns {Promise<Uint8Array>} a ZIP */
  async exportPyTorch() { return this.#export("pytorch"); }
  /** @param {"onnx" | "pytorch"} form @param {unknown} [part] */
  async #export(form, part) {
    const { exportModel } = await import("./lib/export-model.js").catch(notCome);
    return exportModel(() => this.save(), form, part);
  }

  /**
   * @param {Uint8Array | ArrayBuffer} bytes It continues exactly where `save()` left off.
   * @returns {Promise<Info>}
   */
  async load(bytes) {
    const copy = checkBytes(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes, "bytes").slice();
    return this.#worker.change("load", { bytes: copy }, [copy.buffer]);
  }

  /**
   * Chooses what the snapshots show, in `event.detail.views`: only views that have changed are in it. The map and the
   * manifold are refreshed as often as their cost allows, every other view with each snapshot. While nothing trains,
   * all are refreshed at once.
   * @param {ViewRequest} views
   * @returns {Promise<void>}
   */
  async watch(views) {
    void this.#worker.messenger;
    await this.#worker.watch(checkViews(views, this.info));
  }

  /**
   * A drawing (ink 0..255) scaled and centered as the digits are.
   * @param {{data: Uint8Array | Uint8ClampedArray, width: number, height: number}} drawing
   * @returns {Promise<Uint8Array>} one image of the input's size
   */
  async placeDrawing(drawing) {
    const one = { ...checkObject(drawing, "drawing"), count: 1, channels: 1 };
    const { block, shape } = checkImages(one, null, "drawing");
    const ink = block.bytes.slice();
    return this.#worker.request("placeDrawing", { ink, width: shape.width, height: shape.height }, [ink.buffer]);
  }

  /**
   * After "failed": starts another worker with the same data and views, from the last checkpoint. Checkpoints are made
   * every few seconds and at every stop; a model of more than some twenty million weights has none and starts anew.
   * Training waits for `train()`.
   * @returns {Promise<{step: number}>}
   */
  async restart() { return { step: await this.#worker.restart() }; }

  /** How many workers compute each step, 1 to 16, or as many as pay. @param {number | "auto"} [workers] */
  async share(workers = "auto") {
    const wanted = checkWorkers(workers);
    const { Helpers } = await (helpers ??= import("./lib/helpers.js").catch(notCome));
    await (this.#worker.helpers ??= new Helpers(this.#worker)).share(wanted);
  }

  /** Ends the worker. Whatever is pending, or called later, rejects with a DisposedError. */
  dispose() { this.#worker.dispose(); }

  /**
   * @template {keyof EventMap} Name
   * @param {Name} name
   * @param {((event: EventMap[Name]) => void) | EventListenerObject | null} listener
   * @param {AddEventListenerOptions | boolean} [options]
   */
  addEventListener(name, listener, options) {
    super.addEventListener(name, /** @type {EventListener | null} */ (listener), options);
  }

  /** @param {"encode" | "reconstruct" | "evaluate"} name @param {Images | Uint8Array} images @returns {Promise<any>} */
  async #ask(name, images) {
    void this.#worker.messenger; // after a loss or a dispose this says so, before anything is said of the arguments
    const { bytes, count } = checkImagesFor(images, this.#worker.data.shape, "images");
    const copy = bytes.slice();
    return this.#worker.request(name, { bytes: copy, count }, [copy.buffer]);
  }
}

/** @param {unknown} cause @returns {never} */
function notCome(cause) { helpers = null; throw new HourglassError("EngineNotLoadedError", String(cause), { cause }); }
