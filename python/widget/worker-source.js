//! What a worker runs, out of the widget itself; in the place of `www/lib/worker-source.js`.

import { FILES, WORKERS } from "inside:files";

/** A worker's script with its engine. @param {string} href */
export const sourceOf = (href) => {
  const { text, engine } = WORKERS[href.slice(href.lastIndexOf("/") + 1)];
  return `globalThis.hourglassFiles = ${JSON.stringify({ [engine]: FILES[engine] })};\n${text}`;
};
