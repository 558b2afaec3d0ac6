//! Shows which way an image goes: for a moment the hourglass lights up from the input to the error.

import { paced } from "./dom.js";

/** So long does it take, in milliseconds. */
const DURATION = 900;
/** Between two of its pictures, in milliseconds. */
const FRAME = 30;

/**
 * @param {() => void} draw
 */
export function createWave(draw) {
  let begun = -Infinity;
  const share = () => (performance.now() - begun) / DURATION;
  const next = paced(() => {
    draw();
    if (share() < 1) next();
  }, FRAME);
  return {
    /** Not again while one is under way: a pointer that passes many images would see but beginnings. */
    start() {
      if (share() < 1 || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
      begun = performance.now();
      next();
    },
    /** How far it has come, from 0 to 1; null where all is lit. */
    get front() {
      const now = share();
      return now < 1 ? now : null;
    },
  };
}
