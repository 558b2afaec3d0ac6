//! A few small drawings with their classes as text, and back. What comes is checked before memory is asked for.
//!
//! Packed are: a 1, how many drawings, how many classes; each class as the number of its bytes and the bytes; a byte
//! for the class of each drawing (255 for none); 784 bytes for each drawing.

/**
 * @typedef {object} Drawings
 * @property {string[]} classes
 * @property {{label: number, pixels: Uint8Array}[]} drawings
 */

export const MOST_DRAWINGS = 20;
export const SIDE = 28;
const PIXELS = SIDE * SIDE;
const NO_CLASS = 255;
const MOST_CLASSES = 20;
const FORMAT = 1;
/** More than that no twenty drawings and no twenty names take; what is longer is not unpacked to its end. */
const MOST_BYTES = 3 + MOST_CLASSES * 256 + MOST_DRAWINGS * (1 + PIXELS);

/** @param {Drawings} drawings @returns {Promise<string>} */
export async function packInk({ classes, drawings }) {
  const names = classes.map((name) => new TextEncoder().encode(name));
  const bytes = Uint8Array.from([
    FORMAT, drawings.length, names.length, ...names.flatMap((name) => [name.length, ...name]),
    ...drawings.map(({ label }) => label), ...drawings.flatMap(({ pixels }) => [...pixels]),
  ]);
  const packed = await through(bytes, new CompressionStream("deflate-raw"), Infinity);
  const text = Array.from(packed ?? [], (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The drawings, or null where the text is none of ours. @param {string} text @returns {Promise<Drawings | null>} */
export async function unpackInk(text) {
  try {
    const packed = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
    const bytes = await through(packed, new DecompressionStream("deflate-raw"), MOST_BYTES);
    return bytes && read(bytes);
  } catch {
    return null;
  }
}

/**
 * What comes out of a stream; null where that is more than it may be.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {CompressionStream | DecompressionStream} stream
 * @param {number} most
 */
async function through(bytes, stream, most) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  for (let length = 0; ;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      return null;
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** @param {Uint8Array} bytes @returns {Drawings | null} */
function read(bytes) {
  const [format, count, names] = bytes;
  if (format !== FORMAT || count < 1 || count > MOST_DRAWINGS || names > MOST_CLASSES) return null;
  let at = 3;
  const classes = Array.from({ length: names }, () => {
    const name = bytes.subarray(at + 1, at + 1 + bytes[at]);
    at += 1 + bytes[at];
    return new TextDecoder("utf-8", { fatal: true }).decode(name);
  });
  if (bytes.length !== at + count * (1 + PIXELS)) return null;
  const labels = bytes.subarray(at, at + count);
  if (labels.some((label) => label >= names && label !== NO_CLASS)) return null;
  const start = at + count;
  const drawings = Array.from(labels, (label, idx) =>
    ({ label, pixels: bytes.slice(start + idx * PIXELS, start + (idx + 1) * PIXELS) }));
  return { classes, drawings };
}
