//! One option of the table as a labelled control.

import { S } from "../strings/strings.js";
import { aboutOf, slider } from "./controls.js";
import { el, icon, setText, unique } from "./dom.js";
import { helpButton } from "./help.js";

/**
 * @typedef {import("../app/options.js").Option} Option
 * @typedef {import("../app/options.js").Settings} Settings
 * @typedef {number | number[] | string} Value
 * @typedef {Omit<Option, "key" | "initial"> & {key: string}} Shown An option, or what is shown like one.
 * @typedef {{node: HTMLElement, show: (value: Value, enabled: boolean, settings: Settings) => void}} Field
 */

/**
 * @param {Shown} option
 * @param {(value: Value) => void} onChange
 * @returns {Field}
 */
export function createField(option, onChange) {
  if (option.control === "range") return rangeField(option, onChange);
  if (option.control === "widths") return widthsField(option, onChange);
  return choiceField(option, onChange);
}

/**
 * @param {Shown} option
 * @returns {{label: string, about?: string, conv?: string, unit: (value: any, settings?: Settings) => string,
 *   add: string, remove: string, one: (idx: number) => string}}
 */
function wordsOf({ key }) {
  return /** @type {any} */ (S.model)[key];
}

/**
 * @param {Shown} option
 * @param {(value: Value) => void} onChange
 * @returns {Field}
 */
function rangeField(option, onChange) {
  const { label, unit, about } = wordsOf(option);
  const steps = /** @type {number[]} */ (option.steps ?? []);
  /** @type {Settings | undefined} */
  let all;
  // A live option follows the slider; one that restarts the model waits until the slider is let go.
  const { node, input, show } = slider(label, steps, (value) => unit(value, all), onChange, {
    late: !option.live, id: `option-${option.key}`, name: option.key, help: helpButton(option.key), about,
  });
  return {
    node,
    show(value, enabled, settings) {
      all = settings;
      input.disabled = !enabled;
      show(/** @type {number} */ (value));
    },
  };
}

/**
 * @param {Shown} option
 * @param {(value: Value) => void} onChange
 * @returns {Field}
 */
function choiceField(option, onChange) {
  const { label, unit } = wordsOf(option);
  const steps = option.steps ?? [];
  const id = unique(`option-${option.key}`);
  const select = el("select", { id, name: option.key, onchange: () => onChange(steps[select.selectedIndex]) },
    ...steps.map((step) =>
      el("option", { text: typeof step === "number" ? unit(step) : S.model.values[step] ?? step })));
  const node = el("div", { class: `field field-choice field-${option.key}` },
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
 * @param {Shown} option
 * @param {(value: Value) => void} onChange
 * @returns {Field}
 */
function widthsField(option, onChange) {
  const words = wordsOf(option);
  const { min = 1, max = 1024, minCount = 0, maxCount = 4 } = option;
  // Dense layers narrow toward the code; feature maps become more as they become smaller.
  const factor = option.key === "channels" ? 2 : 0.5;
  const titleId = unique(`option-${option.key}`);
  const title = el("span", { id: titleId });
  const row = el("div", { class: "widths", role: "group", "aria-labelledby": titleId });
  const wrong = el("p", { class: "field-wrong", role: "alert", hidden: true });
  /** @type {number[]} */
  let widths = [];
  const another = () => Math.min(max, Math.max(min, Math.round((widths.at(-1) ?? 256) * factor)));
  const remove = smallButton("minus", words.remove, () => onChange(widths.slice(0, -1)));
  const add = smallButton("plus", words.add, () => onChange([...widths, another()]));

  const read = () => {
    const values = [...row.querySelectorAll("input")].map(({ value }) => Number(value));
    const ok = values.every((value) => Number.isInteger(value) && value >= min && value <= max);
    wrong.hidden = ok;
    setText(wrong, ok ? "" : S.model.widthsWrong(min, max));
    if (ok) onChange(values);
  };
  const node = el("div", { class: "field field-widths" },
    el("div", { class: "field-head" }, title, helpButton(option.key)), words.about ? aboutOf(words.about) : null,
    el("div", { class: "widths-row" }, row, remove, add), wrong);
  return {
    node,
    show(value, enabled, { arch }) {
      setText(title, (arch === "conv" && words.conv) || words.label);
      const next = /** @type {number[]} */ (value);
      wrong.hidden = true;
      const inputs = [...row.querySelectorAll("input")];
      if (inputs.length !== next.length || next.length === 0) {
        const looks = { type: "number", inputmode: "numeric", min, max, step: 1, onchange: read };
        row.replaceChildren(...next.map((_, idx) => el("input", { ...looks, "aria-label": words.one(idx + 1) })));
        if (next.length === 0) row.append(el("span", { class: "note", text: S.model.noLayers }));
      }
      widths = [...next];
      [...row.querySelectorAll("input")].forEach((input, idx) => {
        if (Number(input.value) !== next[idx]) input.value = String(next[idx]);
        input.disabled = !enabled;
      });
      remove.disabled = !enabled || next.length <= minCount;
      add.disabled = !enabled || next.length >= maxCount;
    },
  };
}

/** @param {"plus" | "minus"} name @param {string} label @param {() => void} run */
function smallButton(name, label, run) {
  const looks = { type: "button", class: "icon-button small", "aria-label": label, title: label };
  return el("button", { ...looks, onclick: run }, icon(name));
}
