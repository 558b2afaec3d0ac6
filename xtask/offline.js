//! Lets the site in a folder work without a network, and be installed: `node offline.js FOLDER`. Writes its service
//! worker, with the hash of each file, and its manifest, and marks the page with the version that all this is.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = process.argv[2];
if (!folder) throw new Error("usage: node offline.js FOLDER");
const SOURCE = fileURLToPath(new URL("../www/offline/service-worker.js", import.meta.url));

/** Sandboxed frames have no service worker, and terms are not fetched. */
const LEFT_OUT = /^(www\/sandbox\/|LICENSE-)|\.md$/;
/** Packs that the page does not open with, and the article. */
const LATER = /^(www\/data\/(fashion|emoji)-|article\.html$|www\/style\/article\.css$|www\/article\/)/;

const MANIFEST = {
  name: "Hourglass",
  short_name: "Hourglass",
  description: "See an auto-encoder learn: it trains live in your browser.",
  lang: "en",
  id: "./",
  start_url: "./",
  scope: "./",
  display: "standalone",
  background_color: "#fbfaf7",
  theme_color: "#fbfaf7",
  icons: [
    { src: "www/favicon.svg", type: "image/svg+xml", sizes: "any" },
    { src: "www/icons/icon-192.png", type: "image/png", sizes: "192x192" },
    { src: "www/icons/icon-512.png", type: "image/png", sizes: "512x512" },
    { src: "www/icons/maskable-512.png", type: "image/png", sizes: "512x512", purpose: "maskable" },
  ],
};

writeFileSync(join(folder, "manifest.webmanifest"), JSON.stringify(MANIFEST));
const html = join(folder, "index.html");
const link = '<link rel="manifest" href="manifest.webmanifest">';
const page = readFileSync(html, "utf8").replace(/^.*rel="icon".*$/m, (icon) => `${icon}\n${link}`);
const hashes = hashesOf(readdirSync(folder, { recursive: true, withFileTypes: true }));
const version = hash(page + JSON.stringify(hashes)).slice("sha256-".length).replace(/\W/g, "").slice(0, 16);
const marked = page.replace("<html ", `<html data-version="${version}" `);
if (marked === page || !page.includes(link)) throw new Error("index.html has no place for the version or the manifest");
writeFileSync(html, marked);
const of = (/** @type {boolean} */ isLater) =>
  Object.fromEntries(Object.entries(hashes).filter(([path]) => LATER.test(path) === isLater));
await build({
  entryPoints: [SOURCE],
  outfile: join(folder, "service-worker.js"),
  bundle: true,
  format: "iife",
  minify: true,
  target: "es2022",
  charset: "utf8",
  logLevel: "warning",
  plugins: [{
    name: "files",
    setup({ onLoad }) {
      onLoad({ filter: /offline[\\/]files\.js$/ }, () => ({ contents: `export const VERSION = "${version}";
        export const CORE = ${JSON.stringify(of(false))}; export const LATER = ${JSON.stringify(of(true))};` }));
    },
  }],
});

/**
 * By path; the page itself is known by its mark.
 * @param {import("node:fs").Dirent[]} entries
 * @returns {Record<string, string>}
 */
function hashesOf(entries) {
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const names = paths.map((path) => relative(folder, path).split(sep).join("/")).filter((name) => !LEFT_OUT.test(name));
  return Object.fromEntries(names.sort().map((name) =>
    [name, name === "index.html" ? "" : hash(readFileSync(join(folder, name)))]));
}

/** @param {string | Uint8Array} bytes */
function hash(bytes) {
  return `sha256-${createHash("sha256").update(bytes).digest("base64")}`;
}
