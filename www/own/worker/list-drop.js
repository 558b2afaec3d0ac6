//! All files of a drop, those in archives too: one after the other, or at once with the classes that lists name.

import { withClasses } from "./class-lists.js";
import { items } from "./list-files.js";

/**
 * @typedef {import("./plan.js").Listed} Listed
 *
 * @typedef {object} Drop
 * @property {import("./engine.js").IntakeEngine} engine
 * @property {import("../types.js").Source[]} sources
 * @property {import("./list-files.js").Archives} archives
 * @property {import("./batch.js").Batch} batch
 * @property {import("./take-report.js").TakeReport} report
 * @property {Set<string> | null} wanted paths of what is wanted; null for everything
 */

/**
 * One after the other. A worker that goes on lists all of them again, so that it finds the same classes.
 * @param {Drop} drop
 * @returns {AsyncGenerator<Listed>}
 */
export async function* listed({ engine, sources, archives, batch, report, wanted }) {
  const standing = { next: /** @type {const} */ ([0, -1]), total: sources.length };
  const lister = { standing, isRefused: (/** @type {Listed["at"]} */ at) => batch.isRefused(at) };
  report.reading([0, -1]);
  for await (const item of items(engine, sources, archives, lister, report)) {
    if (report.isCancelled) return;
    batch.standing.total = standing.total;
    if (wanted === null || wanted.has(item.path)) yield item;
    // An archive is opened when the files before it are listed.
    report.reading([item.at[0] + 1, -1]);
  }
}

/** At once. @param {Drop} drop */
export async function list(drop) {
  const { engine, batch, report, wanted } = drop;
  /** @type {Listed[]} */
  const all = [];
  for await (const item of listed(drop)) {
    all.push(item);
    report.progress(batch.standing);
  }
  return wanted ? all : withClasses(engine, all, report);
}
