//! Files by classic scripts, for a sandboxed frame: its origin is nobody's, and a plain host gives it nothing else.
//! `xtask/sandbox.js` writes each file once more, as a script, and puts this in the place of `fetch` and of a module's
//! own address.

/** The page, or a worker. @type {any} */
const scope = globalThis;

/** Where the script lies that this is a part of. A worker made of a text is told. */
export const scriptAddress = scope.document?.currentScript.src ?? scope.hourglassScript;

/** Types that somebody asks for. @type {Record<string, string>} */
const TYPES = { wasm: "application/wasm", json: "application/json" };

/**
 * As much of the browser's own as is used here.
 * @param {URL | string} url
 * @param {RequestInit} [options]
 */
export async function fetchByScript(url, { signal } = {}) {
  const href = String(url);
  await (scope.document ? loaded(`${href}.js`) : scope.importScripts(`${href}.js`));
  // The script has run a moment ago, and no other one since.
  const text = atob(scope.hourglassFile);
  scope.hourglassFile = undefined;
  signal?.throwIfAborted();
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = text.charCodeAt(at);
  const type = TYPES[href.slice(href.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  return new Response(bytes, { headers: { "Content-Type": type } });
}

/** @param {string} src */
const loaded = (src) => new Promise((resolve, reject) => {
  const script = Object.assign(document.createElement("script"), { src });
  script.addEventListener("load", resolve);
  script.addEventListener("error", () => reject(new TypeError(`${src} could not be loaded`)));
  document.head.append(script);
});
