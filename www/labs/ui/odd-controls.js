//! What is chosen before the odd one is looked for: which classes are normal, or the whole set; whose model; epochs.

import { ODD } from "../../strings/labs-odd-one-out.js";
import { chip, textButton } from "../../ui/controls.js";
import { el, setText, unique } from "../../ui/dom.js";
import { EPOCHS, usualEpochs } from "../odd-one-out-run.js";

/** @typedef {import("../odd-one-out-run.js").Wanted} Wanted */

/**
 * A group of chips of which one is chosen.
 * @template {string} Value
 * @param {string} label
 * @param {Record<Value, string>} words
 * @param {(value: Value) => void} onChoose
 */
export function chipGroup(label, words, onChoose) {
  const [name, id] = [unique("lab-odd"), unique("lab-odd-label")];
  const all = /** @type {[Value, string][]} */ (Object.entries(words)).map(([value, text]) =>
    ({ value, ...chip({ name, value }, () => onChoose(value), text) }));
  const node = el("div", { class: "lab-odd-group", role: "radiogroup", "aria-labelledby": id },
    el("span", { id, class: "note", text: label }), el("div", { class: "chips" }, ...all.map((one) => one.node)));
  return {
    node,
    /** @param {Value} value */
    show: (value) => all.forEach(({ input, value: own }) => (input.checked = own === value)),
  };
}

/** The classes as chips, any number of them. @param {(normal: number[]) => void} onChange */
function classChips(onChange) {
  const id = unique("lab-odd-classes");
  const chips = el("div", { class: "chips" });
  const node = el("div", { class: "lab-odd-group", role: "group", "aria-labelledby": id },
    el("span", { id, class: "note", text: ODD.classes }), chips);
  const read = () => {
    const boxes = [...chips.querySelectorAll("input")];
    onChange(boxes.flatMap(({ checked }, label) => (checked ? [label] : [])));
  };
  return {
    node,
    /** @param {string[]} classes @param {number[]} normal */
    show(classes, normal) {
      chips.replaceChildren(...classes.map((text, label) => el("label", { class: "chip" },
        el("input", { type: "checkbox", class: "visually-hidden", checked: normal.includes(label), onchange: read }),
        el("span", { text }))));
    },
  };
}

/** @param {() => void} onWhole The whole set is to be normal. */
function refusalNote(onWhole) {
  const text = el("span");
  const whole = textButton(ODD.modes.whole, onWhole, { hidden: true });
  const node = el("p", { class: "note lab-failed", role: "status" }, text, " ", whole);
  return {
    node,
    /** @param {string} why */
    say(why) {
      setText(text, why);
      whole.hidden = why !== ODD.refusals.noLabels && why !== ODD.refusals.allClasses;
    },
  };
}

/** All of them; `wanted` is what they say. @param {() => void} onChange */
export function createOddControls(onChange) {
  /** @type {Pick<Wanted, "model" | "by"> & {mode: "classes" | "whole", normal: number[]}} */
  let chosen = { mode: "classes", normal: [0], model: "page", by: "loss" };
  /** @type {string[]} */
  let classes = [];
  const change = (/** @type {Partial<typeof chosen>} */ patch) => {
    chosen = { ...chosen, ...patch };
    refusal.say("");
    show();
    onChange();
  };
  const mode = chipGroup(ODD.mode, ODD.modes, (value) => change({ mode: value }));
  const normal = classChips((some) => change({ normal: some }));
  const about = el("p", { class: "note", text: ODD.wholeAbout });
  const model = chipGroup(ODD.model, ODD.models, (value) => change({ model: value }));
  const by = chipGroup(ODD.by, ODD.bys, (value) => change({ by: value }));
  const epochs = el("input", {
    type: "number", inputmode: "numeric", class: "lab-odd-epochs", min: EPOCHS.least, max: EPOCHS.most, step: 1,
    oninput: () => {
      isOwn = true;
      change({});
    },
  });
  /** Whether the visitor has said how often. */
  let isOwn = false;
  const times = el("label", { class: "lab-odd-times" }, el("span", { class: "note", text: ODD.epochs }), epochs,
    el("span", { class: "note", text: ODD.epochsHint }));
  const refusal = refusalNote(() => change({ mode: "whole" }));
  const show = () => {
    const isWhole = chosen.mode === "whole";
    mode.show(chosen.mode);
    model.show(chosen.model);
    by.show(chosen.by);
    normal.node.hidden = isWhole;
    about.hidden = model.node.hidden = !isWhole;
    times.hidden = isWhole && chosen.model === "page";
    if (!isOwn) epochs.value = String(usualEpochs(isWhole ? classes.length : chosen.normal.length));
  };
  show();
  return {
    nodes: [mode.node, normal.node, about, model.node, times, by.node, refusal.node],
    refuse: refusal.say,
    /** @returns {Wanted} */
    get wanted() {
      const isWhole = chosen.mode === "whole";
      return {
        normal: isWhole ? null : chosen.normal, model: isWhole ? chosen.model : "own", by: chosen.by,
        epochs: epochs.value === "" ? NaN : Number(epochs.value),
      };
    },
    /** Other classes begin anew: the first one is normal, or all where there are no others. @param {string[]} next */
    update(next) {
      if (next.length === classes.length && next.every((name, idx) => name === classes[idx])) return;
      classes = next;
      normal.show(classes, [0]);
      change({ normal: [0], mode: classes.length === 1 ? "whole" : "classes" });
    },
  };
}
