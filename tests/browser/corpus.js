//! The files of tests/corpus and how they come onto the page: dropped, as a visitor drops them.

import { readFile, readdir, writeFile } from "node:fs/promises";
import { OWN } from "../../www/strings/own.js";

const FOLDER = new URL("../corpus/", import.meta.url);
/** Checked into a repository, this name would trouble some systems. */
const ODD_NAME = "<img src=x onerror=alert(1)> “名前” 100%.png";

/**
 * @typedef {object} Brought A file to be made on the page: `start`, then `fill` so many `times`.
 * @property {string} path
 * @property {string} start Base64.
 * @property {string} [fill] Text.
 * @property {number} [times]
 *
 * @typedef {import("../../www/own/types.js").Outcome} Outcome
 */

/**
 * One file of the corpus, under another name if one is given.
 * @param {string} name
 * @param {string} [path]
 * @returns {Promise<Brought>}
 */
export async function file(name, path = name) {
  return { path, start: (await readFile(new URL(`files/${name}`, FOLDER))).toString("base64") };
}

/** All of it, in the order of the names; what would be large is made here. @returns {Promise<Brought[]>} */
export async function corpus() {
  const names = await readdir(new URL("files/", FOLDER));
  const files = await Promise.all(names.map((name) => file(name, name === "png-odd-name.png" ? ODD_NAME : name)));
  const row = `${",0".repeat(500)}${",255".repeat(500)}`;
  const million = { start: Buffer.from(row.slice(1)).toString("base64"), fill: row, times: 999 };
  files.push({ path: "csv-million-columns.csv", ...million });
  files.push({ path: "csv-two-million-columns.csv", ...million, times: 1999 });
  files.push({ ...(await file("png-good.png")), path: "png-26-megabytes.png", fill: "\0", times: 26 << 20 });
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const OUTCOMES = new URL("outcomes.json", FOLDER);

/** What the page makes of each file, and of what it holds, in the order of the drop. @returns {Promise<Outcome[]>} */
export async function outcomes() {
  return JSON.parse(await readFile(OUTCOMES, "utf8"));
}

/** Writes what the page makes of them now, to be read before it is believed. @param {Outcome[]} all */
export async function record(all) {
  await writeFile(OUTCOMES, `[\n${all.map(({ path, result, images, text }) => JSON.stringify({ path, result, images, text })).join(",\n")}\n]\n`);
}

/** An outcome as the page's list tells it. @param {Outcome} outcome */
export function line({ path, result, images, text }) {
  const count = images > 1 ? ` (${OWN.report.images(images)})` : "";
  return `${path}: ${OWN.report.results[result]}${count}${text ? `. ${text}` : ""}`;
}

/**
 * Brings files as a drop or a paste does.
 * @param {import("@playwright/test").Page} page
 * @param {Brought[]} files
 * @param {"drop" | "paste"} how
 */
async function bring(page, files, how) {
  await page.evaluate(([given, way]) => {
    const transfer = new DataTransfer();
    for (const { path, start, fill = "", times = 0 } of given) {
      const bytes = Uint8Array.from(atob(start), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes, fill.repeat(times)], path));
    }
    const target = document.body;
    if (way === "paste")
      target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
    else
      for (const type of ["dragenter", "dragover", "drop"])
        target.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, /** @type {const} */ ([files, how]));
}

/** @param {import("@playwright/test").Page} page @param {Brought[]} files */
export const drop = (page, files) => bring(page, files, "drop");

/** @param {import("@playwright/test").Page} page @param {Brought[]} files */
export const paste = (page, files) => bring(page, files, "paste");
