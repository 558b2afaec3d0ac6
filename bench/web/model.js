// What every contender is given: the layers of a workload's model, and the same initial weights.

/**
 * @typedef {object} DenseLayer
 * @property {string} name        safetensors prefix, as in PyTorch: encoder.0, decoder.2 …
 * @property {number} inFeatures
 * @property {number} outFeatures
 * @property {"relu" | "sigmoid" | "linear"} activation
 *
 * @typedef {object} Layer
 * @property {DenseLayer} shape
 * @property {Float32Array} weight  (in, out), row-major
 * @property {Float32Array} bias
 */

/**
 * The layers of a dense auto-encoder, input to reconstruction.
 * @param {{architecture: {kind: string, hidden: number[]}, bottleneck: {kind: string, latentDim: number}}} config
 * @param {number} features
 * @returns {DenseLayer[]}
 */
export function denseLayers(config, features) {
  if (config.architecture.kind !== "dense" || config.bottleneck.kind !== "plain") {
    throw new Error("this contender has only plain dense models so far");
  }
  const widths = [features, ...config.architecture.hidden, config.bottleneck.latentDim];
  const side = (/** @type {string} */ name, /** @type {number[]} */ sizes, /** @type {"linear" | "sigmoid"} */ last) =>
    sizes.slice(1).map((outFeatures, i) => ({
      name: `${name}.${i}`,
      inFeatures: sizes[i],
      outFeatures,
      activation: i === sizes.length - 2 ? last : /** @type {const} */ ("relu"),
    }));
  return [...side("encoder", widths, "linear"), ...side("decoder", [...widths].reverse(), "sigmoid")];
}

/**
 * Uniform weights: He's bound sqrt(6 / in) before a ReLU, Xavier's sqrt(6 / (in + out)) elsewhere; zero biases.
 * @param {DenseLayer[]} shapes
 * @param {number} seed
 * @returns {Layer[]}
 */
export function initialLayers(shapes, seed) {
  const random = mulberry32(seed);
  return shapes.map((shape) => {
    const { inFeatures, outFeatures, activation } = shape;
    const bound = Math.sqrt(6 / (activation === "relu" ? inFeatures : inFeatures + outFeatures));
    const weight = Float32Array.from({ length: inFeatures * outFeatures }, () => (random() * 2 - 1) * bound);
    return { shape, weight, bias: new Float32Array(outFeatures) };
  });
}

/**
 * Multiply-adds of one image through forward and backward, times two: three products a layer, two in the first,
 * whose input needs no gradient.
 * @param {DenseLayer[]} shapes
 */
export function flopsPerImage(shapes) {
  return shapes.reduce((sum, { inFeatures, outFeatures }, i) => sum + (i === 0 ? 4 : 6) * inFeatures * outFeatures, 0);
}

/**
 * The weights as a safetensors file in PyTorch's names and shapes, (out, in).
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
    const { name, inFeatures, outFeatures } = shape;
    const transposed = new Float32Array(weight.length);
    for (let i = 0; i < inFeatures; i++) {
      for (let o = 0; o < outFeatures; o++) transposed[o * inFeatures + i] = weight[i * outFeatures + o];
    }
    add(`${name}.weight`, [outFeatures, inFeatures], transposed);
    add(`${name}.bias`, [outFeatures], bias);
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
