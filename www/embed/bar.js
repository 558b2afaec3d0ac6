//! A figure's bar: the controls that its author has chosen, and how far the training is.

import { heldOutError } from "../app/measures.js";
import { optionOf } from "../app/options.js";
import { applying } from "../app/presets.js";
import { changes } from "../app/store.js";
import * as format from "../draw/format.js";
import { EMBED } from "../strings/embed.js";
import { S } from "../strings/strings.js";
import { el, icon, iconButton, setText } from "../ui/dom.js";
import { createField } from "../ui/field.js";
import { createKindChips } from "../ui/kind-chips.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../app/options.js").Settings} Settings
 * @typedef {import("../app/options.js").Key} Key
 * @typedef {{node: HTMLElement, show: (settings: Settings, enabled: boolean) => void}} Control
 */

/** Controls that are an option, by the author's names for them. @type {Record<string, Key>} */
const FIELDS = { code: "code", rate: "rate", beta: "beta", noise: "amount" };

/**
 * @param {import("../app/actions.js").Actions} actions
 * @param {{toggle: () => void}} pacer
 */
export function createBar(actions, pacer) {
  const buttons = createButtons(actions, pacer);
  const facts = createFacts();
  const fields = el("div", { class: "embed-fields", part: "fields" });
  const waits = el("p", { class: "note", role: "status" });
  const row = el("div", { class: "embed-bar", part: "bar" }, buttons.node, facts.node);
  const node = el("div", {}, row, waits, fields);
  /** Made when they are first wanted. @type {Map<string, Control>} */
  const made = new Map();
  /** @type {Control[]} */
  let shown = [];

  return {
    node,
    /** @param {string[]} controls */
    show(controls) {
      buttons.show(controls);
      const names = controls.filter((name) => name === "kind" || Object.hasOwn(FIELDS, name));
      for (const name of names) if (!made.has(name)) made.set(name, createControl(name, actions));
      shown = names.map((name) => /** @type {Control} */ (made.get(name)));
      fields.replaceChildren(...shown.map((one) => one.node));
    },
    /** @param {boolean} isWaiting */
    tellTurn: (isWaiting) => setText(waits, isWaiting ? EMBED.turn : ""),
    /** @param {State} state */
    update(state) {
      const settings = state.pending ?? state.settings;
      buttons.update(state);
      facts.update(state);
      for (const { show } of shown) show(settings, state.phase === "ready");
    },
  };
}

/** @param {string} name @param {import("../app/actions.js").Actions} actions @returns {Control} */
function createControl(name, actions) {
  if (name === "kind") return createKindChips((kind) => actions.choose(kind));
  const key = FIELDS[name];
  const { node, show } = createField(optionOf(key), (value) => actions.change(key, value));
  return {
    node,
    show(settings, enabled) {
      node.hidden = !applying(settings).has(key);
      show(settings[key], enabled, settings);
    },
  };
}

/** @param {import("../app/actions.js").Actions} actions @param {{toggle: () => void}} pacer */
function createButtons(actions, pacer) {
  const words = S.status;
  const [playIcon, playWord] = [el("span"), el("span")];
  const all = {
    play: el("button", {
      type: "button", class: "embed-play", part: "play", title: words.playHint, onclick: pacer.toggle,
    }, playIcon, playWord),
    step: iconButton("step", words.step, actions.step, words.stepHint),
    reset: iconButton("reset", words.reset, actions.reset, words.resetHint),
    seed: iconButton("dice", words.dice, actions.dice, words.diceHint),
  };
  const node = el("div", { class: "embed-buttons", role: "group", "aria-label": words.region });
  const live = el("p", { class: "visually-hidden", role: "status" });
  const changed = changes((/** @type {State} */ { phase, run }) => [phase, run]);
  return {
    node,
    /** @param {string[]} controls */
    show(controls) {
      const wanted = Object.entries(all).filter(([name]) => controls.includes(name)).map(([, button]) => button);
      node.replaceChildren(...wanted, live);
    },
    /** @param {State} state */
    update(state) {
      if (!changed(state)) return;
      const { phase, run } = state;
      const isTraining = run === "training" || run === "waiting";
      playIcon.replaceChildren(icon(isTraining ? "pause" : "play"));
      setText(playWord, isTraining ? words.pause : run === "finished" ? words.goOn : words.play);
      for (const button of Object.values(all)) button.disabled = phase !== "ready" || run === "restarting";
      setText(live, phase !== "ready" ? words.state[phase] : run === "finished" ? "" : words.state[run]);
    },
  };
}

function createFacts() {
  const words = S.status;
  const numbers = { step: el("dd"), mse: el("dd"), seed: el("dd") };
  const fact = (/** @type {keyof typeof numbers} */ name, /** @type {string} */ text) =>
    el("div", {}, el("dt", { text }), numbers[name]);
  const node = el("dl", { class: "embed-facts", part: "facts" },
    fact("step", words.steps), fact("mse", words.error.join("")), fact("seed", EMBED.seed));
  return {
    node,
    /** @param {State} state */
    update(state) {
      setText(numbers.step, format.count(state.snapshot?.step ?? 0));
      setText(numbers.mse, format.error(heldOutError(state)));
      setText(numbers.seed, String(state.settings.seed));
    },
  };
}
