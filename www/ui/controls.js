//! Controls that several panels share: sliders, chips, switches, quiet buttons, and a picture with its words.

import { el, setText, unique } from "./dom.js";

/**
 * A slider over the values that are given.
 * @param {string} label
 * @param {readonly number[]} steps
 * @param {(value: number) => string} unit A value in words.
 * @param {(value: number) => void} onInput
 * @param {{late?: boolean, id?: string, name?: string, help?: Node | null, about?: string}} [options] A `late` slider
 *   tells its value only once it is let go. The help stands between the label and the value, and what it is `about`
 *   below them.
 */
export function slider(label, steps, unit, onInput, { late = false, id = "slider", name, help = null, about } = {}) {
  const own = unique(id);
  const out = el("output", { for: own, class: "field-value" });
  const input = el("input", { id: own, type: "range", min: 0, max: steps.length - 1, step: 1, name });
  const say = (value = steps[Number(input.value)]) => {
    const text = unit(value);
    setText(out, text);
    input.setAttribute("aria-valuetext", text);
    input.style.setProperty("--share", String(Number(input.value) / (steps.length - 1)));
  };
  const send = () => onInput(steps[Number(input.value)]);
  input.addEventListener("input", () => {
    say();
    if (!late) send();
  });
  if (late) input.addEventListener("change", send);
  const head = el("div", { class: "field-head" }, el("label", { for: own, text: label }), help, out);
  return {
    node: el("div", { class: "field field-range" }, head, about ? aboutOf(about) : null, input),
    input,
    /** A value between two steps stands at the nearest one. @param {number} value */
    show(value) {
      input.value = String(nearestStep(steps, value));
      say(value);
    },
  };
}

/** What a field does, in one line. @param {string} text */
export const aboutOf = (text) => el("p", { class: "field-about", text });

/** @param {readonly number[]} steps @param {number} value */
function nearestStep(steps, value) {
  const distance = (/** @type {number} */ idx) => Math.abs(steps[idx] - value);
  return steps.reduce((best, _, idx) => (distance(idx) < distance(best) ? idx : best), 0);
}

/** Evenly spaced values, both ends included. @param {number} from @param {number} to @param {number} by */
export function range(from, to, by) {
  return Array.from({ length: Math.round((to - from) / by) + 1 }, (_, idx) => Number((from + idx * by).toFixed(4)));
}

/**
 * One of several to choose among: a radio button, which brings the arrow keys with it, in the shape of a chip.
 * @param {{name: string, value: string | number, title?: string}} what `name` is the same for all of a group.
 * @param {() => void} onChoose
 * @param {...(Node | string | null)} content
 */
export function chip({ name, value, title }, onChoose, ...content) {
  const input = el("input", { type: "radio", name, value, class: "visually-hidden", onchange: onChoose });
  return { input, node: el("label", { class: "chip", title }, input, el("span", {}, ...content)) };
}

/**
 * @param {string} label
 * @param {(checked: boolean) => void} onChange
 * @param {import("./dom.js").Properties} [properties] Of the box.
 */
export function check(label, onChange, properties = {}) {
  const input = el("input", { ...properties, type: "checkbox", onchange: () => onChange(input.checked) });
  return { input, node: el("label", { class: "check" }, input, el("span", { text: label })) };
}

/**
 * @param {string} text
 * @param {() => void} run
 * @param {import("./dom.js").Properties} [properties]
 */
export function textButton(text, run, properties = {}) {
  return el("button", { type: "button", class: "text-button", ...properties, text, onclick: run });
}

/** A picture with what it is below it. @param {HTMLCanvasElement} canvas @param {HTMLElement} text */
export const figure = (canvas, text) => el("figure", { class: "thumb" }, canvas, text);
