// How much memory the page takes while it trains, and whether that stays level. What is measured: README.md.
import { readFile } from "node:fs/promises";
import { preset } from "../../www/app/presets.js";
import { toAddress } from "../../www/app/link.js";
import { S } from "../../www/strings/strings.js";
import { launch } from "./browser.mjs";
import { serve } from "./server.mjs";
import { median } from "./statistics.mjs";

const SAMPLE_SECONDS = 15;
/** Fewer samples than this say nothing about a trend. */
const LEAST_SAMPLES = 8;
/** Start-up, compiling and the first collections of garbage are over after this share of the time. */
const SETTLING = 0.2;
/** Level: from then to the end it grows by less than this share. */
const LEVEL = 0.05;
const PATIENCE_MS = 60_000;

/**
 * One look; bytes. What the operating system does not tell is null.
 * @typedef {object} Sample
 * @property {number} seconds      since the first training step
 * @property {number} step
 * @property {number | null} process    the page's process without mapped files, which are the browser's program
 * @property {number | null} footprint  without shared memory too, as the browser's task manager shows it
 * @property {number | null} proportional  mapped files included, each page divided by the processes that have it (PSS)
 * @property {number | null} resident   mapped files included in full (RSS)
 * @property {number} pageHeap     JavaScript of the page: objects, garbage, and the buffers that they hold
 * @property {number} workerHeap   the same of the worker
 * @property {number} pageWasm     the engine's memory on the page, where it draws
 * @property {number} workerWasm   and in the worker, where it trains
 *
 * @typedef {object} MemoryResult
 * @property {string} kind
 * @property {string} address
 * @property {Sample[]} samples
 * @property {number | null} empty  the process of an empty page in this browser
 * @property {number} growth       of the process, from settling to the end, as a share
 * @property {boolean} level
 * @property {number} peak         the highest sample after settling
 * @property {boolean} trainingThroughout
 */

/**
 * @param {string} site  folder of the site
 * @param {{kind: string, minutes: number}} options
 * @param {(line: string) => void} log
 * @returns {Promise<MemoryResult>}
 */
export async function measureMemory(site, { kind, minutes }, log) {
  const address = toAddress(preset(/** @type {import("../../www/app/presets.js").Kind} */ (kind)));
  const server = await serve({ "/": site }, keepMemory);
  const browser = await launch();
  try {
    const cdp = await browser.newBrowserCDPSession();
    const empty = await emptyPage(browser, cdp);
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    /** @type {string[]} */
    const faults = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await page.addInitScript(noteStep);
    await page.goto(`${server.origin}/${address}`);
    await page
      .waitForFunction(() => /** @type {any} */ (window).benchStep >= 1, undefined, {
        timeout: PATIENCE_MS,
        polling: 50,
      })
      .catch((error) => {
        throw new Error(`the page did not train: ${[...faults, error.message].join("; ")}`);
      });
    const kept = await page.evaluate(() => location.hash);
    if (kept !== address) throw new Error(`the page did not take the address: got ${kept}, wanted ${address}`);

    const start = Date.now();
    const every = Math.min(SAMPLE_SECONDS, (minutes * 60) / LEAST_SAMPLES);
    const session = await page.context().newCDPSession(page);
    const askWorker = await workerSession(session);
    const before = await processorTimes(cdp);
    /** @type {Sample[]} */
    const samples = [];
    /** @type {number | undefined} */
    let pid;
    for (let i = 1; i * every <= minutes * 60 + 0.01; i++) {
      await trainUntil(page, start + i * every * 1000);
      // Of the renderers (headless Chromium has some of its own), the page's is the one that has worked most since.
      pid ??= busiest(before, await processorTimes(cdp));
      const sample = await look(
        page,
        [() => session.send("Runtime.getHeapUsage"), () => askWorker("Runtime.getHeapUsage")],
        pid,
        (Date.now() - start) / 1000,
      );
      samples.push(sample);
      log(`memory: ${Math.round(sample.seconds)} s, step ${sample.step}, process ${megabytes(sample.process)}, engine ${megabytes(sample.workerWasm)}`);
    }
    return { kind, address, samples, empty, ...judge(samples) };
  } finally {
    await browser.close();
    server.close();
  }
}

/** Put before the generated module: the bench finds the engine's memory, in the page and in the worker, by this. */
const KEEP_MEMORY = `
for (const name of ["instantiate", "instantiateStreaming"]) {
  const original = WebAssembly[name];
  WebAssembly[name] = async (...args) => {
    const result = await original.apply(WebAssembly, args);
    globalThis.benchMemory = (result.instance ?? result).exports.memory;
    return result;
  };
}
`;

/** What the bench's server makes of a script. @param {string} url @param {string} text */
export function keepMemory(url, text) {
  return url.endsWith("/pkg/hourglass.js") ? `${KEEP_MEMORY}${text}` : text;
}

/** The engine's memory in the worker that has most of it. @param {import("playwright-core").Page} page */
export async function engineBytes(page) {
  const bytes = () => /** @type {any} */ (globalThis).benchMemory?.buffer.byteLength ?? 0;
  return Math.max(0, ...(await Promise.all(page.workers().map((worker) => worker.evaluate(bytes)))));
}

/** Runs in the page before its own scripts; keeps one number, so that the bench does not fill what it measures. */
function noteStep() {
  const dispatch = EventTarget.prototype.dispatchEvent;
  EventTarget.prototype.dispatchEvent = function (/** @type {Event} */ event) {
    if (event.type === "snapshot" && event instanceof CustomEvent)
      Object.assign(window, { benchStep: event.detail.step });
    return dispatch.call(this, event);
  };
}

/**
 * Waits; where the page stops because the error has stopped falling, presses its button to go on.
 * @param {import("playwright-core").Page} page
 * @param {number} time  by Date.now
 */
async function trainUntil(page, time) {
  const goOn = page.getByRole("button", { name: S.notices.goOn });
  while (Date.now() < time) {
    await page.waitForTimeout(Math.min(1000, time - Date.now()));
    if ((await goOn.count()) > 0) await goOn.first().click();
  }
}

/**
 * @param {import("playwright-core").Page} page
 * @param {(() => Promise<any>)[]} heaps  ask the page and the worker
 * @param {number} pid
 * @param {number} seconds
 * @returns {Promise<Sample>}
 */
async function look(page, heaps, pid, seconds) {
  const [worker] = page.workers();
  if (!worker) throw new Error("the page has no worker");
  // Functions, not texts: the page's policy forbids to evaluate those.
  const bytes = () => /** @type {any} */ (globalThis).benchMemory?.buffer.byteLength ?? 0;
  const heap = async (/** @type {() => Promise<any>} */ ask) => {
    const { totalSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = await ask();
    return totalSize + embedderHeapUsedSize + backingStorageSize;
  };
  const [pageHeap, workerHeap] = await Promise.all(heaps.map(heap));
  const [pageWasm, workerWasm] = await Promise.all([page.evaluate(bytes), worker.evaluate(bytes)]);
  const step = await page.evaluate(() => /** @type {any} */ (window).benchStep);
  const numbers = { pageHeap, workerHeap, pageWasm, workerWasm, step };
  return /** @type {Sample} */ ({ seconds, ...numbers, ...(await ofProcess(pid)) });
}

/**
 * Asks the page's worker in the browser's protocol.
 * @param {import("playwright-core").CDPSession} session  the page's
 * @returns {Promise<(method: string) => Promise<any>>}
 */
async function workerSession(session) {
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
  const pending = new Map();
  let nextId = 1;
  const attached = new Promise((resolve) => {
    session.on(
      "Target.attachedToTarget",
      ({ sessionId, targetInfo }) => targetInfo.type === "worker" && resolve(sessionId),
    );
  });
  session.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { id, result, error } = JSON.parse(message);
    if (error) pending.get(id)?.reject(new Error(error.message));
    else pending.get(id)?.resolve(result);
  });
  session.on("Target.detachedFromTarget", () => {
    for (const { reject } of pending.values()) reject(new Error("the page's worker ended"));
  });
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const sessionId = /** @type {string} */ (await attached);
  return (method) =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      pending.set(id, { resolve, reject });
      session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method }) }).catch(reject);
    });
}

/**
 * What a page with nothing on it takes, so that a reader can tell the browser's part.
 * @param {import("playwright-core").Browser} browser
 * @param {import("playwright-core").CDPSession} cdp
 */
async function emptyPage(browser, cdp) {
  const page = await browser.newPage();
  const before = await processorTimes(cdp);
  await page.evaluate((until) => {
    const start = performance.now();
    while (performance.now() - start < until);
  }, 500);
  const { process } = await ofProcess(busiest(before, await processorTimes(cdp)));
  await page.close();
  return process;
}

/** What Linux tells of a process; nothing elsewhere. @param {number} pid */
export async function ofProcess(pid) {
  const [status, rollup] = await Promise.all(
    ["status", "smaps_rollup"].map((name) => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "")),
  );
  const value = (/** @type {string} */ text, /** @type {string} */ name) => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text);
    return found ? Number(found[1]) * 1024 : null;
  };
  const own = value(status, "RssAnon");
  const footprint = own === null ? null : own + (value(status, "VmSwap") ?? 0);
  return {
    process: footprint === null ? null : footprint + (value(status, "RssShmem") ?? 0),
    footprint,
    proportional: value(rollup, "Pss"),
    resident: value(status, "VmRSS"),
  };
}

/** Processor seconds of each renderer. @param {import("playwright-core").CDPSession} cdp */
export async function processorTimes(cdp) {
  const { processInfo } = await cdp.send("SystemInfo.getProcessInfo");
  return new Map(processInfo.filter(({ type }) => type === "renderer").map(({ id, cpuTime }) => [id, cpuTime]));
}

/** @param {Map<number, number>} before @param {Map<number, number>} after */
export function busiest(before, after) {
  return [...after]
    .map(([id, time]) => ({ id, spent: time - (before.get(id) ?? 0) }))
    .reduce((a, b) => (b.spent > a.spent ? b : a)).id;
}

/**
 * Whether the process stays level: the median slope between any two samples after settling, times the time between
 * the first and the last of them (Theil and Sen's line: a single collection of garbage does not bend it).
 * @param {Sample[]} samples
 */
function judge(samples) {
  const size = (/** @type {Sample} */ sample) =>
    sample.process ?? sample.pageHeap + sample.workerHeap + sample.pageWasm + sample.workerWasm;
  const settled = samples.slice(Math.floor(samples.length * SETTLING));
  const slopes = settled.flatMap((a, i) =>
    settled.slice(i + 1).map((b) => (size(b) - size(a)) / (b.seconds - a.seconds)),
  );
  const time = settled[settled.length - 1].seconds - settled[0].seconds;
  const growth = (median(slopes) * time) / median(settled.map(size));
  const trainingThroughout = samples.every(({ step }, i) => i === 0 || step > samples[i - 1].step);
  return { growth, level: growth < LEVEL, peak: Math.max(...settled.map(size)), trainingThroughout };
}

/** @param {number | null} bytes */
export function megabytes(bytes) {
  return bytes === null ? "not known" : `${(bytes / 1e6).toFixed(1)} MB`;
}
