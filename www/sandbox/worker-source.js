//! What a worker made of a text runs in a sandboxed frame, in the place of `lib/worker-source.js`.

/** Imports a classic script, which needs no leave of its server's. @param {string} href */
export const sourceOf = (href) => `globalThis.hourglassScript = ${JSON.stringify(href)};
  try {
    importScripts(hourglassScript);
  } catch (error) {
    postMessage({ type: "not-loaded", message: String(error) });
  }`;
