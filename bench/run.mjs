// The bench: training speed side by side, then the page itself; its memory and the intake of own images, if asked.
// Markdown on stdout, progress on stderr.
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "./lib/browser.mjs";
import { measurePage } from "./lib/page.mjs";
import { keepMemory, measureMemory } from "./lib/memory.mjs";
import { measureOwn } from "./lib/own.mjs";
import { machine, memoryReport, ownReport, pageReport, plain, trainingReport } from "./lib/report.mjs";
import { measureScale, scaleReport } from "./lib/scale.mjs";
import { serve } from "./lib/server.mjs";
import { measureSmall, smallReport } from "./lib/small.mjs";
import { measureTraining } from "./lib/training.mjs";
import { CONTENDERS, WORKLOADS } from "./lib/workloads.mjs";
import { KINDS } from "../www/app/presets.js";

const USAGE = `node bench/run.mjs [options] [PART …]
  PART: training, page, memory, own, scale or small   default: training and page
  --workloads W1,W2,W3,W4,W5           default: all
  --contenders hourglass,jax,jaxconv,tfjs,hourglass2,hourglass2i   default: all
  --rounds N                           turns of each contender, default 7
  --seconds S                          length of a turn, default 3
  --kind NAME                          memory: the model, by its preset's name; default convolutional
  --minutes N                          memory: how long it trains, default 10
  --photos N                           own: how many photos are taken in, default 2000
  --site DIR                           the built site, default: dist/ if there is one, else the repository
  --data DIR                           the data packs, default: www/data of the site
  --json FILE                          the numbers, for machines
  --quick                              3 rounds of 1 s, a short check, one cold start, 5 s of watching,
                                       1 minute of memory, 200 photos`;

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const ENGINE = "www/pkg/hourglass_bg.wasm";
const log = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    workloads: { type: "string" },
    contenders: { type: "string" },
    rounds: { type: "string" },
    seconds: { type: "string" },
    kind: { type: "string", default: "convolutional" },
    minutes: { type: "string" },
    photos: { type: "string" },
    site: { type: "string" },
    data: { type: "string" },
    json: { type: "string" },
    quick: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (flags.help) {
  process.stdout.write(`${USAGE}\n`);
} else {
  process.exitCode = (await main()) ? 0 : 1;
}

/** Whether everything ran and every contender learned. A goal that is missed is printed, and no failure. */
async function main() {
  const { quick } = flags;
  const site = path.resolve(
    flags.site ?? (existsSync(path.join(repository, "dist", ENGINE)) ? path.join(repository, "dist") : repository),
  );
  const data = path.resolve(flags.data ?? path.join(site, "www/data"));
  const workloads = choose("--workloads", flags.workloads, WORKLOADS, ({ name }) => name);
  const contenders = choose("--contenders", flags.contenders, CONTENDERS, ({ key }) => key);
  const parts = choose(
    "part",
    positionals.join(",") || "training,page",
    ["training", "page", "memory", "own", "scale", "small"],
    (name) => name,
  );
  const rounds = positive("--rounds", flags.rounds, quick ? 3 : 7);
  const seconds = positive("--seconds", flags.seconds, quick ? 1 : 3);
  const minutes = positive("--minutes", flags.minutes, quick ? 1 : 10);
  const photos = positive("--photos", flags.photos, quick ? 200 : 2000);
  const [kind] = choose("--kind", flags.kind, KINDS, (name) => name);
  checkSite(site, parts, contenders);
  const loadBefore = os.loadavg();
  /** @type {string[]} */
  const sections = [];
  /** @type {Record<string, unknown>} */
  const numbers = {};
  let sound = true;
  if (parts.includes("training")) {
    const all = await measureAllTraining(site, data, workloads, { contenders, rounds, seconds, quick });
    for (const { workload, results } of all) {
      sections.push(trainingReport(workload, results, contenders, { rounds, seconds }));
      numbers[workload.name] = results.map(plain);
      sound &&= results.every(({ failure, expected, learning }) => (failure ? expected : learning.learned));
    }
  }
  if (parts.includes("page")) {
    const result = await measurePage(site, { starts: quick ? 1 : 3, seconds: quick ? 5 : 15 }, log);
    sections.push(pageReport(result));
    numbers.page = result;
    sound &&= result.behavior.trainingThroughout;
  }
  if (parts.includes("memory")) {
    const result = await measureMemory(site, { kind, minutes }, log);
    sections.push(memoryReport(result));
    numbers.memory = result;
    sound &&= result.trainingThroughout;
  }
  if (parts.includes("own")) {
    const result = (numbers.own = await measureOwn(site, repository, data, { photos }, log));
    sections.push(ownReport(result));
  }
  if (parts.includes("scale")) {
    const lines = await measureScale(site, repository, { rounds, seconds }, log);
    sections.push(scaleReport(lines));
    numbers.scale = lines;
    sound &&= lines.every(({ straight }) => straight);
  }
  if (parts.includes("small")) sections.push(await small(site, numbers));
  const about = `${machine(await browserVersion(), loadBefore)} Site: ${path.relative(repository, site) || "the repository"}.`;
  process.stdout.write(`${["## Bench", about, ...sections].join("\n\n")}\n`);
  if (flags.json) await writeFile(flags.json, `${JSON.stringify({ about, ...numbers }, null, 2)}\n`);
  return sound;
}

/** @param {string} site @param {Record<string, unknown>} numbers */
async function small(site, numbers) {
  const results = await measureSmall(site, { seconds: flags.quick ? 5 : 15 }, log);
  numbers.small = results;
  return smallReport(results);
}

/**
 * Refuses to measure a site that is not built.
 * @param {string} site
 * @param {string[]} parts
 * @param {import("./lib/workloads.mjs").Contender[]} contenders
 */
function checkSite(site, parts, contenders) {
  const needsSite =
    ["page", "memory", "own", "scale", "small"].some((part) => parts.includes(part)) ||
    (parts.includes("training") && contenders.some(({ key }) => key === "hourglass"));
  if (needsSite && !existsSync(path.join(site, ENGINE))) {
    throw new Error(`${site} has no ${ENGINE}: build it first (cargo xtask bench does)`);
  }
}

/**
 * @param {string} site
 * @param {string} data
 * @param {import("./lib/workloads.mjs").Workload[]} workloads
 * @param {Parameters<typeof measureTraining>[2]} options
 */
async function measureAllTraining(site, data, workloads, options) {
  const mounts = { "/": site, "/bench/": path.join(repository, "bench"), "/bench-data/": data };
  const [plainly, isolated] = [await serve(mounts, keepMemory), await serve(mounts, keepMemory, true)];
  const origins = { plain: plainly.origin, isolated: isolated.origin };
  try {
    const all = [];
    for (const workload of workloads) {
      all.push({ workload, results: await measureTraining(origins, workload, options, log) });
    }
    return all;
  } finally {
    plainly.close();
    isolated.close();
  }
}

async function browserVersion() {
  const browser = await launch();
  try {
    return `Chromium ${browser.version()}`;
  } finally {
    await browser.close();
  }
}

/**
 * @template T
 * @param {string} flag
 * @param {string | undefined} wanted
 * @param {T[]} all
 * @param {(item: T) => string} nameOf
 * @returns {T[]}
 */
function choose(flag, wanted, all, nameOf) {
  if (wanted === undefined) return all;
  return wanted.split(",").map((name) => {
    const found = all.find((item) => nameOf(item) === name);
    if (!found) throw new Error(`${flag}: got ${name}, known are ${all.map(nameOf).join(", ")}`);
    return found;
  });
}

/**
 * @param {string} flag
 * @param {string | undefined} text
 * @param {number} otherwise
 */
function positive(flag, text, otherwise) {
  const value = text === undefined ? otherwise : Number(text);
  if (!(value > 0)) throw new Error(`${flag}: got ${text}, wanted a number above 0`);
  return value;
}
