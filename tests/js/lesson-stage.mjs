//! Plays lessons in node on the page's own engine: the same images in the same order, the same evaluations at the same
//! steps, and the labs through their own runs, so that every number is the page's, bit for bit. Needs the engine, which
//! `cargo xtask build` writes.
//!
//!     node tests/js/lesson-stage.mjs FILE [SEED...]   plays a lesson, with the seeds 1 to 5 where none is given

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { toConfig } from "../../www/app/options.js";
import { pairsOf } from "../../www/app/shown-pack.js";
import { PACKS } from "../../www/data/pack-table.js";
import { openPack } from "../../www/data/packs.js";
import { compressHeldOut } from "../../www/labs/compress-run.js";
import { removeNoise } from "../../www/labs/denoise-run.js";
import { generate, usualPrior } from "../../www/labs/generate-run.js";
import { mapAndClassify } from "../../www/labs/map-run.js";
import { findOdd, usualEpochs } from "../../www/labs/odd-one-out-run.js";
import { tryFewLabels } from "../../www/labs/pretrain-run.js";
import { ownNoise } from "../../www/labs/ui/denoise-noise.js";
import { checkLesson, settingsOf } from "../../www/lessons/check-lesson.js";
import { allHold, filled, outcome } from "../../www/lessons/claims.js";
import { measureAll, written } from "../../www/lessons/measures.js";
import { S } from "../../www/strings/strings.js";
import { readJson } from "./lesson-files.mjs";
import { partly } from "./types.mjs";

/**
 * @typedef {import("../../www/app/options.js").Settings} Settings
 * @typedef {import("../../www/data/packs.js").ImageSet} ImageSet
 * @typedef {import("../../www/labs/lab-run.js").LabRun} LabRun
 * @typedef {import("../../www/lessons/check-lesson.js").Lesson} Lesson
 * @typedef {import("../../www/lessons/check-lesson.js").Run} Run
 * @typedef {import("../../www/lessons/measures.js").Source} Source
 * @typedef {import("../../www/lib/protocol.js").CurveName} CurveName
 * @typedef {import("../../www/worker/engine.js").Session} Session
 * @typedef {import("../../www/labs/worker/engine.js").Workbench} Workbench
 *
 * @typedef {{classes: string[], total: number, parts: ImageSet[], heldOut: ImageSet}} Images
 * @typedef {{isAnew?: boolean, hasPca?: boolean}} How Whether runs are played even where their numbers are known, and
 *   whether PCA's error is wanted, which takes a second for each set of images; it is if absent.
 * @typedef {Record<string, Record<string, number>>} Measured What was measured of each run, by its name.
 */

const DATA = new URL("../../www/data/", import.meta.url);
const PKG = new URL("../../www/pkg/", import.meta.url);
/** @type {CurveName[]} */
const CURVES = ["training", "heldOut", "heldOutError", "reconstruction", "kl", "trainingThen"];

/** @param {string} name of a module in `www/pkg/` */
async function load(name) {
  const glue = await import(new URL(`${name}.js`, PKG).href);
  glue.initSync({ module: await readFile(new URL(`${name}_bg.wasm`, PKG)) });
  return glue;
}

/**
 * The images of a pack, or the first of them, in the parts in which they come.
 * @param {Lesson["data"]} data
 * @param {number} most
 * @returns {Promise<Images>}
 */
async function imagesOf(data, most) {
  const fetch = async (/** @type {string} */ url) => new Response(await readFile(new URL(url)));
  const { first, rest, heldOut, total, classes } = await openPack(PACKS[data].files, { base: DATA, fetch, most });
  const parts = [first];
  for await (const part of rest) if (part.count > 0) parts.push(part);
  return { classes: classes ?? S.packs[data].classes ?? [], total, parts, heldOut };
}

/** One set of images with a session and a bench that have them. */
class Stage {
  /** @type {Session} */
  session;
  /** Made for the first lab. @type {Workbench | null} */
  #bench = null;

  /** @param {Images} images @param {Settings} settings */
  constructor(images, settings) {
    const { parts: [{ width, height, channels }], heldOut, total, parts } = images;
    this.images = images;
    this.session = new hourglass.Session(JSON.stringify(toConfig(settings, heldOut)), width, height, channels, total);
    this.session.appendHeldOut(heldOut.data, heldOut.labels);
    for (const { data, labels } of parts) this.session.append(data, labels);
  }

  /** @returns {Workbench} */
  get bench() {
    if (this.#bench) return this.#bench;
    const { heldOut: { data: heldOut, labels, count, width, height, channels }, total, parts } = this.images;
    /** @type {Workbench} */
    const bench = new workbench.Workbench(width, height, channels, total, count);
    for (const part of parts) bench.append(part.data, part.labels, false);
    bench.append(heldOut, labels, true);
    this.#bench = bench;
    return bench;
  }

  /**
   * Trains a model from its first step and looks at it as the page does.
   * @param {Settings} settings
   * @param {number} steps
   * @param {boolean} hasPca
   * @returns {Source}
   */
  train(settings, steps, hasPca) {
    const { session, images: { heldOut } } = this;
    session.reconfigure(JSON.stringify(toConfig(settings, heldOut)));
    while (session.step() < steps) session.runFor(1e9, steps - session.step(), false);
    session.evaluateHeldOut();
    while (hasPca && !session.advancePca(1e9));
    const snapshot = JSON.parse(session.snapshot());
    const history = Object.fromEntries(CURVES.map((name) => [name, session.history(name)]));
    session.setMapDims(-1, -1);
    const points = session.mapPoints(new Uint32Array(0));
    const map = { points, kind: session.mapKind(), step: session.step() };
    const views = partly({ history, map, measured: snapshot });
    return { info: JSON.parse(session.info()), snapshot, views, shown: heldOut, compare: null };
  }

  /**
   * What a lab finds with its usual controls.
   * @param {string} lab
   * @param {Settings} settings
   */
  async try(lab, settings) {
    /** @type {any} */
    let found = null;
    this.bench.setModel(this.session.save(false));
    await USES[lab](this.#labRun(lab, (patch) => (found = { ...found, ...patch })), settings, this.images);
    return found;
  }

  /** A lab's run on this bench. @param {string} lab @param {(patch: object) => void} found @returns {LabRun} */
  #labRun(lab, found) {
    const { session, images: { classes, parts, heldOut, total } } = this;
    const block = (/** @type {ImageSet} */ { data, labels, count }) => ({ bytes: data, labels, count });
    const features = heldOut.data.length / heldOut.count;
    return partly({
      found,
      config: JSON.parse(session.info()).config,
      images: { shape: heldOut, total, images: parts.map(block), heldOut: block(heldOut) },
      shown: pairsOf(heldOut.labels, classes.length, false),
      heldOut: (/** @type {number[]} */ idxs) =>
        Uint8Array.from(idxs.flatMap((idx) => [...heldOut.data.subarray(idx * features, (idx + 1) * features)])),
      progress() {},
      encode: async () => null,
      ask: async (/** @type {string} */ task, /** @type {object} */ args, /** @type {any} */ options = {}) =>
        (UNMEASURED.has(task) ? { points: [] } : this.#task(lab, task, args, options)),
    });
  }

  /**
   * @param {string} lab
   * @param {string} name
   * @param {object} args
   * @param {{pictures?: Float32Array, progress?: (share: number, news: any) => void}} options
   */
  #task(lab, name, args, { pictures = new Float32Array(0), progress }) {
    const task = this.bench.begin(lab, name, JSON.stringify(args), pictures);
    for (let share = 0; share < 1;) {
      share = task.advance(1e9);
      progress?.(share, task.takeNews());
    }
    const result = task.takeResult();
    task.free();
    return result;
  }
}

/** What labs look for besides, and no lesson measures: it would take a third of their time. */
const UNMEASURED = new Set(["pays", "spread", "nearest", "usual"]);

/** What is normal, as the lab begins. @type {import("../../www/labs/odd-one-out-run.js").Wanted} */
const ODD = { normal: [0], model: "own", epochs: usualEpochs(1), by: "loss" };

/**
 * The labs' main uses, with their controls as they stand at first.
 * @type {Record<string, (run: LabRun, settings: Settings, images: Images) => Promise<void>>}
 */
const USES = {
  compress: (run) => compressHeldOut(run, 6),
  denoise: (run, settings) => removeNoise(run, ownNoise(settings)),
  "odd-one-out": (run, _, { classes }) =>
    findOdd(run, ODD, { classes, areTrained: false }, null),
  generate: (run, settings) => generate(run, { prior: usualPrior(settings), seed: 1 }, false, null),
  pretrain: (run) => tryFewLabels(run, 10),
  map: (run, _, { classes }) => mapAndClassify(run, classes),
};

const [hourglass, workbench] = await Promise.all([load("hourglass"), load("workbench")]);
/** @type {Map<string, Stage>} */
const stages = new Map();
/** What was measured of runs before: they give the same numbers again. @type {Map<string, Record<string, number>>} */
const known = new Map();

/**
 * Plays one run of a lesson and gives all that was measured of it.
 * @param {Lesson["data"]} data
 * @param {Run} run
 * @param {number} seed
 * @param {How} how
 * @returns {Promise<Record<string, number>>}
 */
async function play(data, run, seed, { isAnew = false, hasPca = true }) {
  const settings = settingsOf(data, run, seed);
  const key = JSON.stringify([settings, run.steps, run.lab, hasPca]);
  const before = known.get(key);
  if (before && !isAnew) return before;
  const name = `${data} ${settings.images}`;
  const stage = stages.get(name) ?? new Stage(await imagesOf(data, settings.images), settings);
  stages.set(name, stage);
  const source = stage.train(settings, run.steps, hasPca);
  const found = run.lab ? await stage.try(run.lab, settings) : null;
  const measured = measureAll({ ...source, found });
  known.set(key, measured);
  return measured;
}

/**
 * Plays all runs of a lesson with a seed and gives all that was measured of them.
 * @param {{data: Lesson["data"], rounds: {runs: Run[]}[]}} lesson
 * @param {number} seed
 * @param {How} [how]
 * @returns {Promise<Measured>}
 */
export async function playLesson({ data, rounds }, seed, how = {}) {
  /** @type {Measured} */
  const measured = {};
  for (const { runs } of rounds) {
    for (const run of runs) measured[run.name] = await play(data, run, seed, how);
  }
  return measured;
}

/** What conditions ask for. @param {Measured} measured @returns {import("../../www/lessons/claims.js").ValueOf} */
const valuesOf = (measured) => (name, run) => measured[run]?.[name] ?? null;

/**
 * What came out of each round: the choice that holds, and whether the claim does.
 * @param {Lesson} lesson
 * @param {Measured} measured
 */
export const verdicts = (lesson, measured) => lesson.rounds.map(({ choices, claim }) =>
  ({ choice: outcome(choices, valuesOf(measured)), claim: allHold(claim.when, valuesOf(measured)) }));

/** @param {string} file @param {number[]} seeds */
async function tell(file, seeds) {
  const lesson = JSON.parse(await readFile(file, "utf8"));
  const problems = checkLesson(lesson, await readJson("lesson.schema.json"));
  if (problems.length > 0) {
    for (const problem of problems) console.log(problem);
    process.exitCode = 1;
    return;
  }
  for (const seed of seeds) {
    const measured = await playLesson(lesson, seed);
    console.log(`\nSeed ${seed}`);
    verdicts(lesson, measured).forEach(({ choice, claim }, idx) => {
      const round = /** @type {Lesson} */ (lesson).rounds[idx];
      for (const { name } of round.runs) {
        const all = Object.entries(measured[name]).map(([one, value]) => `${one} ${written(one, value)}`);
        console.log(`  ${name}: ${all.join(", ")}`);
      }
      const values = valuesOf(measured);
      const text = filled(round.claim.text, (one, run) => written(one, values(one, run)));
      console.log(`  ${claim ? "true" : claim === null ? "not measured" : "NOT TRUE"}: ${text}`);
      console.log(`  came out: ${choice === null ? "NO CHOICE HOLDS" : round.choices[choice].text}`);
      if (!claim || choice === null) process.exitCode = 1;
    });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file, ...seeds] = process.argv.slice(2);
  await tell(file, seeds.length > 0 ? seeds.map(Number) : [1, 2, 3, 4, 5]);
}
