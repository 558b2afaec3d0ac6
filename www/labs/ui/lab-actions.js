//! What every run of a lab has: the button that begins it, how far it is, how long the rest takes, and its end.

import { LABS } from "../../strings/labs.js";
import { textButton } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";

/**
 * @param {HTMLButtonElement} button It begins the run, and gets the focus when that is stopped.
 * @param {() => void} cancel
 * @param {...(Node | string)} more What else stands in the row.
 */
export function createLabActions(button, cancel, ...more) {
  const stop = textButton(LABS.cancel, () => {
    cancel();
    // It is hidden now; the focus stays near.
    button.focus();
  }, { hidden: true });
  const bar = el("progress", { max: 1, value: 0, hidden: true, "aria-label": LABS.progress });
  const left = el("span", { class: "note" });
  return {
    node: el("div", { class: "lab-actions" }, button, stop, bar, left, ...more),
    /** @param {import("../laboratory.js").LabState} lab */
    update({ phase, share, secondsLeft }) {
      const isRunning = phase === "running";
      stop.hidden = bar.hidden = !isRunning;
      // Without a share it moves to and fro.
      if (share > 0) bar.value = share;
      else bar.removeAttribute("value");
      setText(left, isRunning && secondsLeft !== null ? LABS.left(secondsLeft) : "");
    },
  };
}

/**
 * A button that begins a run, and does nothing while one is under way. It is not disabled then, so that the focus stays
 * where it is.
 * @param {string} text
 * @param {() => void} run
 * @param {string} [look] Its class beside the usual one.
 */
export function createRunButton(text, run, look = "") {
  const isBusy = () => node.getAttribute("aria-disabled") === "true";
  const node = el("button", {
    type: "button", class: `lab-run ${look}`.trim(), text, onclick: () => {
      if (!isBusy()) run();
    },
  });
  return {
    node,
    /** @param {string} words @param {boolean} isRunning */
    update(words, isRunning) {
      setText(node, words);
      node.setAttribute("aria-disabled", String(isRunning));
    },
  };
}
