//! Add: the pad with the class of what is drawn, and the ways to bring pictures.

import { createDrawPad } from "../../ui/draw-pad.js";
import { el, setText } from "../../ui/dom.js";
import { CLASS_COLORS } from "../../draw/inks.js";
import { openCamera } from "./camera.js";
import { OWN } from "../../strings/own.js";
import { chips, fileButton, sourceOf, textButton } from "./controls.js";

/** @typedef {import("../../app/store.js").State} State */

/** The label of what has no class. */
export const NONE = 255;

/**
 * @param {import("../image-set.js").ImageSet} own
 * @param {(cause: unknown) => void} explain
 */
export function createAdd(own, explain) {
  const words = OWN.add;
  const isTouch = matchMedia("(pointer: coarse)").matches;
  /** @type {import("../types.js").Ink | null} */
  let ink = null;
  let label = NONE;
  let newNames = 0;
  /** @type {State | null} */
  let current = null;
  const total = () => (current?.own ? current.own.drawings + current.own.pictures : 0);
  /** How many there were before the drawing that is on its way. @type {number | null} */
  let before = null;
  const attempt = (/** @type {Promise<unknown>} */ doing) => void doing.catch(explain);

  const pad = createDrawPad((drawn) => {
    ink = drawn;
    button.setAttribute("aria-disabled", String(!ink));
  }, { label: words.pad, hint: words.padHint, empty: words.padEmpty, add });
  const button = el("button", { type: "button", class: "own-add-button", text: words.button, title: words.buttonHint, "aria-disabled": "true", onclick: add });
  // A tap soon after a quick stroke is no click in every browser.
  button.addEventListener("pointerup", ({ pointerType, clientX, clientY }) => {
    const box = button.getBoundingClientRect();
    if (pointerType === "touch" && clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom) add();
  });
  const said = el("p", { class: "note own-added", role: "status" });

  function add() {
    if (!ink) return;
    const drawn = ink;
    ink = null;
    pad.fresh();
    before = total();
    attempt(own.addDrawing(drawn, label));
  }

  const classes = chips(words.class, (/** @type {number} */ value) => {
    label = value;
    if (current) update(current);
  });
  const name = el("input", { type: "text", class: "own-text", maxlength: 40, placeholder: words.newClass, "aria-label": words.newName, autocomplete: "off" });
  const naming = el("form", { class: "own-new-class", onsubmit: (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const wanted = name.value.trim();
    if (!wanted) return name.focus();
    label = own.addClass(wanted);
    name.value = "";
  } }, name, el("button", { type: "submit", class: "text-button", text: words.createClass }));

  const take = (/** @type {File[]} */ files) => files.length > 0 && attempt(own.addSources(files.map(sourceOf), label));
  const files = fileButton(words.files, take);
  const folder = fileButton(words.folder, take, { folder: true });
  const camera = textButton(words.camera, () => openCamera((bitmap) => {
    newNames += 1;
    return own.addBitmap(bitmap, words.photographed(newNames), label);
  }));

  const node = el("div", { class: "own-add" },
    el("h3", { class: "visually-hidden", text: words.title }),
    el("div", { class: "own-pad" }, pad.node, el("div", { class: "own-pad-foot" }, button, pad.tools), said),
    classes.node, naming,
    el("div", { class: "own-bring", role: "group", "aria-label": words.bring }, files.button, folder.button, camera, files.input, folder.input),
    el("p", { class: "note", text: isTouch ? words.touchHint : words.hint }));

  /** @param {State} state */
  function update(state) {
    if (current?.theme !== state.theme) pad.redraw();
    current = state;
    if (before !== null && total() > before) {
      before = null;
      setText(said, words.added(total()));
    }
    const names = state.own?.classes ?? [];
    if (label !== NONE && label >= names.length) label = NONE;
    const colors = CLASS_COLORS[state.theme];
    classes.node.hidden = names.length === 0;
    classes.show([{ value: NONE, text: words.none }, ...names.map((text, value) => ({ value, text, color: colors[value % colors.length] }))], label);
  }
  return { node, update, label: () => label };
}
