//! One picture before and after its preparation, and variants of it.

/**
 * @typedef {import("./contents.js").Contents} Contents
 * @typedef {import("./types.js").Intake} Intake
 */

/**
 * A picture as it came, and as the settings want it.
 * @param {number | null} id Of a picture; null for the newest.
 * @param {Contents} contents
 * @param {Pick<Intake, "ink" | "preview">} intake
 * @returns {Promise<import("./types.js").Preview | null>}
 */
export async function previewOf(id, contents, intake) {
  const wanted = contents.settings.preparation;
  const found = id === null ? contents.newest() : contents.collection.find(id);
  if (!found) return null;
  const shape = { size: wanted.size, channels: wanted.channels };
  if ("drawing" in found) {
    const { ink } = found.drawing;
    const after = await intake.ink([ink], wanted);
    return { before: null, ink, width: ink.width, height: ink.height, after, ...shape };
  }
  const source = id === null ? contents.newestFile() : contents.fileOf(found.block, found.row);
  if (source) return { ...(await intake.preview(source, wanted)), ink: null, ...shape };
  const { size, channels } = found.block;
  return { before: null, ink: null, width: size, height: size, after: pixelsOf(found).slice(), size, channels };
}

/**
 * A picture as it is, then variants of it, as training sees them.
 * @param {number} n Of all these together.
 * @param {number | undefined} id Of the picture; without one, or where it is gone, the newest picture.
 * @param {Contents} contents
 * @param {Pick<Intake, "augment">} intake
 */
export async function variantsOf(n, id, contents, intake) {
  const { collection, settings, prepared: { size, channels } } = contents;
  const found = (id === undefined ? null : collection.find(id)) ?? contents.newest();
  if (!found) return null;
  const how = { ...settings.augmentation, variants: n - 1 };
  const shape = { channels, height: size, width: size };
  const data = await intake.augment(pixelsOf(found).slice(), shape, how, settings.seed, 0);
  return { data, count: n, size, channels };
}

/**
 * @param {NonNullable<ReturnType<import("./collection.js").Collection["find"]>>} found
 * @returns {Uint8Array}
 */
function pixelsOf(found) {
  if ("drawing" in found) return found.drawing.pixels;
  const { block: { size, channels, data }, row } = found;
  const each = size * size * channels;
  return data.subarray(row * each, (row + 1) * each);
}
