// The engine without a browser, side by side with PyTorch where there is one: node bench/native/run.mjs --help
// Markdown on stdout, progress on stderr.
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { table } from "../lib/report.mjs";
import { median } from "../lib/statistics.mjs";
import { WORKLOADS } from "../lib/workloads.mjs";
import { flopsPerImage, initialLayers, layersOf, noiseImages, toSafetensors } from "../web/model.js";

const USAGE = `node bench/native/run.mjs [options]
  --workloads W1,W2,W3,W4,W5  default: all
  --threads 1,2               rows of each contender, default 1,2
  --rounds N                  turns of each row, default 5
  --seconds S                 length of a turn, default 3
  --program FILE              the built example, default: target/release/examples/train
  --python FILE               a Python with PyTorch, default: the first of python3 and /usr/bin/python3 that has it`;

/**
 * @typedef {import("../lib/workloads.mjs").Workload} Workload
 * @typedef {{imagesPerSecond: number, loss: number}} Turn
 * @typedef {(job: Job, threads: number, steps: number) => Promise<Turn>} Contender
 * @typedef {object} Job
 * @property {Workload} workload
 * @property {string} images
 * @property {string} weights  a safetensors file
 * @property {string} layers   a JSON file
 * @property {number} flops    of an image
 */

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const run = promisify(execFile);
/** Most steps of the check that both learn the same. Only Hourglass trains on the short batch that ends an epoch. */
const CHECKED = 60;
const log = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);
const count = (/** @type {number} */ value) => Math.round(value).toLocaleString("en-US");

const { values: flags } = parseArgs({
  options: {
    workloads: { type: "string" },
    threads: { type: "string", default: "1,2" },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "3" },
    program: { type: "string", default: path.join(repository, "target/release/examples/train") },
    python: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (flags.help) process.stdout.write(`${USAGE}\n`);
else await main();

async function main() {
  const names = flags.workloads?.split(",") ?? WORKLOADS.map(({ name }) => name);
  const threads = flags.threads.split(",").map((text) => positive("--threads", text));
  const [rounds, seconds] = [positive("--rounds", flags.rounds), positive("--seconds", flags.seconds)];
  if (!existsSync(flags.program)) {
    throw new Error(`${flags.program} is missing: cargo xtask bench native builds it`);
  }
  const torch = findTorch();
  /** @type {[string, Contender][]} */
  const contenders = [["Hourglass", hourglass]];
  if (torch) contenders.push([`PyTorch ${torch.version}`, pytorch(torch.python)]);
  const before = os.loadavg()[0];
  const folder = mkdtempSync(path.join(os.tmpdir(), "hourglass-bench-"));
  try {
    const sections = [];
    for (const name of names) {
      const workload = WORKLOADS.find((workload) => workload.name === name);
      if (!workload) throw new Error(`--workloads: got ${name}, wanted W1 to W${WORKLOADS.length}`);
      sections.push(await measure(prepare(workload, folder), contenders, threads, rounds, seconds));
    }
    const load = `load average ${before.toFixed(1)} before, ${os.loadavg()[0].toFixed(1)} after`;
    const cpu = `${os.cpus()[0]?.model.trim() ?? "unknown processor"}, ${os.cpus().length} cores`;
    const absent = torch ? "" : " PyTorch is absent: no python3 has it.";
    process.stdout.write(`${["## Native bench", `${cpu}; ${load}.${absent}`, ...sections].join("\n\n")}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Initial weights and layers of a workload, as files.
 * @param {Workload} workload
 * @param {string} folder
 * @returns {Job}
 */
function prepare(workload, folder) {
  const file = (/** @type {string} */ end) => path.join(folder, `${workload.name}.${end}`);
  const { images } = workload;
  const image = typeof images === "string" ? { width: 28, height: 28, channels: 1 } : images;
  const shapes = layersOf(/** @type {import("../web/model.js").Config} */ (workload.config), image);
  if (typeof images !== "string") {
    // Whole batches only: after a short one at an epoch's end the contenders' losses could no longer be compared.
    const count = Math.floor(images.count / workload.batchSize) * workload.batchSize;
    writeFileSync(file("idx.gz"), gzipSync(toIdx(noiseImages({ ...images, count })), { level: 1 }));
  }
  writeFileSync(file("safetensors"), toSafetensors(initialLayers(shapes, 1)));
  writeFileSync(file("json"), JSON.stringify(shapes));
  return {
    workload,
    images: typeof images === "string" ? path.join(repository, "www/data", images) : file("idx.gz"),
    weights: file("safetensors"),
    layers: file("json"),
    flops: flopsPerImage(shapes),
  };
}

/** Images in color as an IDX file. @param {ReturnType<typeof noiseImages>} images */
function toIdx({ count, height, width, channels, bytes }) {
  const head = Buffer.alloc(20);
  head.writeUInt32BE(0x0804);
  [count, height, width, channels].forEach((size, i) => head.writeUInt32BE(size, 4 * (i + 1)));
  return Buffer.concat([head, bytes]);
}

/**
 * @param {Job} job
 * @param {[string, Contender][]} contenders
 * @param {number[]} threads
 * @param {number} rounds
 * @param {number} seconds
 */
async function measure(job, contenders, threads, rounds, seconds) {
  const { name, title, batchSize } = job.workload;
  const learnSteps = Math.min(job.workload.learnSteps, CHECKED);
  /** @type {{label: string, n: number, train: Contender, steps: number, loss: number, rates: number[]}[]} */
  const rows = [];
  for (const n of threads) {
    for (const [label, train] of contenders) {
      const { imagesPerSecond, loss } = await train(job, n, learnSteps);
      const steps = Math.max(1, Math.ceil((imagesPerSecond * seconds) / batchSize));
      log(`${name} ${label}, ${n} threads: loss ${loss.toFixed(5)} after ${learnSteps} steps`);
      rows.push({ label, n, train, steps, loss, rates: [] });
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const row of rows) row.rates.push((await row.train(job, row.n, row.steps)).imagesPerSecond);
  }
  const lines = rows.map(({ label, n, loss, rates }) => {
    const [rate, ours] = [rates, rows.find((row) => row.n === n)?.rates ?? rates];
    const quotient = median(ours.map((our, i) => our / rate[i]));
    return [
      label,
      String(n),
      count(median(rate)),
      `${count(Math.min(...rate))}–${count(Math.max(...rate))}`,
      ((median(rate) * job.flops) / 1e9).toFixed(1),
      ours === rate ? "" : `${quotient.toFixed(2)}×`,
      loss.toPrecision(6),
    ];
  });
  const head = ["", "threads", "images/s", "lowest–highest", "GFLOP/s", "Hourglass is", `loss, step ${learnSteps}`];
  const about = `Batch ${batchSize}, Adam 0.001, f32, ${rounds} rounds in turns of about ${seconds} s; medians.`;
  return [`### ${name}: ${title}`, table(head, lines), about].join("\n\n");
}

/** The engine's own program. @type {Contender} */
async function hourglass({ workload, images, weights }, threads, steps) {
  const config = { ...workload.config, batchSize: workload.batchSize, shuffle: false };
  const words = ["--images", images, "--load", weights, "--config", JSON.stringify(config)];
  const { stdout } = await run(flags.program, [...words, "--steps", String(steps), "--threads", String(threads)]);
  return JSON.parse(stdout);
}

/** @param {string} python @returns {Contender} */
function pytorch(python) {
  const script = path.join(repository, "bench/native/pytorch.py");
  return async ({ workload, images, weights, layers }, threads, steps) => {
    const words = [images, weights, layers, workload.batchSize, threads, steps].map(String);
    // Threads of the libraries below PyTorch would come on top of its own.
    const names = ["OMP", "OPENBLAS", "MKL"].map((name) => `${name}_NUM_THREADS`);
    const limits = Object.fromEntries(names.map((name) => [name, String(threads)]));
    const { stdout } = await run(python, [script, ...words], { env: { ...process.env, ...limits } });
    return JSON.parse(stdout);
  };
}

/** The first Python that has PyTorch. */
function findTorch() {
  for (const python of flags.python ? [flags.python] : ["python3", "/usr/bin/python3"]) {
    try {
      const words = ["-c", "import numpy, torch; print(torch.__version__)"];
      return { python, version: execFileSync(python, words, { stdio: "pipe" }).toString().trim() };
    } catch {
      log(`${python} has no PyTorch`);
    }
  }
  return null;
}

/** @param {string} flag @param {string} text */
function positive(flag, text) {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${flag}: got ${text}, wanted a number above 0`);
  return value;
}
