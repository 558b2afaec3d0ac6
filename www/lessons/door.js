//! The door to the lessons: fetched once training has begun; the rest when a lesson is wanted.

import { HOME } from "../lib/spawn-worker.js";
import { LESSONS } from "../strings/lessons.js";
import { textButton } from "../ui/controls.js";
import { loadStyle } from "../ui/dom.js";

/** @typedef {import("../keep/page.js").Page} Page */

/** @param {Page} page */
export function offerLessons(page) {
  const { store, actions } = page;
  const open = textButton(LESSONS.title, () => store.set({ lesson: 0 }), { class: "text-button lessons-open" });
  document.querySelector(".lessons-place")?.append(open);
  /** @type {Promise<unknown> | null} */
  let coming = null;
  const look = () => {
    const { lesson, stays } = store.get();
    open.hidden = stays !== null && lesson === null;
    if (lesson === null || coming) return;
    coming = Promise.all([import("./panel.js"), loadStyle(new URL("style/lessons.css", HOME))])
      .then(([{ createLessonsPanel }]) => createLessonsPanel(page, open))
      .catch((cause) => {
        coming = null;
        store.set({ lesson: null });
        actions.explain(cause);
      });
  };
  store.subscribe(look);
  look();
}
