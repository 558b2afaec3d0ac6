//! What happened to the files, one by one: to be read, narrowed to what went wrong, and copied.

import { changes } from "../../app/store.js";
import { OWN } from "../../strings/own.js";
import { textButton } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";
import { chips, section } from "./controls.js";

/** @typedef {import("../types.js").Outcome} Outcome */

/** Lines written at a time. */
const LINES = 200;

const words = OWN.report;

/** How many pictures a file held, where there are several. @param {Outcome} outcome */
const several = ({ images }) => (images > 1 ? ` (${words.images(images)})` : "");

/** An outcome as a line of text. @param {Outcome} outcome */
const line = (outcome) => {
  const { path, result, text } = outcome;
  return `${path}: ${words.results[result]}${several(outcome)}${text ? `. ${text}` : ""}`;
};

/** An outcome as an item of the list. @param {Outcome} outcome */
const item = (outcome) => el("li", { class: `own-outcome own-${outcome.result}` },
  el("b", { text: words.results[outcome.result] }),
  el("span", { class: "own-path", text: `${outcome.path}${several(outcome)}` }),
  el("span", { class: "note", text: outcome.text }));

export function createReport() {
  /** @type {Outcome[]} */
  let all = [];
  let problemsOnly = true;
  let shown = LINES;
  const filter = chips(words.show, (/** @type {string} */ value) => list(value === "problems"));
  const body = el("ul", { class: "own-report-list", role: "list", tabindex: 0, "aria-label": words.list });
  const more = textButton("", () => list(problemsOnly, shown + LINES * 5));
  const said = el("span", { class: "note", role: "status" });
  const copy = textButton(words.copy, () => void copyList());
  const part = section(words.title, "report", () => {},
    el("div", { class: "own-report-head" }, filter.node, copy, said), body, more);
  part.node.hidden = true;

  const wanted = () => (problemsOnly ? all.filter(({ result }) => result !== "taken") : all);

  /** @param {boolean} onlyProblems @param {number} [most] */
  function list(onlyProblems, most = LINES) {
    [problemsOnly, shown] = [onlyProblems, most];
    const some = wanted();
    const choices = [{ value: "problems", text: words.problems }, { value: "all", text: words.all }];
    filter.show(choices, problemsOnly ? "problems" : "all");
    body.replaceChildren(...some.slice(0, shown).map(item));
    if (some.length === 0) body.append(el("li", { class: "note", text: words.fine }));
    more.hidden = some.length <= shown;
    setText(more, words.more(some.length - shown));
    setText(said, "");
  }

  async function copyList() {
    try {
      await navigator.clipboard.writeText(wanted().map(line).join("\n"));
      setText(said, words.copied);
    } catch {
      // Without leave to write, the list is selected, so that the visitor's own keys copy it.
      getSelection()?.selectAllChildren(body);
      setText(said, words.notCopied);
    }
  }

  const changed = changes((/** @type {import("../../app/store.js").State} */ { own }) => [own?.report]);

  /** @param {import("../../app/store.js").State} state */
  function update(state) {
    if (!changed(state)) return;
    all = state.own?.report ?? [];
    // A single picture that came in as it is can be seen in the tray.
    part.node.hidden = all.length < 2
      && all.every(({ result, images, text }) => result === "taken" && images === 1 && text === "");
    if (part.node.hidden) return;
    /** @type {Record<string, number>} */
    const found = { taken: 0, repaired: 0, "left-out": 0, refused: 0 };
    for (const { result } of all) found[result] += 1;
    part.say(words.now(found));
    // Whoever brought one file that did not work reads why at once.
    part.node.open = found["left-out"] + found.refused > 0;
    list(found.taken < all.length);
  }
  return { node: part.node, update };
}
