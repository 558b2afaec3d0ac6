//! Files out of the widget itself, in the place of `fetch`: a notebook's page has no server for them.

/** The page, or a worker, which is told its files by `worker-source.js`. @type {any} */
const scope = globalThis;

/** @param {URL | string} url */
export async function fetchInside(url) {
  const name = String(url).split("/").at(-1) ?? "";
  const packed = scope.hourglassFiles?.[name];
  if (packed === undefined) throw new TypeError(`${name} is not in this package`);
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream, { headers: { "Content-Type": "application/wasm" } });
}
