//! The answers to a question, of which one is the prediction.

import { LESSONS } from "../../strings/lessons.js";
import { el, unique } from "../../ui/dom.js";

/**
 * @param {string} labelledBy
 * @param {(idx: number) => void} choose
 */
export function createChoices(labelledBy, choose) {
  const name = unique("lesson-choice");
  const node = el("div", { class: "lesson-choices", role: "radiogroup", "aria-labelledby": labelledBy });
  /** @type {import("../lesson.js").Choice[] | null} */
  let shown = null;
  /** @type {HTMLInputElement[]} */
  let inputs = [];
  return {
    node,
    /**
     * @param {import("../lesson.js").Choice[]} choices
     * @param {{choice: number | null, isFixed: boolean, came: number | null | undefined}} now
     */
    update(choices, { choice, isFixed, came }) {
      if (choices !== shown) {
        shown = choices;
        inputs = choices.map((_, idx) => el("input", { type: "radio", name, value: idx, onchange: () => choose(idx) }));
        node.replaceChildren(...choices.map(({ text }, idx) =>
          el("label", { class: "lesson-choice" }, inputs[idx], el("span", { text }))));
      }
      inputs.forEach((input, idx) => {
        input.checked = idx === choice;
        input.disabled = isFixed;
        const label = input.parentElement;
        label?.toggleAttribute("data-came", idx === came);
        label?.setAttribute("title", idx === came ? LESSONS.verdict.none("").trim() : "");
      });
    },
  };
}
