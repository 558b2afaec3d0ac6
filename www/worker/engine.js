//! Brings the WebAssembly engine into the worker, and says in words why it did not come.

import { HourglassError } from "../lib/protocol.js";

/**
 * The engine's one class, as the worker uses it. Texts that it returns are JSON.
 * @typedef {object} Session
 * @property {(bytes: Uint8Array, labels?: Uint8Array) => void} append
 * @property {(bytes: Uint8Array, labels?: Uint8Array) => void} appendHeldOut
 * @property {() => string} info
 * @property {(config: string) => void} reconfigure
 * @property {(changes: string) => void} steer
 * @property {(ms: number, maxSteps: number, untilPlateau: boolean) => "running" | "waiting" | "plateau"} runFor
 * @property {() => number} step
 * @property {() => void} evaluateHeldOut with the present weights, unless that is known
 * @property {() => string} snapshot
 * @property {(kind: "training" | "heldOut" | "heldOutMse" | "reconstruction" | "kl") => Float32Array} history
 * @property {(ms: number) => boolean} advancePca
 * @property {(bytes: Uint8Array, count: number) => Float32Array} encode
 * @property {(codes: Float32Array, count: number) => Float32Array} decode
 * @property {(bytes: Uint8Array, count: number) => Float32Array} reconstruct
 * @property {(bytes: Uint8Array, count: number) => Float32Array} denoise the noisy images, then their reconstructions
 * @property {(bytes: Uint8Array, count: number) => string} evaluate
 * @property {() => Uint8Array} save
 * @property {(bytes: Uint8Array) => void} load
 * @property {(seed?: number) => void} reset
 * @property {() => number} newSeed
 * @property {(i: number, j: number) => void} setMapDims
 * @property {() => Float32Array} mapPoints
 * @property {() => "code" | "components" | "dims" | "strip"} mapKind
 * @property {(x: number, y: number) => Float32Array} mapCode
 * @property {(code: Float32Array) => Float32Array} mapPlace
 * @property {(n: number, x0: number, y0: number, x1: number, y1: number) => Float32Array} manifold
 * @property {(side: "encoder" | "decoder", most: number) => Float32Array} filters count, height, width, channels, then the weights
 * @property {(bytes: Uint8Array) => Float32Array} walk the stations; of a variational bottleneck also sigma and the sample
 * @property {(ink: Uint8Array, width: number, height: number) => Uint8Array} placeDrawing
 */

/**
 * @typedef {object} Engine
 * @property {new (config: string, width: number, height: number, channels: number, total: number) => Session} Session
 * @property {any} glue all that the module exports
 * @property {() => string | null} lastPanic what the engine wrote before it trapped
 */

/**
 * @param {string} scriptUrl of the generated glue
 * @param {string} wasmUrl
 * @returns {Promise<Engine>}
 */
export async function loadEngine(scriptUrl, wasmUrl) {
  const lastPanic = listenForPanics(console);
  // The binary is on its way while the glue is fetched and compiled. An early failure waits for its `await`.
  const binary = fetchBinary(wasmUrl);
  binary.catch(() => {});
  let glue;
  try {
    glue = await import(scriptUrl);
  } catch (error) {
    throw notLoaded(`its script could not be fetched from ${scriptUrl}`, error);
  }
  const response = await binary;
  try {
    await glue.default({ module_or_path: response });
  } catch (error) {
    throw notLoaded(`${wasmUrl} is not a usable WebAssembly file, or the page's content security policy forbids it (it needs 'wasm-unsafe-eval')`, error);
  }
  return { Session: glue.Session, glue, lastPanic };
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
  return new HourglassError("EngineNotLoadedError", `The engine could not be loaded: ${why}.`, cause === undefined ? undefined : { cause });
}

/**
 * A trap says only "unreachable"; the panic hook has written the reason to the console just before.
 * @param {{error: (...data: any[]) => void}} sink
 * @returns {() => string | null}
 */
export function listenForPanics(sink) {
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
