//! The door to the captions of the first minute: fetched once training has begun; the rest only for newcomers.

import { Told } from "./told.js";

/** @param {{store: import("../app/store.js").Store<import("../app/store.js").State>}} page */
export async function explain({ store }) {
  // A page in another page's frame is a figure there, and explained by what stands around it.
  if (self !== top) return;
  const told = new Told();
  if (told.isAll) return;
  const { Captions } = await import("./captions.js");
  await new Captions(store, told).start();
}
