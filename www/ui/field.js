//! One option of the table as a labelled control.

import { S } from "../strings.js";
import { el, icon, setText } from "./dom.js";
import { helpButton } from "./help.js";

/**
 * @typedef {import("../config.js").Option} Option
 * @typedef {number | number[] | string} Value
 * @typedef {{node: HTMLElement, show: (value: Value, enabled: boolean) => void}} Field
 */

/**
 * @param {Option} option
 * @param {(value: Value) => void} onChange
 * @returns {Field}
 */
export function createField(option, onChange) {
  if (option.control === "range") return rangeField(option, onChange);
  if (option.control === "widths") return widthsField(option, onChange);
  return choiceField(option, onChange);
}

/**
 * @param {Option} option
 * @returns {{label: string, unit: (value: any) => string}}
 */
function wordsOf({ key }) {
  return /** @type {any} */ (S.model[key]);
}

/**
 * @param {Option} option
 * @param {(value: Value) => void} onChange
 * @returns {Field}
 */
function rangeField(option, onChange) {
  const { label, unit } = wordsOf(option);
  const steps = option.steps ?? [];
  const id = `option-${option.key}`;
  const out = el("output", { for: id, class: "field-value" });
  const say = () => {
    const text = unit(steps[Number(input.value)]);
    setText(out, text);
    input.setAttribute("aria-valuetext", text);
    input.style.setProperty("--share", String(Number(input.value) / (steps.length - 1)));
  };
  // What restarts the model does so when the slider is let go, what is live at once.
  const send = () => onChange(steps[Number(input.value)]);
  const input = el("input", { id, type: "range", min: 0, max: steps.length - 1, step: 1, name: option.key });
  input.addEventListener("input", () => {
    say();
    if (option.effect === "live") send();
  });
  if (option.effect === "restart") input.addEventListener("change", send);
  const node = el("div", { class: "field field-range" },
    el("div", { class: "field-head" }, el("label", { for: id, text: label }), helpButton(option.key), out), input);
  return {
    node,
    show(value, enabled) {
      input.value = String(Math.max(0, steps.indexOf(/** @type {number} */ (value))));
      input.disabled = !enabled;
      say();
    },
  };
}

/**
 * @param {Option} option
 * @param {(value: Value) => void} onChange
 * @returns {Field}
 */
function choiceField(option, onChange) {
  const { label } = wordsOf(option);
  const steps = option.steps ?? [];
  const id = `option-${option.key}`;
  const select = el("select", { id, name: option.key, onchange: () => onChange(steps[select.selectedIndex]) },
    ...steps.map((step) => el("option", { text: S.model.values[String(step)] ?? String(step) })));
  const node = el("div", { class: "field field-choice" },
    el("div", { class: "field-head" }, el("label", { for: id, text: label }), helpButton(option.key)), select);
  return {
    node,
    show(value, enabled) {
      select.selectedIndex = steps.indexOf(/** @type {number | string} */ (value));
      select.disabled = !enabled;
    },
  };
}

/**
 * @param {Option} option
 * @param {(value: Value) => void} onChange
 * @returns {Field}
 */
function widthsField(option, onChange) {
  const words = S.model;
  const { min = 1, max = 1024, maxCount = 4 } = option;
  const titleId = `option-${option.key}`;
  const row = el("div", { class: "widths", role: "group", "aria-labelledby": titleId });
  const wrong = el("p", { class: "field-wrong", role: "alert", hidden: true });
  /** @type {number[]} */
  let widths = [];
  const button = (/** @type {"plus" | "minus"} */ name, /** @type {string} */ label, /** @type {() => number[]} */ next) =>
    el("button", { type: "button", class: "icon-button small", "aria-label": label, title: label, onclick: () => onChange(next()) }, icon(name));
  const remove = button("minus", words.removeLayer, () => widths.slice(0, -1));
  const add = button("plus", words.addLayer, () => [...widths, widths.length > 0 ? Math.max(min, Math.round(widths[widths.length - 1] / 2)) : 128]);

  const read = () => {
    const values = [...row.querySelectorAll("input")].map(({ value }) => Number(value));
    const ok = values.every((value) => Number.isInteger(value) && value >= min && value <= max);
    wrong.hidden = ok;
    setText(wrong, ok ? "" : words.widthsWrong(min, max));
    if (ok) onChange(values);
  };
  const node = el("div", { class: "field field-widths" },
    el("div", { class: "field-head" }, el("span", { id: titleId, text: words.hidden.label }), helpButton(option.key)),
    el("div", { class: "widths-row" }, row, remove, add), wrong);
  return {
    node,
    show(value, enabled) {
      const next = /** @type {number[]} */ (value);
      wrong.hidden = true;
      const inputs = [...row.querySelectorAll("input")];
      if (inputs.length !== next.length) {
        row.replaceChildren(...next.map((_, idx) =>
          el("input", { type: "number", inputmode: "numeric", min, max, step: 1, "aria-label": words.layer(idx + 1), onchange: read })));
      }
      widths = [...next];
      [...row.querySelectorAll("input")].forEach((input, idx) => {
        if (Number(input.value) !== next[idx]) input.value = String(next[idx]);
        input.disabled = !enabled;
      });
      remove.disabled = !enabled || next.length === 0;
      add.disabled = !enabled || next.length >= maxCount;
    },
  };
}
