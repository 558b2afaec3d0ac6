// Part four: the page on small machines, as a school's tablets and old laptops are. README.md says what is measured.
import { launch } from "./browser.mjs";
import { busiest, megabytes, ofProcess, processorTimes } from "./memory.mjs";
import { watchPage } from "./probe.mjs";
import { hold } from "./quota.mjs";
import { table } from "./report.mjs";
import { serve } from "./server.mjs";
import { quantile } from "./statistics.mjs";
import { SMALL_GOALS } from "./workloads.mjs";
import { S } from "../../www/strings/strings.js";

const VIEWPORT = { width: 1024, height: 768 };
/** Start-up ends this long after the first training step. */
const START_UP_MS = 2000;
const PATIENCE_MS = 120_000;
/** Rest between two clicks. */
const BETWEEN_MS = 700;

/**
 * One kind of small machine.
 * @typedef {object} Small
 * @property {string} name
 * @property {number} throttle  how much slower the page's thread is made; its workers are not
 * @property {number | null} share  of one core that the whole browser has
 */

/** @type {Small[]} */
const MACHINES = [
  { name: "the page's thread 4 times slower", throttle: 4, share: null },
  { name: "the page's thread 6 times slower", throttle: 6, share: null },
  { name: "the whole browser on a quarter of a core", throttle: 1, share: 0.25 },
];

/**
 * Times are in ms, memory in bytes.
 * @typedef {object} SmallResult
 * @property {string} name
 * @property {string} [failure]  why it could not be measured
 * @property {number} [firstStep]
 * @property {{p50: number, p95: number, worst: number, count: number}} [frames]
 * @property {number[]} [clicks]  from each click to the next paint
 * @property {number} [pause]     from the click to the page that says so
 * @property {number} [resume]
 * @property {number | null} [memory]
 */

/**
 * @param {string} site  folder of the site
 * @param {{seconds: number}} options
 * @param {(line: string) => void} log
 */
export async function measureSmall(site, { seconds }, log) {
  const server = await serve({ "/": site });
  try {
    /** @type {SmallResult[]} */
    const results = [];
    for (const machine of MACHINES) {
      const { name } = machine;
      results.push(
        await onMachine(server.origin, machine, seconds).catch((error) => ({ name, failure: error.message })),
      );
      log(`small: ${name}`);
    }
    return results;
  } finally {
    server.close();
  }
}

/**
 * @param {string} origin
 * @param {Small} machine
 * @param {number} seconds
 * @returns {Promise<SmallResult>}
 */
async function onMachine(origin, { name, throttle, share }, seconds) {
  const browser = await launch();
  let leave = () => {};
  try {
    const cdp = await browser.newBrowserCDPSession();
    const page = await browser.newPage({ viewport: VIEWPORT });
    await page.addInitScript(watchPage);
    await page.addInitScript(watchClicks);
    const before = await processorTimes(cdp);
    if (share !== null) leave = hold(share, await mainProcess(cdp));
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: throttle });
    await page.goto(`${origin}/`, { timeout: PATIENCE_MS });
    const firstStep = await firstStepOf(page);
    await page.waitForTimeout(START_UP_MS);
    const frames = await framesOf(page, seconds);
    const { pause, resume } = await pausing(page);
    const clicks = await clicking(page);
    const { footprint } = await ofProcess(busiest(before, await processorTimes(cdp)));
    return { name, firstStep, frames, clicks, pause, resume, memory: footprint };
  } finally {
    await browser.close();
    leave();
  }
}

/** The browser's own process, which has started all others. @param {import("playwright-core").CDPSession} cdp */
async function mainProcess(cdp) {
  const { processInfo } = await cdp.send("SystemInfo.getProcessInfo");
  const main = processInfo.find(({ type }) => type === "browser");
  if (!main) throw new Error("the browser does not tell which process is its own");
  return main.id;
}

/** Runs in the page before its own scripts: keeps how long each press took to the next paint. */
function watchClicks() {
  const clicks = /** @type {number[]} */ ([]);
  Object.assign(window, { benchClicks: clicks });
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === "pointerup") clicks.push(duration);
  }).observe(/** @type {PerformanceObserverInit} */ ({ type: "event", durationThreshold: 16 }));
}

/** @param {import("playwright-core").Page} page */
async function firstStepOf(page) {
  const handle = await page.waitForFunction(
    () => /** @type {any} */ (window).benchSeen.snapshots.find((/** @type {any} */ s) => s.step >= 1)?.at,
    undefined,
    { timeout: PATIENCE_MS, polling: 20 },
  );
  return /** @type {number} */ (await handle.jsonValue());
}

/** @param {import("playwright-core").Page} page @param {number} seconds */
async function framesOf(page, seconds) {
  const look = () => page.evaluate(() => /** @type {any} */ (window).benchSeen.frames.length);
  const from = await look();
  await page.waitForTimeout(seconds * 1000);
  const until = await look();
  const times = await page.evaluate(
    ([a, b]) => /** @type {any} */ (window).benchSeen.frames.slice(a, b),
    [from, until],
  );
  const gaps = times.slice(1).map((/** @type {number} */ time, /** @type {number} */ i) => time - times[i]);
  return { p50: quantile(gaps, 0.5), p95: quantile(gaps, 0.95), worst: Math.max(...gaps), count: gaps.length };
}

/**
 * From a press to the page that says what it did, by the page's own clock.
 * @param {import("playwright-core").Page} page
 */
async function pausing(page) {
  const press = (/** @type {{now: string, then: string}} */ names) =>
    page.evaluate(
      ({ now, then }) =>
        new Promise((resolve) => {
          const find = (/** @type {string} */ name) =>
            [...document.querySelectorAll("button")].find(({ textContent }) => textContent?.trim() === name);
          const begun = performance.now();
          const look = () => (find(then) ? resolve(performance.now() - begun) : setTimeout(look, 5));
          find(now)?.click();
          look();
        }),
      names,
    );
  const { pause, play } = S.status;
  return {
    pause: /** @type {number} */ (await press({ now: pause, then: play })),
    resume: /** @type {number} */ (await press({ now: play, then: pause })),
  };
}

/**
 * Real clicks while the page trains, and what the browser says of each.
 * @param {import("playwright-core").Page} page
 */
async function clicking(page) {
  const seen = () => page.evaluate(() => [.../** @type {any} */ (window).benchClicks]);
  const before = (await seen()).length;
  const { more, less } = S.model;
  const places = [more, less, more, less].map((name) => page.getByText(name, { exact: true }).first());
  const theme = page.locator(".bar-end > button").filter({ has: page.locator(".icon-moon, .icon-sun") });
  for (const place of [...places, theme, theme]) {
    await place.scrollIntoViewIfNeeded();
    const box = await place.boundingBox();
    if (!box) throw new Error("what is to be clicked is not shown");
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForTimeout(BETWEEN_MS);
  }
  return (await seen()).slice(before);
}

/** @param {SmallResult[]} results */
export function smallReport(results) {
  const ms = (/** @type {number} */ value) => `${Math.round(value)} ms`;
  const of = (/** @type {string} */ text, /** @type {boolean} */ reached) => (reached ? text : `**${text}**`);
  const { firstStepMs, frameMs, worstFrameMs, answerMs, memoryBytes } = SMALL_GOALS;
  const rows = results.map(({ name, failure, firstStep, frames, clicks, pause, resume, memory }) => {
    if (failure !== undefined || !frames || !clicks || firstStep === undefined) return [name, failure ?? ""];
    const first = MACHINES.find((machine) => machine.name === name)?.share ? firstStepMs.held : firstStepMs.throttled;
    const slowest = Math.max(...clicks);
    return [
      name,
      of(ms(firstStep), firstStep <= first),
      `${ms(frames.p50)}, ${of(ms(frames.p95), frames.p95 <= frameMs)}, ${of(ms(frames.worst), frames.worst <= worstFrameMs)}`,
      of(ms(slowest), slowest <= answerMs),
      `${of(ms(pause ?? NaN), (pause ?? NaN) <= answerMs)}, ${of(ms(resume ?? NaN), (resume ?? NaN) <= answerMs)}`,
      memory === null || memory === undefined ? "not known" : of(megabytes(memory), memory <= memoryBytes),
    ];
  });
  const head = ["", "first step", "frames: p50, p95, worst", "slowest click", "pause, resume", "memory"];
  return [
    "### Small machines",
    "",
    table(head, rows),
    "",
    `What misses its goal is bold: the first step within ${ms(firstStepMs.throttled)} (on a quarter of a core ${ms(firstStepMs.held)}), ` +
      `95 % of frames within ${ms(frameMs)} and none over ${ms(worstFrameMs)}, answers within ${ms(answerMs)}, ${megabytes(memoryBytes)}.`,
  ].join("\n");
}
