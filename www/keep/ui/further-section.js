//! Take it further: the model as files that other programs run and train.

import { KeepError, stepOf } from "../about.js";
import { download } from "../../ui/download.js";
import { toOnnx, toPyTorch } from "../keeper.js";
import { KEEP } from "../../strings/keep.js";
import { KEEP_FURTHER as WORDS } from "../../strings/keep-further.js";
import { enable } from "./enable.js";
import { textButton } from "../../ui/controls.js";
import { el, setText, unique } from "../../ui/dom.js";

/**
 * @typedef {import("../page.js").Page} Page
 * @typedef {{ending: string, make: (model: Uint8Array) => Uint8Array | Promise<Uint8Array>}} Form
 */

/** Every form, in the order of the buttons. @type {Record<keyof typeof WORDS.forms, Record<string, Form>>} */
const FORMS = {
  pytorch: {
    project: { ending: "-pytorch.zip", make: toPyTorch },
    weights: { ending: ".safetensors", make: (model) => model },
  },
  onnx: {
    model: { ending: ".onnx", make: (model) => toOnnx(model, "model") },
    encoder: { ending: ".encoder.onnx", make: (model) => toOnnx(model, "encoder") },
    decoder: { ending: ".decoder.onnx", make: (model) => toOnnx(model, "decoder") },
  },
};

/** @param {Page} page @returns {import("../dialog.js").Section} */
export function createFurtherSection(page) {
  const said = el("p", { class: "keep-note", role: "status" });
  const groups = Object.entries(FORMS).map(([kind, forms]) => {
    const words = WORDS.forms[/** @type {keyof typeof WORDS.forms} */ (kind)];
    const name = el("h4", { id: unique("keep-form"), text: words.title });
    const buttons = Object.entries(forms).map(([which, form]) => {
      const label = /** @type {Record<string, string>} */ (words.buttons)[which];
      const button = textButton(label, () => void take(page, form, button, said));
      return button;
    });
    return el("div", { class: "keep-file", role: "group", "aria-labelledby": name.id },
      name, el("p", { class: "keep-note", text: words.about }), el("div", { class: "keep-actions" }, ...buttons));
  });
  const back = el("p", { class: "keep-note", text: WORDS.back });
  return { title: WORDS.title, node: el("div", { class: "keep-body" }, ...groups, back, said) };
}

/**
 * @param {Page} page
 * @param {Form} form
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} said
 */
async function take({ store, models: { first } }, { ending, make }, button, said) {
  button.disabled = true;
  setText(said, WORDS.making);
  try {
    if (!first || store.get().phase !== "ready" || store.get().switching) throw new KeepError(KEEP.notReady);
    const model = await first.save();
    const name = `hourglass-${store.get().settings.data}-step-${stepOf(model)}${ending}`;
    const bytes = await make(model);
    download(name, bytes);
    setText(said, WORDS.made(name, bytes.length));
  } catch (cause) {
    setText(said, cause instanceof Error ? cause.message : String(cause));
  }
  enable(button);
}
