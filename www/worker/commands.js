//! The training worker's command table: what each command does to the session. The loop decides when, and answers.
//!
//! A command returns its result, or a generator where it may take long: the loop advances it between messages, so that
//! the worker stays answerable, and trains no step before it has returned, so that it sees one set of weights.

/** @typedef {import("../lib/protocol.js").CommandTable} CommandTable */
/** @typedef {import("./loop.js").Loop} Loop */

/** Commands that do not wait for those before them. */
export const AT_ONCE = new Set(["pause", "resume"]);

/** Returned by a command that is answered later. */
export const LATER = Symbol("later");

/** A chunk of a long command should take about this long. */
const CHUNK_MS = 15;

/** Rows of a chunk, at least. The engine draws an evaluation's noise for so many images at a time. */
const LEAST_ROWS = { computed: 1, evaluated: 64 };

/**
 * @type {{[Name in keyof CommandTable]: (loop: Loop, args: CommandTable[Name]["args"], id: number) =>
 *   CommandTable[Name]["result"] | Promise<CommandTable[Name]["result"]>
 *   | Generator<void, CommandTable[Name]["result"]> | typeof LATER}}
 */
export const COMMANDS = {
  open: (loop, { config, width, height, channels, total, keeps }) =>
    loop.open(total, ({ glue: { Session } }) => new Session(config, width, height, channels, total), keeps),

  append(loop, { bytes, labels, count }) {
    loop.scheduler.session.append(bytes, labels ?? undefined);
    return loop.scheduler.arrived(count);
  },

  appendHeldOut(loop, { bytes, labels }) {
    loop.scheduler.session.appendHeldOut(bytes, labels ?? undefined);
    return loop.scheduler.arrived(0);
  },

  reconfigure(loop, { config }) {
    loop.scheduler.checkpoint(); // the likeliest moment to run out of memory
    return loop.scheduler.replaceModel("replaced", (session) => session.reconfigure(config), true);
  },

  reset: (loop, { seed }) => loop.scheduler.replaceModel("reset", (session) => session.reset(seed ?? undefined), true),

  load(loop, { bytes }) {
    loop.scheduler.checkpoint();
    return loop.scheduler.replaceModel("replaced", (session) => session.load(bytes), false);
  },

  steer(loop, { changes }) {
    loop.scheduler.session.steer(changes);
    return loop.scheduler.refresh();
  },

  save: (loop, { forLoading }) => loop.scheduler.session.save(forLoading),

  newSeed: (loop) => loop.scheduler.session.newSeed(),

  watch(loop, args) {
    loop.scheduler.watch(args);
    return null;
  },

  placeDrawing: (loop, { ink, width, height }) => loop.scheduler.session.placeDrawing(ink, width, height),

  encode: (loop, { bytes, count }) => rows(loop, bytes, count, (part, n) => loop.scheduler.session.encode(part, n)),

  decode: (loop, { codes, count }) => rows(loop, codes, count, (part, n) => loop.scheduler.session.decode(part, n)),

  reconstruct: (loop, { bytes, count }) =>
    rows(loop, bytes, count, (part, n) => loop.scheduler.session.reconstruct(part, n)),

  *evaluate(loop, { bytes, count }) {
    /** @type {string | undefined} */
    let result;
    yield* chunks(loop, count, LEAST_ROWS.evaluated, (start, n) => {
      result = loop.scheduler.session.evaluate(slice(bytes, count, start, n), start, count);
    });
    return JSON.parse(/** @type {string} */ (result));
  },

  train(loop, { steps, epochs, seconds, untilPlateau }, id) {
    const inEpochs =
      epochs === null ? Infinity : Math.max(1, Math.round(epochs * loop.scheduler.state.info.stepsPerEpoch));
    const stepsLeft = Math.min(steps ?? Infinity, inEpochs);
    loop.scheduler.train({
      id,
      stepsLeft,
      msLeft: (seconds ?? Infinity) * 1000,
      untilPlateau,
      paused: loop.isHeld(id),
    });
    return LATER;
  },

  share: (loop, { ports, workers }) => loop.withShare(({ share }) => share(loop, ports, workers)),

  help: (loop, { port }) => loop.withShare(({ help }) => help(loop.engine(), port)),

  pause: (loop) => loop.setPaused(true),

  resume: (loop) => loop.setPaused(false),
};

/**
 * Row by row results of all rows, computed in chunks. No row depends on its neighbors, so neither do the bits.
 * @template {Uint8Array | Float32Array} Rows
 * @param {Loop} loop
 * @param {Rows} input
 * @param {number} count
 * @param {(part: Rows, n: number) => Float32Array} compute
 * @returns {Generator<void, Float32Array>}
 */
function* rows(loop, input, count, compute) {
  /** @type {Float32Array | null} */
  let all = null;
  yield* chunks(loop, count, LEAST_ROWS.computed, (start, n) => {
    const part = compute(slice(input, count, start, n), n);
    if (n === count) all = part;
    all ??= new Float32Array((part.length / n) * count);
    if (all !== part) all.set(part, (part.length / n) * start);
  });
  return all ?? new Float32Array(0);
}

/**
 * @template {Uint8Array | Float32Array} Rows
 * @param {Rows} input
 * @param {number} count rows in `input`
 * @param {number} start
 * @param {number} n
 */
function slice(input, count, start, n) {
  const width = input.length / count;
  return /** @type {Rows} */ (input.subarray(start * width, (start + n) * width));
}

/**
 * Calls `work` for chunks whose size follows the time that they take, by doubling and halving.
 * @param {Loop} loop
 * @param {number} count
 * @param {number} least rows of a chunk, but for the last
 * @param {(start: number, n: number) => void} work
 * @returns {Generator<void, void>}
 */
function* chunks(loop, count, least, work) {
  let size = 64;
  for (let start = 0; start < count; ) {
    const n = Math.min(size, count - start);
    const before = loop.now();
    work(start, n);
    const took = loop.now() - before;
    if (took < CHUNK_MS / 2) size *= 2;
    else if (took > CHUNK_MS * 2) size = Math.max(least, size >> 1);
    start += n;
    if (start < count) yield;
  }
}
