//! Add: the pad with the class of what is drawn, and the ways to bring pictures.

import { createDrawPad } from "../../ui/draw-pad.js";
import { CLASS_COLORS } from "../../draw/inks.js";
import { OWN } from "../../strings/own.js";
import { textButton } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";
import { MOST_NAME, NO_CLASS } from "../limits.js";
import { openCamera } from "./camera.js";
import { chips, fileButton, sourceOf } from "./controls.js";

/**
 * @typedef {import("../../app/store.js").State} State
 * @typedef {import("../image-set.js").ImageSet} ImageSet
 */

/**
 * @param {ImageSet} own
 * @param {(cause: unknown) => void} explain
 */
export function createAddPanel(own, explain) {
  const words = OWN.add;
  let label = NO_CLASS;
  /** @type {State | null} */
  let current = null;

  const pad = createPad((ink) => void own.addDrawing(ink, label).catch(explain));
  const classes = chips(words.class, (/** @type {number} */ value) => {
    label = value;
    if (current) update(current);
  });
  const naming = createNaming((name) => {
    label = own.addClass(name);
  });
  const isTouch = matchMedia("(pointer: coarse)").matches;
  const node = el("div", { class: "own-add" },
    el("h3", { class: "visually-hidden", text: words.title }),
    pad.node, classes.node, naming, createBring(own, explain, () => label),
    el("p", { class: "note", text: isTouch ? words.touchHint : words.hint }));

  /** @param {State} state */
  function update(state) {
    current = state;
    pad.update(state);
    const names = state.own?.classes ?? [];
    if (label !== NO_CLASS && label >= names.length) label = NO_CLASS;
    const colors = CLASS_COLORS[state.theme];
    classes.node.hidden = names.length === 0;
    const named = names.map((text, value) => ({ value, text, color: colors[value % colors.length] }));
    classes.show([{ value: NO_CLASS, text: words.none }, ...named], label);
  }
  return { node, update, label: () => label };
}

/**
 * The pad, and a button that adds what is drawn.
 * @param {(ink: import("../types.js").Ink) => void} take
 */
function createPad(take) {
  const words = OWN.add;
  /** @type {import("../types.js").Ink | null} */
  let ink = null;
  let total = 0;
  /** How many there were before the drawing that is on its way. @type {number | null} */
  let before = null;
  /** @type {State["theme"] | null} */
  let theme = null;

  const pad = createDrawPad((drawn) => {
    ink = drawn;
    button.setAttribute("aria-disabled", String(!ink));
  }, { label: words.pad, hint: words.padHint, empty: words.padEmpty, add });
  const button = el("button", {
    type: "button", class: "own-add-button", text: words.button, title: words.buttonHint, "aria-disabled": "true",
    onclick: add,
  });
  // A tap soon after a quick stroke is no click in every browser.
  button.addEventListener("pointerup", ({ pointerType, clientX, clientY }) => {
    const { left, right, top, bottom } = button.getBoundingClientRect();
    const isInside = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
    if (pointerType === "touch" && isInside) add();
  });
  const said = el("p", { class: "note own-added", role: "status" });

  function add() {
    if (!ink) return;
    const drawn = ink;
    ink = null;
    pad.fresh();
    before = total;
    take(drawn);
  }

  return {
    node: el("div", { class: "own-pad" }, pad.node, el("div", { class: "own-pad-foot" }, button, pad.tools), said),
    /** @param {State} state */
    update(state) {
      if (theme !== state.theme) pad.redraw();
      theme = state.theme;
      total = state.own ? state.own.drawings + state.own.pictures : 0;
      if (before === null || total <= before) return;
      before = null;
      setText(said, words.added(total));
    },
  };
}

/** A class is made and chosen. @param {(name: string) => void} create */
function createNaming(create) {
  const words = OWN.add;
  const name = el("input", {
    type: "text", class: "own-text", maxlength: MOST_NAME, autocomplete: "off",
    placeholder: words.newClass, "aria-label": words.newName,
  });
  const onsubmit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const wanted = name.value.trim();
    if (!wanted) return name.focus();
    name.value = "";
    return create(wanted);
  };
  const button = el("button", { type: "submit", class: "text-button", text: words.createClass });
  return el("form", { class: "own-new-class", onsubmit }, name, button);
}

/**
 * Buttons for files, a folder and the camera.
 * @param {ImageSet} own
 * @param {(cause: unknown) => void} explain
 * @param {() => number} label
 */
function createBring(own, explain, label) {
  const words = OWN.add;
  let photographed = 0;
  const take = (/** @type {File[]} */ given) => {
    if (given.length > 0) void own.addSources(given.map(sourceOf), label()).catch(explain);
  };
  const files = fileButton(words.files, take);
  const folder = fileButton(words.folder, take, { folder: true });
  const camera = textButton(words.camera, () => openCamera((bitmap) => {
    photographed += 1;
    return own.addBitmap(bitmap, words.photographed(photographed), label());
  }));
  return el("div", { class: "own-bring", role: "group", "aria-label": words.bring },
    files.button, folder.button, camera, files.input, folder.input);
}
