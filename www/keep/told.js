//! What is said of a run that was opened.

import { KEEP } from "../strings/keep.js";

/**
 * Where the images are not those that the run was on, that they are not; else nothing.
 * @param {Pick<import("./about.js").Run, "trainedOn" | "settings">} run
 * @param {Pick<import("../app/store.js").State, "loading" | "heldOut" | "pack">} state
 */
export function aboutImages({ trainedOn, settings }, { loading, heldOut, pack }) {
  if (!trainedOn || settings.data !== "own") return "";
  const isSame = trainedOn.training === loading.total && trainedOn.heldOut === heldOut?.count
    && trainedOn.classes.join("\n") === pack.classes.join("\n");
  return isSame ? "" : KEEP.otherImages;
}
