// What every contender is given: the layers of a workload's model, and the same initial weights, in PyTorch's layout.

/**
 * @typedef {object} LayerShape
 * @property {string} name        safetensors prefix, as in PyTorch: encoder.0, bottleneck.mu, decoder.2 …
 * @property {"dense" | "conv" | "convTranspose"} kind
 * @property {number[]} dims      of the weights: (out, in); conv (out, in, k, k); convTranspose (in, out, k, k)
 * @property {number} outputs     how many biases
 * @property {number} fanIn       inputs that one output sums, on average
 * @property {number} products    multiply-adds of one image, forward
 * @property {"relu" | "sigmoid" | "linear"} activation
 *
 * @typedef {object} Layer
 * @property {LayerShape} shape
 * @property {Float32Array} weight  row-major
 * @property {Float32Array} bias
 *
 * @typedef {object} Config       the keys of a ModelConfig that make a difference to the contenders
 * @property {{kind: string, hidden: number[], channels?: number[], kernel?: number, stride?: number}} architecture
 * @property {{kind: string, latentDim: number, beta?: number}} bottleneck
 *
 * @typedef {{width: number, height: number, channels: number}} ImageSize
 */

/**
 * The layers of an auto-encoder, input to reconstruction; a variational one's two heads stand side by side, mu first.
 * @param {Config} config
 * @param {ImageSize} image
 * @returns {LayerShape[]}
 */
export function layersOf(config, image) {
  const { kind, latentDim } = config.bottleneck;
  const maps = convolutions(config.architecture, image);
  const features = maps.length
    ? maps[maps.length - 1].outputs * maps[maps.length - 1].pixels
    : image.width * image.height * image.channels;
  const widths = [features, ...config.architecture.hidden];
  const last = widths[widths.length - 1];
  /** @type {LayerShape[]} */
  const encoder = [
    ...maps.map(({ layer }) => layer),
    ...widths.slice(1).map((width, i) => dense(widths[i], width, "relu")),
  ];
  const code = [dense(last, latentDim, "linear")];
  if (kind === "variational") code.push(dense(last, latentDim, "linear"));
  const up = [latentDim, ...widths.reverse()];
  const decoder = up.slice(1).map((width, i) => dense(up[i], width, "relu"));
  decoder.push(...maps.reverse().map(({ mirror }) => mirror));
  decoder[decoder.length - 1].activation = "sigmoid";
  const named = (/** @type {string} */ side, /** @type {LayerShape[]} */ list) =>
    list.map((shape, i) => ({ ...shape, name: `${side}.${i}` }));
  if (kind !== "variational") return [...named("encoder", [...encoder, ...code]), ...named("decoder", decoder)];
  const heads = ["mu", "log_var"].map((name, i) => ({ ...code[i], name: `bottleneck.${name}` }));
  return [...named("encoder", encoder), ...heads, ...named("decoder", decoder)];
}

/**
 * @param {number} inputs
 * @param {number} outputs
 * @param {LayerShape["activation"]} activation
 * @returns {LayerShape}
 */
function dense(inputs, outputs, activation) {
  const dims = [outputs, inputs];
  return { name: "", kind: "dense", dims, outputs, fanIn: inputs, products: inputs * outputs, activation };
}

/**
 * The convolutions of an encoder, each with the transposed one that mirrors it.
 * @param {Config["architecture"]} architecture
 * @param {ImageSize} image
 */
function convolutions({ kind, channels = [], kernel = 3, stride = 2 }, { width, height, channels: first }) {
  if (kind !== "conv") return [];
  const padding = (kernel - 1) >> 1;
  let inputs = first;
  return channels.map((outputs) => {
    [width, height] = [width, height].map((size) => Math.floor((size + 2 * padding - kernel) / stride) + 1);
    const pixels = width * height;
    const products = pixels * outputs * inputs * kernel * kernel;
    const dims = [outputs, inputs, kernel, kernel];
    /** @type {Pick<LayerShape, "name" | "dims" | "products" | "activation">} */
    const both = { name: "", dims, products, activation: "relu" };
    const window = kernel * kernel;
    /** @type {LayerShape} */
    const layer = { ...both, kind: "conv", outputs, fanIn: inputs * window };
    /** @type {LayerShape} */
    const mirror = { ...both, kind: "convTranspose", outputs: inputs, fanIn: (outputs * window) / (stride * stride) };
    inputs = outputs;
    return { layer, mirror, outputs, pixels };
  });
}

/**
 * Uniform weights: He's bound sqrt(6 / in) before a ReLU, Xavier's sqrt(6 / (in + out)) elsewhere; zero biases.
 * @param {LayerShape[]} shapes
 * @param {number} seed
 * @returns {Layer[]}
 */
export function initialLayers(shapes, seed) {
  const random = mulberry32(seed);
  return shapes.map((shape) => {
    const { dims, fanIn, outputs, activation } = shape;
    const bound = Math.sqrt(6 / (activation === "relu" ? fanIn : fanIn + outputs));
    const weight = Float32Array.from({ length: dims.reduce((a, b) => a * b) }, () => (random() * 2 - 1) * bound);
    return { shape, weight, bias: new Float32Array(outputs) };
  });
}

/**
 * Multiply-adds of one image through forward and backward, times two: three products a layer, two in the first,
 * whose input needs no gradient.
 * @param {LayerShape[]} shapes
 */
export function flopsPerImage(shapes) {
  return shapes.reduce((sum, { products }, i) => sum + (i === 0 ? 4 : 6) * products, 0);
}

/**
 * Rows become columns: (out, in) weights for those who multiply a row of inputs by (in, out).
 * @param {Float32Array} matrix
 * @param {number} rows
 * @param {number} columns
 */
export function transposed(matrix, rows, columns) {
  const result = new Float32Array(matrix.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) result[c * rows + r] = matrix[r * columns + c];
  }
  return result;
}

/**
 * The weights as a safetensors file.
 * @param {Layer[]} layers
 * @returns {Uint8Array}
 */
export function toSafetensors(layers) {
  /** @type {Record<string, {dtype: string, shape: number[], data_offsets: [number, number]}>} */
  const header = {};
  /** @type {Float32Array[]} */
  const parts = [];
  let offset = 0;
  const add = (/** @type {string} */ name, /** @type {number[]} */ shape, /** @type {Float32Array} */ values) => {
    header[name] = { dtype: "F32", shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
    parts.push(values);
  };
  for (const { shape, weight, bias } of layers) {
    add(`${shape.name}.weight`, shape.dims, weight);
    add(`${shape.name}.bias`, [shape.outputs], bias);
  }
  // The header is padded with spaces so that the tensors start on a multiple of eight bytes.
  const json = JSON.stringify(header);
  const text = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8));
  const bytes = new Uint8Array(8 + text.length + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  let at = 8 + text.length;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return bytes;
}

/**
 * Images of noise, the channels of a pixel side by side.
 * @param {import("../lib/workloads.mjs").Noise} wanted
 */
export function noiseImages({ count, width, height, channels, seed }) {
  const random = mulberry32(seed);
  const bytes = Uint8Array.from({ length: count * width * height * channels }, () => random() * 256);
  return { count, width, height, channels, bytes };
}

/**
 * The same images channel by channel, as those take them who know nothing of pixels.
 * @param {Uint8Array} bytes
 * @param {ImageSize} size
 */
export function inPlanes(bytes, { width, height, channels }) {
  const [pixels, result] = [width * height, new Uint8Array(bytes.length)];
  for (let image = 0; image < bytes.length; image += pixels * channels) {
    for (let i = 0; i < pixels * channels; i++)
      result[image + (i % channels) * pixels + Math.floor(i / channels)] = bytes[image + i];
  }
  return result;
}

/** @param {number} seed */
function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
