//! A saved run as a file for other programs, by the module that makes files to keep.

import { loadKeepEngine } from "../keep.js";
import { describe } from "./check-arguments.js";
import { HourglassError, shapeError } from "./protocol.js";

/** What of a model a file holds. @typedef {"model" | "encoder" | "decoder"} OnnxPart */

/** @type {ReadonlySet<unknown>} */
const PARTS = new Set(["model", "encoder", "decoder"]);

/**
 * @param {() => Promise<Uint8Array>} save Gives the run; asked once it is known that something can be made of it.
 * @param {"onnx" | "pytorch"} form
 * @param {unknown} part
 * @returns {Promise<Uint8Array>}
 */
export async function exportModel(save, form, part) {
  if (form === "onnx" && !PARTS.has(part)) throw shapeError("part", describe(part), [...PARTS].join(", "));
  const engine = await loadKeepEngine().catch((cause) => {
    const why = "The module that makes files could not be loaded: its files belong into the folder pkg.";
    throw new HourglassError("EngineNotLoadedError", why, { cause });
  });
  const saved = await save();
  try {
    return form === "onnx" ? engine.onnx(saved, /** @type {OnnxPart} */ (part)) : engine.pytorch(saved);
  } catch (cause) {
    const { name, message } = /** @type {Error} */ (cause);
    // A trap is no error that the module has named. `isNamed()` would say so, too, and add to the page's first load.
    if (cause instanceof WebAssembly.RuntimeError) {
      throw new HourglassError("EnginePanicError", `The module that makes files stopped: ${message}`, { cause });
    }
    throw new HourglassError(name, message, { cause });
  }
}
