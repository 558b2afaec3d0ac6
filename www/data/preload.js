//! What starts while the page's own scripts are still on their way: the worker, which `app/load-data.js` takes over, and the
//! images that the address asks for. (Links in index.html could only name the same for every address.)

import { HOME, spawnAhead } from "../lib/spawn-worker.js";

/** How the files of a pack begin, and how many dimensions its images have: with their count, three or four. */
const PACKS = new Map(Object.entries({ digits: "mnist/3", fashion: "fashion/3", emoji: "emoji/4" }));

/**
 * The files to fetch at once, those first that are needed first.
 * @param {string} hash The part of the address after `#`, with it.
 */
export function early(hash) {
  const [name, dims] = PACKS.get(new URLSearchParams(hash.slice(1)).get("data") ?? "digits")?.split("/") ?? [];
  if (!name) return [];
  return [`${name}-train-labels.idx1`, `${name}-test-labels.idx1`, `${name}-test-images.idx${dims}`, `${name}-train-images.idx${dims}`].map((file) => `${file}-ubyte.gz`);
}

export const environment = spawnAhead();

for (const file of globalThis.document ? early(location.hash) : []) {
  const href = new URL(`data/${file}`, HOME).href;
  document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "anonymous", fetchPriority: "low", href }));
}
