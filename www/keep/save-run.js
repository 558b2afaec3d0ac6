//! The run that the page shows, as one file.

import { aboutOf, KeepError, stepOf } from "./about.js";
import { pack } from "./keeper.js";
import { KEEP } from "../strings/keep.js";

/**
 * @typedef {import("./page.js").Page} Page
 */

/**
 * @param {Page} page
 * @param {boolean} withImages Whether the visitor's own set goes along.
 * @returns {Promise<{name: string, bytes: Uint8Array}>}
 */
export async function saveRun({ store, models, own }, withImages) {
  const { first, second } = models;
  if (!first || store.get().phase !== "ready" || store.get().switching) throw new KeepError(KEEP.notReady);
  const [model, compared] = await Promise.all([first.save(), second?.save() ?? null]);
  const about = aboutOf(store.get(), stepOf(model));
  const images = withImages ? await (await own.get()).asFile() : null;
  if (images === undefined) throw new KeepError(KEEP.setNotRead);
  const bytes = await pack({ about, model, compared, images });
  return { name: `${about.data}-step-${about.step}.hourglass`, bytes };
}
