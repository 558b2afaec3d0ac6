//! The numbers that the page says of a visitor's own set are those that the engine then trains on.

import { OWN } from "../../www/strings/own.js";
import { expect, test } from "./fixtures.js";
import { OwnPanel } from "./own-app.js";

test("at 35 % of ten pictures the page says four held out, and four are held out", async ({ app }) => {
  await app.openPaused();
  const own = new OwnPanel(app);
  await own.open();
  for (let n = 0; n < 10; n += 1) await own.draw(n);
  await own.region.getByRole("slider", { name: OWN.train.share }).fill("7");
  // 3.5 pictures are rounded up once, in the engine; of each of the six others 99 variants are made.
  await expect(own.region.locator(".own-counts")).toHaveText(OWN.train.counts(6, 594, 4, ""));
  await own.trains(5);
  await expect(app.data).toContainText("600 for training, 4 held out");
});
