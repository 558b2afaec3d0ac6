// What more images and more parameters cost: whether both lines are straight.
import path from "node:path";
import { launch } from "./browser.mjs";
import { table } from "./report.mjs";
import { serve } from "./server.mjs";
import { bend, median } from "./statistics.mjs";
import { processorTime } from "./training.mjs";
import { WORKLOADS } from "./workloads.mjs";

const IMAGES = [1_000, 5_000, 15_000, 30_000, 60_000];
/** Units of the only hidden layer; 3 million parameters with the last. */
const WIDTHS = [115, 230, 460, 920, 1840];
const BATCH = 128;
/** A line bends where its last point lies so many times as high as those before it say. */
const MOST = 1.25;
const BAR = 30;

/**
 * Costs are those of the page's processor time, which other programs disturb less than the clock.
 * @typedef {{x: number, costs: number[]}} Size
 * @typedef {{title: string, what: string, unit: string, sizes: Size[], bend: number, straight: boolean}} Line
 */

/**
 * @param {string} site
 * @param {string} repository
 * @param {{rounds: number, seconds: number}} options
 * @param {(line: string) => void} log
 * @returns {Promise<Line[]>}
 */
export async function measureScale(site, repository, { rounds, seconds }, log) {
  const server = await serve({ "/": site, "/bench/": path.join(repository, "bench") });
  const browser = await launch();
  try {
    const cdp = await browser.newBrowserCDPSession();
    const page = await browser.newPage();
    await page.goto(`${server.origin}/bench/web/training.html`);
    await page.waitForFunction("window.bench");
    /** @type {(method: string, ...args: unknown[]) => Promise<any>} */
    const call = (method, ...args) =>
      page.evaluate(
        ([name, given]) => /** @type {any} */ (globalThis).bench[name](...given),
        /** @type {const} */ ([method, args]),
      );
    /** Processor milliseconds of a training image. @param {object} config @param {number} count */
    const cost = async (config, count) => {
      const images = { count, width: 28, height: 28, channels: 1, seed: 3 };
      await call("setup", "hourglass", { config, batchSize: BATCH, images });
      await call("train", "hourglass", 0.3);
      const before = await processorTime(cdp);
      const report = await call("train", "hourglass", seconds);
      const busy = (await processorTime(cdp)) - before;
      await call("dispose", "hourglass");
      return (busy * 1000) / report.images;
    };
    const [{ config }] = WORKLOADS;
    const wide = (/** @type {number} */ width) => ({
      ...config,
      architecture: { kind: "dense", hidden: [width] },
      bottleneck: { kind: "plain", latentDim: 32 },
    });
    /** @type {Size[]} */
    const epochs = IMAGES.map((x) => ({ x: Math.floor(x / BATCH) * BATCH, costs: [] }));
    /** @type {Size[]} */
    const steps = WIDTHS.map((width) => ({ x: parameters(width), costs: [] }));
    for (let round = 1; round <= rounds; round++) {
      for (const size of epochs) size.costs.push((await cost(config, size.x)) * size.x);
      for (const [i, size] of steps.entries()) size.costs.push((await cost(wide(WIDTHS[i]), 10 * BATCH)) * BATCH);
      log(`scale: round ${round}/${rounds}`);
    }
    return [
      line("An epoch, by images: W1's model", "images", "ms an epoch", epochs),
      line("A step of 128 images, by parameters: 784-n-32-n-784", "parameters", "ms a step", steps),
    ];
  } finally {
    await browser.close();
    server.close();
  }
}

/** Of a model with one hidden layer and 32 numbers in its code. @param {number} width */
const parameters = (width) => 2 * width * (784 + 32) + 2 * width + 32 + 784;

/** @param {string} title @param {string} what @param {string} unit @param {Size[]} sizes @returns {Line} */
function line(title, what, unit, sizes) {
  const bent = bend(sizes.map(({ x, costs }) => ({ x, y: median(costs) })));
  return { title, what, unit, sizes, bend: bent, straight: bent <= MOST };
}

/** @param {Line[]} lines */
export function scaleReport(lines) {
  const number = (/** @type {number} */ value) =>
    value < 100 ? value.toPrecision(3) : Math.round(value).toLocaleString("en-US");
  const sections = lines.map(({ title, what, unit, sizes, bend: bent, straight }) => {
    const last = median(sizes[sizes.length - 1].costs);
    const rows = sizes.map(({ x, costs }) => {
      const y = median(costs);
      return [number(x), number(y), number((y / x) * 1e6), "█".repeat(Math.max(1, Math.round((y / last) * BAR)))];
    });
    const said = `The last is ${bent.toFixed(2)}× what the line through the others says. Straight (≤ ${MOST}×): ${straight ? "yes" : "**no**"}.`;
    return [`### ${title}`, table([what, unit, `ms a million ${what}`, ""], rows), said].join("\n\n");
  });
  return ["Milliseconds are those of the processor.", ...sections].join("\n\n");
}
