//! Rewrites the site in a folder for its visitors: `node bundle.js FOLDER`.
//!
//! Scripts that are always loaded together become one file, without comments and long local names: fifty
//! small files would pack worse and arrive one after the other. The files that others name keep their names
//! and their exports.

import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { buildSync, transformSync } from "esbuild";

/** What a page or a worker names. */
const ENTRIES = ["main.js", "ahead.js", "worker.js", "hourglass.js", "charts.js"];

/** @type {import("esbuild").CommonOptions} */
const SMALL = { minify: true, target: "es2022", charset: "utf8", legalComments: "none", logLevel: "warning" };

const folder = process.argv[2];
if (!folder) throw new Error("usage: node bundle.js FOLDER");
const www = join(folder, "www");

const { outputFiles, metafile } = buildSync({
  ...SMALL,
  entryPoints: ENTRIES.map((name) => join(www, name)),
  outdir: www, bundle: true, splitting: true, format: "esm", external: ["./pkg/*"], metafile: true, write: false,
});
for (const path of files(www)) {
  if (path.endsWith(".js") && basename(dirname(path)) !== "pkg") rmSync(path);
}
for (const file of outputFiles) writeFileSync(file.path, file.contents);
for (const path of [...files(join(www, "style")), join(www, "pkg/hourglass.js")]) {
  const loader = path.endsWith(".css") ? "css" : "js";
  writeFileSync(path, transformSync(readFileSync(path, "utf8"), { ...SMALL, loader }).code);
}
preloadAnew(join(folder, "index.html"));

/** Lets the page ask for the bundles at once, and no more for the files that went into them. @param {string} html */
function preloadAnew(html) {
  const main = Object.entries(metafile.outputs).find(([path]) => basename(path) === "main.js");
  const chunks = main?.[1].imports.filter(({ kind, external }) => kind === "import-statement" && !external) ?? [];
  const links = chunks.map(({ path }) => `  <link rel="modulepreload" href="${relative(folder, path)}">`);
  const isStale = (/** @type {string} */ line) => {
    const href = /rel="modulepreload"[^>]*href="([^"]+)"/.exec(line)?.[1];
    return href !== undefined && !existsSync(join(folder, href));
  };
  const lines = readFileSync(html, "utf8").split("\n").filter((line) => !isStale(line));
  const end = lines.findIndex((line) => line.includes("</head>"));
  writeFileSync(html, lines.toSpliced(end, 0, ...links).join("\n"));
}

/** Every file below a folder. @param {string} top @returns {string[]} */
function files(top) {
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
