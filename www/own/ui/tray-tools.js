//! Beside the tray: the classes with their counts, and what can be done with the pictures that are selected.

import { changes } from "../../app/store.js";
import { el, setText } from "../../ui/dom.js";
import { CLASS_COLORS } from "../../draw/inks.js";
import { count } from "../../draw/format.js";
import { OWN } from "../../strings/own.js";
import { NONE } from "./add-panel.js";
import { dot, textButton } from "./controls.js";

/** @typedef {import("../../app/store.js").State} State */

/**
 * @param {import("../image-set.js").ImageSet} own
 * @param {{selected: () => number[], selectAll: () => void, selectNone: () => void, removed: () => void}} tray
 */
export function createTrayTools(own, tray) {
  const words = OWN.tray;
  const list = el("ul", { class: "own-classes", "aria-label": words.classes });
  const hint = el("span", { class: "note", text: matchMedia("(pointer: coarse)").matches ? words.touchHint : words.selectHint });
  const said = el("span", { class: "own-selected", role: "status" });
  const relabel = el("select", { class: "own-select", "aria-label": words.relabelHint, onchange: () => {
    const label = Number(relabel.value);
    relabel.selectedIndex = 0;
    own.relabel(tray.selected(), label);
  } });
  const remove = textButton(words.remove, () => removeThese(tray.selected()));
  const all = textButton(words.selectAll, tray.selectAll);
  const none = textButton(words.selectNone, tray.selectNone);
  const undo = textButton(words.undo, () => void own.undo());
  const some = el("div", { class: "own-some" }, relabel, remove, none);
  const actions = el("div", { class: "own-actions" }, said, hint, some, all, undo);

  /** @param {number[]} ids */
  function removeThese(ids) {
    if (ids.length === 0) return;
    own.remove(ids);
    tray.selectNone();
    requestAnimationFrame(tray.removed);
  }

  const namesChanged = changes((/** @type {State} */ { own: state, theme }) => [state?.classes.join("\n"), theme]);
  const countsChanged = changes((/** @type {State} */ { own: state }) => [state?.version]);
  /** @type {{input: HTMLInputElement, n: HTMLElement}[]} */
  let rows = [];
  const nowhere = el("span", { class: "own-count" });
  const without = el("li", { class: "own-class own-without" }, el("span", { text: words.without }), nowhere);

  /** @param {string[]} names @param {readonly string[]} colors */
  function showNames(names, colors) {
    if (rows.length !== names.length) {
      rows = names.map((_, label) => {
        const input = el("input", { type: "text", class: "own-name", maxlength: 40, autocomplete: "off", onchange: () => {
          const name = input.value.trim();
          if (name) own.renameClass(label, name);
          else input.value = input.defaultValue;
        } });
        input.addEventListener("keydown", ({ key }) => {
          if (key === "Enter") input.blur();
        });
        return { input, n: el("span", { class: "own-count" }) };
      });
    }
    names.forEach((name, label) => {
      const { input } = rows[label];
      if (input !== document.activeElement || input.defaultValue !== name) input.value = input.defaultValue = name;
      input.size = Math.max(2, Math.min(16, name.length));
      input.setAttribute("aria-label", words.className(name));
    });
    const focused = rows.find(({ input }) => input === document.activeElement)?.input;
    list.replaceChildren(...rows.map(({ input, n }, label) => el("li", { class: "own-class" }, dot(colors[label % colors.length]), input, n)), without);
    focused?.focus();
    const options = [[-1, words.keepClass], ...names.map((name, label) => [label, name]), [NONE, words.without]];
    relabel.replaceChildren(...options.map(([value, text]) => el("option", { value, text: String(text), hidden: value === -1 })));
  }

  /**
   * @param {State | null} state
   * @param {number} selected
   */
  function update(state, selected) {
    if (!state?.own) return;
    const { classes, classCounts, drawings, pictures, canUndo } = state.own;
    const total = drawings + pictures;
    if (namesChanged(state)) showNames(classes, CLASS_COLORS[state.theme]);
    if (countsChanged(state)) {
      rows.forEach(({ n }, label) => setText(n, count(classCounts[label] ?? 0)));
      const left = total - classCounts.reduce((sum, n) => sum + n, 0);
      setText(nowhere, count(left));
      without.hidden = left === 0;
      list.hidden = classes.length === 0;
    }
    setText(said, selected > 0 ? words.selected(selected) : "");
    hint.hidden = selected > 0 || total === 0;
    some.hidden = selected === 0;
    all.hidden = total === 0;
    if (!canUndo && document.activeElement === undo) tray.removed();
    undo.hidden = !canUndo;
    actions.hidden = total === 0 && !canUndo;
  }
  return { classes: list, actions, update, remove: removeThese, selectNone: tray.selectNone };
}
