//! What the engine throws: errors by name, and traps.

/**
 * An error as the engine throws it.
 * @param {string} name
 * @param {string} message
 */
export function named(name, message) {
  return Object.assign(new Error(message), { name });
}

/** What a trap looks like from JavaScript. */
export function trap() {
  return new WebAssembly.RuntimeError("unreachable");
}
