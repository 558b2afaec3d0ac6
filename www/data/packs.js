//! Data packs: fetch, unpack and read IDX files as they arrive, so that training starts on the first part.

/**
 * @typedef {object} ImageSet
 * @property {Uint8Array} data Interleaved channels, 0..255.
 * @property {Uint8Array} labels
 * @property {number} count
 * @property {number} width
 * @property {number} height
 * @property {number} channels
 *
 * @typedef {import("./pack-table.js").PackFiles} PackFiles
 *
 * @typedef {object} Shape
 * @property {number} count
 * @property {number} width
 * @property {number} height
 * @property {number} channels
 *
 * @typedef {object} PackOptions
 * @property {URL | string} base
 * @property {(url: string, init?: RequestInit) => Promise<Response>} [fetch]
 * @property {AbortSignal} [signal]
 * @property {number} [most] Training images that are wanted, the first ones; all if 0 or absent.
 * @property {number} [skip] Training images that are there already, from an earlier try.
 * @property {(bytes: number) => void} [progress] Hears of bytes as they arrive.
 */

/** So many images come first; training starts on them while the rest arrives. */
export const FIRST_PART = 2048;
/** Bytes that are unpacked at a time: in small pieces, the good part of a damaged file arrives before its fault. */
const PIECE = 32 * 1024;
/** So many images make each part after the first. */
export const PART = 2048;
export const MAX_IMAGES = 100_000;
export const MAX_BYTES = 512 * 1024 * 1024;

/**
 * Why a pack could not be read. `reason` names the sentence, `file` and `detail` fill it.
 */
export class PackError extends Error {
  /**
   * @param {"missing" | "unreachable" | "truncated" | "corrupt" | "not-idx" | "too-large" | "mismatch"} reason
   * @param {string} file
   * @param {string} [detail]
   */
  constructor(reason, file, detail = "") {
    super(`${file}: ${reason}${detail ? ` (${detail})` : ""}`);
    this.name = "PackError";
    this.reason = reason;
    this.file = file;
    this.detail = detail;
  }
}

/** Reads exact numbers of bytes from a stream of chunks of any size. */
class ByteReader {
  /**
   * @param {ReadableStream<Uint8Array>} stream
   * @param {string} file
   */
  constructor(stream, file) {
    this.reader = stream.getReader();
    this.file = file;
    /** @type {Uint8Array} */
    this.rest = new Uint8Array(0);
  }

  /** The next chunk, or null at the end. */
  async next() {
    try {
      const { done, value } = await this.reader.read();
      return done ? null : value;
    } catch (error) {
      if (error instanceof PackError || (error instanceof Error && error.name === "AbortError")) throw error;
      // The browsers have one error for "ends too early" and "is damaged", and different words for it.
      const words = error instanceof Error ? error.message : String(error);
      const isCut = /truncat|unexpected end|unexpected eof/i.test(words)
        || /** @type {{code?: string}} */ (error)?.code === "Z_BUF_ERROR";
      throw new PackError(isCut ? "truncated" : "corrupt", this.file);
    }
  }

  /**
   * @param {number} n
   * @param {(got: number) => string} [detail] Says how far it came when the file ends too early.
   */
  async read(n, detail = (got) => `${got} / ${n}`) {
    const out = new Uint8Array(n);
    let got = 0;
    while (got < n) {
      if (this.rest.length === 0) {
        const chunk = await this.next();
        if (chunk === null) throw new PackError("truncated", this.file, detail(got));
        this.rest = chunk;
      }
      const take = Math.min(this.rest.length, n - got);
      out.set(this.rest.subarray(0, take), got);
      this.rest = this.rest.subarray(take);
      got += take;
    }
    return out;
  }

  /** Reads to the end: nothing may follow the last byte, and only there a gzip file's check sum is tested. */
  async finish() {
    for (let chunk = this.rest; ; ) {
      if (chunk.length > 0) throw new PackError("corrupt", this.file);
      const next = await this.next();
      if (next === null) return;
      chunk = next;
    }
  }
}

/**
 * @param {string} file
 * @param {PackOptions} options
 */
async function get(file, { base, fetch = globalThis.fetch.bind(globalThis), signal }) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(new URL(file, base).href, { signal });
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") throw error;
    throw new PackError("unreachable", file);
  }
  if (!response.ok || !response.body) throw new PackError("missing", file, String(response.status));
  return response;
}

/**
 * Opens one file and undoes its gzip, unless the server has done so already.
 * @param {string} file
 * @param {PackOptions} options
 */
async function open(file, options) {
  const { body } = await get(file, options);
  const raw = new ByteReader(/** @type {ReadableStream<Uint8Array>} */ (body), file);
  const head = await raw.read(2);
  let given = false;
  const again = new ReadableStream({
    async pull(controller) {
      if (given && raw.rest.length === 0) {
        const chunk = await raw.next();
        if (chunk === null) return controller.close();
        options.progress?.(chunk.length);
        raw.rest = chunk;
      }
      controller.enqueue(given ? raw.rest.subarray(0, PIECE) : head);
      if (given) raw.rest = raw.rest.subarray(PIECE);
      given = true;
    },
    cancel: (reason) => raw.reader.cancel(reason),
  }, { highWaterMark: 0 });
  const zipped = head[0] === 0x1f && head[1] === 0x8b;
  return new ByteReader(zipped ? again.pipeThrough(new DecompressionStream("gzip")) : again, file);
}

/**
 * Reads the header: `00 00 08 <dims>`, then one big-endian u32 a dimension. Bounds are checked before anything is
 * allocated.
 * @param {ByteReader} reader
 * @returns {Promise<number[]>}
 */
async function header(reader) {
  const [zero, also, type, dims] = await reader.read(4);
  if (zero !== 0 || also !== 0 || type !== 8 || dims < 1 || dims > 4) throw new PackError("not-idx", reader.file);
  const view = new DataView((await reader.read(4 * dims)).buffer);
  const sizes = Array.from({ length: dims }, (_, idx) => view.getUint32(4 * idx));
  if (sizes.includes(0)) throw new PackError("not-idx", reader.file, sizes.join("×"));
  const isTooLarge = sizes[0] > MAX_IMAGES || sizes.reduce((a, b) => a * b) > MAX_BYTES;
  if (isTooLarge) throw new PackError("too-large", reader.file, sizes.join("×"));
  return sizes;
}

/**
 * @param {ByteReader} reader
 * @returns {Promise<Shape>}
 */
async function imageHeader(reader) {
  const [count, height, width, channels = 1] = await header(reader);
  if (!width || (channels !== 1 && channels !== 3)) throw new PackError("not-idx", reader.file);
  return { count, height, width, channels };
}

/**
 * @param {string} file
 * @param {PackOptions} options
 */
async function labels(file, options) {
  const reader = await open(file, options);
  const sizes = await header(reader);
  if (sizes.length !== 1) throw new PackError("not-idx", file, sizes.join("×"));
  const data = await reader.read(sizes[0]);
  await reader.finish();
  return data;
}

/**
 * The names of the classes, if the pack has a file of them.
 * @param {string | undefined} file
 * @param {PackOptions} options
 * @returns {Promise<string[] | null>}
 */
async function classNames(file, options) {
  if (!file) return null;
  const names = await (await get(file, options)).json().catch((error) => {
    if (options.signal?.aborted) throw error;
  });
  const isList = Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === "string");
  if (!isList) throw new PackError("corrupt", file);
  return names;
}

/**
 * The files of a pack belong together.
 * @param {PackFiles} files
 * @param {{test: Shape, testLabels: Uint8Array, trainLabels: Uint8Array, shape: Shape, classes: string[] | null}} found
 */
function checkFit(files, { test, testLabels, trainLabels, shape, classes }) {
  const mismatch = (/** @type {string} */ file, detail = "") => new PackError("mismatch", file, detail);
  if (testLabels.length !== test.count) throw mismatch(files.testLabels, `${testLabels.length} / ${test.count}`);
  if (trainLabels.length !== shape.count) throw mismatch(files.trainLabels, `${trainLabels.length} / ${shape.count}`);
  const isSame = test.width === shape.width && test.height === shape.height && test.channels === shape.channels;
  if (!isSame) throw mismatch(files.testImages);
  if (!classes) return;
  const isNameless = (/** @type {number} */ label) => label >= classes.length;
  if (trainLabels.some(isNameless) || testLabels.some(isNameless)) {
    throw mismatch(files.trainLabels, `${classes.length} classes`);
  }
}

/**
 * Opens a pack. Resolves as soon as the held-out set and the first part of the training set are there;
 * `rest` then gives the other parts in order as they arrive.
 * @param {PackFiles} files
 * @param {PackOptions} options
 * @returns {Promise<{total: number, classes: string[] | null, first: ImageSet, heldOut: ImageSet,
 *   rest: AsyncGenerator<ImageSet, void, void>}>}
 */
export async function openPack(files, options) {
  const heldOutImages = open(files.testImages, options).then(async (reader) => {
    const shape = await imageHeader(reader);
    const data = await reader.read(shape.count * shape.width * shape.height * shape.channels);
    await reader.finish();
    return { ...shape, data };
  });
  const trainImages = open(files.trainImages, options).then(async (reader) => {
    const shape = await imageHeader(reader);
    return { reader, shape };
  });
  const [test, testLabels, trainLabels, { reader, shape }, classes] = await Promise.all([
    heldOutImages,
    labels(files.testLabels, options),
    labels(files.trainLabels, options),
    trainImages,
    classNames(files.classes, options),
  ]);
  checkFit(files, { test, testLabels, trainLabels, shape, classes });

  const features = shape.width * shape.height * shape.channels;
  let at = 0;
  const part = async (/** @type {number} */ count) => {
    const from = at;
    const data = await reader.read(count * features, (got) => `${from + Math.floor(got / features)} / ${shape.count}`);
    at += count;
    return { ...shape, count, data, labels: trainLabels.slice(from, at) };
  };
  const { skip = 0, most = 0 } = options;
  const total = most > 0 ? Math.min(most, shape.count) : shape.count;
  while (at < skip) await part(Math.min(PART, skip - at));
  const first = await part(Math.min(FIRST_PART, total - at));
  async function* rest() {
    while (at < total) yield await part(Math.min(PART, total - at));
    // What lies beyond need not come.
    if (total < shape.count) return reader.reader.cancel();
    await reader.finish();
  }
  return { total, classes, first, heldOut: { ...test, labels: testLabels }, rest: rest() };
}
