//! The list of lessons, with what of them is done.

import { LESSONS } from "../../strings/lessons.js";
import { textButton } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";
import { LESSON_TABLE } from "../../strings/lesson-table.js";

/**
 * @param {import("../progress.js").Progress} progress
 * @param {{choose: (number: number) => void, open: (file: File) => Promise<void>,
 *   forClass: () => void}} actions
 */
export function createLessonList(progress, { choose, open, forClass }) {
  const items = LESSON_TABLE.map((entry) => {
    const state = el("span", { class: "note lesson-state" });
    const button = el("button", { type: "button", class: "lesson-item", onclick: () => choose(entry.number) },
      el("span", { class: "lesson-number", "aria-hidden": "true", text: String(entry.number) }),
      el("span", { class: "lesson-name" },
        el("span", { class: "lesson-item-title", text: entry.title }),
        el("span", { class: "note", text: entry.about })),
      el("span", { class: "lesson-meta" }, el("span", { class: "note", text: LESSONS.minutes(entry.minutes) }), state));
    return { entry, button, state };
  });
  const input = el("input", { type: "file", accept: ".json,application/json", hidden: true, onchange: () => {
    const [file] = input.files ?? [];
    // The same file can be chosen again once it is mended.
    input.value = "";
    if (file) void open(file);
  } });
  const faults = el("ul", { class: "lesson-faults", role: "alert", hidden: true });
  const kept = el("p", { class: "note" });
  const forget = textButton(LESSONS.forget, () => {
    progress.forget();
    update();
  });
  const node = el("div", { class: "lesson-list" },
    el("p", { class: "note", text: LESSONS.about }),
    el("ol", {}, ...items.map(({ button }) => el("li", {}, button))),
    el("p", {}, el("a", { href: "article.html", text: LESSONS.article })),
    el("div", { class: "lesson-row" }, textButton(LESSONS.forClass, forClass),
      textButton(LESSONS.file, () => input.click())), input, faults, kept, forget);

  function update() {
    for (const { entry, button, state } of items) {
      const done = progress.of(entry.id);
      const isDone = done >= entry.rounds;
      setText(state, isDone ? LESSONS.done : done > 0 ? LESSONS.begun(done, entry.rounds) : "");
      button.toggleAttribute("data-done", isDone);
    }
    setText(kept, progress.isKept ? LESSONS.here : LESSONS.notKept);
    forget.hidden = progress.isEmpty;
  }
  update();
  return {
    node,
    update,
    /** What is wrong with a file: in short, then fault by fault. @param {string[]} texts */
    tell(texts) {
      faults.hidden = texts.length === 0;
      faults.replaceChildren(...texts.map((text) => el("li", { text })));
    },
  };
}
