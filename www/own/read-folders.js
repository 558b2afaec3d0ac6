//! Dropped files and folders as files with their places. Folders are read through; files that systems hide in them are
//! passed over, and what the browser cannot read is told.

import { OWN_WORDS } from "../strings/own-notices.js";

/**
 * @typedef {import("./types.js").Source} Source
 * @typedef {import("./types.js").Outcome} Outcome
 */

/** So many files are looked for at most; how many of them are taken is the intake's to say. */
const MOST = 10_000;

/** What systems leave in folders, and nobody means to bring. @param {string} name */
const isHidden = (name) => name.startsWith(".") || ["Thumbs.db", "desktop.ini", "__MACOSX"].includes(name);

/**
 * @param {(File | FileSystemDirectoryEntry)[]} brought
 * @returns {Promise<{sources: Source[], unread: Outcome[]}>} Files in the order of their names, folder by folder, and
 *   what became of those that could not be read.
 */
export async function readFolders(brought) {
  /** @type {Source[]} */
  const sources = [];
  /** @type {Outcome[]} */
  const unread = [];
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
    if (sources.length >= MOST) return;
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
    else if (sources.length < MOST) sources.push({ file: one, path: one.name });
  }
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
