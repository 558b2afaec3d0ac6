//! What a figure has to say, below its panels: where it stops, what went wrong, and what of its attributes cannot be.

import { changes } from "../app/store.js";
import { EMBED } from "../strings/embed.js";
import { S } from "../strings/strings.js";
import { textButton } from "../ui/controls.js";
import { el, iconButton, setText } from "../ui/dom.js";

/** @typedef {import("../app/store.js").State} State */

/** @param {Pick<import("../app/actions.js").Actions, "dismiss">} actions */
export function createNotes(actions) {
  // Two regions that stay, so that readers hear a remark politely and a fault at once.
  const calm = el("div", { class: "embed-notes", role: "status" });
  const errors = el("div", { class: "embed-notes", role: "alert" });
  const problems = el("div", { class: "note" });
  const reached = el("p", { class: "note", role: "status" });
  const changed = changes((/** @type {State} */ { notices }) => [notices]);

  /** @param {import("../app/store.js").Notice} notice */
  const noteOf = ({ id, tone, text, actions: ways = [], lasting }) =>
    el("div", { class: `notice notice-${tone}`, "data-notice": id }, el("p", { text }),
      ...ways.map(({ label, run }) => textButton(label, run)),
      lasting ? null : iconButton("close", S.notices.close, () => actions.dismiss(id)));

  return {
    node: el("div", { part: "notes" }, errors, calm, reached, problems),
    /** @param {import("./wishes.js").Wishes["problems"]} found */
    tellProblems(found) {
      problems.replaceChildren(...found.map(({ key, got, allowed }) =>
        el("p", { text: EMBED.attribute(key, got, allowed) })));
    },
    /** @param {State} state */
    update(state) {
      const { run, goal, snapshot, phase, settings } = state;
      const isThere = run === "finished" && goal !== null && snapshot?.step === goal;
      const waits = phase === "loading" && settings.data === "own";
      setText(reached, isThere ? EMBED.reached(goal) : waits ? EMBED.noImages : "");
      if (!changed(state)) return;
      for (const [region, tone] of /** @type {const} */ ([[calm, "calm"], [errors, "error"]])) {
        region.replaceChildren(...state.notices.filter((one) => one.tone === tone).map(noteOf));
      }
    },
  };
}
