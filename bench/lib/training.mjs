// Part one: how fast each contender trains, one at a time, in turns, on one page of one browser.
import { launch } from "./browser.mjs";
import { mean } from "./statistics.mjs";

/** A contender has learned if its loss has fallen below this share of the first one … */
const FALLEN = 0.5;
/** … and ends this close to the reference's (they start from the same weights and see the same batches). */
const CLOSE = 0.05;
/** The end of the check is the mean over this many steps. */
const LAST_STEPS = 10;

/**
 * @typedef {object} Result
 * @property {string} key
 * @property {string} about
 * @property {number[]} rates       images per second, one a round
 * @property {number[]} cpuRates    images per second of processor time
 * @property {number} flops         per image
 * @property {{first: number, last: number, steps: number, learned: boolean}} learning
 * @property {string} [failure]
 */

/**
 * @param {string} origin
 * @param {import("./workloads.mjs").Workload} workload
 * @param {{contenders: {key: string, label: string}[], rounds: number, seconds: number, quick: boolean}} options
 * @param {(line: string) => void} log
 * @returns {Promise<Result[]>}
 */
export async function measureTraining(origin, workload, { contenders, rounds, seconds, quick }, log) {
  const browser = await launch();
  try {
    const cdp = await browser.newBrowserCDPSession();
    const page = await browser.newPage();
    await page.goto(`${origin}/bench/web/training.html`);
    await page.waitForFunction("window.bench");
    /** @type {(method: string, ...args: unknown[]) => Promise<any>} */
    const call = (method, ...args) =>
      page.evaluate(([name, given]) => /** @type {any} */ (globalThis).bench[name](...given), /** @type {const} */ ([method, args]));

    /** @type {Result[]} */
    const results = [];
    for (const { key, label } of contenders) {
      /** @type {Result} */
      const result = { key, about: "", rates: [], cpuRates: [], flops: 0, learning: { first: NaN, last: NaN, steps: 0, learned: false } };
      results.push(result);
      await attempt(result, label, log, async () => {
        const { about, flops } = await call("setup", key, workload);
        Object.assign(result, { about, flops });
        // The check that it learns is its warm-up too.
        const steps = quick ? Math.min(40, workload.learnSteps) : workload.learnSteps;
        const losses = await call("steps", key, steps);
        Object.assign(result.learning, { first: losses[0], last: mean(losses.slice(-LAST_STEPS)), steps });
        log(`${workload.name} ${label}: ${about}; loss ${losses[0].toFixed(5)} → ${result.learning.last.toFixed(5)} in ${steps} steps`);
        await call("train", key, 1);
      });
    }
    for (let round = 1; round <= rounds; round++) {
      for (const { key, label } of contenders) {
        const result = results.find((candidate) => candidate.key === key);
        if (!result || result.failure) continue;
        await attempt(result, label, log, async () => {
          await call("restart", key);
          const before = await processorTime(cdp);
          const report = await call("train", key, seconds);
          const busy = (await processorTime(cdp)) - before;
          const rate = report.images / report.seconds;
          if (!Number.isFinite(report.loss)) throw new Error(`the loss became ${report.loss}`);
          result.rates.push(rate);
          result.cpuRates.push(report.images / busy);
          log(`${workload.name} round ${round}/${rounds} ${label}: ${Math.round(rate)} images/s (${Math.round(report.images / busy)} a second of processor time), loss ${report.loss.toFixed(4)}`);
        });
      }
    }
    judge(results);
    return results;
  } finally {
    await browser.close();
  }
}

/**
 * Seconds that the browser's page processes have computed so far, all threads together. On a machine that others use
 * too, images per second of it say more than images per second of the clock.
 * @param {import("playwright-core").CDPSession} cdp
 */
async function processorTime(cdp) {
  const { processInfo } = await cdp.send("SystemInfo.getProcessInfo");
  return processInfo.filter(({ type }) => type === "renderer").reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/**
 * @param {Result} result
 * @param {string} label
 * @param {(line: string) => void} log
 * @param {() => Promise<void>} work
 */
async function attempt(result, label, log, work) {
  try {
    await work();
  } catch (error) {
    result.failure = error instanceof Error ? error.message.split("\n")[0] : String(error);
    log(`${label} failed: ${result.failure}`);
  }
}

/** @param {Result[]} results  Sets `learned`; the reference is a contender of others where there is one. */
function judge(results) {
  const whole = results.filter(({ failure }) => !failure);
  const reference = whole.find(({ key }) => key !== "hourglass") ?? whole[0];
  for (const { learning } of whole) {
    const { first, last } = learning;
    const end = reference.learning.last;
    learning.learned = last < FALLEN * first && Math.abs(last - end) <= CLOSE * end;
  }
}
