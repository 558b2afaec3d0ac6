//! How many pixels of a canvas one of the style sheet's has: those of the screen, and more on paper.

/** On paper: 288 dots an inch. */
const PAPER = 3;
let isPaper = false;

export const pixelRatio = () => (isPaper ? PAPER : globalThis.devicePixelRatio || 1);

/** Whether all that is drawn now is to be printed, and nothing may wait. */
export const isForPaper = () => isPaper;

/** @param {boolean} is */
export const drawForPaper = (is) => {
  isPaper = is;
};
