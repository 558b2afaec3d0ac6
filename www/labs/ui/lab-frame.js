//! What every lab's widget has: a sentence with a picture, one button, how far it is, and what came of it.

import { LABS } from "../../strings/labs.js";
import { textButton } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";
import { createAge } from "./age.js";
import { createLabActions, createRunButton } from "./lab-actions.js";

/**
 * @typedef {import("../laboratory.js").LabState} LabState
 *
 * @typedef {object} FrameWords
 * @property {string} about One sentence: what this lab shows.
 * @property {string} run The button's.
 * @property {string} again The same once there is a result.
 * @property {string} suits Which model suits it.
 *
 * @typedef {object} FrameParts
 * @property {Node} picture
 * @property {Node[]} controls What is chosen before the button is pressed.
 * @property {Node[]} results
 * @property {() => void} run
 * @property {() => void} cancel
 * @property {() => void} train
 * @property {Suit} suit The model that suits it, with one click.
 * @property {string[]} terms Keys of the words that are explained.
 *
 * @typedef {object} Suit
 * @property {string} label
 * @property {() => void} use
 * @property {(settings: import("../../app/options.js").Settings) => boolean} isMet Whether the model is such a one.
 */

/** @param {FrameWords} words @param {FrameParts} parts */
export function createLabFrame(words, { picture, controls, results, run, cancel, train, suit, terms }) {
  const button = createRunButton(words.run, run);
  const actions = createLabActions(button.node, cancel);
  const why = el("p", { class: "lab-why note", role: "status" });
  const trains = textButton(LABS.train, train, { hidden: true });
  const age = createAge();
  const same = el("p", { class: "note", text: LABS.sameHeldOut, hidden: true });
  const found = el("div", { class: "lab-found", hidden: true }, ...results);
  const suits = el("p", { class: "note lab-suits" }, `${words.suits} `, textButton(suit.label, suit.use));
  const node = el("div", { class: "lab-frame" },
    el("div", { class: "lab-intro" }, picture,
      el("div", { class: "lab-begin" }, el("p", { class: "lab-about", text: words.about }), suits,
        el("div", { class: "lab-controls" }, ...controls),
        actions.node,
        el("div", { class: "lab-says" }, why, trains), same)),
    age.node, found, explained(terms));
  const hide = (/** @type {HTMLElement} */ one, /** @type {boolean} */ isHidden) => {
    // What is hidden loses the focus; the button that begins the run is next to it.
    if (isHidden && one.matches(":focus-within")) button.node.focus();
    one.hidden = isHidden;
  };
  return {
    node,
    /**
     * @param {LabState} lab
     * @param {import("../../app/store.js").State} page
     * @param {boolean} [areOthers] Whether what was found was found with other choices.
     */
    update(lab, page, areOthers = false) {
      hide(suits, suit.isMet(page.pending ?? page.settings));
      const isRunning = lab.phase === "running";
      button.update(lab.found ? words.again : words.run, isRunning);
      actions.update(lab);
      setText(why, lab.why);
      why.classList.toggle("lab-failed", lab.phase === "failed");
      hide(trains, !(lab.phase === "failed" && page.snapshot?.step === 0));
      found.hidden = lab.found === null;
      same.hidden = !page.pack.sameHeldOut;
      age.update(lab, page, areOthers);
    },
  };
}

/** What the words of a lab mean. @param {string[]} terms */
function explained(terms) {
  const all = terms.map((term) => LABS.terms[term]);
  return el("details", { class: "more lab-words" }, el("summary", { text: LABS.words }),
    el("dl", {}, ...all.flatMap(([name, meaning]) => [el("dt", { text: name }), el("dd", { text: meaning })])));
}
