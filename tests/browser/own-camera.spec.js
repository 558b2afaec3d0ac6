//! The camera: asked for only on a click, off again afterwards, and a refusal that says what to do.

import { OWN } from "../../www/strings/own.js";
import { chromium } from "./chromium.js";
import { expect, test } from "./fixtures.js";
import { OwnPanel } from "./own-app.js";

const CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

test.use({ launchOptions: { ...chromium, args: [...chromium.args, ...CAMERA] } });

/** Counts how often the page asks, and keeps the tracks that it got. @param {import("@playwright/test").Page} page */
async function watchCamera(page) {
  await page.addInitScript(() => {
    const seen = { asked: 0, tracks: /** @type {MediaStreamTrack[]} */ ([]) };
    Object.assign(window, { cameraSeen: seen });
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      seen.asked += 1;
      const stream = await ask(wanted);
      seen.tracks.push(...stream.getTracks());
      return stream;
    };
  });
  return () => page.evaluate(() => {
    const { asked, tracks } = /** @type {any} */ (window).cameraSeen;
    return {
      asked,
      kinds: tracks.map((/** @type {MediaStreamTrack} */ { kind }) => kind),
      on: tracks.filter((/** @type {MediaStreamTrack} */ { readyState }) => readyState === "live").length,
    };
  });
}

test("pictures are taken, and the camera is off afterwards", async ({ app, page, context }) => {
  await context.grantPermissions(["camera"]);
  const camera = await watchCamera(page);
  await app.openPaused();
  const own = new OwnPanel(app);
  await own.open();
  expect(await camera()).toEqual({ asked: 0, kinds: [], on: 0 });
  await own.button(OWN.add.camera).click();
  const dialog = page.getByRole("dialog", { name: OWN.camera.title });
  const shutter = dialog.getByRole("button", { name: OWN.camera.take, exact: true });
  await expect(shutter).toBeEnabled();
  await expect.poll(camera).toEqual({ asked: 1, kinds: ["video"], on: 1 });
  await shutter.click();
  await expect(dialog).toContainText(OWN.camera.taken(1));
  await dialog.getByRole("button", { name: OWN.camera.close }).click();
  await expect(dialog).toBeHidden();
  await own.holds(1);
  await expect.poll(async () => (await camera()).on).toBe(0);
  await app.still();
  const [pixels] = await own.pixels(1);
  // The browser's own camera for tests shows a shape on a plain ground: what came is a picture, and no blank.
  expect(new Set(pixels).size).toBeGreaterThan(10);
});

test("a camera that is refused leaves a sentence, a way to try again, and everything else as it was", async ({ app, page, context }) => {
  await context.clearPermissions();
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException("Permission denied", "NotAllowedError"));
  });
  await app.openPaused();
  const own = new OwnPanel(app);
  await own.open();
  await own.draw(0);
  await own.button(OWN.add.camera).click();
  const dialog = page.getByRole("dialog", { name: OWN.camera.title });
  await expect(dialog).toContainText(OWN.camera.refused);
  await expect(dialog.getByRole("button", { name: OWN.camera.again, exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await own.holds(1);
});
