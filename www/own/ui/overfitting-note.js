//! The over-fitting note: a line below the loss chart while the model trains on the visitor's own set.

import { el, setText } from "../../ui/dom.js";
import { pcaWords } from "../no-pca.js";
import { overfittingWords } from "../overfitting.js";

/** How often the words may change during training, in milliseconds. */
const PACE = 1000;

/** @param {HTMLElement} container */
export function createOverfittingNote(container) {
  const note = el("p", { class: "note", id: "overfitting-note", hidden: true });
  container.append(note);
  let last = -Infinity;

  /** @param {import("../../app/store.js").State} state */
  function update(state) {
    const now = performance.now();
    if (now < last + PACE && state.pack.name === "own" && state.snapshot && state.run === "training") return;
    last = now;
    const text = [overfittingWords(state), pcaWords(state)].filter((words) => words !== null).join(" ");
    note.hidden = text === "";
    setText(note, text);
  }
  return { update };
}
