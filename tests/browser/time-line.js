//! The time line in the visitor's terms: a short run, in which each step has a place on it.

import { PAST } from "../../www/strings/past.js";
import { S } from "../../www/strings/strings.js";
import { expect } from "./expect.js";

/** A run that stops after some steps. */
export const STEP = 24;
export const SMALL = `#v=1&hidden=16&batch=16&step=${STEP}`;

/** @param {import("./app.js").App} app */
export const line = (app) => app.page.getByRole("slider", { name: PAST.slider });

/** Makes single steps. @param {import("./app.js").App} app @param {number} last */
export async function stepTo(app, last) {
  for (let step = await app.number("step"); step < last; step += 1) {
    await app.button(S.status.step).click();
    await expect.poll(() => app.number("step")).toBe(step + 1);
  }
  await app.still();
}

/** The pictures of what shows the past, but for the map, whose window depends on what it has shown. */
export async function pictures(/** @type {import("./app.js").App} */ app) {
  await app.still();
  return [...await app.pictures(app.hourglass), ...await app.pictures(app.pairs), await app.trainingLoss()];
}

/**
 * Drags the thumb to a step of a short run, in which each step has a place, and holds it there.
 * @param {import("./app.js").App} app
 * @param {number} step
 * @param {number} last
 */
export async function drag(app, step, last) {
  const box = await line(app).boundingBox();
  if (!box) throw new Error("there is no time line");
  const thumb = 16;
  const at = (/** @type {number} */ share) => box.x + thumb / 2 + share * (box.width - thumb);
  const y = box.y + box.height / 2;
  const { mouse } = app.page;
  await mouse.move(at(1), y);
  await mouse.down();
  await mouse.move(at((step + 1) / last), y);
  await mouse.move(at(step / last), y);
  await expect(line(app)).toHaveAttribute("aria-valuetext", PAST.value(step, last));
  await expect(app.page.locator("#past")).toContainText(PAST.shows(step), { timeout: 30_000 });
}

/** A model at a step, a few after the one of which the pictures are. @param {import("./app.js").App} app */
export async function opened(app) {
  await app.open(SMALL);
  await expect.poll(() => app.number("step"), { timeout: 45_000 }).toBe(STEP);
  await app.mapDrawn();
  await expect(line(app)).toBeEnabled();
  const then = await pictures(app);
  const last = STEP + 3;
  await stepTo(app, last);
  return { then, last };
}
