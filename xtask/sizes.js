//! Prints `RAW GZIP<tab>PATH` for every file below a folder: `node sizes.js FOLDER`.

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";

const folder = process.argv[2];
if (!folder) throw new Error("usage: node sizes.js FOLDER");

const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();

for (const path of paths) {
  const bytes = readFileSync(path);
  const packed = gzipSync(bytes, { level: 9 });
  console.log(`${bytes.length} ${packed.length}\t${relative(folder, path)}`);
}
