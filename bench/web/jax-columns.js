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
  const one = np.ones([1, 1]);
  const sides = image.height;
  /** @type {Record<number, any>} */
  const spreads = {};
  layers.forEach(({ shape: { kind, dims } }, i) => {
    if (kind === "convTranspose" || (kind === "conv" && i > 0)) spreads[i] = spreadIndex(dims[0], dims[1]);
  });

  /** @type {any[]} */
  let kept = [];
  const padded = (/** @type {any} */ maps, /** @type {number} */ before) => {
    const result = np.pad(maps, [[0, 0], [before, 1], [before, 1], [0, 0]]);
    kept.push(result.ref);
    return result;
  };
  /** (channels · k · k, pixels · n): under each pixel of the small map its window. */
  const windows = (/** @type {any} */ maps, /** @type {number} */ k, /** @type {number} */ step) => {
    const views = lax.reduceWindow(maps.transpose([0, 3, 1, 2]), (window) => window, [k, k], [step, step]);
    const [channels, , h, w] = views.shape;
    return views.transpose([0, 4, 5, 2, 3, 1]).reshape([channels * k * k, h * w * n]).mul(one.ref);
  };
  const columns = (/** @type {any} */ maps) => windows(padded(maps, 1), 3, 2);
  /** The transpose of weights · columns: (channels, side², n) to (C, 4 · side², n). */
  const spread = (
    /** @type {any} */ small,
    /** @type {any} */ weight,
    /** @type {number} */ side,
    /** @type {any} */ index,
  ) => {
    const [channels, outputs] = [weight.shape[0], weight.shape[1] / 9];
    if (outputs < 4) return addColumns(np.dot(weight.transpose(), small), outputs, side, n);
    const wide = np.take(np.pad(weight.reshape([-1]), [[0, 1]]), index.ref, 0);
    const pixels = np.dot(wide, windows(padded(small.reshape([channels, side, side, n]), 0), 2, 1));
    return pixels
      .reshape([2, 2, outputs, side, side, n])
      .transpose([2, 3, 0, 4, 1, 5])
      .reshape([outputs, 4 * side * side * n]);
  };
  const column = (/** @type {any} */ bias) => bias.reshape([-1, 1]);
  const total = (/** @type {any} */ d) => np.sum(d, 1);

  /** @type {import("./jax-worker.js").Way["gradients"]} */
  function gradients(params, x, key) {
    key.dispose();
    kept = [];
    let side = sides;
    let value = x.ref;
    /** Goes back through a layer: from the gradient before its activation to that of its input. */
    /** @type {((d: any) => {gradients: any[], d: any})[]} */
    const back = [];
    layers.forEach(({ shape: { kind, dims, activation } }, i) => {
      const [weight, bias] = [params[2 * i], params[2 * i + 1]];
      const input = value;
      if (kind === "dense") {
        const rows = input.reshape([-1, n]);
        value = np.dot(weight.ref, rows.ref).add(column(bias));
        back.push((d) => ({
          gradients: [np.dot(d.ref, rows.transpose()), total(d.ref)],
          d: np.dot(weight.transpose(), d),
        }));
      } else if (kind === "conv") {
        const wide = columns(input.reshape([dims[1], side, side, n]));
        const small = side / 2;
        value = np.dot(weight.ref, wide.ref).add(column(bias));
        back.push((d) => ({
          gradients: [np.dot(d.ref, wide.transpose()), total(d.ref)],
          d: i === 0 ? undefined : spread(d, weight, small, spreads[i]),
        }));
        side = small;
      } else {
        const small = input.reshape([dims[0], side * side * n]);
        const large = 2 * side;
        value = spread(small.ref, weight.ref, side, spreads[i]).add(column(bias));
        back.push((d) => {
          const wide = columns(d.ref.reshape([dims[1], large, large, n]));
          return { gradients: [np.dot(small, wide.ref.transpose()), total(d)], d: np.dot(weight, wide) };
        });
        side = large;
      }
      if (activation === "linear") return;
      const result = activation === "relu" ? nn.relu(value) : nn.sigmoid(value);
      const inner = back[i];
      back[i] = (d) => inner(through(d.reshape(result.shape), result, activation));
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
    return { loss, gradients: found.reverse().flat(), kept };
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
