//! Beside the tray: the classes with their counts, and what can be done with the pictures that are selected.

import { changes } from "../../app/store.js";
import { count } from "../../draw/format.js";
import { CLASS_COLORS } from "../../draw/inks.js";
import { OWN } from "../../strings/own.js";
import { textButton } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";
import { MOST_NAME, NO_CLASS } from "../limits.js";
import { dot } from "./controls.js";

/**
 * @typedef {import("../../app/store.js").State} State
 * @typedef {import("../image-set.js").ImageSet} ImageSet
 */

/**
 * What can be done with pictures of the tray.
 * @param {ImageSet} own
 * @param {Pick<import("./tray.js").Tray, "selected" | "selectAll" | "selectNone" | "refocus">} tray
 */
export function createTrayTools(own, tray) {
  const words = OWN.tray;
  const isTouch = matchMedia("(pointer: coarse)").matches;
  const hint = el("span", { class: "note", text: isTouch ? words.touchHint : words.selectHint });
  const said = el("span", { class: "own-selected", role: "status" });
  const relabel = el("select", { class: "own-select", "aria-label": words.relabelHint, onchange: () => {
    const label = Number(relabel.value);
    relabel.selectedIndex = 0;
    own.relabel(tray.selected, label);
  } });
  const all = textButton(words.selectAll, () => tray.selectAll());
  const undo = textButton(words.undo, () => void own.undo());
  const removeSome = textButton(words.remove, () => remove(tray.selected));
  const none = textButton(words.selectNone, () => tray.selectNone());
  const some = el("div", { class: "own-some" }, relabel, removeSome, none);
  const actions = el("div", { class: "own-actions" }, said, hint, some, all, undo);

  /** @param {number[]} ids */
  function remove(ids) {
    if (ids.length === 0) return;
    own.remove(ids);
    tray.selectNone();
    requestAnimationFrame(() => tray.refocus());
  }

  const namesChanged = changes((/** @type {State} */ { own: state }) => [state?.classes.join("\n")]);

  /** @param {State | null} state @param {number} selected */
  function update(state, selected) {
    if (!state?.own) return;
    const { classes, drawings, pictures, canUndo } = state.own;
    const total = drawings + pictures;
    if (namesChanged(state)) {
      const labels = [...classes.map((text, value) => ({ value, text })), { value: NO_CLASS, text: words.without }];
      const options = [{ value: -1, text: words.keepClass, hidden: true }, ...labels];
      relabel.replaceChildren(...options.map((option) => el("option", option)));
    }
    setText(said, selected > 0 ? words.selected(selected) : "");
    hint.hidden = selected > 0 || total === 0;
    some.hidden = selected === 0;
    all.hidden = total === 0;
    const losesFocus = !canUndo && !undo.hidden && document.activeElement === undo;
    undo.hidden = !canUndo;
    actions.hidden = total === 0 && !canUndo;
    // It comes back here where there is nothing to focus on, and has lost the focus then.
    if (losesFocus) tray.refocus();
  }
  return { node: actions, update, remove };
}

/**
 * The classes with how many pictures each has; a class is renamed where it stands.
 * @param {ImageSet} own
 */
export function createClassList(own) {
  const words = OWN.tray;
  const node = el("ul", { class: "own-classes", "aria-label": words.classes });
  const nowhere = el("span", { class: "own-count" });
  const without = el("li", { class: "own-class own-without" }, el("span", { text: words.without }), nowhere);
  /** @type {ReturnType<typeof createClass>[]} */
  let rows = [];
  const namesChanged = changes((/** @type {State} */ { own: state, theme }) => [state?.classes.join("\n"), theme]);
  const countsChanged = changes((/** @type {State} */ { own: state }) => [state?.version]);

  /** @param {string[]} names @param {readonly string[]} colors */
  function showNames(names, colors) {
    if (rows.length !== names.length) rows = names.map((_, label) => createClass(own, label));
    names.forEach((name, label) => {
      const { input } = rows[label];
      if (input !== document.activeElement || input.defaultValue !== name) input.value = input.defaultValue = name;
      input.size = Math.max(2, Math.min(16, name.length));
      input.setAttribute("aria-label", words.className(name));
    });
    const focused = rows.find(({ input }) => input === document.activeElement)?.input;
    const items = rows.map(({ input, n }, label) =>
      el("li", { class: "own-class" }, dot(colors[label % colors.length]), input, n));
    node.replaceChildren(...items, without);
    focused?.focus();
  }

  /** @param {State | null} state */
  function update(state) {
    if (!state?.own) return;
    const { classes, classCounts, withoutClass } = state.own;
    if (namesChanged(state)) showNames(classes, CLASS_COLORS[state.theme]);
    if (!countsChanged(state)) return;
    rows.forEach(({ n }, label) => setText(n, count(classCounts[label] ?? 0)));
    setText(nowhere, count(withoutClass));
    without.hidden = withoutClass === 0;
    node.hidden = classes.length === 0;
  }
  return { node, update };
}

/** A class's name and count. @param {ImageSet} own @param {number} label */
function createClass(own, label) {
  const onchange = () => {
    const name = input.value.trim();
    if (name) own.renameClass(label, name);
    else input.value = input.defaultValue;
  };
  const input = el("input", { type: "text", class: "own-name", maxlength: MOST_NAME, autocomplete: "off", onchange });
  input.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") input.blur();
  });
  return { input, n: el("span", { class: "own-count" }) };
}
