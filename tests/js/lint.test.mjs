//! A script that runs in a worker is linted as one: the page's globals are unknown there.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ESLint } from "eslint";

const TOP = new URL("../../", import.meta.url);
const eslint = new ESLint({ cwd: fileURLToPath(TOP) });

/**
 * The names in `text` that eslint does not know in that file.
 * @param {string} path
 * @param {string} text
 */
async function unknown(path, text) {
  const [result] = await eslint.lintText(text, { filePath: fileURLToPath(new URL(path, TOP)) });
  const messages = result.messages.filter(({ ruleId }) => ruleId === "no-undef");
  return messages.map(({ message }) => message.split("'")[1]);
}

/**
 * An entry and all files that it imports, and so on, but for the engine's glue, which is generated.
 * @param {string} entry
 */
async function reached(entry) {
  const paths = new Set([entry]);
  for (const path of paths) {
    const url = new URL(path, TOP);
    const code = (await readFile(url, "utf8")).replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
    for (const [, target] of code.matchAll(/(?:^import [^;]*?|import\()"(\.[^"]+)"/gm)) {
      if (!target.includes("/pkg/")) paths.add(new URL(target, url).href.slice(TOP.href.length));
    }
  }
  return [...paths];
}

/** The workers' entries, each with how many files it reaches at least, and one that it reaches last. */
const ENTRIES = {
  "www/worker.js": [9, "www/worker/views.js"],
  "www/own/intake-worker.js": [9, "www/own/worker/take-report.js"],
  "www/labs/lab-worker.js": [8, "www/labs/worker/browser-encoders.js"],
};

for (const [entry, [least, last]] of Object.entries(ENTRIES)) {
  test(`no file that ${entry} imports may name the document`, async () => {
    const paths = await reached(entry);
    assert.ok(paths.length >= Number(least) && paths.includes(String(last)), `only ${paths}`);
    for (const path of paths) {
      const found = await unknown(path, "export const all = [document, window, localStorage, setTimeout];");
      assert.deepEqual([path, found], [path, ["document", "window", "localStorage"]]);
    }
    assert.deepEqual(await unknown(entry, "postMessage(self, WorkerGlobalScope);"), []);
  });
}

test("a file of the page may name the document, and no worker's scope", async () => {
  const text = "export const all = [document, window, localStorage, WorkerGlobalScope];";
  assert.deepEqual(await unknown("www/ui/map-panel.js", text), ["WorkerGlobalScope"]);
});
