//! Leads to what a lesson talks about, and back to the lesson where that is out of sight then.

import { LESSONS } from "../../strings/lessons.js";
import { textButton } from "../../ui/controls.js";
import { placeOf } from "../lights.js";

/** What can be looked at. */
const FIGURES = ["map", "loss", "reconstructions", "hourglass", "labs", "draw"];
/** So long a smooth way there may take, in ms. */
const WAY = 1000;

/**
 * A button that leads there; nothing where there is no figure.
 * @param {import("../../keep/page.js").Page} page
 * @param {import("../lesson.js").Round} round
 */
export function showMe(page, { light = [], runs }) {
  const { lab } = page.store.get();
  const isLab = lab !== null && runs.some((run) => run.lab === lab);
  const name = isLab ? "labs" : light.find((one) => FIGURES.includes(one));
  return name ? textButton(LESSONS.look, () => leadTo(page, name)) : "";
}

/** @param {import("../../keep/page.js").Page} page @param {string} name */
function leadTo({ actions }, name) {
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const go = (/** @type {Element | null} */ place) => place?.scrollIntoView({ block: "start", behavior });
  const lesson = document.getElementById("lesson");
  go(placeOf(name));
  setTimeout(() => {
    if (!lesson || isInSight(lesson)) return;
    actions.notify({
      id: "to-lesson", tone: "calm", text: LESSONS.away,
      actions: [{ label: LESSONS.toLesson, run: () => go(lesson) }],
    });
    const observer = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      actions.dismiss("to-lesson");
      observer.disconnect();
    });
    observer.observe(lesson);
  }, WAY);
}

/** Whether more of it is seen than its edge. @param {Element} node */
function isInSight(node) {
  const { top, bottom, height } = node.getBoundingClientRect();
  return height === 0 || (bottom > innerHeight / 3 && top < (2 * innerHeight) / 3);
}
