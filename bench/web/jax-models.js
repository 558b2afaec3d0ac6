// Models as jax-js has them: one image a row, gradients by valueAndGrad. Dense, variational, and with its own
// convolution.
import { lax, nn, numpy as np, random, valueAndGrad } from "../node_modules/@jax-js/jax/dist/index.js";
import { transposed } from "./model.js";

/**
 * @param {import("./jax-worker.js").Given} given
 * @returns {import("./jax-worker.js").Way}
 */
export function byRows({ layers, config, image, features, batchSize }) {
  const withGradients = valueAndGrad(
    config.bottleneck.kind === "variational" ? variationalLoss(layers, config) : plainLoss(layers, config, image),
  );
  return {
    initial: layers.flatMap(({ shape: { kind, dims, outputs }, weight, bias }) => [
      kind === "dense"
        ? { data: transposed(weight, dims[0], dims[1]), dims: [dims[1], dims[0]] }
        : { data: weight, dims },
      { data: bias, dims: [outputs] },
    ]),
    batch: (images) => np.array(images).reshape([batchSize, features]),
    gradients(params, x, key) {
      const [loss, gradients] = withGradients(params, x, key);
      return { loss, gradients, kept: [] };
    },
  };
}

/**
 * The mean squared error of a chain of layers.
 * @param {import("./model.js").Layer[]} layers
 * @param {import("./model.js").Config} config
 * @param {import("./model.js").ImageSize} image
 */
function plainLoss(layers, { architecture: { kernel = 3, stride = 2 } }, { width, height, channels }) {
  return (/** @type {any[]} */ params, /** @type {any} */ x, /** @type {any} */ key) => {
    key.dispose();
    let value = x.ref;
    /** What the next convolution sees; the dense layers between encoder and decoder leave it alone. */
    let maps = [channels, height, width];
    layers.forEach(({ shape: { kind, activation } }, i) => {
      const [weight, bias] = [params[2 * i], params[2 * i + 1]];
      if (kind === "dense") {
        value = act(np.dot(value.reshape([x.shape[0], -1]), weight).add(bias), activation);
      } else {
        value = value.reshape([x.shape[0], ...maps]);
        value = (
          kind === "conv" ? convolve(value, weight, stride, kernel) : convolveTransposed(value, weight, stride, kernel)
        ).add(bias.reshape([1, -1, 1, 1]));
        value = act(value, activation);
        maps = value.shape.slice(1);
      }
    });
    return np.mean(np.square(value.reshape(x.shape).sub(x)));
  };
}

/**
 * @param {any} x
 * @param {any} weight  (out, in, k, k)
 * @param {number} stride
 * @param {number} kernel
 */
function convolve(x, weight, stride, kernel) {
  const padding = (kernel - 1) >> 1;
  return lax.convGeneralDilated(x, weight, [stride, stride], [[padding, padding], [padding, padding]]);
}

/**
 * The same convolution's transpose: the small maps spread by the stride, the kernel turned round. The large maps' sides
 * are multiples of the stride.
 * @param {any} x
 * @param {any} weight  (in, out, k, k)
 * @param {number} stride
 * @param {number} kernel
 */
function convolveTransposed(x, weight, stride, kernel) {
  const before = kernel - 1 - ((kernel - 1) >> 1);
  /** @type {[number, number]} */
  const pads = [before, before + stride - 1];
  const turned = np.flip(weight, [2, 3]).transpose([1, 0, 2, 3]);
  return lax.convGeneralDilated(x, turned, [1, 1], [pads, pads], { lhsDilation: [stride, stride] });
}

/**
 * Binary cross-entropy summed over pixels plus beta times the divergence from the standard normal, averaged over the
 * batch; one draw from the code's distribution for each image.
 * @param {import("./model.js").Layer[]} layers
 * @param {import("./model.js").Config} config
 */
function variationalLoss(layers, { bottleneck: { beta = 1 } }) {
  const head = layers.findIndex(({ shape }) => shape.name === "bottleneck.mu");
  return (/** @type {any[]} */ params, /** @type {any} */ x, /** @type {any} */ key) => {
    const [rows] = x.shape;
    const linear = (/** @type {any} */ value, /** @type {number} */ i) =>
      np.dot(value, params[2 * i]).add(params[2 * i + 1]);
    let value = x.ref;
    for (let i = 0; i < head; i++) value = nn.relu(linear(value, i));
    const mu = linear(value.ref, head);
    const logVar = linear(value, head + 1);
    const epsilon = random.normal(key, mu.shape);
    value = mu.ref.add(np.exp(logVar.ref.mul(0.5)).mul(epsilon));
    for (let i = head + 2; i < layers.length - 1; i++) value = nn.relu(linear(value, i));
    const logits = linear(value, layers.length - 1);
    const error = np.sum(softplus(logits.ref).sub(logits.mul(x)));
    const divergence = np.sum(np.exp(logVar.ref).add(np.square(mu)).sub(1).sub(logVar)).mul(0.5);
    return error.add(divergence.mul(beta)).div(rows);
  };
}

/** log(1 + e^x), which nn.softplus would let overflow. @param {any} x */
function softplus(x) {
  return np.maximum(x.ref, 0).add(np.log(np.exp(np.negative(np.absolute(x))).add(1)));
}

/** @param {any} value @param {"relu" | "sigmoid" | "linear"} activation */
function act(value, activation) {
  if (activation === "relu") return nn.relu(value);
  return activation === "sigmoid" ? nn.sigmoid(value) : value;
}
