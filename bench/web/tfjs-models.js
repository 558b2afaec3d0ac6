// Models as TensorFlow.js has them: losses as functions of a batch and of variables, gradients by its optimizer.
import { transposed } from "./model.js";

/**
 * @typedef {{weight: any, bias: any, shape: import("./model.js").LayerShape}} Variables
 */

/**
 * The variables of a model; convolutions have the kernel's axes first, as TensorFlow has them.
 * @param {any} tf
 * @param {import("./model.js").Layer[]} layers
 * @returns {Variables[]}
 */
export function variables(tf, layers) {
  return layers.map(({ shape, weight, bias }) => ({
    weight: tf.tidy(() => {
      const { kind, dims } = shape;
      if (kind === "dense") return tf.variable(tf.tensor2d(transposed(weight, dims[0], dims[1]), [dims[1], dims[0]]));
      return tf.variable(tf.transpose(tf.tensor4d(weight, dims), [2, 3, 1, 0]));
    }),
    bias: tf.tidy(() => tf.variable(tf.tensor1d(bias))),
    shape,
  }));
}

/**
 * The loss of a batch, one image a row.
 * @param {any} tf
 * @param {import("./model.js").Config} config
 * @param {import("./model.js").ImageSize} image
 * @returns {(layers: Variables[], x: any) => any}
 */
export function lossOf(tf, config, image) {
  const variational = config.bottleneck.kind === "variational";
  const { kernel = 3, stride = 2 } = config.architecture;
  const padding = (kernel - 1) >> 1;
  const act = (/** @type {any} */ value, /** @type {string} */ activation) => {
    if (activation === "relu") return tf.relu(value);
    return activation === "sigmoid" ? tf.sigmoid(value) : value;
  };
  // Measured: under gradients tf.fused.matMul is a fifth slower than the two plain operations.
  const linear = (/** @type {any} */ value, /** @type {Variables} */ { weight, bias }) =>
    tf.add(tf.matMul(value, weight), bias);
  const dense = (/** @type {any} */ value, /** @type {Variables} */ layer) =>
    act(linear(value, layer), layer.shape.activation);

  /** @param {Variables[]} layers @param {any} x */
  function plain(layers, x) {
    const rows = x.shape[0];
    let value = x;
    let maps = [rows, image.height, image.width, image.channels];
    for (const layer of layers) {
      const { weight, bias, shape } = layer;
      if (shape.kind === "dense") {
        // Flattened as PyTorch does: channel by channel.
        if (value.rank === 4) value = tf.reshape(tf.transpose(value, [0, 3, 1, 2]), [rows, -1]);
        value = dense(value, layer);
        continue;
      }
      if (value.rank === 2) value = tf.transpose(tf.reshape(value, [rows, maps[3], maps[1], maps[2]]), [0, 2, 3, 1]);
      if (shape.kind === "conv") value = tf.conv2d(value, weight, stride, padding);
      else
        value = tf.conv2dTranspose(
          value,
          weight,
          [rows, maps[1] * stride, maps[2] * stride, shape.outputs],
          stride,
          padding,
        );
      value = act(tf.add(value, bias), shape.activation);
      maps = value.shape;
    }
    return tf.mean(tf.squaredDifference(tf.reshape(value, x.shape), x));
  }

  /**
   * Binary cross-entropy summed over pixels plus beta times the divergence from the standard normal, averaged over the
   * batch; one draw from the code's distribution for each image.
   * @param {Variables[]} layers
   * @param {any} x
   */
  function lowerBound(layers, x) {
    const head = layers.findIndex(({ shape }) => shape.name === "bottleneck.mu");
    const hidden = layers.slice(0, head).reduce(dense, x);
    const mu = linear(hidden, layers[head]);
    const logVar = linear(hidden, layers[head + 1]);
    const z = tf.add(mu, tf.mul(tf.exp(tf.mul(logVar, 0.5)), tf.randomNormal(mu.shape)));
    const logits = linear(layers.slice(head + 2, -1).reduce(dense, z), layers[layers.length - 1]);
    // log(1 + e^l), for which the wasm backend has no kernel of its own.
    const softplus = tf.add(tf.relu(logits), tf.log1p(tf.exp(tf.neg(tf.abs(logits)))));
    const error = tf.sum(tf.sub(softplus, tf.mul(logits, x)));
    const divergence = tf.mul(tf.sum(tf.sub(tf.add(tf.exp(logVar), tf.square(mu)), tf.add(logVar, 1))), 0.5);
    return tf.div(tf.add(error, tf.mul(divergence, config.bottleneck.beta ?? 1)), x.shape[0]);
  }
  return variational ? lowerBound : plain;
}
