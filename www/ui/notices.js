//! What the page has to say: faults with a way out, and calm remarks. One line each, at the lower edge.

import { changes } from "../store.js";
import { S } from "../strings.js";
import { el, iconButton } from "./dom.js";

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../actions.js").Actions, "dismiss">} actions
 */
export function createNotices(container, actions) {
  // Two regions that stay, so that readers hear a remark politely and a fault at once.
  const calm = el("div", { role: "status" });
  const errors = el("div", { role: "alert" });
  container.append(errors, calm);

  const changed = changes((/** @type {import("../store.js").State} */ { notices }) => [notices]);
  /** @type {Map<string, {notice: import("../store.js").Notice, node: HTMLElement}>} */
  const shown = new Map();

  /** @param {import("../store.js").State} state */
  function update(state) {
    if (!changed(state)) return;
    const wanted = new Map(state.notices.map((notice) => [notice.id, notice]));
    for (const [id, { notice, node }] of [...shown]) {
      if (wanted.get(id) === notice) continue;
      node.remove();
      shown.delete(id);
    }
    for (const notice of state.notices) {
      if (shown.has(notice.id)) continue;
      const node = el("div", { class: `notice notice-${notice.tone}`, "data-notice": notice.id }, el("p", { text: notice.text }));
      for (const { label, run } of notice.actions ?? []) node.append(el("button", { type: "button", class: "text-button", text: label, onclick: run }));
      if (!notice.lasting) node.append(iconButton("close", S.notices.close, () => actions.dismiss(notice.id)));
      (notice.tone === "error" ? errors : calm).append(node);
      shown.set(notice.id, { notice, node });
    }
    // Room below the figures, so that a notice never hides the last of them.
    document.body.toggleAttribute("data-notices", shown.size > 0);
  }
  return { update };
}
