//! What the page and its workers say to each other: the messages of every worker, the commands and events of the one
//! that trains, and the names of errors. Nothing here runs in only one of them.
//!
//! page -> worker   {type: "command", id, name, args}    answered by exactly one reply with the same id
//!                  {type: "cancel", id}                 the command should end soon; its reply still comes
//!                  {type: "ack"}                        a snapshot has been shown: one more may come
//! worker -> page   {type: "ready", protocol}            once, when the worker can hear commands
//!                  {type: "not-loaded", message}        once instead of ready, when the worker could not be loaded
//!                  {type: "reply", id, result | error}
//!                  {type: "event", name, detail, id?}   with the id of the command that it belongs to, if it does
//!
//! Two names mean the same to every worker: the command "ping" is answered at once, and the event "panic" says that the
//! engine is broken, so that nothing more can come of this worker.

/** Raised whenever a message changes its meaning, so that a stale cached file is named instead of misunderstood. */
export const PROTOCOL = 4;

/** @typedef {{channels: number, height: number, width: number}} InputShape */

/**
 * A layer that the walk stops at: the input, with corruption the noisy input, each visible activation, the code, the
 * reconstruction. Images are pixel by pixel, feature maps one map after the other.
 * @typedef {{side: "input" | "encoder" | "code" | "decoder" | "output",
 *   kind: "image" | "noisy" | "maps" | "dense" | "code", features: number,
 *   shape: [channels: number, height: number, width: number] | null}} Layer
 */

/**
 * A complete ModelConfig; only the keys that this library reads are typed.
 * @typedef {{input: InputShape, batchSize: number, seed: number,
 *   architecture: {kind: "dense" | "conv", kernel?: number, [key: string]: unknown},
 *   bottleneck: {kind: "plain" | "variational", latentDim: number, [key: string]: unknown},
 *   optimizer: {kind: string, learningRate: number, [key: string]: unknown}, [key: string]: unknown}} ModelConfig
 */

/**
 * The model and its data, in numbers.
 * @typedef {{config: ModelConfig, nParams: number, latentDim: number,
 *   inputShape: [channels: number, height: number, width: number], layers: Layer[], nImages: number,
 *   nHeldOut: number, stepsPerEpoch: number}} Info
 */

/**
 * Where training stands. Numbers that are not known (yet), or that this kind of model does not have, are null: `beta`
 * (the present one), `kl`, `klPerDim` and `activeUnits` belong to a variational bottleneck, `noisyPsnr` and
 * `denoisedPsnr` (dB, held-out) to corruption. `heldOutMse` is of clean images. `heldOutError` is of images as the
 * model is given them, with corruption if it has any. `pcaMse` and `pcaError` are what PCA makes of the same.
 * `heldOutRises` is of the held-out loss.
 * @typedef {{step: number, epoch: number, loss: number | null, reconstructionLoss: number | null, kl: number | null,
 *   beta: number | null, heldOutLoss: number | null, heldOutReconstructionLoss: number | null,
 *   heldOutKl: number | null, klPerDim: number[] | null, activeUnits: number | null, noisyPsnr: number | null,
 *   denoisedPsnr: number | null,
 *   heldOutMse: number | null, heldOutPsnr: number | null, heldOutStep: number | null, pcaMse: number | null,
 *   heldOutError: number | null, heldOutErrorPsnr: number | null, heldOutRises: boolean | null,
 *   pcaError: number | null,
 *   imagesPerSecond: number | null, evaluationShare: number | null}} Numbers
 */

/**
 * One image on its way through the network: an array for each of `info.layers`, its code (mu, for a variational
 * bottleneck, whose sigma and whose sample z follow), its place on the map, and the mean squared error of its
 * reconstruction.
 * @typedef {{stations: Float32Array[], code: Float32Array, sigma: Float32Array | null, sample: Float32Array | null,
 *   place: [number, number], mse: number}} Walk
 */

/**
 * A window of the map, cut into n × n cells.
 * @typedef {{n: number, x0: number, y0: number, x1: number, y1: number}} Grid
 */
/**
 * Filters of the first layer, or the decoder's last.
 * @typedef {{side: "encoder" | "decoder", most: number}} FiltersArgs
 */

/**
 * Curves as pairs (step, value), which all end at the last evaluation; the last one are the training losses at the
 * evaluations alone.
 * @typedef {"training" | "heldOut" | "heldOutError" | "reconstruction" | "kl" | "trainingThen"} CurveName
 */

/**
 * What was asked for with `watch()` and has changed since the last snapshot; an absent view is as it was. With
 * corruption the pairs are the noisy images and what the model makes of them. The manifold's pictures are those of the
 * cells' centers, the top row first; `weights` are signed, filter by filter, pixel by pixel.
 * @typedef {{
 *   map?: {points: Float32Array, kind: "code" | "components" | "dims" | "strip", step: number},
 *   pairs?: {reconstructions: Float32Array, noisy: Float32Array | null},
 *   inspect?: Walk,
 *   drawing?: Walk,
 *   probe?: {code: Float32Array, picture: Float32Array},
 *   manifold?: Grid & {pictures: Float32Array, step: number},
 *   filters?: {side: "encoder" | "decoder", count: number, height: number, width: number, channels: number,
 *     weights: Float32Array},
 *   history?: Record<CurveName, Float32Array>,
 * }} Views
 */

/**
 * `run` counts the models of this Hourglass: reset, load and reconfigure begin a new one. `workers` compute a step.
 * @typedef {Numbers & {run: number, training: boolean, workers: number, views: Views}} Snapshot
 */

/** @typedef {"done" | "plateau" | "replaced" | "reset"} Reason */

/** @typedef {Numbers & {run: number, reason: Reason}} Report */

/** @typedef {{reason: Reason | "paused" | "aborted" | "diverged" | "failed", step: number}} Stopped */

/** The weights and the optimizer's state as `save()` writes them; `bytes` is null for a model at its first step.
 * @typedef {{step: number, config: ModelConfig, bytes: Uint8Array | null}} Checkpoint */

/**
 * The library's events.
 * @typedef {{snapshot: CustomEvent<Snapshot>, stopped: CustomEvent<Stopped>, waiting: CustomEvent<{step: number}>,
 *   checkpoint: CustomEvent<Checkpoint>,
 *   failed: CustomEvent<{error: HourglassError, step: number, canRestart: boolean}>}} EventMap
 */

/**
 * Means over images. `mse` and `psnr` (dB) measure the images without noise, through mu if the code is a distribution;
 * `error` and `denoisedPsnr` measure the noisy ones so, and without noise `error` is `mse`. `loss` and its parts follow
 * the training loss: noise on the input, a sample of the code, full beta; noise and samples are the same at every
 * evaluation. `noisyPsnr` and `denoisedPsnr` are null without noise.
 * @typedef {{step: number, mse: number, psnr: number, error: number, loss: number, reconstructionLoss: number,
 *   kl: number | null, noisyPsnr: number | null, denoisedPsnr: number | null}} Evaluation
 */

/** Bounds of a run; null for a bound that it does not have. @typedef {{steps: number | null, epochs: number | null,
 *   seconds: number | null, untilPlateau: boolean}} TrainArgs */

/**
 * What a snapshot should show. A key that is absent stays as it was, null ends the view. `beside` (images on the map
 * besides the held-out ones), `pairs` and `idx` are indices of images that the worker has: they count the held-out
 * images, and after them the training images.
 * @typedef {{map?: {dims: [number, number] | null, beside?: number[]} | null, pairs?: number[] | null,
 *   inspect?: {idx: number} | {image: Uint8Array} | null, drawing?: Uint8Array | null,
 *   probe?: {x: number, y: number} | null,
 *   manifold?: Grid | null, filters?: FiltersArgs | null, history?: boolean}} WatchArgs
 */

/** @typedef {{info: Info, step: number}} ModelState */
/**
 * The wires to the helpers of a training worker, and how many workers are to compute a step, itself among them; null
 * for as many as pay.
 * @typedef {{ports: MessagePort[], workers: number | null}} ShareArgs
 */
/** @typedef {{bytes: Uint8Array, count: number}} BytesArgs */
/** @typedef {{bytes: Uint8Array, labels: Uint8Array | null, count: number}} AppendArgs */

/**
 * Every command of the training worker, with its arguments and its result. The cancel of a `train` aborts it. Unless it
 * `keeps` checkpoints, none are posted.
 * @typedef {{
 *   open: {args: InputShape & {config: string, total: number, keeps?: boolean}, result: ModelState},
 *   append: {args: AppendArgs, result: ModelState},
 *   appendHeldOut: {args: AppendArgs, result: ModelState},
 *   reconfigure: {args: {config: string}, result: ModelState},
 *   steer: {args: {changes: string}, result: ModelState},
 *   reset: {args: {seed: number | null}, result: ModelState},
 *   load: {args: {bytes: Uint8Array}, result: ModelState},
 *   save: {args: {forLoading: boolean}, result: Uint8Array},
 *   newSeed: {args: {}, result: number},
 *   train: {args: TrainArgs, result: Report},
 *   share: {args: ShareArgs, result: null},
 *   help: {args: {port: MessagePort}, result: null},
 *   pause: {args: {}, result: {step: number}},
 *   resume: {args: {}, result: {step: number}},
 *   watch: {args: WatchArgs, result: null},
 *   encode: {args: BytesArgs, result: Float32Array},
 *   decode: {args: {codes: Float32Array, count: number}, result: Float32Array},
 *   reconstruct: {args: BytesArgs, result: Float32Array},
 *   evaluate: {args: BytesArgs, result: Evaluation},
 *   placeDrawing: {args: {ink: Uint8Array, width: number, height: number}, result: Uint8Array},
 * }} CommandTable
 */

/** @typedef {keyof CommandTable} CommandName */

/**
 * The events of the training worker.
 * @typedef {{name: "snapshot", detail: Snapshot} | {name: "stopped", detail: Stopped}
 *   | {name: "waiting", detail: {step: number}} | {name: "checkpoint", detail: Checkpoint}} WorkerEvent
 */

/** The commands of some worker. @typedef {Record<string, {args: any, result: any}>} AnyCommands */
/** @typedef {{name: string, message: string, cause?: string}} PlainError */
/** @typedef {{type: "command", id: number, name: string, args: any}} Command */
/** @typedef {{type: "reply", id: number, result?: any, error?: PlainError}} Reply */
/** @typedef {{type: "event", name: string, detail: any, id?: number}} AnyEvent */
/** @typedef {Command | {type: "cancel", id: number} | {type: "ack"}} ToWorker */
/**
 * @typedef {{type: "ready", protocol: number} | {type: "not-loaded", message: string} | Reply | AnyEvent} FromWorker
 */

/** The label of an image without a class. */
export const NO_CLASS = 255;

/** Errors that the engine raises on purpose: the call failed, the model is as it was. */
const ENGINE_ERRORS = new Set([
  "ConfigError", "ShapeError", "FormatError", "TooLargeError", "WeightsError", "DivergedError", "BlownUpError",
  "NotReadyError",
]);

/** Errors of the library around the engine. */
const LIBRARY_ERRORS = new Set([
  "WorkerDiedError", "EnginePanicError", "EngineNotLoadedError", "NoWebAssemblyError", "NoSimdError", "DisposedError",
  "AbortError", "ProtocolError",
]);

/** The one error that the library rejects with; `name` says which kind, `message` is a sentence for people. */
export class HourglassError extends Error {
  /**
   * @param {string} name
   * @param {string} message
   * @param {{cause?: unknown}} [options]
   */
  constructor(name, message, options) {
    super(message, options);
    this.name = name;
  }
}

/** @param {AbortSignal} signal */
export function aborted(signal) {
  return new HourglassError("AbortError", "Training was aborted", { cause: signal.reason });
}

/**
 * A promise that may be ignored: whoever needs to know of its failure hears of it elsewhere.
 * @template T
 * @param {Promise<T>} promise
 */
export function quiet(promise) {
  promise.catch(() => {});
  return promise;
}

/**
 * A wrong argument, in the words of the engine's own errors.
 * @param {string} what
 * @param {unknown} got
 * @param {string} wanted
 */
export function shapeError(what, got, wanted) {
  return new HourglassError("ShapeError", `${what}: got ${got}, wanted ${wanted}`);
}

/**
 * Whether an error was raised on purpose. Whatever else comes out of the engine (a trap, an object still borrowed by
 * a call that trapped) means that the instance can no longer be trusted.
 * @param {unknown} error
 * @returns {error is Error}
 */
export function isNamed(error) {
  return error instanceof Error && (ENGINE_ERRORS.has(error.name) || LIBRARY_ERRORS.has(error.name));
}

/**
 * An error as a message can carry it: structured clone keeps only the names of the built-in errors.
 * @param {unknown} error
 * @returns {PlainError}
 */
export function toPlain(error) {
  const { name, message, cause } =
    error instanceof Error ? error : { name: "Error", message: String(error), cause: undefined };
  return cause === undefined ? { name, message } : { name, message, cause: String(cause) };
}

/**
 * @param {PlainError} plain
 * @returns {HourglassError}
 */
export function fromPlain({ name, message, cause }) {
  return new HourglassError(name, message, cause === undefined ? undefined : { cause });
}
