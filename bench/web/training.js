// The bench's page: sets contenders up and trains one at a time when the driver asks. The driver calls window.bench.
import { HourglassContender } from "./hourglass.js";
import { flopsPerImage, inPlanes, initialLayers, layersOf, noiseImages } from "./model.js";
import { WorkerCaller } from "./rpc.js";

const SEED = 20;

class WorkerContender {
  /** @param {string} url @param {object} [how]  handed to the worker's setup as it is */
  constructor(url, how) {
    this.caller = new WorkerCaller(new URL(url, import.meta.url).href);
    this.how = how;
  }

  /**
   * @param {{layers: import("./model.js").Layer[], config: import("./model.js").Config, bytes: Uint8Array,
   *   features: number, batchSize: number} & import("./model.js").ImageSize} given
   */
  setup({ layers, config, bytes, features, batchSize, width, height, channels }) {
    const images = Float32Array.from(inPlanes(bytes, { width, height, channels }), (byte) => byte / 255);
    return this.caller.call("setup", {
      layers,
      config,
      image: { width, height, channels },
      images,
      features,
      batchSize,
      ...this.how,
    });
  }

  restart() {
    return this.caller.call("restart");
  }

  /** @param {number} count */
  steps(count) {
    return this.caller.call("steps", count);
  }

  /** @param {number} seconds */
  train(seconds) {
    return this.caller.call("train", seconds);
  }

  dispose() {
    this.caller.dispose();
  }
}

/** @type {Record<string, () => HourglassContender | WorkerContender>} */
const makers = {
  hourglass: () => new HourglassContender("/www/hourglass.js"),
  hourglass2: () => new HourglassContender("/www/hourglass.js", 2),
  hourglass2i: () => new HourglassContender("/www/hourglass.js", 2),
  tfjs: () => new WorkerContender("./tfjs-worker.js"),
  jax: () => new WorkerContender("./jax-worker.js"),
  jaxconv: () => new WorkerContender("./jax-worker.js", { ownConvolution: true }),
};

/** @type {Map<string, HourglassContender | WorkerContender>} */
const running = new Map();

const bench = {
  /**
   * @param {string} contender
   * @param {{config: any, batchSize: number, images: string | import("../lib/workloads.mjs").Noise}} workload
   * @returns {Promise<{about: string, flops: number}>}
   */
  async setup(contender, workload) {
    const { images } = workload;
    const data = typeof images === "string" ? await loadIdx(`/bench-data/${images}`) : noiseImages(images);
    const features = data.width * data.height * data.channels;
    // Whole batches only, so that every contender sees the same ones in the same order, epoch after epoch.
    const count = Math.floor(data.count / workload.batchSize) * workload.batchSize;
    const layers = initialLayers(layersOf(workload.config, data), SEED);
    const made = makers[contender]();
    running.set(contender, made);
    const about = await made.setup({
      ...workload,
      ...data,
      bytes: data.bytes.slice(0, count * features),
      count,
      features,
      layers,
    });
    return { about, flops: flopsPerImage(layers.map(({ shape }) => shape)) };
  },
  /** @param {string} contender */
  restart: (contender) => get(contender).restart(),
  /** @param {string} contender @param {number} count @returns {Promise<number[]>} */
  steps: (contender, count) => get(contender).steps(count),
  /**
   * @param {string} contender
   * @param {number} seconds
   * @returns {Promise<{images: number, seconds: number, loss: number}>}
   */
  train: (contender, seconds) => get(contender).train(seconds),
  /** @param {string} contender */
  dispose(contender) {
    running.get(contender)?.dispose();
    running.delete(contender);
  },
};
Object.assign(window, { bench });

/** @param {string} contender */
function get(contender) {
  const found = running.get(contender);
  if (!found) throw new Error(`${contender} is not set up`);
  return found;
}

/**
 * Images of an IDX file, gzipped.
 * @param {string} url
 */
async function loadIdx(url) {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(`${url}: ${response.status}`);
  const buffer = await new Response(response.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  const view = new DataView(buffer);
  const dims = view.getUint8(3);
  const [count, height, width, channels = 1] = Array.from({ length: dims }, (_, i) => view.getUint32(4 + 4 * i));
  return { count, height, width, channels, bytes: new Uint8Array(buffer, 4 + 4 * dims) };
}
