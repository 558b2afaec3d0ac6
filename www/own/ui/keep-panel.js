//! Keep: where the pictures are, a file of them, and clearing with a second thought.

import { OWN } from "../../strings/own.js";
import { OWN_WORDS } from "../../strings/own-notices.js";
import { check, textButton } from "../../ui/controls.js";
import { download } from "../../ui/download.js";
import { el, setText, unique } from "../../ui/dom.js";
import { fileButton, section, sourceOf } from "./controls.js";

/**
 * @param {import("../image-set.js").ImageSet} own
 * @param {(cause: unknown) => void} explain
 */
export function createKeepPanel(own, explain) {
  const words = OWN.keep;
  const aboutId = unique("own-keep");
  const about = el("p", { id: aboutId, class: "note" });
  const kept = el("span", { class: "note" });
  const keep = check(words.switch, (isKept) => void own.keep(isKept).catch(explain),
    { role: "switch", class: "own-switch", "aria-describedby": aboutId });
  keep.node.append(kept);
  const open = fileButton(words.open, (files) => {
    if (files.length > 0) void own.addSources(files.map(sourceOf)).catch(explain);
  }, { one: true, accept: ".safetensors" });
  const save = textButton(words.save, () => void saveSet(own).catch(explain), { title: words.saveHint });
  const over = textButton(words.over, () => void own.keep(true, true).catch(explain));
  const clear = textButton(words.clear, () => question.ask(true));
  const done = el("p", { class: "note", role: "status" });
  const question = createQuestion(clear, () => {
    own.clear();
    setText(done, words.cleared);
    // The button that asked is now out of use.
    part.node.querySelector("summary")?.focus();
  });
  const part = section(words.title, "keep", () => {},
    el("div", { class: "own-keep-body" },
      el("div", {}, keep.node, about, over),
      el("div", { class: "own-actions" }, save, open.button, open.input, clear), done, question.node));

  /** @param {import("../../app/store.js").State} state */
  function update({ own: set }) {
    if (!set) return;
    const total = set.drawings + set.pictures;
    part.say(words.states[set.keeping]);
    setText(about, words.about[set.keeping]);
    setText(kept, set.kept ? words[set.kept] : "");
    keep.input.checked = set.keeping === "on";
    keep.input.disabled = set.keeping === "embedded";
    over.hidden = set.keeping !== "there";
    save.disabled = total === 0;
    clear.disabled = total === 0 && question.node.hidden === true;
    question.show(total);
    if (total > 0) setText(done, "");
  }
  return { node: part.node, update };
}

/**
 * The second thought before everything is deleted.
 * @param {HTMLElement} asker Gets the focus back.
 * @param {() => void} onYes
 */
function createQuestion(asker, onYes) {
  const words = OWN.keep;
  const sure = el("p", { id: unique("own-sure") });
  const yes = textButton(words.yes, () => {
    node.hidden = true;
    onYes();
  }, { class: "text-button own-alarm" });
  const no = textButton(words.no, () => ask(false));
  const onkeydown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    ask(false);
  };
  const properties = { class: "own-question", role: "group", "aria-labelledby": sure.id, hidden: true, onkeydown };
  const node = el("div", properties, sure, yes, no);

  /** @param {boolean} isAsking */
  function ask(isAsking) {
    node.hidden = !isAsking;
    (isAsking ? no : asker).focus();
  }
  return { node, ask, show: (/** @type {number} */ total) => setText(sure, words.sure(total)) };
}

/** The set as a file, where there is anything to save. @param {import("../image-set.js").ImageSet} own */
async function saveSet(own) {
  const bytes = await own.asFile();
  if (bytes) download(OWN_WORDS.file, bytes);
}
