//! Files that come to the page: a kept run is opened, everything else goes on to the visitor's set.

import { openFile } from "./open-run.js";
import { isNamedRun, isRun } from "./sniff.js";
import { KEEP } from "../strings/keep.js";

/** Of more files than this only the names are looked at: they are pictures. */
const MOST_FILES = 8;

/** What came before is looked at before, so that runs are opened in the order in which they come. */
let looked = Promise.resolve();

/**
 * @param {import("./page.js").Page} page
 * @param {import("../ui/arrivals.js").Arrival} arrival
 */
export async function receive(page, arrival) {
  const { brought } = arrival;
  const looking = looked.then(() => runsOf(brought));
  looked = looking.then(() => {}, () => {});
  const runs = await looking;
  const isRest = (/** @type {unknown} */ one) => !(/** @type {unknown[]} */ (runs)).includes(one);
  const rest = brought.filter(isRest);
  if (runs.length === 0 || rest.length > 0) page.own.receive({ ...arrival, brought: rest });
  if (runs.length > 1) page.actions.notify({ id: "keep-many", tone: "calm", text: KEEP.oneRun(runs[0].name) });
  if (runs.length > 0) await openFile(page, runs[0]);
}

/** @param {import("../ui/arrivals.js").Arrival["brought"]} brought */
async function runsOf(brought) {
  const isFew = brought.length <= MOST_FILES;
  const found = await Promise.all(brought.map(async (one) => {
    if (!(one instanceof File) || !(isFew || isNamedRun(one.name))) return [];
    // A file that cannot be read is told where it would have gone.
    return await isRun(one).catch(() => false) ? [one] : [];
  }));
  return found.flat();
}
