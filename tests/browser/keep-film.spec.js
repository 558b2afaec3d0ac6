//! A film of the training: what is written plays, shows the run itself, and can be given up.

import AxeBuilder from "@axe-core/playwright";
import { KEEP } from "../../www/strings/keep.js";
import { FILM } from "../../www/strings/keep-film.js";
import { PLOTS } from "../../www/strings/keep-plots.js";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";

/** A run that stops after a few steps, each of which is a frame. */
const FEW = 6;
const SMALL = `#v=1&hidden=16&batch=16&step=${FEW}`;

/** Opens the film's dialog, from the map's menu. @param {import("./app.js").App} app */
async function openFilm(app) {
  await app.open(SMALL);
  await expect.poll(() => app.number("step")).toBe(FEW);
  await app.mapDrawn();
  await app.page.getByRole("button", { name: PLOTS.button(S.map.title), exact: true }).click();
  await app.page.getByRole("button", { name: PLOTS.film, exact: true }).click();
  const dialog = app.page.getByRole("dialog", { name: KEEP.title, exact: true });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** @param {import("@playwright/test").Locator} dialog @param {string} name */
const choose = (dialog, name) => dialog.getByText(name, { exact: true }).click();

/** Makes a film and waits for it. @param {import("@playwright/test").Locator} dialog @param {string} kind */
async function made(dialog, kind) {
  await dialog.getByRole("button", { name: FILM.make }).click();
  await expect(dialog.locator(".film-said")).toContainText(kind, { timeout: 45_000 });
  return dialog.locator(".film-said").textContent();
}

/**
 * How large a video is, how long, and how many of its last frame's pixels are ink and how many are paper.
 * @param {import("@playwright/test").Locator} video
 */
const facts = (video) => video.evaluate(async (/** @type {HTMLVideoElement} */ node) => {
  const event = (/** @type {string} */ name) => new Promise((done, fail) => {
    node.addEventListener(name, done, { once: true });
    node.addEventListener("error", () => fail(new Error(node.error?.message)), { once: true });
  });
  if (node.readyState < 1) await event("loadedmetadata");
  // What a recorder wrote tells its length only once its end has been looked for.
  const end = event("seeked");
  node.currentTime = 1e6;
  await end;
  const canvas = new OffscreenCanvas(node.videoWidth, node.videoHeight);
  const context = canvas.getContext("2d");
  context?.drawImage(node, 0, 0);
  const data = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
  let [ink, paper] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const light = (data[at] + data[at + 1] + data[at + 2]) / 3;
    if (light < 128) ink += 1;
    if (light > 245) paper += 1;
  }
  const { videoWidth: width, videoHeight: height, duration: seconds } = node;
  return { width, height, seconds, ink, paper: paper / (data.length / 4) };
});

test("a film is of the run itself, plays and is saved, also as a GIF, and can be given up", async ({ app, page }) => {
  const dialog = await openFilm(app);
  expect((await new AxeBuilder({ page }).include("dialog").analyze()).violations).toEqual([]);
  const words = await made(dialog, "MP4");
  const [, loss] = /batch of step \d+ is ([\d.e-]+), in the film/.exec(words ?? "") ?? [];
  expect(words).toContain(FILM.same(FEW, loss));
  const save = dialog.getByRole("button", { name: FILM.save, exact: true });
  await expect(save).toBeFocused();
  await expect(save).toBeInViewport();
  await expect(dialog.locator("video")).toBeInViewport({ ratio: 0.9 });
  const [, seconds] = /([\d.]+) seconds, 1280 × 720 pixels/.exec(words ?? "") ?? [];
  const film = await facts(dialog.locator("video"));
  expect(film).toMatchObject({ width: 1280, height: 720 });
  expect(Math.abs(film.seconds - Number(seconds))).toBeLessThan(0.1);
  expect(film.ink, "dots, curves and letters").toBeGreaterThan(2000);
  expect(film.paper, "on white").toBeGreaterThan(0.7);
  const download = page.waitForEvent("download");
  await save.click();
  expect((await download).suggestedFilename()).toBe(`hourglass-digits-step-${FEW}-film-whole.mp4`);

  await choose(dialog, FILM.whats.pairs);
  await choose(dialog, FILM.formats.gif);
  expect(await made(dialog, "GIF")).toContain("800 × 300 pixels");
  const size = await dialog.locator("img").evaluate(async (/** @type {HTMLImageElement} */ node) => {
    await node.decode();
    const bitmap = await createImageBitmap(node);
    return [bitmap.width, bitmap.height];
  });
  expect(size).toEqual([800, 300]);
  await dialog.getByRole("button", { name: FILM.stop, exact: true }).click();
  await expect(dialog.locator(".film-gif img")).toHaveCount(0);
  await expect(dialog.locator(".film-gif canvas")).toBeVisible();

  await page.emulateMedia({ reducedMotion: "reduce" });
  await made(dialog, "GIF");
  await expect(dialog.locator(".film-gif canvas"), "stands still for those who ask for it").toBeVisible();
  await expect(dialog.locator(".film-gif img")).toHaveCount(0);
  await dialog.getByRole("button", { name: FILM.play, exact: true }).click();
  await expect(dialog.locator(".film-gif img")).toBeVisible();

  await choose(dialog, FILM.next(2000));
  await dialog.getByRole("button", { name: FILM.make }).click();
  await expect(dialog.getByRole("progressbar")).toBeVisible();
  await dialog.getByRole("button", { name: FILM.cancel, exact: true }).click();
  await expect(dialog.locator(".film-said")).toHaveText(FILM.cancelled);
  await expect(dialog.locator("video, img")).toHaveCount(0);
  expect(await app.number("step")).toBe(FEW);
});

test("without an encoder the browser's recorder writes the film", async ({ app, page }) => {
  await page.addInitScript(() => void Reflect.deleteProperty(globalThis, "VideoEncoder"));
  const dialog = await openFilm(app);
  await choose(dialog, FILM.whats.map);
  await made(dialog, "WEBM");
  const film = await facts(dialog.locator("video"));
  expect(film).toMatchObject({ width: 720, height: 720 });
  expect(film.paper).toBeGreaterThan(0.7);
});
