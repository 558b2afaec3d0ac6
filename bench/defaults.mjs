//! What each kind's defaults reach on each pack in the first seconds: node bench/defaults.mjs [pack] [kind] [seconds,…]
//!
//! The engine of www/pkg trains in this process, on one core. Time is what the processor worked, so that other programs
//! do not count. Prints a table: the held-out squared error a pixel, and as a share of PCA's with as many components.

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { initSync, Session } from "../www/pkg/hourglass.js";
import { toConfig } from "../www/app/options.js";
import { KINDS, preset } from "../www/app/presets.js";
import { PACKS } from "../www/data/pack-table.js";

/** Training between two looks at the clock, in ms. */
const SLICE = 50;

const file = (/** @type {string} */ name) => readFileSync(new URL(`../www/${name}`, import.meta.url));

/** The images of an IDX file, which has as many dimensions as its fourth byte says. @param {string} name */
function images(name) {
  const bytes = gunzipSync(file(`data/${name}`));
  const dims = Array.from({ length: bytes[3] }, (_, idx) => bytes.readUInt32BE(4 + 4 * idx));
  return { count: dims[0], bytes: new Uint8Array(bytes.subarray(4 + 4 * dims.length)) };
}

/** What the processor has worked for this process, in ms. */
function worked() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * The errors of a kind's defaults on a pack after each of the times.
 * @param {import("../www/data/pack-table.js").BuiltIn} pack
 * @param {import("../www/app/presets.js").Kind} kind
 */
function errors(pack, kind) {
  const { files, size, channels } = PACKS[pack];
  const [training, heldOut] = [images(files.trainImages), images(files.testImages)];
  const config = toConfig(preset(kind, pack), { channels, height: size, width: size });
  const session = new Session(JSON.stringify(config), size, size, channels, training.count);
  session.append(training.bytes);
  session.appendHeldOut(heldOut.bytes);
  while (!session.advancePca(1000));
  let trained = 0;
  const seen = SECONDS.map((seconds) => {
    while (trained < 1000 * seconds) {
      const before = worked();
      session.runFor(SLICE, 1e9, false);
      trained += worked() - before;
    }
    session.evaluateHeldOut();
    return JSON.parse(session.snapshot());
  });
  session.free();
  return seen;
}

const [wantedPack, wantedKind, wantedSeconds = "5,10"] = process.argv.slice(2);
/** Seconds of training after which the model is measured. */
const SECONDS = wantedSeconds.split(",").map(Number);

initSync({ module: file("pkg/hourglass_bg.wasm") });
/** @type {<Name extends string>(all: Name[], wanted: string | undefined) => Name[]} */
const chosen = (all, wanted) => all.filter((name) => !wanted || name === wanted);
console.log(`| images | kind | ${SECONDS.map((s) => `after ${s} s | of PCA's`).join(" | ")} |`);
console.log(`|${"---|".repeat(2 + 2 * SECONDS.length)}`);
for (const pack of chosen(/** @type {(keyof typeof PACKS)[]} */ (Object.keys(PACKS)), wantedPack)) {
  for (const kind of chosen(KINDS, wantedKind)) {
    const cells = errors(pack, kind).flatMap(({ heldOutMse, pcaMse }) =>
      [heldOutMse.toFixed(4), pcaMse ? (heldOutMse / pcaMse).toFixed(2) : "–"]);
    console.log(`| ${pack} | ${kind} | ${cells.join(" | ")} |`);
  }
}
