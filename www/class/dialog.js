//! The dialog for a class: what its link opens, the link, its code, and what all this means for those who open it.

import { createChoices } from "./choices.js";
import { classHash } from "./link.js";
import { drawQr } from "../draw/qr.js";
import { offlineState } from "../keep/offline.js";
import { HOME } from "../lib/spawn-worker.js";
import { createCopied, LONG, qrOf, styled } from "../share/link-parts.js";
import { CLASS } from "../strings/class.js";
import { LESSON_TABLE } from "../strings/lesson-table.js";
import { textButton } from "../ui/controls.js";
import { el, iconButton, loadStyle, setText } from "../ui/dom.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("./link.js").Chosen} Chosen
 */

/** @type {Promise<unknown> | null} */
let coming = null;

/** @param {import("../app/store.js").Store<State>} store */
export async function openClassDialog(store) {
  coming ??= loadStyle(new URL("style/class-dialog.css", HOME)).catch((cause) => {
    coming = null;
    throw cause;
  });
  await Promise.all([styled(), coming]);
  if (!document.querySelector("dialog[open]")) open(store);
}

/** @param {import("../app/store.js").Store<State>} store */
function open(store) {
  // Training goes on behind the dialog.
  const state = store.get();
  const { lesson, stays, projector } = state;
  const picked = { lesson, stays, projector };
  const dialog = el("dialog", { class: "keys share class-dialog", "aria-label": CLASS.title });
  const link = createCopied(CLASS.link, "input");
  const long = el("p", { class: "share-note" });
  const picture = el("div", { class: "share-qr" });
  const contents = el("div", { class: "share-contents" });
  const { seed } = state.pending ?? state.settings;
  const choices = createChoices(LESSON_TABLE, { ...picked, seed }, show);
  const large = textButton(CLASS.largeCode, () => void showLarge(addressOf()), { hidden: true });
  const here = textButton(CLASS.here, () => {
    dialog.close();
    location.hash = classHash(state, choices.chosen());
  });
  const addressOf = () => location.origin + location.pathname + classHash(state, choices.chosen());
  let turn = 0;

  function show() {
    const address = addressOf();
    link.show(address);
    setText(long, address.length > LONG ? CLASS.long : "");
    contents.replaceChildren(...contentsOf(state, choices.chosen()));
    turn += 1;
    const mine = turn;
    void qrOf(address).then((nodes) => {
      if (mine !== turn) return;
      picture.replaceChildren(...nodes);
      large.hidden = !picture.querySelector("svg");
    });
  }
  // What is pressed here is meant for the dialog alone.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(
    iconButton("close", CLASS.close, () => dialog.close()), el("h2", { text: CLASS.title }),
    el("p", { class: "class-about", text: CLASS.aboutLink }),
    el("div", { class: "share-link" }, choices.node, el("div", {}, picture, large)),
    el("div", { class: "share-main class-link" }, link.node, long, here), contents,
  );
  document.body.append(dialog);
  show();
  dialog.showModal();
}

/**
 * What the link carries, and what happens on the devices that open it.
 * @param {State} state
 * @param {Chosen} chosen
 */
function contentsOf({ settings, pending }, { lesson, stays, seed, projector }) {
  const { title = "" } = LESSON_TABLE.find(({ number }) => number === lesson) ?? {};
  const isOwn = (pending ?? settings).data === "own" && !lesson;
  const inside = [
    lesson ? CLASS.inLink.lesson(lesson, title) : CLASS.inLink.model, CLASS.inLink.seed(seed),
    lesson === 0 ? CLASS.lessonList : "", stays ? CLASS.inLink.stays(stays.length) : "",
    projector ? CLASS.inLink.projector : "", isOwn ? CLASS.inLink.own : "",
  ];
  const list = (/** @type {string} */ heading, /** @type {readonly string[]} */ of) => el("section", {},
    el("h3", { text: heading }), el("ul", {}, ...of.filter(Boolean).map((text) => el("li", { text }))));
  const offline = offlineState() === "none" ? CLASS.devices.noOffline : CLASS.devices.offline;
  return [list(CLASS.inside, inside), list(CLASS.onDevices, [...CLASS.devices.always, offline])];
}

/** The code as large as the screen, for a projector. @param {string} address */
async function showLarge(address) {
  const code = await drawQr(address, CLASS.code);
  if (!code) return;
  const dialog = el("dialog", { class: "class-code", "aria-label": CLASS.code });
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(iconButton("close", CLASS.close, () => dialog.close()), code, el("p", { text: address }));
  document.body.append(dialog);
  dialog.showModal();
}
