//! The door to the time line, fetched once training has begun.

import { HOME } from "../lib/spawn-worker.js";
import { PAST } from "../strings/past.js";
import { loadStyle } from "../ui/dom.js";
import { PastRun } from "./past-run.js";
import { TimeLine } from "./time-line.js";
import { showTrails } from "./trails.js";
import { Way } from "./way.js";

/** Shows the time line in its place. To be called once. @param {import("../keep/page.js").Page} page */
export async function showPast(page) {
  const place = document.getElementById("past");
  if (!place) throw new Error("the page has no place for its time line");
  const { store } = page;
  const way = new Way(page, () => line.renew());
  const past = new PastRun(page, way, {
    shown: (seen, isExact) => line.shown(seen, isExact), failed: (cause) => line.failed(cause),
    died: () => line.died(),
  });
  const line = new TimeLine(page, way, past);
  const trails = showTrails(page, way);
  way.update(); // From here on rungs are kept.
  await loadStyle(new URL("style/past.css", HOME));
  place.setAttribute("aria-label", PAST.title);
  place.append(...line.nodes);
  const update = () => {
    way.update();
    line.update(store.get());
    trails.update(store.get());
  };
  store.subscribe(update);
  update();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    line.letGo();
    past.end();
  });
}
