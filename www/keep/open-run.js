//! Opens a kept run: the images first, then the models on them, exactly where they stopped. Nothing of what trains is
//! touched before all of it is there, and the notice's undo brings that back.

import { aboutImages } from "./told.js";
import { KeepError, runOf } from "./about.js";
import { open } from "./keeper.js";
import { putSet } from "./own-set.js";
import { MOST_RUNS, isOnSameImages } from "../app/earlier-runs.js";
import { dismiss, notify } from "../app/notices.js";
import { areOthers, difference } from "../app/options.js";
import { isComplete } from "../app/store.js";
import { KEEP } from "../strings/keep.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("./page.js").Page} Page
 * @typedef {import("./about.js").Run} Run
 * @typedef {import("../app/change-history.js").Before} Before
 */

/** A file that is larger than this is not read, in bytes. */
const MOST_BYTES = 1 << 30;
const ID = "keep-open";

/** One opening after the other, each with its own way back. @type {Promise<unknown>} */
let turn = Promise.resolve();

/** Resolves once no run is on its way into the page. @returns {Promise<unknown>} */
export const openings = () => turn;

/** @template T @param {() => Promise<T>} task @returns {Promise<T>} */
function inTurn(task) {
  const mine = turn.then(task);
  turn = mine.catch(() => {});
  return mine;
}

/**
 * A file that was dropped or chosen. Where it cannot be opened, that is told.
 * @param {Page} page
 * @param {File} file
 */
export async function openFile(page, file) {
  const { store } = page;
  const tell = (/** @type {string} */ text) => notify(store, { id: ID, tone: "error", text });
  if (file.size > MOST_BYTES) return tell(KEEP.notOpened(file.name, KEEP.tooLarge(file.size, MOST_BYTES)));
  notify(store, { id: ID, tone: "calm", text: KEEP.opening(file.name) });
  try {
    await openRun(page, file, (step) => KEEP.opened(file.name, step));
    dismiss(store, ID);
  } catch (cause) {
    tell(KEEP.notOpened(file.name, cause instanceof Error ? cause.message : String(cause)));
  }
  return undefined;
}

/**
 * @param {Page} page
 * @param {Blob} file
 * @param {(step: number) => string} sentence What is said once it is there.
 */
export function openRun(page, file, sentence) {
  const { store, models, actions: { history } } = page;
  return inTurn(async () => {
    await settled(store);
    const opened = await open(file, JSON.stringify(models.first?.info.config ?? {}));
    await settled(store);
    const run = runOf(opened, store.get());
    const { before, set, ...old } = await become(page, run);
    const came = store.get().own?.version;
    const back = () => inTurn(async () => {
      await become(page, { ...old, images: set?.before ?? null });
      // Where the visitor had no images those of the file go again, but for a set that has become the visitor's own.
      if (set?.isNew && store.get().own?.version === came) await set.undo();
    });
    const text = [sentence(models.first?.step ?? 0), aboutImages(run, store.get())].filter(Boolean).join(" ");
    history.keepAll({ ...before, second: null, back }, text);
  });
}

/**
 * The page becomes a run.
 * @param {Page} page
 * @param {Run} run
 */
async function become(page, run) {
  const { store, actions } = page;
  await settled(store);
  await actions.settled();
  const now = store.get();
  const before = actions.history.capture();
  const [model, compared] = await Promise.all([before.first.file, before.second?.file ?? null]);
  const set = run.images && await putSet(page, run.images);
  try {
    const isElsewhere = areOthers(run.settings, now.settings) || run.settings.data === "own";
    if (isElsewhere) await switchImages(store, run.settings, keptOf(run, now, false));
    await putModels(page, run);
  } catch (cause) {
    await set?.undo();
    throw cause;
  }
  return {
    before, set, settings: before.first.settings, second: now.compare, shown: now, model, compared, trainedOn: null,
    clock: before.clock, marks: before.marks, isTraining: now.run === "training" || now.run === "waiting",
    earlier: now.earlierRuns.filter((one) => isOnSameImages(one, now.pack)),
  };
}

/**
 * The models out of a run, on the images that are there.
 * @param {Page} page
 * @param {Run} run
 */
async function putModels({ store, models, actions, comparison }, run) {
  if (run.second) {
    await comparison.open();
    // A second model is given the images that have come.
    await holds(store, isComplete);
    dismiss(store, "compare");
  }
  await actions.history.bringBack(keptOf(run, store.get(), true), run.isTraining);
  if (!models.first) throw new KeepError(KEEP.unexpected);
  const { showManifold, mapDims, onlyClass, filters, logLoss, errorChosen, lab } = { ...store.get(), ...run.shown };
  store.set({ showManifold, mapDims, onlyClass, filters, logLoss, errorChosen, lab, probe: null });
  if (run.second && store.get().compare) {
    comparison.side.set({ showManifold: run.second.showManifold, mapDims: run.second.mapDims });
  }
}

/**
 * A run as what the page can bring back.
 * @param {Run} run
 * @param {State} state
 * @param {boolean} withSecond
 * @returns {Before}
 */
function keptOf({ settings, second, model, compared, clock, marks, earlier }, { earlierRuns, pack }, withSecond) {
  const known = new Set(earlier.map(({ key }) => key));
  const all = [...earlierRuns.filter(({ key }) => !known.has(key)), ...earlier.map((one) => ({ ...one, pack }))];
  return {
    first: { settings, file: Promise.resolve(model) },
    second: withSecond && second ? { settings: second.settings, file: Promise.resolve(compared) } : null,
    earlierRuns: all.slice(-MOST_RUNS).map((one, id) => ({ ...one, id })), clock, marks, isOpened: true,
  };
}

/**
 * Other images, with the model on them. Rejects where they do not come; why, the page has told then.
 * @param {import("../app/store.js").Store<State>} store
 * @param {import("../app/options.js").Settings} wanted
 * @param {Before} back
 * @returns {Promise<void>}
 */
function switchImages(store, wanted, back) {
  return new Promise((resolve, reject) => {
    let hasCome = false;
    const stopHearing = store.on("replaced", () => (hasCome = true));
    store.emit("switch-data", { wanted, back });
    const stop = store.subscribe(({ switching, settings }) => {
      if (switching && !hasCome) return;
      stop();
      stopHearing();
      if (hasCome && difference(settings, wanted).length === 0) return resolve();
      const told = store.get().notices.find(({ id }) => id === "switch")?.text;
      dismiss(store, "switch");
      return reject(new KeepError(told ?? KEEP.notSwitched));
    });
  });
}

/** Resolves once a model stands, or none will. @param {Page["store"]} store */
async function settled(store) {
  await holds(store, ({ phase, switching }) => phase !== "loading" && switching === null);
  if (store.get().phase !== "ready") throw new KeepError(KEEP.notReady);
}

/** @param {Page["store"]} store @param {(state: State) => boolean} isSo @returns {Promise<void>} */
function holds(store, isSo) {
  return new Promise((resolve) => {
    if (isSo(store.get())) return resolve();
    const stop = store.subscribe((state) => {
      if (!isSo(state)) return;
      stop();
      resolve();
    });
  });
}
