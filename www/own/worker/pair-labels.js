//! Which file of labels goes with which file of images, by their names.

/** Words that tell images from labels: with them gone, the names of a pair are the same. */
const WORDS = /(image|label)s?|(?<![a-z])(x|y|data|features?|targets?|classes|class|idx\d|idx)(?![a-z])|[^a-z0-9/]/g;

/** A file's name without the words "images" and "labels". @param {string} path */
const strict = (path) =>
  path.toLowerCase().replace(/\.gz$/, "").replace(/(image|label)s?/g, "").replace(/idx\d/g, "idx");

/** A file's name without any word that tells images from labels, and without marks. @param {string} path */
const loose = (path) => path.replace(/([a-z])(?=[A-Z])/g, "$1-").toLowerCase().replace(/\.gz$/, "")
  .replace(/\.(npy|idx)$/, "").replace(WORDS, "");

/**
 * The file of labels for each file of images: the one of the same name, but for words such as "images" and "labels" or
 * "X" and "y", or the only one. Each goes with one file.
 * @template {{path: string}} F
 * @param {F[]} images
 * @param {F[]} labels
 * @returns {Map<F, F>}
 */
export function pair(images, labels) {
  /** @type {Map<F, F>} */
  const pairs = new Map();
  const left = new Set(labels);
  for (const stem of [strict, loose]) {
    for (const file of images) {
      if (pairs.has(file)) continue;
      const partner = [...left].find(({ path }) => stem(path) === stem(file.path));
      if (!partner) continue;
      pairs.set(file, partner);
      left.delete(partner);
    }
  }
  if (images.length === 1 && labels.length === 1) pairs.set(images[0], labels[0]);
  return pairs;
}

/**
 * The first bytes of a file, unpacked if it is packed by gzip; none where it cannot be unpacked.
 * @param {Uint8Array} bytes
 */
export async function unpackedStart(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const unpacked = new Blob([/** @type {BlobPart} */ (bytes)]).stream().pipeThrough(new DecompressionStream("gzip"));
  const reader = unpacked.getReader();
  try {
    return (await reader.read()).value ?? new Uint8Array(0);
  } catch {
    return new Uint8Array(0);
  } finally {
    reader.cancel().catch(() => {});
  }
}
