//! What happened to the files, one by one: to be read, narrowed to what went wrong, and copied.

import { changes } from "../../app/store.js";
import { el, setText } from "../../ui/dom.js";
import { OWN } from "../../strings/own.js";
import { chips, section, textButton } from "./controls.js";

/** @typedef {import("../types.js").Outcome} Outcome */

/** Lines written at a time. */
const LINES = 200;

export function createReport() {
  const words = OWN.report;
  /** @type {Outcome[]} */
  let all = [];
  let problemsOnly = true;
  let shown = LINES;
  const filter = chips(words.show, (/** @type {string} */ value) => {
    problemsOnly = value === "problems";
    shown = LINES;
    list();
  });
  const body = el("ul", { class: "own-report-list", role: "list", tabindex: 0, "aria-label": words.list });
  const more = textButton("", () => {
    shown += LINES * 5;
    list();
  });
  const said = el("span", { class: "note", role: "status" });
  const copy = textButton(words.copy, () => void copyList());
  const part = section(words.title, "report", () => {},
    el("div", { class: "own-report-head" }, filter.node, copy, said), body, more);
  part.node.hidden = true;

  const wanted = () => (problemsOnly ? all.filter(({ result }) => result !== "taken") : all);
  const line = (/** @type {Outcome} */ { path, result, images, text }) =>
    `${path}: ${words.results[result]}${images > 1 ? ` (${words.images(images)})` : ""}${text ? `. ${text}` : ""}`;

  function list() {
    const some = wanted();
    filter.show([{ value: "problems", text: words.problems }, { value: "all", text: words.all }], problemsOnly ? "problems" : "all");
    body.replaceChildren(...some.slice(0, shown).map((outcome) => {
      const { path, result, images, text } = outcome;
      return el("li", { class: `own-outcome own-${result}` }, el("b", { text: words.results[result] }),
        el("span", { class: "own-path", text: images > 1 ? `${path} (${words.images(images)})` : path }), el("span", { class: "note", text }));
    }));
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
    // One picture that came in as it is says so itself, in the tray.
    part.node.hidden = all.every(({ result, images }) => result === "taken" && images === 1) && all.length < 2;
    if (part.node.hidden) return;
    /** @type {Record<string, number>} */
    const found = { taken: 0, repaired: 0, "left-out": 0, refused: 0 };
    for (const { result } of all) found[result] += 1;
    part.say(words.now(found));
    problemsOnly = found.taken < all.length;
    // Whoever brought one thing, and it did not work, reads why at once.
    part.node.open = found["left-out"] + found.refused > 0;
    shown = LINES;
    list();
  }
  return { node: part.node, update };
}
