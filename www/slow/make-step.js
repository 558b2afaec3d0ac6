//! Makes one training step twice: in the worker that keeps all its phases, and with the model itself.

import { until } from "../app/store.js";
import { imageAt } from "../draw/pixels.js";
import { plainJson } from "../lib/plain-json.js";
import { findImage, gather } from "./batch-images.js";
import * as stepper from "./stepper.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("./slow-protocol.js").StepRecord} StepRecord
 *
 * @typedef {object} Page
 * @property {import("../app/store.js").Store<State>} store
 * @property {import("../app/models.js").Models} models
 * @property {import("../app/actions.js").Actions} actions
 *
 * @typedef {object} MadeStep
 * @property {StepRecord} record
 * @property {Uint8Array} bytes The batch's images.
 * @property {number} size Bytes an image.
 * @property {"shown" | "held-out" | "drawing" | "other"} followed Why this image: it is the one that is shown; or that
 *   one is held out, drawn, or in another batch.
 * @property {number | null} live The loss of the step that the model itself has made; null where it has made none.
 */

/** Why there is no step to be seen. */
export class SlowError extends Error {
  /** @param {"changed" | "waiting"} reason */
  constructor(reason) {
    super(reason);
    this.name = "SlowError";
    this.reason = reason;
  }
}

/** @param {State["run"]} run */
export const isUnderWay = (run) => run === "training" || run === "waiting";

/**
 * The next step. Training is held up.
 * @param {Page} page
 * @returns {Promise<MadeStep>}
 */
export async function makeStep({ store, models, actions }) {
  const { first } = models;
  if (!first || models.trained !== first) throw new SlowError("changed");
  if (isUnderWay(store.get().run)) actions.toggle();
  const { begun } = store.get();
  await first.pause();
  const state = await first.save(true);
  const { images, info } = first;
  const { rows, step } = await stepper.begin({ config: plainJson(info.config), state, total: images.total }, info);
  const bytes = await gather(images, rows);
  if (!bytes) throw new SlowError("waiting");
  const size = bytes.length / rows.length;
  const found = findImage(bytes, inspected(store.get(), size));
  const row = Math.max(0, found);
  const record = await stepper.step({ bytes, row });
  const now = store.get();
  const isSame = models.trained === first && now.begun === begun && !isUnderWay(now.run) && first.step === step;
  if (!isSame) throw new SlowError("changed");
  const live = await liveStep({ store, actions }, step);
  if (store.get().begun !== begun) throw new SlowError("changed");
  return { record, bytes, size, followed: found >= 0 ? "shown" : whyNot(now), live };
}

/** The image that is looked at. @param {State} state @param {number} size */
function inspected({ inspect, shown }, size) {
  return inspect.source === "image" && shown ? imageAt(shown.data, inspect.idx, size) : null;
}

/** @param {State} state @returns {MadeStep["followed"]} */
function whyNot({ inspect, heldOut, pack }) {
  if (inspect.source === "drawing") return "drawing";
  return inspect.idx < (heldOut?.count ?? 0) && !pack.sameHeldOut ? "held-out" : "other";
}

/**
 * The same step by the model itself, and its loss.
 * @param {Pick<Page, "store" | "actions">} page
 * @param {number} before Steps done.
 */
async function liveStep({ store, actions }, before) {
  const { begun } = store.get();
  await actions.step();
  const stands = (/** @type {State} */ { run, phase, begun: now }) =>
    now !== begun || phase !== "ready" || run === "restarting" || run === "diverged" || isUnderWay(run);
  const isThere = (/** @type {State} */ state) => (state.snapshot?.step ?? 0) > before || stands(state);
  if (!isThere(store.get())) await until(store, isThere);
  const { snapshot } = store.get();
  return snapshot?.step === before + 1 ? snapshot.loss : null;
}

/** Whether two losses, which are numbers of 32 bits, are the same. @param {number} a @param {number | null} b */
export const isSameLoss = (a, b) => b !== null && Object.is(Math.fround(a), Math.fround(b));
