//! What starts while the page's own scripts are still on their way: the worker, which `app/load-data.js` takes over,
//! and the images that the address asks for. (Links in index.html could only name the same images for every address.)

import { HOME, spawnAhead } from "../lib/spawn-worker.js";
import { isBuiltIn, PACKS } from "./pack-table.js";

/**
 * The files to fetch at once, those first that are needed first.
 * @param {string} hash The part of the address after `#`, with it.
 */
export function early(hash) {
  const name = new URLSearchParams(hash.slice(1)).get("data") ?? "digits";
  if (!isBuiltIn(name)) return [];
  const { trainLabels, testLabels, testImages, trainImages } = PACKS[name].files;
  return [trainLabels, testLabels, testImages, trainImages];
}

/** Whether the page stands in a frame as a figure, which begins when it is seen. */
const isFrame = globalThis.location !== undefined && new URLSearchParams(location.search).has("embed");

/** Where the page's models find their workers; null where there is no page. */
export const environment = isFrame ? null : spawnAhead();

for (const file of globalThis.document && !isFrame ? early(location.hash) : []) {
  const { href } = new URL(`data/${file}`, HOME);
  const link = { rel: "preload", as: "fetch", crossOrigin: "anonymous", fetchPriority: "low", href };
  document.head.append(Object.assign(document.createElement("link"), link));
}
