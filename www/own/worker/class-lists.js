//! Tables of names and labels that lie beside pictures: they say which class each picture has.

import { isNamed } from "../../lib/protocol.js";
import { WORDS } from "../../strings/intake.js";
import { START, kindOf } from "./list-files.js";
import { mayBePicture } from "./plan.js";

/** @typedef {import("./plan.js").Listed} Listed */

/** How tables of text are called; in an archive nothing else tells them before they are unpacked. */
const TABLE = /\.(csv|tsv|txt)$/i;

/**
 * Gives pictures the classes that a list among the files names; a list wins over folders, and the first over others.
 * @param {import("./engine.js").IntakeEngine} engine
 * @param {Listed[]} items
 * @param {import("./take-report.js").TakeReport} report
 * @returns {Promise<Listed[]>}
 */
export async function withClasses(engine, items, report) {
  const mayBeList = (/** @type {Listed} */ { at, kind, path }) => kind === "csv" || (at[1] >= 0 && TABLE.test(path));
  const pictures = items.filter((item) => mayBePicture(item) && !mayBeList(item));
  if (pictures.length === 0) return items;
  const paths = pictures.map(({ path }) => path);
  /** @type {Map<Listed, string>} */
  const folders = new Map();
  /** @type {Map<Listed, string>} */
  const lists = new Map();
  for (const item of items) {
    if (!mayBeList(item) || item.refused !== undefined || report.isCancelled) continue;
    report.reading(item.at);
    const classes = await classesIn(engine, item, paths, report);
    if (!classes) continue;
    lists.set(item, WORDS.classesOf(classes.filter((name) => name !== null).length, pictures.length));
    classes.forEach((name, idx) => name !== null && !folders.has(pictures[idx]) && folders.set(pictures[idx], name));
  }
  return items.map((item) => {
    return { ...item, folder: folders.get(item) ?? item.folder, list: lists.get(item) };
  });
}

/**
 * For each path the class that a file says it has, or null; null alone where the file is no such list.
 * @param {import("./engine.js").IntakeEngine} engine
 * @param {Listed} item
 * @param {string[]} paths
 * @param {import("./take-report.js").TakeReport} report
 */
async function classesIn(engine, item, paths, report) {
  try {
    const bytes = await item.bytes();
    if (kindOf(engine, bytes.subarray(0, START), bytes.length) !== "csv") return null;
    const file = new engine.glue.DataFile(bytes);
    const found = file.fileClasses(paths);
    file.free();
    if (!found) return null;
    const [labels, names] = [found.labels(), found.classNames()];
    found.free();
    const classes = Array.from(labels, (label) => names[label] ?? null);
    return classes.some((name) => name !== null) ? classes : null;
  } catch (error) {
    if (!isNamed(error)) throw report.trapped(error, item.at);
    return null; // What is wrong with the file is said when its turn comes.
  }
}
