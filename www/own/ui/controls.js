//! What the panels of own images are made of, besides the controls that the whole page shares: sections that open,
//! chips of classes, buttons that ask for files, and small pictures.

import { paintImage, showPixels, tonesOf as tonesOfPack } from "../../draw/pixels.js";
import { check, chip, textButton } from "../../ui/controls.js";
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
 * Chips of which one is chosen; the choices may change.
 * @template {string | number} T
 * @param {string} label
 * @param {(value: T) => void} onChoose
 */
export function chips(label, onChoose) {
  const name = unique("own-choice");
  const titleId = unique("own-label");
  const group = el("div", { class: "chips", role: "radiogroup", "aria-labelledby": titleId });
  const head = el("div", { class: "field-head" }, el("span", { id: titleId, text: label }));
  /** @type {{value: T, input: HTMLInputElement, node: HTMLElement}[]} */
  let all = [];
  let key = "";

  /** @param {{value: T, text: string, color?: string}[]} entries */
  function replace(entries) {
    const focused = all.findIndex(({ input }) => input === document.activeElement);
    all = entries.map(({ value, text, color }) =>
      ({ value, ...chip({ name, value }, () => onChoose(value), color ? dot(color) : null, text) }));
    group.replaceChildren(...all.map(({ node }) => node));
    if (focused >= 0) all[Math.min(focused, all.length - 1)]?.input.focus();
  }

  return {
    node: el("div", { class: "field own-chips" }, head, group),
    group,
    /**
     * @param {{value: T, text: string, color?: string}[]} entries
     * @param {T} chosen
     * @param {boolean} [enabled]
     */
    show(entries, chosen, enabled = true) {
      const fresh = JSON.stringify(entries);
      if (fresh !== key) replace(entries);
      key = fresh;
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
 * A box to check, with a sentence below it.
 * @param {string} label
 * @param {string} hint
 * @param {(checked: boolean) => void} onChange
 */
export function checkWithHint(label, hint, onChange) {
  const hintId = unique("own-hint");
  const { input, node } = check(label, onChange, { "aria-describedby": hintId });
  return { input, node: el("div", { class: "own-check" }, node, el("p", { id: hintId, class: "note", text: hint })) };
}

/**
 * A button that asks for files.
 * @param {string} text
 * @param {(files: File[]) => void} take
 * @param {{folder?: boolean, one?: boolean, accept?: string}} [kind]
 */
export function fileButton(text, take, { folder = false, one = false, accept } = {}) {
  const input = el("input", {
    type: "file", multiple: !one, webkitdirectory: folder, accept, hidden: true, tabindex: -1, "aria-hidden": "true",
    onchange: () => {
      take([...(input.files ?? [])]);
      input.value = ""; // so that the same file can be chosen again
    },
  });
  return { button: textButton(text, () => input.click()), input };
}

/**
 * A file with its place in the chosen folder, whose own name is no class.
 * @param {File} file
 * @returns {import("../types.js").Source}
 */
export const sourceOf = (file) => ({ file, path: file.webkitRelativePath.replace(/^[^/]*\//, "") || file.name });

/**
 * How gray values are shown: as ink on paper while all are drawings, and dark as dark once there are photos.
 * @param {State} state
 */
export const tonesOf = ({ own, theme }) => {
  const light = own !== null && own.pictures > 0 && own.mix === null;
  return tonesOfPack({ theme, pack: { light } });
};

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
 * Runs one wish at a time, and then the newest: the wishes of a moving slider between two answers are skipped.
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
