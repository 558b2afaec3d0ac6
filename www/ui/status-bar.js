//! The bar on top: what the training does, and how far it is.

import * as format from "../draw/format.js";
import { heldOutError } from "../app/measures.js";
import { changes } from "../app/store.js";
import { S } from "../strings/strings.js";
import { el, icon, iconButton, setText } from "./dom.js";
import { helpButton } from "./help.js";
import { listenToKeys } from "./keys.js";

/** @typedef {import("../app/store.js").State} State */

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../app/actions.js").Actions,
 *   "toggle" | "step" | "epoch" | "reset" | "dice" | "setTheme" | "explain">} actions
 * @param {() => void} share
 * @param {() => void} keep
 */
export function createStatusBar(container, actions, share, keep) {
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
  const showKeys = () => void import("./keys-dialog.js").then((dialog) => dialog.showKeys()).catch(actions.explain);
  const keys = iconButton("keys", words.keys, showKeys);
  keys.classList.add("keys-button");
  const sharing = iconButton("share", words.share, share);
  const live = el("p", { class: "visually-hidden", role: "status" });

  container.append(
    el("h1", { class: "name" }, icon("hourglass"), el("span", { text: S.name })),
    el("div", { class: "transport", role: "group", "aria-label": words.region },
      // Another button comes there; nothing moves then.
      play, step, el("span", { class: "slow-place" }), epoch, reset, dice, seed),
    ...facts.nodes,
    el("div", { class: "bar-end" }, iconButton("keep", words.keep, keep), sharing, theme, keys,
      helpButton("page", { large: true, label: words.help })),
    live,
  );

  // A button that is out of use takes no click, and so no key.
  listenToKeys({ play: () => play.click(), step: () => step.click(), reset: () => reset.click(), keys: showKeys });

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

/** How far the training is: the error, which counts, and in small how long it took. */
function createFacts() {
  const words = S.status;
  const numbers = { epoch: el("dd"), step: el("dd"), speed: el("dd"), mse: el("dd") };
  /** Before the numbers: whose they are, while two models are compared. */
  const whose = [el("span"), el("span")];
  /** @type {(kind: keyof typeof numbers, ...name: (Node | string)[]) => HTMLElement} */
  const fact = (kind, ...name) => el("div", { class: `fact fact-${kind}` }, el("dt", {}, ...name), numbers[kind]);
  const [held, error] = words.error;
  const better = el("dd");
  const bar = el("i", { "aria-hidden": "true" });
  const gain = el("div", { class: "fact fact-gain" }, el("dt", {},
    el("span", { class: "visually-hidden", text: words.pca }), bar), better);
  const nodes = [
    el("dl", { class: "score" }, fact("mse", whose[0], el("span", { class: "wide-only", text: held }), error), gain),
    el("dl", { class: "facts" },
      fact("epoch", words.epochs), fact("step", words.steps), fact("speed", whose[1], words.speed)),
  ];

  const changed = changes((/** @type {State} */ { snapshot, views, compare, settings }) =>
    [snapshot, views.history, compare === null, compare?.views.history, settings]);

  /** @param {State} state */
  function update(state) {
    if (!changed(state)) return;
    const { snapshot, compare } = state;
    setText(numbers.epoch, snapshot ? String(snapshot.epoch) : "–");
    setText(numbers.step, snapshot ? format.count(snapshot.step) : "–");
    setText(numbers.speed, format.speed(snapshot?.imagesPerSecond));
    setText(numbers.mse, format.error(heldOutError(state)));
    for (const name of whose) setText(name, compare ? S.compare.ofA : "");
    const share = gainOf(state);
    gain.hidden = share === null;
    if (share === null) return;
    setText(better, words.gain(share));
    bar.style.setProperty("--share", String(Math.max(0, share)));
  }
  return { nodes, update };
}

/**
 * Which share of PCA's error the model does without; null where PCA's is not known.
 * @param {Pick<State, "snapshot" | "views" | "compare">} state
 */
export function gainOf(state) {
  const [error, pca] = [heldOutError(state), state.snapshot?.pcaError];
  return error === null || !pca ? null : 1 - error / pca;
}
