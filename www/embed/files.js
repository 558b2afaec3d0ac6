//! What a figure fetches besides scripts. The npm package has another file in the place of this one, with the style
//! sheets in it and addresses that bundlers find: `xtask/package.js` writes it.

import { HOME } from "../lib/spawn-worker.js";

/** A style sheet with those that it imports; sheets made by script may import none. @param {string} name */
export const styleText = (name) => textOf(new URL(`style/${name}`, HOME).href);

/** Fetches a file of the packs of images. @type {typeof fetch | undefined} */
export const fetchFile = undefined;

/** Starts a lab worker. @type {(() => import("../lib/spawn-worker.js").WorkerLike) | undefined} */
export const spawnLab = undefined;

/** @param {string} href @returns {Promise<string>} */
async function textOf(href) {
  const response = await fetch(href);
  if (!response.ok) throw new Error(`the server answered ${response.status} for ${href}`);
  const text = await response.text();
  const imports = [...text.matchAll(/@import\s*"([^"]+)";/g)];
  const imported = await Promise.all(imports.map(([, name]) => textOf(new URL(name, href).href)));
  return [...imported, text.replace(/@import\s*"[^"]+";/g, "")].join("\n");
}
