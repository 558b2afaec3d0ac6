//! What is dropped on the page: files and folders in their order, and in words what the browser cannot read.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readFolders } from "../../www/own/read-folders.js";
import { OWN_WORDS } from "../../www/strings/own-notices.js";
import { filesAndFolders } from "../../www/ui/arrivals.js";

const named = (path) => new File(["1"], path.split("/").at(-1));
/** An entry of a file, whose reading may fail. */
const fileEntry = (fullPath, fails = false) => ({
  isFile: true, isDirectory: false, fullPath, name: fullPath.split("/").at(-1),
  file: (give, fail) => (fails ? fail(new DOMException("gone", "NotFoundError")) : give(named(fullPath))),
});
/** An entry of a folder, whose reader gives two entries at a time and may fail in between. */
function folderEntry(fullPath, inner, failsAfter = Infinity) {
  const createReader = () => {
    const left = [...inner];
    return { readEntries: (give, fail) => (inner.length - left.length >= failsAfter ? fail(new Error("closed")) : give(left.splice(0, 2))) };
  };
  return { isFile: false, isDirectory: true, fullPath, name: fullPath.split("/").at(-1), createReader };
}
const item = (entry, file) => ({ webkitGetAsEntry: () => entry, getAsFile: () => file });

test("a dropped file is the item's own, even where its entry cannot be read; a folder is an entry", () => {
  const [file, folder] = [named("a.png"), folderEntry("/cats", [])];
  assert.deepEqual(filesAndFolders({ items: [item(fileEntry("/a.png", true), file), item(folder, null), item(null, null)], files: [] }), [file, folder]);
  assert.deepEqual(filesAndFolders({ items: [{ getAsFile: () => file }], files: [] }), [file], "without entries");
  assert.deepEqual(filesAndFolders({ items: [], files: [file] }), [file], "without items");
});

test("folders are read through in the order of their names, and what systems hide in them is passed over", async () => {
  const inner = folderEntry("/set/cats", ["10.png", "9.png", ".hidden.png"].map((name) => fileEntry(`/set/cats/${name}`)));
  const outer = folderEntry("/set", [fileEntry("/set/Thumbs.db"), inner, fileEntry("/set/a.png")]);
  const alone = await readFolders([outer]);
  assert.deepEqual(alone.sources.map(({ path }) => path), ["a.png", "cats/9.png", "cats/10.png"], "one folder's name is no class");
  const several = await readFolders([named("x.png"), outer]);
  assert.deepEqual(several.sources.map(({ path }) => path), ["x.png", "set/a.png", "set/cats/9.png", "set/cats/10.png"]);
  assert.deepEqual([alone.unread, several.unread], [[], []]);
});

test("what cannot be read in a folder is refused in words, and is no empty file", async () => {
  const entries = ["1.png", "2.png", "3.png"].map((name, idx) => fileEntry(`/set/cats/${name}`, idx === 1));
  const { sources, unread } = await readFolders([folderEntry("/set", [folderEntry("/set/cats", entries, 2)])]);
  assert.deepEqual(sources.map(({ path }) => path), ["cats/1.png"]);
  assert.deepEqual(unread, [
    { path: "cats", result: "refused", images: 0, text: OWN_WORDS.unreadFolder },
    { path: "cats/2.png", result: "refused", images: 0, text: OWN_WORDS.unreadFile },
  ]);
});
