// A visitor's own images: how fast they are taken in, what they cost in memory, how soon a lie is seen.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { OWN } from "../../www/strings/own.js";
import { S } from "../../www/strings/strings.js";
import { launch } from "./browser.mjs";
import { busiest, ofProcess, processorTimes } from "./memory.mjs";
import { watchPage } from "./probe.mjs";
import { serve } from "./server.mjs";
import { median } from "./statistics.mjs";

const PHOTO_SIDE = 1000;
const MNIST = { images: 60_000, features: 784, header: 16 };
const PATIENCE_MS = 10 * 60_000;
/** Files of tests/corpus whose headers tell of more than there is. */
const LIARS = [
  "png-16000.png",
  "png-width-2-31.png",
  "png-bomb-idat.png",
  "bmp-huge.bmp",
  "jpeg-65500.jpg",
  "idx-2-32.idx3-ubyte",
  "npy-huge.npy",
  "zip-lying.zip",
  "zip-bomb.zip",
];
const REFUSALS = 5;
/** By then an idle worker has ended. */
const IDLE_MS = 15_000;

/**
 * @typedef {{seconds: number, images: number, longestTask: number, before: number | null, peak: number | null,
 *   after: number | null}} Intake
 *   Memory of the page's process in bytes; null where the system does not tell it.
 * @typedef {{photos: Intake, idx: Intake, kept: {photos: number, idx: number},
 *   refusals: {name: string, ms: number}[]}} OwnResult
 */

/**
 * @param {string} site  folder of the site
 * @param {string} repository  with the files to refuse
 * @param {string} data  folder of the packs
 * @param {{photos: number}} options
 * @param {(line: string) => void} log
 * @returns {Promise<OwnResult>}
 */
export async function measureOwn(site, repository, data, { photos }, log) {
  const idx = await manyDigits(data);
  const server = await serve({
    "/": site,
    "/bench-own/": path.join(repository, "tests/corpus/files"),
    "/bench-sources/": path.join(repository, "www"),
  });
  try {
    const taken = await visit(server.origin, async (page, processId) => {
      await page.evaluate(makePhotos, { count: photos, side: PHOTO_SIDE });
      log(`own: ${photos} photos of ${PHOTO_SIDE} × ${PHOTO_SIDE} made`);
      return intake(page, processId, photos);
    });
    log(`own: ${(photos / taken.seconds).toFixed(1)} photos a second`);
    const table = await visit(server.origin, async (page, processId) => {
      await page.evaluate((base64) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        Object.assign(window, { benchFiles: [new File([bytes], "sixty-thousand-images-idx3-ubyte.gz")] });
      }, idx.toString("base64"));
      return intake(page, processId, MNIST.images);
    });
    log(`own: ${MNIST.images} digits in ${table.seconds.toFixed(2)} s`);
    const refusals = await visit(server.origin, (page) => page.evaluate(refuse, { names: LIARS, times: REFUSALS }));
    return {
      photos: taken, idx: table,
      kept: { photos: taken.images * MNIST.features, idx: table.images * MNIST.features },
      refusals: refusals.map(({ name, times }) => ({ name, ms: median(times) })),
    };
  } finally {
    server.close();
  }
}

/**
 * An IDX file of as many images as MNIST has, made of the pack's again and again; none is quite another.
 * @param {string} data
 */
async function manyDigits(data) {
  const pack = gunzipSync(await readFile(path.join(data, "mnist-train-images.idx3-ubyte.gz"))).subarray(MNIST.header);
  const file = Buffer.alloc(MNIST.header + MNIST.images * MNIST.features);
  file.set([0, 0, 8, 3]);
  [MNIST.images, 28, 28].forEach((value, at) => file.writeUInt32BE(value, 4 + 4 * at));
  for (let at = MNIST.header; at < file.length; at += pack.length) file.set(pack.subarray(0, file.length - at), at);
  for (let image = 0; image < MNIST.images; image++) file.writeUInt16BE(image, MNIST.header + image * MNIST.features);
  return gzipSync(file);
}

/**
 * The page in a fresh browser, training held up: what is measured is the intake.
 * @template T
 * @param {string} origin
 * @param {(page: import("playwright-core").Page, processId: () => Promise<number>) => Promise<T>} then
 */
async function visit(origin, then) {
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const cdp = await browser.newBrowserCDPSession();
    await page.addInitScript(watchPage);
    await page.goto(`${origin}/`);
    await page.getByRole("button", { name: S.status.pause, exact: true }).click();
    return await then(page, async () => {
      const before = await processorTimes(cdp);
      await page.evaluate(() => {
        const until = performance.now() + 300;
        while (performance.now() < until);
      });
      return busiest(before, await processorTimes(cdp));
    });
  } finally {
    await browser.close();
  }
}

/**
 * Drops `benchFiles` and waits until all are in the set.
 * @param {import("playwright-core").Page} page
 * @param {() => Promise<number>} processId
 * @param {number} wanted
 * @returns {Promise<Intake>}
 */
async function intake(page, processId, wanted) {
  const pid = await processId();
  // The set's own part of the page is there before the clock starts.
  await page.getByRole("button", { name: S.data.own.use, exact: true }).click();
  await page.getByRole("region", { name: OWN.title }).waitFor();
  const settle = async () => {
    const session = await page.context().newCDPSession(page);
    await session.send("HeapProfiler.collectGarbage");
    await page.waitForTimeout(2000);
    return (await ofProcess(pid)).process;
  };
  const before = await settle();
  let peak = before;
  const timer = setInterval(async () => {
    const { process } = await ofProcess(pid);
    if (process !== null) peak = Math.max(peak ?? 0, process);
  }, 100);
  try {
    const from = await page.evaluate(dropAll);
    const handle = await page.waitForFunction(
      (/** @type {number} */ count) => {
        const caption = document.querySelector("#own .caption")?.textContent ?? "";
        return Number.parseInt(caption.replaceAll(",", ""), 10) >= count && performance.now();
      },
      wanted,
      { timeout: PATIENCE_MS, polling: 20 },
    );
    const until = /** @type {number} */ (await handle.jsonValue());
    const tasks = await page.evaluate(
      (start) =>
        /** @type {any} */ (window).benchSeen.longTasks.filter((/** @type {any} */ task) => task.start >= start),
      from,
    );
    await page.evaluate(() => Object.assign(window, { benchFiles: null }));
    // The intake's worker ends when nobody has asked it for anything for some seconds.
    for (let waited = 0; page.workers().length > 1 && waited < IDLE_MS; waited += 500) await page.waitForTimeout(500);
    const after = await settle();
    return {
      seconds: (until - from) / 1000,
      images: wanted,
      longestTask: Math.max(0, ...tasks.map((/** @type {any} */ { duration }) => duration)),
      before,
      peak,
      after,
    };
  } finally {
    clearInterval(timer);
  }
}

/**
 * In the page: photos that differ, of colors and shapes that cost a JPEG decoder what a photo costs.
 * @param {{count: number, side: number}} wanted
 */
async function makePhotos({ count, side }) {
  const canvas = new OffscreenCanvas(side, side);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
  const noise = context.createImageData(side, side);
  let state = 1;
  for (let at = 0; at < noise.data.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    noise.data[at] = at % 4 === 3 ? 255 : 96 + (state >>> 26);
  }
  context.putImageData(noise, 0, 0);
  /** @type {File[]} */
  const files = [];
  for (let idx = 0; idx < count; idx++) {
    for (let shape = 0; shape < 4; shape++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      context.fillStyle = `rgb(${state >>> 24} ${(state >>> 16) & 255} ${(state >>> 8) & 255} / 60%)`;
      context.fillRect(((state >>> 20) * side) / 4096, ((state & 4095) * side) / 4096, side / 4, side / 5);
    }
    files.push(new File([await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 })], `photo ${idx}.jpg`));
  }
  Object.assign(window, { benchFiles: files });
}

/** In the page: all files in one drop; the time just before. */
function dropAll() {
  const transfer = new DataTransfer();
  for (const file of /** @type {any} */ (window).benchFiles) transfer.items.add(file);
  const now = performance.now();
  for (const type of ["dragenter", "dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  return now;
}

/**
 * In the page: the time from a file's handing over to its refusal, by the intake alone and once it has started; from
 * its sources, as the site's bundles do not name it.
 * @param {{names: string[], times: number}} wanted
 */
async function refuse({ names, times }) {
  const address = "/bench-sources/own/intake.js";
  const { createIntake } = await import(address);
  const preparation = { size: 28, channels: 1, fit: "fit", center: false, invert: false, normalize: false };
  const own = createIntake();
  const take = async (/** @type {Blob} */ file, /** @type {string} */ name) => {
    const start = performance.now();
    await own.take([{ file, path: name }], preparation, { onBlock() {} });
    return performance.now() - start;
  };
  const measured = [];
  for (const name of names) {
    const file = await (await fetch(`/bench-own/${name}`)).blob();
    await take(file, name);
    const all = [];
    for (let round = 0; round < times; round++) all.push(await take(file, name));
    measured.push({ name, times: all });
  }
  own.dispose();
  return measured;
}
