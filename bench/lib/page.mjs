// Part two: the page as visitors get it. How soon it trains, what it weighs, and how it behaves while it trains.
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { launch } from "./browser.mjs";
import { watchPage, withClock } from "./probe.mjs";
import { serve } from "./server.mjs";
import { PAGE_GOALS } from "./workloads.mjs";

/** Start-up ends this long after the first training step. */
const START_UP_MS = 1000;
const PATIENCE_MS = 60_000;

/**
 * @typedef {object} PageResult
 * @property {number[]} firstStepMs
 * @property {{path: string, kind: string, gzip: number}[]} weight
 * @property {{path: string, bytes: number}[]} data
 * @property {{seconds: number, stepsPerSecond: number, trainingThroughout: boolean,
 *   longTasks: number[], startUpTasks: number[], frames: number, frameShare: number, worstFrameMs: number,
 *   evaluationShare: number | null, calls: {name: string, share: number}[] | null}} behavior
 */

/**
 * @param {string} site  folder of the site
 * @param {{starts: number, seconds: number}} options
 * @param {(line: string) => void} log
 * @returns {Promise<PageResult>}
 */
export async function measurePage(site, { starts, seconds }, log) {
  const plain = await serve({ "/": site });
  /** @type {number[]} */
  const firstStepMs = [];
  let weight;
  try {
    for (let i = 0; i < starts; i++) {
      plain.requested.clear();
      const { step } = await visit(plain.origin, (page) => page.waitForTimeout(START_UP_MS));
      firstStepMs.push(step.at);
      log(`page: first training step seen ${Math.round(step.at)} ms after navigation began`);
    }
    weight = await weigh(plain.requested);
  } finally {
    plain.close();
  }
  const clocked = await serve({ "/": site }, (url, text) =>
    url.endsWith("/pkg/hourglass.js") ? withClock(text) : text,
  );
  try {
    const { value } = await visit(clocked.origin, (page, firstAt) => watch(page, firstAt, seconds));
    log(`page: watched for ${seconds} s`);
    return { firstStepMs, ...weight, behavior: value };
  } finally {
    clocked.close();
  }
}

/**
 * Opens the page in a fresh browser and goes on once a snapshot says that a step has been trained.
 * @template T
 * @param {string} origin
 * @param {(page: import("playwright-core").Page, firstAt: number) => Promise<T>} then
 */
async function visit(origin, then) {
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    /** @type {string[]} */
    const faults = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    await page.addInitScript(watchPage);
    await page.goto(`${origin}/`);
    const handle = await page
      .waitForFunction(
        () => /** @type {any} */ (window).benchSeen.snapshots.find((/** @type {any} */ s) => s.step >= 1),
        undefined,
        {
          timeout: PATIENCE_MS,
          polling: 20,
        },
      )
      .catch(() => {
        throw new Error(
          `the page did not train within ${PATIENCE_MS / 1000} s${faults.length ? `: ${faults.join("; ")}` : ""}`,
        );
      });
    const step = /** @type {{at: number}} */ (await handle.jsonValue());
    return { step, value: await then(page, step.at) };
  } finally {
    await browser.close();
  }
}

/**
 * @param {import("playwright-core").Page} page
 * @param {number} firstAt
 * @param {number} seconds
 */
async function watch(page, firstAt, seconds) {
  const from = firstAt + START_UP_MS;
  const look = () => page.evaluate(() => ({ seen: /** @type {any} */ (window).benchSeen, now: performance.now() }));
  const { now } = await look();
  await page.waitForTimeout(Math.max(0, from - now));
  const start = (await look()).seen.worker;
  await page.waitForTimeout(seconds * 1000);
  const { seen, now: until } = await look();

  const within = (/** @type {number} */ at) => at >= from && at <= until;
  const snapshots = seen.snapshots.filter((/** @type {any} */ s) => within(s.at));
  const first = snapshots.at(0);
  const last = snapshots.at(-1);
  const times = seen.frames.filter(within);
  const deltas = times.slice(1).map((/** @type {number} */ time, /** @type {number} */ i) => time - times[i]);
  const tasks = seen.longTasks.filter((/** @type {any} */ { duration }) => duration > PAGE_GOALS.longTaskMs);
  return {
    seconds: (until - from) / 1000,
    stepsPerSecond: last && last.at > first.at ? ((last.step - first.step) * 1000) / (last.at - first.at) : 0,
    // Snapshots come many times a second while it trains.
    trainingThroughout: snapshots.length > 1 && until - last.at < 1000 && last.step > first.step,
    longTasks: tasks
      .filter((/** @type {any} */ { start }) => within(start))
      .map((/** @type {any} */ { duration }) => duration),
    startUpTasks: tasks
      .filter((/** @type {any} */ { start }) => start < from)
      .map((/** @type {any} */ { duration }) => duration),
    frames: deltas.length,
    frameShare: deltas.filter((/** @type {number} */ delta) => delta <= PAGE_GOALS.frameMs).length / deltas.length,
    worstFrameMs: Math.max(...deltas),
    ...workerShares({ clock: start, snapshot: first }, { clock: seen.worker, snapshot: last }),
  };
}

/**
 * @typedef {object} WorkerState
 * @property {{at: number, calls: Record<string, number>} | null} clock
 * @property {{evaluationShare: number | null} | undefined} snapshot
 */

/**
 * Shares of the worker's wall time between two states: of each Session method, and of the evaluation inside runFor.
 * A snapshot's `evaluationShare` is a share of all time in runFor since the model began.
 * @param {WorkerState} start
 * @param {WorkerState} end
 * @returns {{evaluationShare: number | null, calls: {name: string, share: number}[] | null}}
 */
function workerShares(start, end) {
  if (!start.clock || !end.clock || end.clock.at <= start.clock.at) return { evaluationShare: null, calls: null };
  const before = start.clock.calls;
  const wall = end.clock.at - start.clock.at;
  const calls = Object.entries(end.clock.calls)
    .map(([name, ms]) => ({ name, share: (ms - (before[name] ?? 0)) / wall }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share);
  const evaluated = (/** @type {WorkerState} */ { clock, snapshot }) =>
    (snapshot?.evaluationShare ?? NaN) * (clock?.calls.runFor ?? NaN);
  const share = (evaluated(end) - evaluated(start)) / wall;
  return { evaluationShare: Number.isFinite(share) ? share : null, calls };
}

/**
 * What was fetched until start-up was over, compressed as a host would; data files apart.
 * @param {Map<string, string>} requested  URL path to file
 */
async function weigh(requested) {
  /** @type {PageResult["weight"]} */
  const weight = [];
  /** @type {PageResult["data"]} */
  const data = [];
  for (const [path, file] of requested) {
    const bytes = await readFile(file);
    if (path.includes("/data/")) data.push({ path, bytes: bytes.length });
    else weight.push({ path, kind: kindOf(file), gzip: gzipSync(bytes, { level: 9 }).length });
  }
  return { weight, data };
}

/** @param {string} file */
function kindOf(file) {
  const kind = file.split(".").at(-1) ?? "";
  return ["html", "css", "js", "wasm"].includes(kind) ? kind : "other";
}
