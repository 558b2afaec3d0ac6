//! What can fail, and the sentence for it.

import { PackError } from "../data/packs.js";
import { S } from "../strings/strings.js";
import { notify } from "./notices.js";

/** @typedef {import("./notices.js").Store} Store */

const DEATHS = ["WorkerDiedError", "EnginePanicError", "NotReadyError"];
/** Errors that make no notice here. Whoever restarts a model tells of its death; the others are the visitor's wish. */
const SILENT = ["AbortError", "DisposedError", ...DEATHS];

/** Whether there is no worker: whoever watches it starts another. @param {unknown} cause */
export function isDeath(cause) {
  return cause instanceof Error && DEATHS.includes(cause.name);
}

/** Whether the engine does not want such a model. @param {unknown} cause @returns {cause is Error} */
export function isRefused(cause) {
  return cause instanceof Error && ["ConfigError", "TooLargeError"].includes(cause.name);
}

/** Whether the visitor's own set cannot be trained on. @param {unknown} cause @returns {cause is Error} */
export function isUnusable(cause) {
  return cause instanceof Error && cause.name === "SetError";
}

/** Whether trying again cannot help. @param {unknown} cause */
export function isHopeless(cause) {
  return cause instanceof Error && ["NoWebAssemblyError", "NoSimdError"].includes(cause.name);
}

/** Whether a part of the page that is fetched when it is wanted did not come. @param {unknown} cause */
function isMissingPart(cause) {
  // Each engine has words of its own for it, and all speak of importing.
  return cause instanceof TypeError && /\bimport/i.test(cause.message);
}

/** @param {unknown} cause */
export function sentence(cause) {
  if (isMissingPart(cause)) return S.notices.missingPart;
  if (cause instanceof PackError) return S.pack[cause.reason](cause.file, cause.detail);
  if (isUnusable(cause)) return cause.message;
  const { name, message } = cause instanceof Error ? cause : { name: "", message: String(cause) };
  return S.errors[name] ?? S.notices.unexpected(message);
}

/** Says what went wrong. @param {Store} store @param {unknown} cause */
export function explain(store, cause) {
  if (cause instanceof Error && SILENT.includes(cause.name)) return;
  notify(store, { id: "unexpected", tone: "error", text: sentence(cause) });
}

/**
 * Runs a task; what it rejects with becomes a sentence.
 * @param {Store} store
 * @param {() => Promise<unknown>} task
 */
export async function attempt(store, task) {
  try {
    await task();
  } catch (cause) {
    explain(store, cause);
  }
}

/**
 * The same for a change of a model, which the engine may refuse: the model before then goes on.
 * @param {Store} store
 * @param {() => Promise<unknown>} task
 */
export function attemptChange(store, task) {
  return attempt(store, async () => {
    try {
      await task();
    } catch (cause) {
      if (!isRefused(cause)) throw cause;
      notify(store, { id: "config", tone: "error", text: S.notices.config(cause.message) });
    }
  });
}
