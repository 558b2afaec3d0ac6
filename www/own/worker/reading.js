//! How a table is read, as the page says it and as the engine holds it.

/** @typedef {import("../types.js").Reading} Reading */
/** @typedef {import("./engine.js").ReadingHandle} ReadingHandle */

/**
 * As the engine holds it; to be freed, unless a call takes it over.
 * @param {import("./engine.js").Glue} glue
 * @param {Reading} reading
 * @returns {ReadingHandle}
 */
export function handleOf(glue, { header, ignored, label, axes, height, width, channels, from, to }) {
  const columns = Uint32Array.from(ignored);
  return new glue.Reading(header, columns, label ?? undefined, axes, height, width, channels, from, to);
}

/** As the page says it, so that it can travel; the engine's own is freed. @param {ReadingHandle} handle */
export function plainOf(handle) {
  const { header, ignored, label = null, axes, height, width, channels, from, to } = handle;
  handle.free();
  return { header, ignored: [...ignored], label, axes, height, width, channels, from, to };
}
