//! What the intake makes of files, for engines that are driven from outside.

import { createIntake } from "../../www/own/intake.js";

const PREPARATION = { size: 28, channels: 1, fit: "fit", center: false, invert: false, normalize: false };

/**
 * Takes files as one drop.
 * @param {{path: string, start: string}[]} given in base64
 */
async function takeFiles(given) {
  const intake = createIntake();
  const sources = given.map(({ path, start }) => {
    const bytes = Uint8Array.from(atob(start), (character) => character.charCodeAt(0));
    return { path, file: new File([bytes], path) };
  });
  const all = await intake.take(sources, /** @type {any} */ (PREPARATION), { onBlock() {} });
  intake.dispose();
  return all.map(({ path, result, images, text }) => ({ path, result, images, text }));
}

Object.assign(globalThis, { takeFiles });
