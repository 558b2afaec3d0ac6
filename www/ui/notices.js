//! What the page has to say: faults with a way out, and calm remarks. One line each, at the lower edge.

import { changes } from "../app/store.js";
import { S } from "../strings/strings.js";
import { textButton } from "./controls.js";
import { el, iconButton, onResize, setText } from "./dom.js";

/** @typedef {import("../app/store.js").Notice} Notice */

/** What is typed into, and what has a way back of its own. */
const TYPED = "#own, textarea, input[type=text], input[type=number], input:not([type])";

/** A notice that fades stays for so long, in ms, or as long as the pointer or the focus is on it. */
const FADES_AFTER = 20_000;

/** Notices of this beginning are parts of one message. */
const ADDRESS = "address-";

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../app/actions.js").Actions, "dismiss" | "undo">} actions
 */
export function createNotices(container, actions) {
  // Two regions that stay, so that readers hear a remark politely and a fault at once.
  const calm = el("div", { role: "status" });
  const errors = el("div", { role: "alert" });
  // On narrow pages the newest of each kind is seen, and the others are asked for: they would hide the figures.
  const more = textButton("", () => container.toggleAttribute("data-all"), { class: "text-button notices-more" });
  container.append(more, errors, calm);
  // The controls end above the notices.
  const rail = document.getElementById("rail");
  const fit = () => {
    const { style } = document.documentElement;
    style.setProperty("--notices", `${container.offsetHeight}px`);
    // At the page's top the controls begin lower than where they stay.
    const top = rail && shown.size > 0 ? rail.getBoundingClientRect().top : 0;
    style.setProperty("--rail-top", `${top}px`);
  };
  onResize(container, fit);
  addEventListener("scroll", () => shown.size > 0 && fit(), { passive: true });

  const changed = changes((/** @type {import("../app/store.js").State} */ { notices }) => [notices]);
  /** @type {Map<string, {of: Notice[], node: HTMLElement}>} */
  const shown = new Map();

  document.addEventListener("keydown", (event) => {
    if (!isUndo(event)) return;
    event.preventDefault();
    actions.undo();
  });

  /** @param {import("../app/store.js").State} state */
  function update(state) {
    if (!changed(state)) return;
    const wanted = joined(state.notices);
    for (const [id, { of, node }] of [...shown]) {
      const now = wanted.get(id);
      if (now?.length === of.length && now.every((notice, idx) => notice === of[idx])) continue;
      // The focus does not fall off the page with the button that had it.
      if (node.contains(document.activeElement)) document.getElementById("hourglass")?.focus({ preventScroll: true });
      node.remove();
      shown.delete(id);
    }
    for (const [id, of] of wanted) {
      if (shown.has(id)) continue;
      const [notice] = of;
      const text = el("p", { text: of.map((one) => one.text).join(" ") });
      const node = el("div", { class: `notice notice-${notice.tone}`, "data-notice": id }, text);
      for (const { label, run } of notice.actions ?? []) node.append(textButton(label, run));
      if (!notice.lasting) {
        node.classList.add("notice-closable");
        node.append(iconButton("close", S.notices.close, () => of.forEach((one) => actions.dismiss(one.id))));
      }
      if (notice.fades) fade(node, () => of.forEach((one) => actions.dismiss(one.id)));
      (notice.tone === "error" ? errors : calm).append(node);
      shown.set(id, { of, node });
    }
    const n = [errors, calm].reduce((all, { childElementCount: of }) => all + Math.max(0, of - 1), 0);
    more.hidden = n === 0;
    setText(more, n === 0 ? "" : S.notices.more(n));
    if (n === 0) container.removeAttribute("data-all");
    // Room below the figures, so that a notice never hides the last of them.
    document.body.toggleAttribute("data-notices", shown.size > 0);
  }
  return { update };
}

/**
 * Whether a key asks for the model before: not while something is typed, and not in the visitor's own set, which has a
 * way back of its own.
 * @param {KeyboardEvent} event
 */
function isUndo({ key, ctrlKey, metaKey, shiftKey, altKey, defaultPrevented, target }) {
  const isTyped = target instanceof Element && target.closest(TYPED);
  return key.toLowerCase() === "z" && (ctrlKey || metaKey) && !shiftKey && !altKey && !defaultPrevented && !isTyped;
}

/**
 * Lets a notice go after a while in which nobody looks at it.
 * @param {HTMLElement} node
 * @param {() => void} go
 */
function fade(node, go) {
  const leave = () => {
    if (node.matches(":hover, :focus-within")) setTimeout(leave, FADES_AFTER / 4);
    else if (node.isConnected) go();
  };
  setTimeout(leave, FADES_AFTER);
}

/**
 * What belongs together, by id: all that is wrong with the address is one message.
 * @param {Notice[]} notices
 */
function joined(notices) {
  /** @type {Map<string, Notice[]>} */
  const groups = new Map();
  for (const notice of notices) {
    const id = notice.id.startsWith(ADDRESS) ? "address" : notice.id;
    groups.set(id, [...(groups.get(id) ?? []), notice]);
  }
  return groups;
}
