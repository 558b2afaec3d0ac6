//! Makes a film of the training, frame by frame: trains to a step, draws it, encodes it.

import { isComplete } from "../../app/store.js";
import { createEncoder } from "./encoders.js";
import { ladder } from "./ladder.js";
import { createPicture } from "./picture.js";
import { SecondRun } from "./second-run.js";

/**
 * @typedef {object} Wish
 * @property {import("./picture.js").What} what
 * @property {number | null} next So many steps from now on; null for those from the beginning to now.
 * @property {import("./encoders.js").Format} format
 *
 * @typedef {object} Film
 * @property {Blob} blob
 * @property {string} ending
 * @property {number} width
 * @property {number} height
 * @property {number} seconds
 * @property {number} from
 * @property {number} step Of the last frame.
 * @property {number | null} loss At that step, as this run met it.
 * @property {number | null} wanted What the page's run met there; null where it was not there yet.
 * @property {boolean} isCut Whether training diverged on the way.
 */

/** A film of this length, in seconds, has enough of its run. */
const LENGTH = 10;
/** Frames at most, by format. Each stops the training, measures it and encodes all held-out images. */
const FRAMES = { video: 150, gif: 120 };
const SLOWEST = 6;

/** How many frames a second a film of so many frames has. @param {number} frames */
export const rateOf = (frames) => Math.max(SLOWEST, Math.round(frames / LENGTH));

/**
 * Why no film can be made now; null where one can.
 * @param {import("../page.js").Page} page
 * @returns {"untrained" | "incomplete" | null}
 */
export function hindrance({ store, models }) {
  const state = store.get();
  if (!models.first || !state.charts || !state.snapshot || state.snapshot.step === 0) return "untrained";
  return isComplete(state) ? null : "incomplete";
}

/**
 * @param {import("../page.js").Page} page
 * @param {Wish} wish
 * @param {{signal: AbortSignal, progress: (step: number, last: number, share: number) => void}} given
 * @returns {Promise<Film>}
 */
export async function makeFilm({ store, models }, wish, { signal, progress }) {
  const state = store.get();
  const { first } = models;
  const { snapshot } = state;
  if (!first || !snapshot) throw new Error("a film of nothing");
  const isAgain = wish.next === null;
  const run = await SecondRun.begin(first, state, isAgain);
  /** @type {import("./encoders.js").Encoder | null} */
  let encoder = null;
  try {
    const from = run.step;
    const last = isAgain ? snapshot.step : from + Number(wish.next);
    const steps = ladder(from, last, FRAMES[wish.format]);
    const picture = createPicture(wish.what, run.state);
    encoder = await createEncoder(wish.format, picture.canvas, rateOf(steps.length), steps.length);
    const { step, loss, isCut } = await shoot(run, steps, picture, encoder, { signal, progress });
    const made = await encoder.finish();
    if (signal.aborted) throw signal.reason;
    const { width, height } = made.size ?? picture.canvas;
    const wanted = isAgain && !isCut ? snapshot.loss : null;
    return { ...made, width, height, from, step, loss, wanted, isCut };
  } finally {
    encoder?.close();
    run.dispose();
  }
}

/**
 * All frames, one after the other; where training diverges, those before. While one is drawn and encoded here, the
 * worker trains to the next.
 * @param {SecondRun} run
 * @param {number[]} steps
 * @param {ReturnType<typeof createPicture>} picture
 * @param {import("./encoders.js").Encoder} encoder
 * @param {Parameters<typeof makeFilm>[2]} given
 */
async function shoot(run, steps, picture, encoder, { signal, progress }) {
  let loss = null;
  let step = steps[0];
  const last = steps[steps.length - 1];
  let coming = run.to(step, signal);
  for (const [idx, at] of steps.entries()) {
    try {
      loss = await coming;
    } catch (cause) {
      const hasDiverged = cause instanceof Error && ["DivergedError", "BlownUpError"].includes(cause.name);
      if (!hasDiverged || idx < 2) throw cause;
      return { step, loss, isCut: true };
    }
    if (signal.aborted) throw signal.reason;
    step = at;
    const { state } = run;
    if (at < last) coming = run.to(steps[idx + 1], signal);
    coming.catch(() => {}); // Heard of in its turn.
    picture.draw(state);
    await encoder.add(picture.canvas);
    progress(at, last, (idx + 1) / steps.length);
  }
  return { step, loss, isCut: false };
}
