//! What the page and the slow worker say to each other. The messages themselves are those of lib/protocol.js.

/**
 * What a layer with parameters got of a step.
 * @typedef {object} LayerRecord
 * @property {string} name As in a saved file: "encoder.0", "bottleneck.mu".
 * @property {"dense" | "conv" | "conv-transpose"} kind
 * @property {"encoder" | "code" | "decoder"} side
 * @property {number} station Index of the station that its output leads to.
 * @property {number} weights How many numbers, weight and bias.
 * @property {number} gradient L2 norm of the batch's gradient.
 * @property {number} largestGradient The largest |g|.
 * @property {number} change L2 norm of the change of all its numbers.
 * @property {{param: "weight" | "bias", at: number, before: number, after: number, gradient: number}} largestChange
 */

/**
 * One step of training, seen from an image of its batch, as `src/views/slow/record.rs` has it.
 * @typedef {object} StepRecord
 * @property {number} step Steps made before this one.
 * @property {Uint32Array} rows Indices of the batch's images among the training images.
 * @property {number} row The followed image's place among them.
 * @property {Float32Array[]} stations The followed image's numbers at each of `info.layers`, with this step's noise:
 *   images pixel by pixel, maps channel by channel, the code as mu.
 * @property {Float32Array} mu The code, or its mean.
 * @property {Float32Array | null} sigma Of a variational code, as are epsilon and KL.
 * @property {Float32Array | null} epsilon
 * @property {Float32Array} z What the decoder was given.
 * @property {{loss: number, reconstructionLoss: number, kl: number | null, mse: number}} image
 * @property {{loss: number, reconstructionLoss: number, kl: number | null, beta: number | null,
 *   penalty: number}} batch
 * @property {"mse" | "bce"} lossKind
 * @property {"mean" | "sum"} reduction
 * @property {LayerRecord[]} layers
 * @property {{kind: string, learningRate: number, weightDecay: number, t: number, [constant: string]: any}} optimizer
 * @property {number} largest Index of the layer with the largest change of a single number.
 */

/**
 * A number opened, as `src/views/slow/arithmetic.rs` has it.
 * @typedef {object} Arithmetic
 * @property {string} what
 * @property {string} label
 * @property {string | null} layer
 * @property {{input: number, weight: number, product: number, from: number}[]} terms The largest twelve.
 * @property {number} nTerms
 * @property {number} rest The terms that are not listed, added up.
 * @property {number | null} bias
 * @property {number} sum
 * @property {string | null} activation
 * @property {number} value
 * @property {number} engine
 * @property {boolean} equal Whether `value` and `engine` have the same bits.
 * @property {[string, number][]} steps
 */

/**
 * @typedef {{config: string, state: Uint8Array | null, total: number}} BeginArgs
 * @typedef {{step: number, rows: Uint32Array}} Begun
 * @typedef {{what: string, station?: number, at?: number, layer?: number}} OpenArgs
 */

/**
 * Every command of the slow worker: a step is begun, made on the images of its batch, and looked at.
 * @typedef {{
 *   begin: {args: BeginArgs, result: Begun},
 *   step: {args: {bytes: Uint8Array, row: number}, result: StepRecord},
 *   follow: {args: {row: number}, result: StepRecord},
 *   open: {args: OpenArgs, result: Arithmetic},
 * }} SlowCommands
 */

export {};
