//! Files into pictures, pictures into numbers: the page's end of the intake worker.

import { HOME, checkBrowser, spawnWorker } from "../lib/spawn-worker.js";
import { atTheStart } from "./worker/batch.js";
import { Connection, IntakeError, LostError, TIMINGS } from "./intake-connection.js";

/** @typedef {import("./types.js").Source} Source */
/** @typedef {import("./types.js").Preparation} Preparation */
/** @typedef {import("./types.js").Augmentation} Augmentation */
/** @typedef {import("./types.js").Cutting} Cutting */
/** @typedef {import("./types.js").Shape} Shape */
/** @typedef {import("./types.js").Photo} Photo */
/** @typedef {import("./types.js").Ink} Ink */
/** @typedef {import("./types.js").SavedSet} SavedSet */
/** @typedef {import("./worker/batch.js").Block} Block */
/** @typedef {import("./worker/batch.js").Outcome} Outcome */
/** @typedef {import("./worker/batch.js").Standing} Standing */

/**
 * @typedef {object} TakeOptions
 * @property {AbortSignal} [signal]
 * @property {(progress: {done: number, total: number, images: number}) => void} [onProgress]
 * @property {(block: Block) => void} [onBlock]
 * @property {{images: number, bytes: number}} [room] for how much more there is room, if not for all that the limits allow
 */

/** Bytes of a message: more would hold the page up. */
const MESSAGE = 4 << 20;
/** Workers that one intake may cost. */
const WORKERS = 50;

/** @typedef {ReturnType<typeof createIntake>} Intake */

/** @param {{spawn?: () => import("../lib/spawn-worker.js").WorkerLike, timings?: Partial<import("./intake-connection.js").IntakeTimings>}} [environment] */
export function createIntake({ spawn = spawnIntake, timings = {} } = {}) {
  const connection = new Connection(spawn, { ...TIMINGS, ...timings });
  /** Tells one file from another, so that the worker knows the last one again. @type {WeakMap<Blob, number>} */
  const tokens = new WeakMap();
  let lastToken = 0;

  /** @param {Source} source */
  function tokenOf({ file, path }) {
    const token = tokens.get(file) ?? ++lastToken;
    tokens.set(file, token);
    return `${token} ${path}`;
  }

  /**
   * @param {Source[]} sources
   * @param {Preparation} preparation
   * @param {TakeOptions} [options]
   * @returns {Promise<import("./types.js").Outcome[]>} one for each file and each entry of an archive, in their order
   */
  async function take(sources, preparation, { signal, onProgress, onBlock, room } = {}) {
    /** @type {Map<string, Outcome>} */
    const outcomes = new Map();
    const inOrder = () => [...outcomes.values()].sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1])
      .map(({ path, result, images, text }) => ({ path, result, images, text }));
    let standing = atTheStart(sources.length);
    let careful = false;
    let id = 0;
    /** @type {unknown} */
    let broken = null;
    const aborted = () => Object.assign(new IntakeError("AbortError", "The intake was stopped", { cause: signal?.reason }), { outcomes: inOrder() });
    const cancel = () => connection.cancel(id, aborted());
    const hear = (/** @type {any} */ message) => {
      if (message.type === "progress") return onProgress?.({ done: message.done, total: message.total, images: message.images });
      standing = message.standing;
      for (const outcome of message.outcomes) outcomes.set(`${outcome.at} ${outcome.path}`, outcome);
      if (!message.block) return;
      try {
        onBlock?.(message.block);
      } catch (error) {
        broken = error;
        cancel();
      }
    };
    signal?.addEventListener("abort", cancel);
    try {
      for (let workers = 1; ; workers += 1) {
        if (signal?.aborted) throw aborted();
        try {
          const args = { sources, preparation, room: room ?? null, standing, careful };
          await connection.call("take", args, { hear, onId: (given) => { id = given; } });
          return inOrder();
        } catch (error) {
          if (broken) throw broken;
          if (!(error instanceof LostError) || workers === WORKERS) throw Object.assign(/** @type {object} */ (error), { outcomes: inOrder() });
          if (error.at) standing.refused.push(error.at);
          // Nobody knows which file it was: from now on one at a time, and then it is the next one.
          else if (careful) standing.refused.push(next(standing));
          else careful = true;
        }
      }
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }

  /**
   * Calls with a part of the pictures after the other, so that no message is large; results are put together.
   * @param {Uint8Array} pictures
   * @param {number} features of one picture
   * @param {number} growth bytes that become of one
   * @param {(part: Uint8Array, first: number) => Promise<Uint8Array>} call
   */
  async function inParts(pictures, features, growth, call) {
    const count = Math.floor(pictures.length / features);
    const most = Math.max(1, Math.floor(MESSAGE / Math.max(features, growth)));
    /** @type {Uint8Array[]} */
    const parts = [];
    for (let first = 0; first < count || first === 0; first += most) {
      parts.push(await call(pictures.slice(first * features, (first + most) * features), first));
    }
    return parts.length === 1 ? parts[0] : joined(parts);
  }

  /** @param {"images" | "drawings" | "photo"} part @param {Uint8Array} bytes */
  async function add(part, bytes) {
    for (let from = 0; from < bytes.length; from += MESSAGE) {
      const piece = bytes.slice(from, from + MESSAGE);
      await connection.call("add", { part, bytes: piece }, { transfer: [piece.buffer] });
    }
  }

  return {
    take,

    /**
     * A picture before and after, the first of a file of data; of an archive, the entry that the path names.
     * @param {Source} source
     * @param {Preparation} preparation
     * @returns {Promise<{before: ImageBitmap, width: number, height: number, after: Uint8Array}>}
     */
    preview: (source, preparation) => connection.call("preview", { source, token: tokenOf(source), preparation }),

    /** @param {Ink[]} inks @param {Preparation} preparation @returns {Promise<Uint8Array>} */
    async ink(inks, preparation) {
      /** @type {Uint8Array[]} */
      const parts = [];
      for (let from = 0; from < inks.length; from += 100) {
        parts.push(await connection.call("ink", { inks: inks.slice(from, from + 100), preparation }));
      }
      return joined(parts);
    },

    /**
     * Each picture and its variants.
     * @param {Uint8Array} pictures @param {Shape} shape @param {Augmentation} augmentation @param {number} seed @param {number} firstIndex
     */
    augment(pictures, shape, augmentation, seed, firstIndex) {
      const features = shape.channels * shape.height * shape.width;
      return inParts(pictures, features, features * (1 + augmentation.variants), (part, first) => {
        return connection.call("augment", { pictures: part, shape, augmentation, seed, firstIndex: firstIndex + first }, { transfer: [part.buffer] });
      });
    },

    /** @param {Uint8Array} labels @param {number} share @param {number} seed @returns {Promise<Uint32Array>} of those that are held out */
    split: (labels, share, seed) => connection.call("split", { labels, share, seed }),

    /** Pictures that were kept, in another size. @param {Uint8Array} pictures @param {Shape} shape @param {Preparation} preparation */
    resize(pictures, shape, preparation) {
      const growth = preparation.size ** 2 * preparation.channels;
      return inParts(pictures, shape.channels * shape.height * shape.width, growth, (part) => {
        return connection.call("resize", { pictures: part, shape, preparation }, { transfer: [part.buffer] });
      });
    },

    /** @param {Source} source @param {{maxSide: number, channels: number}} options @returns {Promise<Photo>} */
    photo: (source, { maxSide, channels }) => connection.call("photo", { source, token: tokenOf(source), maxSide, channels }),

    /** @param {Photo} photo @param {Cutting} cutting @param {number} seed @returns {Promise<Uint8Array>} */
    cut: (photo, cutting, seed) => connection.call("cut", { photo, cutting, seed }),

    /** Takes the patches over. @param {Shape} shape @param {Cutting} cutting @param {Float32Array} patches @returns {Promise<Float32Array>} */
    assemble: ({ channels, height, width }, cutting, patches) => {
      return connection.call("assemble", { shape: { channels, height, width }, cutting, patches }, { transfer: [patches.buffer] });
    },

    /** The set as one file. @param {SavedSet} set @returns {Promise<Uint8Array>} */
    async save({ settings, images, labels, drawings, drawingSide, drawingLabels, photo }) {
      await add("images", images);
      await add("drawings", drawings);
      if (photo) await add("photo", photo.data);
      const shape = photo ? [photo.channels, photo.height, photo.width] : [];
      return connection.call("save", { settings, labels, drawingSide, drawingLabels, photo: shape });
    },

    /** @param {Blob | Uint8Array} file @returns {Promise<SavedSet>} */
    open: (file) => connection.call("open", { file: file instanceof Blob ? file : new Blob([/** @type {BlobPart} */ (file)]) }),

    dispose: () => connection.dispose(),
  };
}

function spawnIntake() {
  checkBrowser();
  return spawnWorker(new URL("own/intake-worker.js", HOME));
}

/** The file that comes next: one of data once all pictures are done with. @param {Standing} standing */
function next({ next, aside, dataDone }) {
  return aside[dataDone]?.at ?? next;
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export { IntakeError };
