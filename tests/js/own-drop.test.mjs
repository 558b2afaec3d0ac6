//! What is dropped on the page: files and folders in their order, and in words what the browser cannot read.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pictureIn } from "../../www/own/addresses.js";
import { wanted } from "../../www/own/hidden.js";
import { readFolders } from "../../www/own/read-folders.js";
import { WORDS } from "../../www/strings/intake.js";
import { OWN_WORDS } from "../../www/strings/own-notices.js";
import { filesAndFolders } from "../../www/ui/arrivals.js";
import { partly } from "./types.mjs";

const nameOf = (/** @type {string} */ path) => path.split("/").at(-1) ?? "";
const named = (/** @type {string} */ path) => new File(["1"], nameOf(path));

/**
 * An entry of a file, whose reading may fail.
 * @param {string} fullPath
 * @returns {FileSystemFileEntry}
 */
const fileEntry = (fullPath, fails = false) => partly({
  isFile: true, isDirectory: false, fullPath, name: nameOf(fullPath),
  file: (give, fail) => (fails ? fail?.(new DOMException("gone", "NotFoundError")) : give(named(fullPath))),
});

/**
 * An entry of a folder, whose reader gives two entries at a time and may fail in between.
 * @param {string} fullPath
 * @param {FileSystemEntry[]} inner
 * @returns {FileSystemDirectoryEntry}
 */
function folderEntry(fullPath, inner, failsAfter = Infinity) {
  const createReader = () => {
    const left = [...inner];
    return {
      /** @type {FileSystemDirectoryReader["readEntries"]} */
      readEntries: (give, fail) => (inner.length - left.length >= failsAfter
        ? fail?.(new DOMException("closed"))
        : give(left.splice(0, 2))),
    };
  };
  return partly({ isFile: false, isDirectory: true, fullPath, name: nameOf(fullPath), createReader });
}

/** @param {FileSystemEntry | null} entry @param {File | null} file */
const item = (entry, file) => ({ webkitGetAsEntry: () => entry, getAsFile: () => file });
/** What `filesAndFolders` looks for. @returns {DataTransfer} */
const dropOf = (/** @type {object[]} */ items, /** @type {File[]} */ files = []) =>
  /** @type {any} */ ({ items, files });

test("a dropped file is the item's own, even where its entry cannot be read; a folder is an entry", () => {
  const [file, folder] = [named("a.png"), folderEntry("/cats", [])];
  assert.deepEqual(
    filesAndFolders(dropOf([item(fileEntry("/a.png", true), file), item(folder, null), item(null, null)])),
    [file, folder],
  );
  assert.deepEqual(filesAndFolders(dropOf([{ getAsFile: () => file }])), [file], "without entries");
  assert.deepEqual(filesAndFolders(dropOf([], [file])), [file], "without items");
});

test("of folders with very many files the first are looked at, and that is said", async () => {
  const many = (/** @type {string} */ name, /** @type {number} */ count) =>
    folderEntry(`/set/${name}`, Array.from({ length: count }, (_, idx) => fileEntry(`/set/${name}/${idx}.png`)));
  const whole = await readFolders([folderEntry("/set", [many("a", 9990), many("b", 10)])]);
  assert.deepEqual([whole.sources.length, whole.unread], [10_000, []]);
  const cut = await readFolders([folderEntry("/set", [many("a", 9990), many("b", 11)])]);
  const said = { path: WORDS.drop, result: "left-out", images: 0, text: OWN_WORDS.cutFolders(10_000) };
  assert.deepEqual([cut.sources.length, cut.unread], [10_000, [said]]);
  const files = Array.from({ length: 10_001 }, (_, idx) => named(`${idx}.png`));
  assert.equal((await readFolders(files)).sources.length, 10_001, "files that are brought by themselves are all there");
});

test("folders are read through in the order of their names, and what systems hide in them is passed over", async () => {
  const inner = folderEntry(
    "/set/cats",
    ["10.png", "9.png", ".hidden.png"].map((name) => fileEntry(`/set/cats/${name}`)),
  );
  const outer = folderEntry("/set", [fileEntry("/set/Thumbs.db"), inner, fileEntry("/set/a.png")]);
  const alone = await readFolders([outer]);
  assert.deepEqual(
    alone.sources.map(({ path }) => path),
    ["a.png", "cats/9.png", "cats/10.png"],
    "one folder's name is no class",
  );
  const several = await readFolders([named("x.png"), outer]);
  assert.deepEqual(
    several.sources.map(({ path }) => path),
    ["x.png", "set/a.png", "set/cats/9.png", "set/cats/10.png"],
  );
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

test("what systems hide is passed over by name, in any case and in any folder, but for a file by itself", () => {
  const paths = [
    "Cat/Thumbs.db", "Cat/THUMBS.DB", "Cat/.DS_Store", "Cat/._0.jpg", "__MACOSX/Cat/0.jpg", "Desktop.ini", ".git/a.png",
    "Cat/0.jpg", "thumbs.db.png", "a/b.c/.d/e.png",
  ];
  const files = paths.map((path) => ({ path }));
  assert.deepEqual(wanted(files).map(({ path }) => path), ["Cat/0.jpg", "thumbs.db.png"]);
  assert.deepEqual(wanted([{ path: ".a.png" }]), [{ path: ".a.png" }]);
  assert.deepEqual(wanted([]), []);
});

test("a picture that an address holds is a file", async () => {
  const read = async (/** @type {string} */ address) => {
    const file = pictureIn(address);
    return file && [file.type, ...new Uint8Array(await file.arrayBuffer())];
  };
  assert.deepEqual(await read("data:image/png;base64,iVD/"), ["image/png", 0x89, 0x50, 0xff]);
  assert.deepEqual(await read("data:image/png;charset=x;BASE64,iVD%2F"), ["image/png", 0x89, 0x50, 0xff]);
  assert.deepEqual(await read("DATA:image/gif,G%89%ff,"), ["image/gif", 0x47, 0x89, 0xff, 0x2c]);
  const others = ["data:text/html,x", "https://example.org/a.png", "data:image/png;base64,?", "", "data:image/png"];
  for (const other of others) {
    assert.equal(await read(other), null, other);
  }
});
