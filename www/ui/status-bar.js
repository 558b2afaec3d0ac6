//! The bar on top: what the training does, and how far it is.

import * as format from "../draw/format.js";
import { heldOutError } from "../app/measures.js";
import { changes } from "../app/store.js";
import { S } from "../strings/strings.js";
import { el, icon, iconButton, setText } from "./dom.js";
import { helpButton } from "./help.js";

/** @typedef {import("../app/store.js").State} State */

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../app/actions.js").Actions,
 *   "toggle" | "step" | "epoch" | "reset" | "dice" | "setTheme">} actions
 */
export function createStatusBar(container, actions) {
  const words = S.status;
  const playWord = el("span", { class: "play-word" });
  const playIcon = el("span", { class: "play-icon" });
  const play = el("button", { type: "button", class: "play", title: words.playHint, onclick: actions.toggle },
    playIcon, playWord);
  const step = iconButton("step", words.step, actions.step, words.stepHint);
  const epoch = iconButton("epoch", words.epoch, actions.epoch, words.epochHint);
  const reset = iconButton("reset", words.reset, actions.reset, words.resetHint);
  const dice = iconButton("dice", words.dice, actions.dice, words.diceHint);
  const seed = el("span", { class: "seed" });
  const isDark = () => document.documentElement.dataset.theme === "dark";
  const theme = iconButton("moon", "", () => actions.setTheme(isDark() ? "light" : "dark"));
  const facts = createFacts();
  const live = el("p", { class: "visually-hidden", role: "status" });

  container.append(
    el("h1", { class: "name" }, icon("hourglass"), el("span", { text: S.name })),
    el("div", { class: "transport", role: "group", "aria-label": words.region }, play, step, epoch, reset, dice, seed),
    facts.node,
    el("div", { class: "bar-end" }, theme, helpButton("page", { large: true, label: words.help })),
    live,
  );

  const controls = changes((/** @type {State} */ { phase, run, settings }) => [phase, run, settings.seed]);
  const looks = changes((/** @type {State} */ state) => [state.theme]);

  /** @param {State} state */
  function update(state) {
    if (controls(state)) {
      const { phase, run } = state;
      const ready = phase === "ready" && run !== "restarting";
      const training = run === "training" || run === "waiting";
      playIcon.replaceChildren(icon(training ? "pause" : "play"));
      setText(playWord, training ? words.pause : run === "finished" ? words.goOn : words.play);
      for (const button of [play, step, epoch, reset, dice]) button.disabled = !ready;
      setText(seed, words.seed(state.settings.seed));
      setText(live, phase === "ready" ? words.state[run] : words.state[phase]);
      container.dataset.run = phase === "ready" ? run : phase;
    }
    facts.update(state);
    if (looks(state)) {
      theme.replaceChildren(icon(state.theme === "dark" ? "sun" : "moon"));
      theme.setAttribute("aria-label", words.theme[state.theme]);
      theme.title = words.theme[state.theme];
    }
  }
  return { update };
}

/** How far the training is, in numbers. */
function createFacts() {
  const words = S.status;
  const numbers = {
    epoch: el("dd"), step: el("dd"), speed: el("dd"), mse: el("dd"), psnr: el("dd"),
  };
  /** Before the numbers: whose they are, while two models are compared. */
  const whose = ["wide-only", "", ""].map((where) => el("span", { class: where }));
  const errorName = el("span", {}, el("span", { class: "wide-only", text: words.errorWide }), words.errorShort);
  /** @type {(kind: keyof typeof numbers, ...name: (Node | string)[]) => HTMLElement} */
  const fact = (kind, ...name) => el("div", { class: `fact fact-${kind}` }, el("dt", {}, ...name), numbers[kind]);
  const node = el("dl", { class: "facts" },
    fact("epoch", words.epochs),
    fact("step", words.steps),
    fact("speed", whose[0], words.speed),
    fact("mse", whose[1], errorName),
    fact("psnr", whose[2], words.psnr));

  const changed = changes((/** @type {State} */ { snapshot, views, compare }) =>
    [snapshot, views.history, compare === null]);

  /** @param {State} state */
  function update(state) {
    if (!changed(state)) return;
    const { snapshot, compare, views } = state;
    setText(numbers.epoch, snapshot ? String(snapshot.epoch) : "–");
    setText(numbers.step, snapshot ? format.count(snapshot.step) : "–");
    setText(numbers.speed, format.speed(snapshot?.imagesPerSecond));
    setText(numbers.mse, format.error(heldOutError(state)));
    setText(numbers.psnr, format.decibels(views.measured?.heldOutErrorPsnr));
    for (const name of whose) setText(name, compare ? S.compare.ofA : "");
  }
  return { node, update };
}
