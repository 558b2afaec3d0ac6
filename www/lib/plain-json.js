//! Plain values as JSON, also in a page that has given its lists or objects a `toJSON`.

/**
 * JSON has no NaN: such a number is written as text, and whoever reads it names the key.
 * @param {unknown} value
 * @returns {string}
 */
export function plainJson(value) {
  /** @this {any} @param {string} key */
  function plain(key) {
    const own = this[key];
    return typeof own === "number" && !Number.isFinite(own) ? String(own) : own;
  }
  return JSON.stringify(value, plain);
}
