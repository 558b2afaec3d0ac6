//! Dropped files and folders as files with their places. Folders are read through; files that systems hide in them are
//! passed over, and what the browser cannot read is told.

import { fromTexts } from "./addresses.js";
import { isHidden } from "./hidden.js";
import { WORDS } from "../strings/intake.js";
import { OWN_WORDS } from "../strings/own-notices.js";

/**
 * @typedef {import("./types.js").Source} Source
 * @typedef {import("./types.js").Outcome} Outcome
 */

/**
 * So many files are looked for in folders at most, since a browser gives them one by one. How many of them are taken is
 * the intake's to say.
 */
const MOST = 10_000;

/**
 * @param {(File | FileSystemDirectoryEntry)[]} brought
 * @param {readonly string[]} [texts] What came along, of which something is made where there are no files.
 * @returns {Promise<{sources: Source[], unread: Outcome[]}>} Files in the order of their names, folder by folder, and
 *   what became of those that could not be read.
 */
export async function readFolders(brought, texts = []) {
  if (brought.length === 0) return fromTexts(texts);
  /** @type {Source[]} */
  const sources = [];
  /** @type {Outcome[]} */
  const unread = [];
  let isCut = false;
  // One folder alone is the set, and its name no class; of several folders each may be a class.
  const isSet = brought.length === 1 && !(brought[0] instanceof Blob);
  const placeOf = (/** @type {FileSystemEntry} */ { fullPath, name }) => {
    const path = fullPath.replace(/^\/+/, "") || name;
    return isSet ? path.replace(/^[^/]*\//, "") : path;
  };
  const refuse = (/** @type {string} */ path, /** @type {string} */ text) =>
    unread.push({ path, result: "refused", images: 0, text });

  /** @param {FileSystemEntry} entry */
  async function visit(entry) {
    if (sources.length >= MOST) {
      isCut = true;
      return;
    }
    const path = placeOf(entry);
    if (entry.isFile) {
      const file = await fileOf(/** @type {FileSystemFileEntry} */ (entry));
      if (file) sources.push({ file, path });
      else refuse(path, OWN_WORDS.unreadFile);
    } else if (entry.isDirectory) {
      const { inner, isWhole } = await entriesOf(/** @type {FileSystemDirectoryEntry} */ (entry));
      if (!isWhole) refuse(path, OWN_WORDS.unreadFolder);
      for (const one of inner) if (!isHidden(one.name)) await visit(one);
    }
  }

  for (const one of brought) {
    if (!(one instanceof Blob)) await visit(one);
    else sources.push({ file: one, path: one.name });
  }
  if (isCut) unread.push({ path: WORDS.drop, result: "left-out", images: 0, text: OWN_WORDS.cutFolders(MOST) });
  return { sources, unread };
}

/** Null where the browser cannot read it. @param {FileSystemFileEntry} entry @returns {Promise<File | null>} */
const fileOf = (entry) => new Promise((resolve) => entry.file(resolve, () => resolve(null)));

/**
 * What a folder holds, sorted by name. A reader gives some entries at a time, and none at the end.
 * @param {FileSystemDirectoryEntry} folder
 */
async function entriesOf(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const inner = [];
  let isWhole = true;
  while (inner.length < MOST) {
    /** @type {FileSystemEntry[] | null} */
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve(null)));
    isWhole = some !== null;
    if (!some || some.length === 0) break;
    inner.push(...some);
  }
  inner.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  return { inner, isWhole };
}
