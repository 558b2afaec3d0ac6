//! The door to what keeps a run: fetched once training has begun, or when it is wanted before. Each part comes when it
//! is asked for.

/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("./autosave.js").RunAutosave} RunAutosave */

/** @type {Promise<RunAutosave> | null} */
let autosave = null;

/** What keeps the run by itself; the first call begins it. @param {Page} page */
export function keepRuns(page) {
  autosave ??= import("./autosave.js").then(({ RunAutosave }) => {
    const made = new RunAutosave(page);
    void made.start();
    furnish(page, made).catch(() => {});
    return made;
  });
  autosave.catch(() => (autosave = null)); // The next call tries again.
  return autosave;
}

/**
 * Gives the figures their buttons, and lets the page work without a network. It does without either, too.
 * @param {Page} page
 * @param {RunAutosave} kept
 */
async function furnish(page, kept) {
  const buttons = import("./plot-buttons.js").then(({ decoratePlots }) =>
    decoratePlots(page, () => void keep(page, "film").catch(page.actions.explain)));
  const { keepOffline } = await import("./offline.js");
  await Promise.all([buttons, keepOffline({
    notify: page.actions.notify, beforeReload: () => kept.write(true),
    keep: () => void keep(page).catch(page.actions.explain),
  })]);
}

/**
 * Opens the dialog.
 * @param {Page} page
 * @param {"film"} [at] Where it begins; at its top without this.
 */
export async function keep(page, at) {
  const [{ showKeep }, kept] = await Promise.all([import("./dialog.js"), keepRuns(page)]);
  await showKeep(page, kept, at);
}

/** Files that come to the page. @param {Page} page @param {import("../ui/arrivals.js").Arrival} arrival */
export async function receive(page, arrival) {
  const arrivals = await import("./arrivals.js").catch(() => null);
  if (arrivals) await arrivals.receive(page, arrival);
  else page.own.receive(arrival);
}
