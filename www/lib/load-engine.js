//! Brings a WebAssembly module into a worker, and says in words why it did not come.

import { HourglassError } from "./protocol.js";

/**
 * @typedef {object} Loaded
 * @property {any} glue all that the module exports
 * @property {() => string | null} lastPanic what the module wrote before it trapped
 */

/**
 * @param {() => Promise<any>} importGlue The caller writes the import, since bundlers follow only what stands as text.
 * @param {URL} wasmUrl
 * @returns {Promise<Loaded>}
 */
export async function loadEngine(importGlue, { href: wasmUrl }) {
  const lastPanic = listenForPanics(console);
  // The binary is on its way while the glue is fetched and compiled. An early failure waits for its `await`.
  const binary = fetchBinary(wasmUrl);
  binary.catch(() => {});
  let glue;
  try {
    glue = await importGlue();
  } catch (error) {
    throw notLoaded(`its script, which belongs beside ${wasmUrl}, could not be fetched`, error);
  }
  const response = await binary;
  try {
    await glue.default({ module_or_path: response });
  } catch (error) {
    throw notLoaded(`${wasmUrl} is not a usable WebAssembly file, or the page's content security policy forbids it (it needs 'wasm-unsafe-eval')`, error);
  }
  return { glue, lastPanic };
}

/** @param {string} url */
async function fetchBinary(url) {
  let response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw notLoaded(`${url} could not be fetched`, error);
  }
  if (!response.ok) throw notLoaded(`the server answered ${response.status} for ${url}`);
  return response;
}

/**
 * @param {string} why
 * @param {unknown} [cause]
 */
function notLoaded(why, cause) {
  return new HourglassError(
    "EngineNotLoadedError",
    `The engine could not be loaded: ${why}.`,
    cause === undefined ? undefined : { cause },
  );
}

/**
 * Keeps what the engine last said of a panic: a trap says only "unreachable", and the panic hook has written the reason
 * to the console just before.
 * @param {{error: (...data: any[]) => void}} sink
 * @returns {() => string | null}
 */
function listenForPanics(sink) {
  /** @type {string | null} */
  let last = null;
  const write = sink.error.bind(sink);
  sink.error = (...data) => {
    const text = String(data[0]);
    if (text.includes("panicked at")) last = text.split(/\n\s*\n|\n\s*Stack:/)[0].trim();
    write(...data);
  };
  return () => last;
}
