//! What comes once training has begun. Where a part does not come, the page does without.

import { applyTheme, onSystemTheme } from "./app/theme.js";
import { ShareSteps } from "./app/share-steps.js";
import { watchClass } from "./class/watch.js";
import { onPrint } from "./print.js";
import { createComparePanel } from "./ui/compare-panel.js";
import { addWorkersField } from "./ui/workers-field.js";

/**
 * @param {import("./keep/page.js").Page} page
 * @param {Awaited<ReturnType<typeof import("./app/address.js").readAddress>>} address
 */
export function bring(page, address) {
  const { store } = page;
  onPrint(store);
  offerComparison(page);
  shareSteps(page);
  watchClass(page);
  onSystemTheme((theme) => {
    applyTheme(theme);
    store.set({ theme });
  });
  /** @type {Promise<unknown>[]} */
  const parts = [
    import("./keep/door.js").then((door) => door.keepRuns(page)),
    import("./past/door.js").then((door) => door.showPast(page)),
    import("./slow/door.js").then((door) => door.offerSlow(page)),
    import("./lessons/door.js").then((door) => door.offerLessons(page)),
  ];
  // Who follows a link to a run, to a lab or to a lesson has come for that.
  if (!address.goal && !address.shown?.lab && (address.shown?.lesson ?? null) === null) {
    parts.push(import("./first-minute/door.js").then((door) => door.explain(page)));
  }
  for (const part of parts) part.catch(() => {});
}

/** @param {import("./keep/page.js").Page} page */
function offerComparison({ store, comparison }) {
  const panel = createComparePanel(/** @type {HTMLElement} */ (document.getElementById("compare")), comparison);
  store.subscribe(panel.update);
  panel.update(store.get());
}

/** @param {import("./keep/page.js").Page} page */
function shareSteps({ store, models }) {
  const share = new ShareSteps(models);
  const update = () => share.want(store.get().workers);
  store.subscribe(update);
  document.addEventListener("visibilitychange", update);
  addWorkersField(store);
  update();
}
