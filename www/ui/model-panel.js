//! Model: the options that people change, and the rest behind a calm "More…".

import { OPTIONS, defaults, difference, optionOf } from "../config.js";
import { changes } from "../store.js";
import { S } from "../strings.js";
import { el, heading, setText } from "./dom.js";
import { createField } from "./field.js";
import { helpButton } from "./help.js";

/** @typedef {import("../store.js").State} State */

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../actions.js").Actions, "change" | "changeAll">} actions
 */
export function createModelPanel(container, actions) {
  const words = S.model;
  const head = heading(words.title, helpButton("model"), "model-title");
  const fields = OPTIONS.filter(({ group }) => group !== "none").map((option) => ({
    option,
    ...createField(option, (value) => actions.change(option.key, value)),
  }));
  const group = (/** @type {string} */ name) => fields.filter(({ option }) => option.group === name).map(({ node }) => node);
  const back = el("button", {
    type: "button", class: "text-button", text: words.defaults,
    onclick: () => actions.changeAll({ ...defaults(), seed: current?.settings.seed ?? 1 }),
  });
  const summary = el("summary", { text: words.more });
  const more = el("details", { class: "more", ontoggle: () => setText(summary, more.open ? words.less : words.more) },
    summary, el("div", { class: "fields" }, ...group("more")), back);
  container.append(head.node, el("div", { class: "fields" }, ...group("first")), more);

  /** @type {State | null} */
  let current = null;
  const changed = changes((/** @type {State} */ { settings, pending, phase }) => [settings, pending, phase]);
  const info = changes((/** @type {State} */ state) => [state.info]);

  /** @param {State} state */
  function update(state) {
    current = state;
    if (changed(state)) {
      const wanted = state.pending ?? state.settings;
      for (const { option, show } of fields) show(wanted[option.key], state.phase === "ready");
      const changedKeys = difference(wanted, defaults()).filter((key) => optionOf(key).group !== "none");
      back.hidden = changedKeys.length === 0;
      // A setting from the address must not stay out of sight.
      if (changedKeys.some((key) => optionOf(key).group === "more") && !more.dataset.opened) {
        more.dataset.opened = "yes";
        more.open = true;
      }
    }
    if (info(state)) setText(head.caption, state.info ? words.facts(state.info.nParams) : "");
  }
  return { update };
}
