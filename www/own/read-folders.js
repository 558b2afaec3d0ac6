//! What was dropped, as files with their places: folders are walked, files that systems hide are passed over.

/** @typedef {import("./types.js").Source} Source */

/** So many files are looked for at most; how many of them are taken is the intake's to say. */
const MOST = 10_000;

/** What systems leave in folders, and nobody means to bring. @param {string} name */
const isHidden = (name) => name.startsWith(".") || name === "Thumbs.db" || name === "desktop.ini" || name === "__MACOSX";

/**
 * @param {FileSystemEntry[]} entries
 * @returns {Promise<Source[]>} In the order of their names, folder by folder.
 */
export async function walk(entries) {
  /** @type {Source[]} */
  const found = [];

  /** @param {FileSystemEntry} entry @param {boolean} isOuter */
  async function visit(entry, isOuter) {
    if (found.length >= MOST || (!isOuter && isHidden(entry.name))) return;
    const path = entry.fullPath.replace(/^\/+/, "") || entry.name;
    if (entry.isFile) {
      const file = await fileOf(/** @type {FileSystemFileEntry} */ (entry));
      found.push({ file, path });
    } else if (entry.isDirectory) {
      for (const inner of await entriesOf(/** @type {FileSystemDirectoryEntry} */ (entry))) await visit(inner, false);
    }
  }
  for (const entry of entries) await visit(entry, true);
  // One folder alone is the set, and its name no class; of several each may be one.
  const isOne = entries.length === 1 && entries[0].isDirectory;
  return isOne ? found.map(({ file, path }) => ({ file, path: path.replace(/^[^/]*\//, "") })) : found;
}

/** A file that cannot be read is an empty one, which is then refused by its name. @param {FileSystemFileEntry} entry @returns {Promise<Blob>} */
const fileOf = (entry) => new Promise((resolve) => {
  entry.file(resolve, () => resolve(new Blob([])));
});

/**
 * A reader gives some entries at a time, and none at the end.
 * @param {FileSystemDirectoryEntry} folder
 */
async function entriesOf(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const all = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0 || all.length >= MOST) break;
    all.push(...some);
  }
  return all.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}
