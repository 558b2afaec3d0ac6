//! What the page and a lab worker say to each other. The messages themselves are those of lib/protocol.js.
//!
//! Before its reply a task sends events "progress", whose detail says which share of it is done, and what it has found
//! since where it tells before its end.

/** @typedef {import("../lib/protocol.js").InputShape} InputShape */

/**
 * What lies on the bench: keys by which the page knows the images and the model again.
 * @typedef {{images: number | null, model: number | null}} Holding
 */

/**
 * A task of a lab. Pictures, if it has any, are `(count, y, x, channel)` in 0..1.
 * @typedef {{lab: string, task: string, args: object, pictures: Float32Array | null}} TaskArgs
 */

/**
 * Every command of a lab worker, with its arguments and its result. `open` makes room for images, which `append`
 * brings; `model` puts a saved model on the bench. `encode` has pictures encoded by the browser, at the quality (0..1)
 * that comes nearest to so many bytes, and read again; its result is null where the browser has no such encoder.
 * @typedef {{
 *   holding: {args: {}, result: Holding},
 *   open: {args: InputShape & {total: number, heldOut: number, key: number}, result: null},
 *   append: {args: {bytes: Uint8Array, labels: Uint8Array | null, count: number, isHeldOut: boolean}, result: null},
 *   model: {args: {bytes: Uint8Array, key: number}, result: null},
 *   run: {args: TaskArgs, result: any},
 *   encode: {args: InputShape & {type: string, pictures: Uint8Array, count: number, bytes: number},
 *     result: {bytes: number, quality: number, pictures: Float32Array} | null},
 * }} LabCommands
 */

export {};
