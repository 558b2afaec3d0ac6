//! Of which model a result is, where that is not the model as it is now.

import { LABS } from "../../strings/labs.js";
import { el, setText } from "../../ui/dom.js";

/** A model that has trained so many times as long is another one than what was found is of. */
const OLDER = 1.1;

/** A line above a result: of which model it is, and whether it was found with other choices. */
export function createAge() {
  const node = el("p", { class: "note lab-stale", role: "status", hidden: true });
  return {
    node,
    /**
     * @param {import("../laboratory.js").LabState} lab
     * @param {import("../../app/store.js").State} page
     * @param {boolean} areOthers Whether what was found was found with other choices.
     */
    update(lab, page, areOthers) {
      // Of another model or other images, it is clear that the choices may be others too.
      const isComparable = lab.found !== null && lab.phase !== "running" && !lab.isStale;
      const age = ageOf(lab, page.snapshot?.step ?? 0);
      const notes = [age, isComparable && areOthers ? LABS.others : ""].filter(Boolean);
      node.hidden = notes.length === 0;
      setText(node, notes.join(" "));
    },
  };
}

/**
 * @param {Pick<import("../laboratory.js").LabState, "found" | "step" | "isStale">} lab
 * @param {number} now The step of the page's model.
 */
export function ageOf({ found, step, isStale }, now) {
  if (found === null) return "";
  if (isStale) return LABS.stale;
  return step !== null && now > OLDER * step ? LABS.older(step, now) : "";
}
