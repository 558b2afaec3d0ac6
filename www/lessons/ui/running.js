//! How far a lesson's runs are.

import { LESSONS } from "../../strings/lessons.js";
import { LABS } from "../../strings/labs.js";
import { textButton } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";

/** @param {() => void} stop */
export function createRunning(stop) {
  const what = el("p", { role: "status" });
  const bar = el("progress", { max: 1, value: 0, "aria-label": LESSONS.progress });
  const button = textButton(LESSONS.stop, stop);
  const node = el("div", { class: "lesson-running", hidden: true }, what,
    el("div", { class: "lesson-row" }, bar, button));
  return {
    node,
    /** Takes the focus of what has begun it. */
    take: () => button.focus({ preventScroll: true }),
    /**
     * @param {import("../player.js").Playing["running"]} how
     * @param {import("../lesson.js").Run[]} runs
     */
    update(how, runs) {
      node.hidden = how === null;
      if (!how) return;
      const run = runs[how.idx];
      const doing = how.what === "train" ? LESSONS.running(run.label)
        : how.what === "lab" ? LESSONS.inLab(LABS.titles[String(run.lab)].title) : LESSONS.measuring;
      setText(what, how.what === "train" && how.isPaused && how.step > 0 ? LESSONS.paused : doing);
      const share = how.what === "train" ? Math.min(1, how.step / run.steps) : 1;
      bar.value = (how.idx + share) / runs.length;
    },
  };
}
