// The results as Markdown.
import os from "node:os";
import { megabytes } from "./memory.mjs";
import { ownGoals } from "./own-goals.mjs";
import { mean, median, quantile } from "./statistics.mjs";
import { OWN_GOALS, PAGE_GOALS } from "./workloads.mjs";

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function table(head, rows) {
  return [head, head.map((_, i) => (i === 0 ? "---" : "---:")), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

const count = (/** @type {number} */ value) => Math.round(value).toLocaleString("en-US");
const percent = (/** @type {number} */ share) => `${(share * 100).toFixed(1)} %`;
const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} KB`;
const number = (/** @type {number} */ value) => value.toPrecision(4);
const verdict = (/** @type {boolean} */ reached) => (reached ? "yes" : "**no**");

/** @param {string} browser @param {number[]} loadBefore */
export function machine(browser, loadBefore) {
  const cpus = os.cpus();
  const [before, after] = [loadBefore, os.loadavg()].map(([oneMinute]) => oneMinute.toFixed(1));
  return `${browser}, headless; ${cpus[0]?.model.trim() ?? "unknown processor"}, ${cpus.length} cores; load average ${before} before, ${after} after.`;
}

/**
 * @param {import("./workloads.mjs").Workload} workload
 * @param {import("./training.mjs").Result[]} results
 * @param {import("./workloads.mjs").Contender[]} contenders
 * @param {{rounds: number, seconds: number}} options
 */
export function trainingReport(workload, results, contenders, { rounds, seconds }) {
  const label = (/** @type {string} */ key) => contenders.find((contender) => contender.key === key)?.label ?? key;
  const hourglass = results.find(({ key }) => key === "hourglass");
  const rows = results.map((result) => {
    const { key, rates, cpuRates, flops, learning, failure, expected, brief } = result;
    if (failure || rates.length === 0)
      return [label(key), `${expected ? "cannot" : "failed"}: ${failure}`, ...Array(7).fill("")];
    const compared = hourglass && !hourglass.failure && key !== "hourglass";
    const rate = median(rates);
    return [
      label(key),
      count(rate),
      `${count(quantile(rates, 0))}–${count(quantile(rates, 1))}`,
      ((rate * flops) / 1e9).toFixed(1),
      compared ? `${quotient(hourglass.rates, rates).toFixed(2)}×` : "",
      count(median(cpuRates)),
      compared ? `${quotient(hourglass.cpuRates, cpuRates).toFixed(2)}×` : "",
      `${number(learning.first)} → ${number(learning.last)}${brief ? ` (step ${learning.losses.length})` : ""}`,
      verdict(learning.learned),
    ];
  });
  const lines = [
    `### ${workload.name}: ${workload.title}`,
    "",
    table(
      [
        "",
        "images/s",
        "lowest–highest",
        "GFLOP/s",
        "Hourglass is",
        "images a CPU second",
        "Hourglass is",
        `loss, step 1 → ${Math.max(...results.map(({ learning }) => learning.losses.length))}`,
        "learns",
      ],
      rows,
    ),
    "",
    `Batch ${workload.batchSize}, Adam 0.001, f32, ${rounds} rounds in turns of ${seconds} s. images/s is the median of the rounds; ` +
      "“Hourglass is” is the median of each round's own quotient. A CPU second is one of the page process, all threads: " +
      "it leaves out the time that other programs took. Loss: the last is the mean of ten steps; all start from the same weights and see the same batches" +
      `${results.some(({ brief }) => brief) ? "; who is so slow that steps take seconds is checked on the first two losses and measured for one step" : ""}.`,
  ];
  const rival = results.find(({ key }) => key === workload.goal.over);
  if (hourglass && rival && !hourglass.failure && !rival.failure) {
    const { over, ratio: wanted } = workload.goal;
    lines.push("", `Goal: at least ${wanted}× ${label(over)}. Reached: ${verdict(quotient(hourglass.rates, rival.rates) >= wanted)}.`);
  }
  if (workload.limits && hourglass && !hourglass.failure) lines.push("", ownGoals(workload.limits, hourglass));
  return lines.join("\n");
}

/**
 * The median of the quotients round by round: what disturbs a round disturbs both.
 * @param {number[]} a
 * @param {number[]} b
 */
function quotient(a, b) {
  return median(a.slice(0, b.length).map((rate, i) => rate / b[i]));
}

/** @param {import("./page.mjs").PageResult} result */
export function pageReport({ firstStepMs, weight, data, behavior }) {
  const total = weight.reduce((sum, { gzip }) => sum + gzip, 0);
  const ofKind = (/** @type {string} */ kind) =>
    weight.filter((item) => item.kind === kind).reduce((sum, { gzip }) => sum + gzip, 0);
  const fetched = data.map(({ path, bytes }) => `${path} ${kilobytes(bytes)}`);
  const kinds = ["html", "css", "js", "wasm", "other"].filter((kind) => ofKind(kind) > 0);
  const calls = behavior.calls;
  const runFor = calls?.find(({ name }) => name === "runFor")?.share ?? 0;
  const views = calls?.filter(({ name }) => name !== "runFor").reduce((sum, { share }) => sum + share, 0);
  const evaluation = behavior.evaluationShare;
  const side = views === undefined || evaluation === null ? null : evaluation + views;
  const lines = [
    "### The page",
    "",
    table(["", "measured", "goal", "reached"], pageRows(firstStepMs, total, behavior, side)),
    "",
    `Watched for ${behavior.seconds.toFixed(0)} s, beginning one second after the first step. The first step is counted when its snapshot has reached the page.`,
    "",
    `Weight: ${kinds.map((kind) => `${kind} ${kilobytes(ofKind(kind))}`).join(", ")}. ` +
      `Data fetched in the same time: ${fetched.join(", ") || "none"}.`,
    "",
    table(
      ["file", "gzip"],
      [...weight].sort((a, b) => b.gzip - a.gzip).map(({ path, gzip }) => [path, kilobytes(gzip)]),
    ),
  ];
  if (calls) {
    lines.push(
      "",
      `Worker time: ${percent(runFor)} in runFor (of which evaluation: ${evaluation === null ? "not known" : percent(evaluation)}); ` +
        `views and the rest ${percent(views ?? 0)}: ${calls.filter(({ name }) => name !== "runFor").map(({ name, share }) => `${name} ${percent(share)}`).join(", ")}; ` +
        `messages and idle ${percent(Math.max(0, 1 - runFor - (views ?? 0)))}.`,
    );
  }
  return lines.join("\n");
}

/**
 * What was measured, the goal, and whether it is reached.
 * @param {number[]} firstStepMs
 * @param {number} total bytes
 * @param {import("./page.mjs").PageResult["behavior"]} behavior
 * @param {number | null} side the worker's share of evaluation and views
 */
function pageRows(firstStepMs, total, behavior, side) {
  const { longTaskMs, frameMs, frameShare, firstStepMs: firstGoal, weightBytes, sideShare } = PAGE_GOALS;
  const tasks = (/** @type {number[]} */ list) =>
    list.length === 0 ? "0" : `${list.length} (${list.map(Math.round).join(", ")} ms)`;
  return [
    [
      "navigation → first training step, cold, loopback",
      `${count(median(firstStepMs))} ms (${firstStepMs.map(count).join(", ")})`,
      `≤ ${count(firstGoal)} ms`,
      verdict(median(firstStepMs) <= firstGoal),
    ],
    ["page weight before data, gzip", kilobytes(total), `≤ ${kilobytes(weightBytes)}`, verdict(total <= weightBytes)],
    [
      `tasks over ${longTaskMs} ms on the page's thread while training`,
      tasks(behavior.longTasks),
      "0",
      verdict(behavior.longTasks.length === 0),
    ],
    ["the same during start-up", tasks(behavior.startUpTasks), "", ""],
    [
      `frames within ${frameMs} ms`,
      `${percent(behavior.frameShare)} of ${behavior.frames}, worst ${behavior.worstFrameMs.toFixed(0)} ms`,
      `≥ ${percent(frameShare)}`,
      verdict(behavior.frameShare >= frameShare),
    ],
    [
      "worker time in evaluation and views",
      side === null ? "not known" : percent(side),
      `≤ ${percent(sideShare)}`,
      side === null ? "" : verdict(side <= sideShare),
    ],
    ["training throughout", `${behavior.stepsPerSecond.toFixed(0)} steps/s`, "", verdict(behavior.trainingThroughout)],
  ];
}

/** @param {import("./memory.mjs").MemoryResult} result */
export function memoryReport({ kind, address, samples, empty, growth, level, peak, trainingThroughout }) {
  const goal = PAGE_GOALS.memoryBytes;
  const last = samples[samples.length - 1];
  const minutes = (last.seconds / 60).toFixed(1);
  // A row for each of ten parts of the time is enough to see a trend; the file of numbers has all samples.
  const shown = samples.filter(
    (_, i) => i === 0 || i === samples.length - 1 || (i + 1) % Math.ceil(samples.length / 10) === 0,
  );
  const cells = (
    /** @type {import("./memory.mjs").Sample} */ {
      seconds,
      step,
      process,
      footprint,
      proportional,
      resident,
      pageHeap,
      workerHeap,
      pageWasm,
      workerWasm,
    },
  ) => [
    `${Math.round(seconds)} s`,
    count(step),
    ...[process, footprint, proportional, resident, pageHeap, workerHeap, pageWasm, workerWasm].map(megabytes),
  ];
  return [
    `### The page's memory: ${kind} (${address || "#"}), ${minutes} minutes`,
    "",
    table(
      [
        "",
        "step",
        "process",
        "footprint",
        "PSS",
        "RSS",
        "page's JavaScript",
        "worker's JavaScript",
        "page's wasm",
        "worker's wasm",
      ],
      shown.map(cells),
    ),
    "",
    table(
      ["", "measured", "goal", "reached"],
      [
        ["highest after settling, process", megabytes(peak), `≤ ${megabytes(goal)}`, verdict(peak <= goal)],
        ["growth after settling", percent(growth), "level (< 5 %)", verdict(level)],
        ["training throughout", `${count(last.step / last.seconds)} steps/s`, "", verdict(trainingThroughout)],
      ],
    ),
    "",
    "Process: the page's renderer process with its worker, both WebAssembly memories, drawings and the browser's own data in it, without mapped files " +
      `(the browser's program). An empty page's process takes ${megabytes(empty)}. The other columns count the same in other ways or are parts of it.`,
  ].join("\n");
}

/** @param {import("./own.mjs").OwnResult} result */
export function ownReport({ photos, idx, kept, refusals }) {
  const { photosPerSecond, longTaskMs, idxSeconds, memoryShare, refusalMs } = OWN_GOALS;
  const rate = photos.images / photos.seconds;
  const task = Math.max(photos.longestTask, idx.longestTask);
  const slowest = refusals.reduce((a, b) => (b.ms > a.ms ? b : a));
  const grown = idx.after === null || idx.before === null ? null : (idx.after - idx.before) / kept.idx;
  const memory = (/** @type {import("./own.mjs").Intake} */ { before, peak, after }) =>
    `${megabytes(before)} → ${megabytes(after)}, highest ${megabytes(peak)}`;
  const rows = [
    [
      `${count(photos.images)} photos of 1 megapixel`,
      `${rate.toFixed(1)} a second (${photos.seconds.toFixed(1)} s)`,
      `≥ ${photosPerSecond}`,
      verdict(rate >= photosPerSecond),
    ],
    [
      "longest task on the page's thread meanwhile",
      task ? `${task.toFixed(0)} ms` : "under 50 ms",
      `≤ ${longTaskMs} ms`,
      verdict(task <= longTaskMs),
    ],
    [
      `${count(idx.images)} digits from a gzipped IDX file`,
      `${idx.seconds.toFixed(2)} s`,
      `≤ ${idxSeconds} s`,
      verdict(idx.seconds <= idxSeconds),
    ],
    [
      `memory after it: of ${megabytes(kept.idx)} of pixels`,
      grown === null ? "not known" : percent(grown),
      `≤ ${percent(memoryShare)}`,
      grown === null ? "" : verdict(grown <= memoryShare),
    ],
    [
      `slowest refusal of a file that lies: ${slowest.name}`,
      `${slowest.ms.toFixed(0)} ms`,
      `≤ ${refusalMs} ms`,
      verdict(slowest.ms <= refusalMs),
    ],
  ];
  return [
    "### A visitor's own images",
    "",
    table(["", "measured", "goal", "reached"], rows),
    "",
    `The page's process, while photos came in: ${memory(photos)} (${megabytes(kept.photos)} of pixels kept); the digits: ${memory(idx)}. ` +
      `Refusals: ${refusals.map(({ name, ms }) => `${name} ${ms.toFixed(0)} ms`).join(", ")}.`,
  ].join("\n");
}

/** @param {import("./training.mjs").Result} result */
export function plain(result) {
  const { rates, ...rest } = result;
  return { ...rest, rates, median: rates.length ? median(rates) : null, mean: rates.length ? mean(rates) : null };
}
