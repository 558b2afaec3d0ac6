//! Other images: chosen, loaded beside the training, drawn in their colors; and what happens when they do not come.

import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";

/**
 * Chooses a pack.
 * @param {import("./app.js").App} app
 * @param {"digits" | "fashion" | "emoji"} name
 */
async function choose(app, name) {
  await app.data.getByText(S.packs[name].name, { exact: true }).click();
}

test("emoji train in color, from the same seed, and a drawing is black on white there", async ({ app, page }) => {
  await app.open();
  await app.steps(5);
  const [first] = page.workers();
  await app.renewed(() => choose(app, "emoji"));
  await expect(app.data).toContainText(S.packs.emoji.licence);
  await expect(app.data).toContainText(S.data.facts(1699, 200, { count: 200, width: 32, height: 32, channels: 3 }));
  await app.steps(5);
  await expect(app.state()).toHaveText(S.status.state.training);
  await expect(page).toHaveURL(/data=emoji/);
  await expect.poll(() => page.workers().includes(first)).toBe(false);

  const pad = page.getByRole("application", { name: S.data.pad });
  await pad.focus();
  await page.keyboard.press("Space");
  for (let move = 0; move < 6; move += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  const placed = page.getByRole("img", { name: S.data.placed });
  const tones = () => placed.evaluate((canvas) => {
    const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
    const { data } = /** @type {CanvasRenderingContext2D} */ (
      /** @type {HTMLCanvasElement} */ (canvas).getContext("2d")
    ).getImageData(0, 0, width, height);
    const reds = [...data].filter((_, at) => at % 4 === 0);
    return [width, data[0], Math.min(...reds) < 60];
  });
  await expect.poll(tones).toEqual([32, 255, true]);
});

test("a pack that does not come leaves the one before, and a second try can help", async ({ app, page, watch }) => {
  watch.allow(/404/);
  await page.route("**/fashion-test-images*", (route) => route.fulfill({ status: 404 }));
  await app.open();
  await app.steps(5);
  await choose(app, "fashion");
  await expect(app.messages).toContainText(S.pack.missing("fashion-test-images.idx3-ubyte.gz", "404"));
  await expect(app.data.getByRole("radio", { name: S.packs.digits.name })).toBeChecked();
  await app.more(5);
  await page.unroute("**/fashion-test-images*");
  await app.renewed(() => app.button(S.notices.again, app.messages).click());
  await expect(app.data).toContainText(S.packs.fashion.licence);
  await app.steps(5);
});

test("an address opens the page with its pack, and fetches no other", async ({ app, page }) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await app.open("#v=1&data=fashion&code=3");
  await expect(page.getByRole("heading", { name: S.packs.fashion.draw })).toBeVisible();
  await app.steps(5);
  const data = () => asked.filter((path) => path.startsWith("/www/data/") && !path.endsWith(".js"));
  await expect.poll(() => data().length).toBe(4);
  expect(data().every((path) => path.includes("/fashion-"))).toBe(true);
});
