//! Another branch: the first model becomes what it was at an earlier step, and goes on from there.

import { optionOf } from "../app/options.js";
import { clockFor } from "../app/run-clock.js";
import { PLACES, settingsOf } from "../embed/config-settings.js";
import { PAST } from "../strings/past.js";

/**
 * @typedef {import("../app/options.js").Settings} Settings
 * @typedef {import("../keep/page.js").Page} Page
 */

/**
 * Goes on from a step. The run that trained until now stays as an earlier one, and Undo brings it back.
 * @param {Page} page
 * @param {import("./way.js").Way} way
 * @param {import("./past-run.js").PastRun} past
 * @param {number} step
 */
export async function goOnFrom({ store, actions }, way, past, step) {
  const { history } = actions;
  const { version } = way;
  const { bytes, config } = await past.fileAt(step);
  await actions.settled();
  // Another model was on its way already, whose settings are shown by now.
  if (way.version !== version || store.get().switching) throw new DOMException("Another model came", "AbortError");
  const { settings, earlierRuns, clock, marks } = store.get();
  const before = history.capture();
  const [whole, { id }, newest] = [way.upTo(), way, earlierRuns.at(-1)?.id ?? -1];
  way.expect(way.upTo(step));
  try {
    await history.bringBack({
      first: { settings: settingsAt(config, settings), file: Promise.resolve(bytes) }, second: null, earlierRuns,
      clock: { ...clockFor(clock, "paused"), isWhole: false }, marks: marks.filter((mark) => mark.step < step),
    });
  } catch (cause) {
    way.expect(null);
    throw cause;
  }
  // Runs of the same settings take each other's place in the list, and this one is to stand beside its branch.
  const runs = store.get().earlierRuns.map((run) =>
    (run.id > newest ? { ...run, key: `${run.key} ${run.id}`, isTrunk: true } : run));
  store.set({ earlierRuns: runs });
  const isBeside = runs.some(({ id }) => id > newest);
  history.keepAll({ ...before, second: null }, isBeside ? PAST.wentOnBeside(step) : PAST.wentOn(step));
  way.leave(whole, await before.first.file, id);
}

/**
 * The settings as they were: what can be steered may have been since.
 * @param {object} config Of the model at that step.
 * @param {Settings} settings Of now.
 * @returns {Settings}
 */
function settingsAt(config, settings) {
  const then = settingsOf(JSON.stringify(config), settings) ?? settings;
  const steered = Object.values(PLACES).filter((key) => optionOf(key).live);
  return { ...settings, ...Object.fromEntries(steered.map((key) => [key, then[key]])) };
}
