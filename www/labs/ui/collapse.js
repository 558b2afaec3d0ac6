//! That all codes are alike, and what helps.

import { KL } from "../../strings/kl.js";
import { textButton } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";
import { smallerBeta } from "../../ui/kl-bars.js";

/**
 * @param {import("../laboratory.js").Laboratory} laboratory
 * @param {string} words What is said of a code that is no distribution.
 */
export function createCollapse(laboratory, words) {
  const text = el("span");
  const lower = textButton("", () => beta !== null && laboratory.use({ beta }));
  const node = el("p", { class: "lab-failed", role: "status", hidden: true }, text, " ", lower);
  /** @type {number | null} */
  let beta = null;
  return {
    node,
    /**
     * @param {{inUse?: number, kind: "plain" | "variational"}} found How many numbers of the code tell images apart,
     *   and the kind of code.
     * @param {import("../../app/store.js").State} page
     */
    show({ inUse, kind }, { settings }) {
      const isVariational = kind === "variational";
      const isGone = inUse === 0;
      beta = isVariational && settings.beta > 0 ? smallerBeta(settings.beta) : null;
      node.hidden = !isGone;
      setText(text, isGone ? (isVariational ? KL.collapsed : words) : "");
      lower.hidden = beta === null;
      if (beta !== null) setText(lower, KL.lower(beta));
    },
  };
}
