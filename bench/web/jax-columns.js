// Convolutions in jax-js as fast as we could make them: windows written out as columns (im2col) and one matrix product,
// 3x3 with stride 2. What was measured to help:
// - Images stand last, (channel, y, x, image): every view of a map then has 128 neighbors to load at once.
// - The gradients are written by hand; valueAndGrad takes six times as long. Its gradient of a slice is a masked view,
//   computed number by number.
// - Maps are padded in one kernel and windows copied in another. Folded into one, each of nine copies of a number
//   computes its mask; folded into the product, no loop is vectorized. `kept` and `one` keep them apart.
// - A transposed convolution with several channels is a convolution of 2x2 windows with four outputs a window, one for
//   each pixel that it covers: seven in sixteen weights are zeros, and still it is faster than adding up columns.
import { lax, nn, numpy as np } from "../node_modules/@jax-js/jax/dist/index.js";
import { transposed } from "./model.js";

/** Windows of the 3x3 kernel that reach an even or an odd pixel of the large map from this one or the next. */
const TAPS = [[1, -1], [2, 0]];

/**
 * @param {import("./jax-worker.js").Given} given
 * @returns {import("./jax-worker.js").Way}
 */
export function byColumns({ layers, config, image, features, batchSize: n }) {
  const { kernel = 3, stride = 2 } = config.architecture;
  if (kernel !== 3 || stride !== 2 || config.bottleneck.kind !== "plain")
    throw new Error("columns are written here for plain codes, kernel 3 and stride 2");
  const columns = new Columns(n);
  const indices = layers.map(({ shape: { kind, dims } }, i) =>
    kind === "convTranspose" || (kind === "conv" && i > 0) ? spreadIndex(dims[0], dims[1]) : null,
  );

  /** @type {import("./jax-worker.js").Way["gradients"]} */
  function gradients(params, x, key) {
    key.dispose();
    columns.kept = [];
    let side = image.height;
    let value = x.ref;
    /** Goes back through a layer: from the gradient after its activation to that of its input. @type {Back[]} */
    const back = [];
    layers.forEach(({ shape: { kind, dims, activation } }, i) => {
      const [weight, bias] = [params[2 * i], params[2 * i + 1]];
      const passed = PASSES[kind](columns, {
        input: value,
        weight,
        bias,
        dims,
        side,
        index: indices[i],
        first: i === 0,
      });
      ({ value, side } = passed);
      back[i] = passed.back;
      if (activation === "linear") return;
      const result = activation === "relu" ? nn.relu(value) : nn.sigmoid(value);
      back[i] = (d) => passed.back(through(d.reshape(result.shape), result, activation));
      value = result.ref;
    });
    const difference = value.reshape(x.shape).sub(x);
    const loss = np.mean(np.square(difference.ref));
    let d = difference.mul(2 / (features * n));
    const found = back.reverse().map((step) => {
      const { gradients, d: next } = step(d);
      d = next;
      return gradients;
    });
    return { loss, gradients: found.reverse().flat(), kept: columns.kept };
  }

  return {
    initial: layers.flatMap(({ shape: { dims, outputs }, weight, bias }) => [
      { data: weight, dims: [dims[0], weight.length / dims[0]] },
      { data: bias, dims: [outputs] },
    ]),
    batch: (images) => np.array(transposed(images, n, features)).reshape([features, n]),
    gradients,
  };
}

/** Maps of `n` images as columns of windows. */
class Columns {
  /** Arrays that are to be materialized. @type {any[]} */
  kept = [];
  one = np.ones([1, 1]);

  /** @param {number} n */
  constructor(n) {
    this.n = n;
  }

  /** @param {any} maps @param {number} before */
  padded(maps, before) {
    const result = np.pad(maps, [[0, 0], [before, 1], [before, 1], [0, 0]]);
    this.kept.push(result.ref);
    return result;
  }

  /**
   * Under each pixel of the small map its window: (channels · k · k, pixels · n).
   * @param {any} maps
   * @param {number} k
   * @param {number} step
   */
  windows(maps, k, step) {
    const views = lax.reduceWindow(maps.transpose([0, 3, 1, 2]), (window) => window, [k, k], [step, step]);
    const [channels, , h, w] = views.shape;
    return views.transpose([0, 4, 5, 2, 3, 1]).reshape([channels * k * k, h * w * this.n]).mul(this.one.ref);
  }

  /** @param {any} maps */
  of(maps) {
    return this.windows(this.padded(maps, 1), 3, 2);
  }

  /**
   * The transpose of weights · columns: (channels, side², n) to (C, 4 · side², n).
   * @param {any} small
   * @param {any} weight
   * @param {number} side
   * @param {any} index
   */
  spread(small, weight, side, index) {
    const { n } = this;
    const [channels, outputs] = [weight.shape[0], weight.shape[1] / 9];
    if (outputs < 4) return addColumns(np.dot(weight.transpose(), small), outputs, side, n);
    const wide = np.take(np.pad(weight.reshape([-1]), [[0, 1]]), index.ref, 0);
    const pixels = np.dot(wide, this.windows(this.padded(small.reshape([channels, side, side, n]), 0), 2, 1));
    return pixels
      .reshape([2, 2, outputs, side, side, n])
      .transpose([2, 3, 0, 4, 1, 5])
      .reshape([outputs, 4 * side * side * n]);
  }
}

/**
 * A layer on its way: its input, whose maps have `side` lines, its parameters, and where the weights of its transposed
 * convolution stand. @typedef {{input: any, weight: any, bias: any, dims: number[], side: number, index: any,
 *   first: boolean}} Step
 */
/** @typedef {(d: any) => {gradients: any[], d: any}} Back */

/**
 * Each kind of layer: its result before the activation, and the way back from the gradient of it.
 * @type {Record<string, (columns: Columns, step: Step) => {value: any, side: number, back: Back}>}
 */
const PASSES = {
  dense({ n }, { input, weight, bias, side }) {
    const rows = input.reshape([-1, n]);
    const value = np.dot(weight.ref, rows.ref).add(column(bias));
    const back = (/** @type {any} */ d) => ({
      gradients: [np.dot(d.ref, rows.transpose()), total(d.ref)],
      d: np.dot(weight.transpose(), d),
    });
    return { value, side, back };
  },
  conv(columns, { input, weight, bias, dims, side, index, first }) {
    const wide = columns.of(input.reshape([dims[1], side, side, columns.n]));
    const small = side / 2;
    const value = np.dot(weight.ref, wide.ref).add(column(bias));
    const back = (/** @type {any} */ d) => ({
      gradients: [np.dot(d.ref, wide.transpose()), total(d.ref)],
      d: first ? undefined : columns.spread(d, weight, small, index),
    });
    return { value, side: small, back };
  },
  convTranspose(columns, { input, weight, bias, dims, side, index }) {
    const small = input.reshape([dims[0], side * side * columns.n]);
    const large = 2 * side;
    const value = columns.spread(small.ref, weight.ref, side, index).add(column(bias));
    const back = (/** @type {any} */ d) => {
      const wide = columns.of(d.ref.reshape([dims[1], large, large, columns.n]));
      return { gradients: [np.dot(small, wide.ref.transpose()), total(d)], d: np.dot(weight, wide) };
    };
    return { value, side: large, back };
  },
};

/** @param {any} bias */
const column = (bias) => bias.reshape([-1, 1]);
/** @param {any} d */
const total = (d) => np.sum(d, 1);

/**
 * The gradient before an activation, from the gradient behind it and its result.
 * @param {any} d
 * @param {any} result
 * @param {string} activation
 */
function through(d, result, activation) {
  if (activation === "relu") return np.where(result.greater(0), d, 0);
  return d.mul(result.ref).mul(np.subtract(1, result));
}

/**
 * Where the weights of the 2x2 convolution that equals a transposed 3x3 one stand among those, and past their end where
 * there are none: (4 · outputs, 4 · inputs).
 * @param {number} inputs
 * @param {number} outputs
 */
function spreadIndex(inputs, outputs) {
  const index = [];
  const both = [0, 1];
  for (const [py, px] of both.flatMap((y) => both.map((x) => [y, x]))) {
    for (let o = 0; o < outputs; o++) {
      for (let i = 0; i < inputs; i++) {
        for (const [dy, dx] of both.flatMap((y) => both.map((x) => [y, x]))) {
          const [ky, kx] = [TAPS[py][dy], TAPS[px][dx]];
          index.push(ky < 0 || kx < 0 ? inputs * outputs * 9 : (i * outputs + o) * 9 + ky * 3 + kx);
        }
      }
    }
  }
  return np.array(Int32Array.from(index), { dtype: np.int32 }).reshape([4 * outputs, 4 * inputs]);
}

/**
 * Columns added up where they came from (col2im): an even line of the large map has one window above it, an odd one
 * two.
 * @param {any} columns  (outputs · 9, side² · n)
 * @param {number} outputs
 * @param {number} side
 * @param {number} n
 */
function addColumns(columns, outputs, side, n) {
  const at = (/** @type {any} */ x, /** @type {number} */ axis, /** @type {any} */ place) =>
    x.slice(...x.shape.map((/** @type {number} */ _, /** @type {number} */ i) => (i === axis ? place : [])));
  const next = (/** @type {any} */ x, /** @type {number} */ axis) =>
    np.pad(
      at(x, axis, [1, side]),
      x.shape.map((/** @type {number} */ _, /** @type {number} */ i) => (i === axis ? [0, 1] : [0, 0])),
    );
  const lines = (/** @type {any} */ x, /** @type {number} */ kernelAxis, /** @type {number} */ axis) => {
    const odd = at(x.ref, kernelAxis, 2).add(next(at(x.ref, kernelAxis, 0), axis));
    return np.stack([at(x, kernelAxis, 1), odd], axis + 1);
  };
  const rows = lines(columns.reshape([outputs, 3, 3, side, side, n]), 1, 2);
  return lines(rows, 1, 3).reshape([outputs, 4 * side * side * n]);
}
