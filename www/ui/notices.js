//! What the page has to say: faults with a way out, and calm remarks. One line each, at the lower edge.

import { changes } from "../app/store.js";
import { S } from "../strings/strings.js";
import { textButton } from "./controls.js";
import { el, iconButton, onResize } from "./dom.js";

/** @typedef {import("../app/store.js").Notice} Notice */

/** Notices of this beginning are parts of one message. */
const ADDRESS = "address-";

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../app/actions.js").Actions, "dismiss">} actions
 */
export function createNotices(container, actions) {
  // Two regions that stay, so that readers hear a remark politely and a fault at once.
  const calm = el("div", { role: "status" });
  const errors = el("div", { role: "alert" });
  container.append(errors, calm);
  // The controls end above the notices.
  onResize(container, () =>
    document.documentElement.style.setProperty("--notices", `${container.offsetHeight}px`));

  const changed = changes((/** @type {import("../app/store.js").State} */ { notices }) => [notices]);
  /** @type {Map<string, {of: Notice[], node: HTMLElement}>} */
  const shown = new Map();

  /** @type {Notice[]} */
  let current = [];

  // Escape is a notice's Cancel, unless it has something nearer to close.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (CSS.supports("selector(:popover-open)") && document.querySelector(":popover-open")) return;
    const cancel = current.flatMap((notice) => notice.actions ?? []).find(({ label }) => label === S.notices.cancel);
    if (!cancel) return;
    event.preventDefault();
    cancel.run();
  });

  /** @param {import("../app/store.js").State} state */
  function update(state) {
    if (!changed(state)) return;
    current = state.notices;
    const wanted = joined(state.notices);
    for (const [id, { of, node }] of [...shown]) {
      const now = wanted.get(id);
      if (now?.length === of.length && now.every((notice, idx) => notice === of[idx])) continue;
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
      (notice.tone === "error" ? errors : calm).append(node);
      shown.set(id, { of, node });
    }
    // Room below the figures, so that a notice never hides the last of them.
    document.body.toggleAttribute("data-notices", shown.size > 0);
  }
  return { update };
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
