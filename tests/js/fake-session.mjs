//! A stand-in for the engine's Session: it keeps the same promises, with arithmetic small enough to check by hand.
//!
//! Images are 2×2 gray. A code is the image's mean and its step count; a reconstruction is the image / 255. Noise adds
//! its amount; a variational code has sigma 0.5 and its sample one sigma above the mean.

import { named } from "./engine-errors.mjs";
import { FEATURES, FakeTraining } from "./fake-training.mjs";

/** @typedef {import("../../www/worker/engine.js").Session} Session */
/** @typedef {import("./fake-training.mjs").Options} Options */

/** The class that a worker loads as its engine's. @param {Options} [options] */
export function fakeSession(options = {}) {
  return class extends FakeSession {
    /** @param {[config: string, width: number, height: number, channels: number, total: number]} given */
    constructor(...given) {
      super(options, ...given);
    }
  };
}

/** @implements {Session} */
class FakeSession extends FakeTraining {
  /** The sums of the images that are being evaluated. @type {number[]} */
  #evaluated = [];

  /** @type {Session["encode"]} */
  encode(bytes, count) {
    this.called("encode");
    const codes = new Float32Array(count * 2);
    for (let i = 0; i < count; i++) {
      codes[2 * i] = bytes.subarray(i * FEATURES, (i + 1) * FEATURES).reduce((sum, byte) => sum + byte, 0) / FEATURES;
      codes[2 * i + 1] = this.atStep;
    }
    return codes;
  }

  /** @type {Session["decode"]} */
  decode(codes, count) {
    this.called("decode");
    return Float32Array.from({ length: count * FEATURES }, (_, i) => codes[2 * Math.floor(i / FEATURES)]);
  }

  /** @type {Session["reconstruct"]} */
  reconstruct(bytes) {
    this.called("reconstruct");
    return Float32Array.from(bytes, (byte) => byte / 255);
  }

  /** @param {Uint8Array} bytes */
  #noisy(bytes) {
    return Float32Array.from(bytes, (byte) => byte / 255 + this.config.corruption.amount);
  }

  /** Held-out images come first, then training images. @param {number} idx */
  #image(idx) {
    const all = Uint8Array.from([...this.heldOut, ...this.bytes]);
    if (idx * FEATURES >= all.length) throw named("ShapeError", `The index of an image: got ${idx}`);
    return all.subarray(idx * FEATURES, (idx + 1) * FEATURES);
  }

  /** @type {Session["pairs"]} */
  pairs(idxs) {
    this.called("pairs");
    const bytes = Uint8Array.from([...idxs].flatMap((idx) => [...this.#image(idx)]));
    return {
      reconstructions: this.reconstruct(bytes, idxs.length),
      noisy: this.isNoisy ? this.#noisy(bytes) : null,
    };
  }

  /** @type {Session["evaluate"]} */
  evaluate(bytes, start, total) {
    this.called("evaluate");
    if (start % 64 !== 0 || (start > 0 && start !== this.#evaluated.length))
      throw named("ShapeError", `The part's first image: got ${start}`);
    const images = Array.from({ length: bytes.length / FEATURES }, (_, i) =>
      bytes.subarray(i * FEATURES).subarray(0, FEATURES),
    );
    const sums = images.map((image) => image.reduce((sum, byte) => sum + byte, 0));
    this.#evaluated = start === 0 ? sums : [...this.#evaluated, ...sums];
    if (this.#evaluated.length < total) return undefined;
    const mse = this.#evaluated.reduce((sum, image) => sum + image, 0) / total / FEATURES / 1000;
    return JSON.stringify({ mse, psnr: -10 * Math.log10(mse), loss: mse, reconstructionLoss: mse, kl: null });
  }

  /** @type {Session["setMapDims"]} */
  setMapDims(i, j) {
    this.called(`setMapDims ${i} ${j}`);
  }

  /** @type {Session["mapPoints"]} */
  mapPoints(beside) {
    this.called("mapPoints");
    const bytes = Uint8Array.from([...this.heldOut, ...[...beside].flatMap((idx) => [...this.#image(idx)])]);
    return this.encode(bytes, bytes.length / FEATURES);
  }

  /** @type {Session["mapKind"]} */
  mapKind() {
    return "code";
  }

  /** @type {Session["mapCode"]} */
  mapCode(x, y) {
    return Float32Array.of(x, y);
  }

  /** @type {Session["walkAt"]} */
  walkAt(idx) {
    return this.walk(this.#image(idx));
  }

  /** @type {Session["walk"]} */
  walk(image) {
    this.called("walk");
    const code = this.encode(image, 1);
    return {
      stations: [
        Float32Array.from(image),
        ...(this.isNoisy ? [this.#noisy(image)] : []),
        code.slice(),
        this.reconstruct(image, 1),
      ],
      code,
      place: code.slice(),
      mse: image.reduce((sum, byte) => sum + byte, 0) / image.length / 1000,
      sigma: this.isVariational ? Float32Array.of(0.5, 0.5) : null,
      sample: this.isVariational ? code.map((mu) => mu + 0.5) : null,
    };
  }

  /** @type {Session["manifold"]} */
  manifold(n, x0, y0, x1, y1) {
    this.called("manifold", n);
    return Float32Array.from({ length: n * n * FEATURES }, (_, i) => [x0, y0, x1, y1][i % FEATURES]);
  }

  /** @type {Session["filters"]} */
  filters(side, most) {
    this.called("filters");
    const count = Math.min(most, side === "encoder" ? 3 : 2);
    return { count, height: 1, width: 2, channels: 1, weights: Float32Array.from({ length: 2 * count }, (_, i) => -i) };
  }

  /** @type {Session["placeDrawing"]} */
  placeDrawing(ink, width, height) {
    return Uint8Array.of(ink.length, width, height, 0);
  }
}
