//! The engine as the training worker sees it: what `src/web` exports to it.

/** @typedef {{reconstructions: Float32Array, noisy: Float32Array | null}} Pairs */
/** @typedef {{count: number, height: number, width: number, channels: number, weights: Float32Array}} Filters */
/** @typedef {{stations: Float32Array[], code: Float32Array, sigma: Float32Array | null, sample: Float32Array | null,
 *   place: Float32Array, mse: number}} Walk */

/**
 * The engine's one class, as the worker uses it. Texts that it returns are JSON.
 * @typedef {object} Session
 * @property {(bytes: Uint8Array, labels?: Uint8Array) => void} append
 * @property {(bytes: Uint8Array, labels?: Uint8Array) => void} appendHeldOut
 * @property {() => string} info
 * @property {(config: string) => void} reconfigure
 * @property {(changes: string) => void} steer
 * @property {(ms: number, maxSteps: number, untilPlateau: boolean) => "running" | "waiting" | "plateau"} runFor
 * @property {() => number} step
 * @property {() => void} evaluateHeldOut with the present weights, unless that is known
 * @property {() => string} snapshot
 * @property {(kind: import("../lib/protocol.js").CurveName) => Float32Array} history
 * @property {(ms: number) => boolean} advancePca
 * @property {(bytes: Uint8Array, count: number) => Float32Array} encode
 * @property {(codes: Float32Array, count: number) => Float32Array} decode
 * @property {(bytes: Uint8Array, count: number) => Float32Array} reconstruct
 * @property {(bytes: Uint8Array, start: number, total: number) => string | undefined} evaluate part by part, each but
 *   the last of a multiple of 64 images; the result comes with the last
 * @property {(forLoading: boolean) => Uint8Array} save
 * @property {(bytes: Uint8Array) => void} load
 * @property {(seed?: number) => void} reset
 * @property {() => number} newSeed
 * @property {(i: number, j: number) => void} setMapDims
 * @property {(beside: Uint32Array) => Float32Array} mapPoints
 * @property {() => "code" | "components" | "dims" | "strip"} mapKind
 * @property {(x: number, y: number) => Float32Array} mapCode
 * @property {(n: number, x0: number, y0: number, x1: number, y1: number) => Float32Array} manifold
 * @property {(side: "encoder" | "decoder", most: number) => Filters} filters
 * @property {(bytes: Uint8Array) => Walk} walk
 * @property {(idx: number) => Walk} walkAt of an image, whose index counts the held-out images and then the others
 * @property {(idxs: Uint32Array) => Pairs} pairs
 * @property {(ink: Uint8Array, width: number, height: number) => Uint8Array} placeDrawing
 */

/**
 * The same, with what it takes to share a step.
 * @typedef {Session & Sharing} SharedSession
 * @typedef {object} Sharing
 * @property {() => number} beginShared rows of the next step's batch, now in the buffers; 0 if something comes first
 * @property {(from: number, to: number, of: number, step: number, isDeferred: boolean, isNew: boolean) => void} part
 *   the gradient of some of them, or what it is computed from; by weights that are new in the buffers, or not
 * @property {(isDecoder: boolean, rows: number) => void} side the gradients of a side that were deferred
 * @property {(gradient: Float32Array) => void} addShard
 * @property {(rows: number, ms: number) => void} finishShared
 * @property {() => Uint32Array} buffers three ends, then address and length of each, in floats
 * @property {() => void} free
 */

export {};
