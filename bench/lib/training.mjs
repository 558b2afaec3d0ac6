// Part one: how fast each contender trains, one at a time, in turns, on one page of one browser; those that want to be
// cross-origin isolated, on a second one.
import { launch } from "./browser.mjs";
import { engineBytes } from "./memory.mjs";
import { mean } from "./statistics.mjs";

/** A contender has learned if its loss has fallen below this share of the first one … */
const FALLEN = 0.5;
/** … and ends this close to the reference's (they start from the same weights and see the same batches). */
const CLOSE = 0.05;
/** The end of the check is the mean over this many steps. */
const LAST_STEPS = 10;
/** A quick run's check: as short as lets every workload's loss fall that far. */
const QUICK_STEPS = 60;
/** What a brief contender's check takes; its losses must be close to the reference's at the same steps. */
const BRIEF_STEPS = 2;

/**
 * @typedef {object} Result
 * @property {string} key
 * @property {string} about
 * @property {number[]} rates       images per second, one a round
 * @property {number[]} cpuRates    images per second of processor time
 * @property {number} flops         per image
 * @property {number} [memory]      Hourglass: bytes of the engine's memory in the worker that has most
 * @property {{losses: number[], first: number, last: number, learned: boolean}} learning
 * @property {string} [failure]
 * @property {boolean} brief
 * @property {boolean} expected     whether a failure of this contender is known to be one of its library's
 */

/**
 * @param {{plain: string, isolated: string}} origins
 * @param {import("./workloads.mjs").Workload} workload
 * @param {{contenders: import("./workloads.mjs").Contender[], rounds: number, seconds: number, quick: boolean}} options
 * @param {(line: string) => void} log
 * @returns {Promise<Result[]>}
 */
export async function measureTraining(origins, workload, { contenders, rounds, seconds, quick }, log) {
  const browser = await launch();
  try {
    const cdp = await browser.newBrowserCDPSession();
    const taking = contenders.filter(({ only }) => !only || only.includes(workload.name));
    /** @type {Map<string, import("playwright-core").Page>} */
    const pages = new Map();
    for (const { key, isolated = false } of taking) pages.set(key, await pageFor(browser, origins, pages, isolated));
    /** @type {(method: string, key: string, ...args: unknown[]) => Promise<any>} */
    const call = (method, key, ...args) =>
      /** @type {import("playwright-core").Page} */ (pages.get(key)).evaluate(
        ([name, given]) => /** @type {any} */ (globalThis).bench[name](...given),
        /** @type {const} */ ([method, [key, ...args]]),
      );

    /** @type {Result[]} */
    const results = [];
    for (const { key, label, brief = false } of taking) {
      const expected = workload.cannot?.includes(key) ?? false;
      /** @type {Result} */
      const result = {
        key,
        about: "",
        rates: [],
        cpuRates: [],
        flops: 0,
        learning: { losses: [], first: NaN, last: NaN, learned: false },
        brief,
        expected,
      };
      results.push(result);
      await attempt(result, label, log, async () => {
        await learn(call, workload, result, quick);
        const { about, learning } = result;
        const [first, last] = [learning.first.toFixed(5), learning.last.toFixed(5)];
        log(`${workload.name} ${label}: ${about}; loss ${first} → ${last} in ${learning.losses.length} steps`);
        if (!brief) await call("train", key, 1);
      });
    }
    for (let round = 1; round <= rounds; round++) {
      for (const { key, label, brief } of taking) {
        const result = results.find((candidate) => candidate.key === key);
        if (!result || result.failure || (brief && round > 1)) continue;
        await attempt(result, label, log, async () => {
          await call("restart", key);
          const before = await processorTime(cdp);
          const report = await call("train", key, brief ? 0 : seconds);
          const busy = (await processorTime(cdp)) - before;
          const rate = report.images / report.seconds;
          if (!Number.isFinite(report.loss)) throw new Error(`the loss became ${report.loss}`);
          result.rates.push(rate);
          result.cpuRates.push(report.images / busy);
          log(`${workload.name} round ${round}/${rounds} ${label}: ${Math.round(rate)} images/s (${Math.round(report.images / busy)} a second of processor time), loss ${report.loss.toFixed(4)}`);
        });
      }
    }
    judge(results, workload.falls);
    const [page, own] = [pages.get("hourglass"), results.find(({ key }) => key === "hourglass")];
    if (page && own) own.memory = await engineBytes(page);
    return results;
  } finally {
    await browser.close();
  }
}

/**
 * The page of a contender: one of each kind is enough for all.
 * @param {import("playwright-core").Browser} browser
 * @param {{plain: string, isolated: string}} origins
 * @param {Map<string, import("playwright-core").Page>} pages
 * @param {boolean} isolated
 */
async function pageFor(browser, origins, pages, isolated) {
  const origin = isolated ? origins.isolated : origins.plain;
  const found = [...pages.values()].find((page) => page.url().startsWith(origin));
  if (found) return found;
  const page = await browser.newPage();
  await page.goto(`${origin}/bench/web/training.html`);
  await page.waitForFunction("window.bench");
  return page;
}

/**
 * Sets a contender up and checks that it learns, which is its warm-up too.
 * @param {(method: string, key: string, ...args: unknown[]) => Promise<any>} call
 * @param {import("./workloads.mjs").Workload} workload
 * @param {Result} result
 * @param {boolean} quick
 */
async function learn(call, workload, result, quick) {
  const { key, brief } = result;
  const { about, flops } = await call("setup", key, workload);
  Object.assign(result, { about, flops });
  const steps = brief ? BRIEF_STEPS : quick ? Math.min(QUICK_STEPS, workload.learnSteps) : workload.learnSteps;
  const losses = await call("steps", key, steps);
  const last = mean(losses.slice(brief ? -1 : -LAST_STEPS));
  Object.assign(result.learning, { losses, first: losses[0], last });
}

/**
 * Seconds that the browser's page processes have computed so far, all threads together. On a machine that others use
 * too, images per second of it say more than images per second of the clock.
 * @param {import("playwright-core").CDPSession} cdp
 */
export async function processorTime(cdp) {
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
    result.failure =
      error instanceof Error ? error.message.split("\n")[0].replace(/^page\.evaluate: (Error: )?/, "") : String(error);
    log(`${label} failed: ${result.failure}`);
  }
}

/**
 * Sets `learned`; the reference is a contender of others where there is one.
 * @param {Result[]} results
 * @param {number} [falls]
 */
function judge(results, falls = FALLEN) {
  const whole = results.filter(({ failure }) => !failure);
  const long = whole.filter(({ brief }) => !brief);
  const reference = long.find(({ key }) => key !== "hourglass") ?? long[0];
  const close = (/** @type {number} */ loss, /** @type {number} */ wanted) => Math.abs(loss - wanted) <= CLOSE * wanted;
  for (const { learning, brief } of whole) {
    if (brief)
      learning.learned = learning.losses.every((loss, i) => close(loss, reference?.learning.losses[i] ?? loss));
    else learning.learned = learning.last < falls * learning.first && close(learning.last, reference.learning.last);
  }
}
