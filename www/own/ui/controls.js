//! What the panel of own images is made of: sections that open, sliders, chips, switches and pictures.

import { paintImage, showPixels, tonesOf as tonesOfPack } from "../../draw/pixels.js";
import { el, setText, unique } from "../../ui/dom.js";

/** @typedef {import("../../app/store.js").State} State */

/**
 * A section that opens, with a line that says how things stand while it is closed.
 * @param {string} title
 * @param {string} name
 * @param {() => void} onOpen
 * @param {...Node} children
 */
export function section(title, name, onOpen, ...children) {
  const now = el("span", { class: "note own-now" });
  const node = el("details", { class: `own-part own-${name}` },
    el("summary", {}, el("h3", { text: title }), now), el("div", { class: "own-part-body" }, ...children));
  node.addEventListener("toggle", () => node.open && onOpen());
  return { node, say: (/** @type {string} */ text) => setText(now, text) };
}

/**
 * A slider over the values that are given.
 * @param {string} label
 * @param {readonly number[]} steps
 * @param {(value: number) => string} unit
 * @param {(value: number) => void} onInput Called as it moves,
 * @param {boolean} [late] or once it is let go.
 */
export function slider(label, steps, unit, onInput, late = false) {
  const id = unique("own-slider");
  const out = el("output", { for: id, class: "field-value" });
  const input = el("input", { id, type: "range", min: 0, max: steps.length - 1, step: 1 });
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
  // A value between two steps stands at the nearest one.
  const nearest = (/** @type {number} */ value) => steps.reduce((best, step, idx) => (Math.abs(step - value) < Math.abs(steps[best] - value) ? idx : best), 0);
  const node = el("div", { class: "field field-range" }, el("div", { class: "field-head" }, el("label", { for: id, text: label }), out), input);
  return {
    node, input,
    show(/** @type {number} */ value) {
      input.value = String(nearest(value));
      say(value);
    },
  };
}

/** Evenly spaced values, both ends included. @param {number} from @param {number} to @param {number} by */
export function range(from, to, by) {
  return Array.from({ length: Math.round((to - from) / by) + 1 }, (_, idx) => Number((from + idx * by).toFixed(4)));
}

/**
 * Chips of which one is chosen; what can be chosen may change.
 * @template {string | number} T
 * @param {string} label
 * @param {(value: T) => void} onChoose
 */
export function chips(label, onChoose) {
  const name = unique("own-choice");
  const titleId = unique("own-label");
  const group = el("div", { class: "chips", role: "radiogroup", "aria-labelledby": titleId });
  const node = el("div", { class: "field own-chips" }, el("div", { class: "field-head" }, el("span", { id: titleId, text: label })), group);
  /** @type {{value: T, input: HTMLInputElement}[]} */
  let all = [];
  let key = "";
  return {
    node, group,
    /**
     * @param {{value: T, text: string, color?: string}[]} entries
     * @param {T} chosen
     * @param {boolean} [enabled]
     */
    show(entries, chosen, enabled = true) {
      const fresh = JSON.stringify(entries);
      if (fresh !== key) {
        key = fresh;
        const focused = all.findIndex(({ input }) => input === document.activeElement);
        all = entries.map(({ value }) => ({ value, input: el("input", { type: "radio", name, value, class: "visually-hidden", onchange: () => onChoose(value) }) }));
        group.replaceChildren(...entries.map(({ text, color }, idx) => el("label", { class: "chip" }, all[idx].input, el("span", {}, color ? dot(color) : null, text))));
        if (focused >= 0) all[Math.min(focused, all.length - 1)]?.input.focus();
      }
      for (const { value, input } of all) {
        input.checked = value === chosen;
        input.disabled = !enabled;
      }
    },
  };
}

/** A class's color, as a dot. @param {string} color */
export function dot(color) {
  const node = el("i", { class: "own-dot", "aria-hidden": "true" });
  node.style.background = color;
  return node;
}

/**
 * @param {string} label
 * @param {string} hint
 * @param {(checked: boolean) => void} onChange
 */
export function check(label, hint, onChange) {
  const hintId = unique("own-hint");
  const input = el("input", { type: "checkbox", "aria-describedby": hintId, onchange: () => onChange(input.checked) });
  const node = el("div", { class: "own-check" }, el("label", { class: "check" }, input, el("span", { text: label })), el("p", { id: hintId, class: "note", text: hint }));
  return { node, input };
}

/**
 * @param {string} text
 * @param {() => void} run
 * @param {string} [title]
 */
export function textButton(text, run, title) {
  return el("button", { type: "button", class: "text-button", text, title, onclick: run });
}

/**
 * A button that asks for files.
 * @param {string} text
 * @param {(files: File[]) => void} take
 * @param {{folder?: boolean, one?: boolean, accept?: string}} [kind]
 */
export function fileButton(text, take, { folder = false, one = false, accept } = {}) {
  const input = el("input", { type: "file", multiple: !one, webkitdirectory: folder, accept, hidden: true, tabindex: -1, "aria-hidden": "true", onchange: () => {
    take([...(input.files ?? [])]);
    input.value = ""; // so that the same file can be chosen again
  } });
  const button = textButton(text, () => input.click());
  return { button, input };
}

/** A file with its place in the chosen folder, whose own name is no class. @param {File} file @returns {import("../types.js").Source} */
export const sourceOf = (file) => ({ file, path: file.webkitRelativePath.replace(/^[^/]*\//, "") || file.name });

/** A picture with what it is below it. @param {HTMLCanvasElement} canvas @param {HTMLElement} text */
export const figure = (canvas, text) => el("figure", { class: "thumb" }, canvas, text);

/**
 * How gray values are shown: drawings as ink on paper; where there are photos, dark as dark.
 * @param {State} state
 */
export const tonesOf = ({ own, theme }) => tonesOfPack({ theme, pack: { light: own !== null && own.pictures > 0 && own.mix === null } });

/**
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} picture Bytes, channels interleaved.
 * @param {number} size
 * @param {number} channels
 * @param {import("../../draw/pixels.js").Tones} tones
 */
export function showSquare(canvas, picture, size, channels, tones) {
  showPixels(canvas, size, size, (out) => paintImage(out, picture, channels, 255, tones));
}

/**
 * Runs the newest of what is asked for, one at a time: what a slider asks for between two answers is skipped.
 * @param {() => Promise<void>} run
 */
export function newest(run) {
  let busy = false;
  let again = false;
  const go = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    try {
      await run();
    } finally {
      busy = false;
      if (again) {
        again = false;
        void go();
      }
    }
  };
  return go;
}
