//! Keep: where the pictures are, a file of them, and clearing with a second thought.

import { el, setText, unique } from "../../ui/dom.js";
import { OWN } from "../../strings/own.js";
import { fileButton, section, sourceOf, textButton } from "./controls.js";

/**
 * @param {import("../image-set.js").ImageSet} own
 * @param {(cause: unknown) => void} explain
 */
export function createKeep(own, explain) {
  const words = OWN.keep;
  const aboutId = unique("own-keep");
  const about = el("p", { id: aboutId, class: "note" });
  const kept = el("span", { class: "note" });
  const keep = el("input", { type: "checkbox", role: "switch", class: "own-switch", "aria-describedby": aboutId, onchange: () => void own.keep(keep.checked).catch(explain) });
  const open = fileButton(words.open, (files) => files.length > 0 && void own.addSources(files.map(sourceOf)).catch(explain), { one: true, accept: ".safetensors" });
  const save = textButton(words.save, () => void own.saveFile().catch(explain), words.saveHint);
  const clear = textButton(words.clear, () => ask(true));
  const sure = el("p", { id: unique("own-sure") });
  const yes = textButton(words.yes, () => {
    question.hidden = true;
    own.clear();
    setText(done, words.cleared);
    // The button that asked is now out of use.
    part.node.querySelector("summary")?.focus();
  });
  const no = textButton(words.no, () => ask(false));
  yes.classList.add("own-alarm");
  const question = el("div", { class: "own-question", role: "group", "aria-labelledby": sure.id, hidden: true, onkeydown: (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    ask(false);
  } }, sure, yes, no);
  const done = el("p", { class: "note", role: "status" });
  const part = section(words.title, "keep", () => {},
    el("div", { class: "own-keep-body" },
      el("div", {}, el("label", { class: "check" }, keep, el("span", { text: words.switch }), kept), about),
      el("div", { class: "own-actions" }, save, open.button, open.input, clear), done, question));

  /** @param {boolean} isAsking */
  function ask(isAsking) {
    question.hidden = !isAsking;
    (isAsking ? no : clear).focus();
  }

  /** @param {import("../../app/store.js").State} state */
  function update({ own: set }) {
    if (!set) return;
    const total = set.drawings + set.pictures;
    const canKeep = set.keeping === "on" || set.keeping === "off" || set.keeping === "elsewhere" || set.keeping === "full";
    part.say(words.states[set.keeping]);
    setText(about, words.about[set.keeping]);
    setText(kept, set.kept ? words[set.kept] : "");
    keep.checked = set.keeping === "on";
    keep.disabled = !canKeep;
    save.disabled = total === 0;
    clear.disabled = total === 0 && question.hidden === true;
    setText(sure, words.sure(total));
    if (total > 0) setText(done, "");
  }
  return { node: part.node, update };
}
