//! An intake with arithmetic to check by hand, as the visitor's set stands on it, and what brings files to it.

import assert from "node:assert/strict";
import { someRows } from "../../www/own/some-rows.js";
import { WORDS } from "../../www/strings/intake.js";

/** @typedef {import("../../www/own/types.js").Intake} Intake */
/** @typedef {import("../../www/own/types.js").Preparation} Preparation */
/**
 * Writes down that a method was called, which may fail.
 * @typedef {(name: string, ...args: unknown[]) => void} Called
 */

/** Pictures here are flat: their first byte tells them apart. */
const keyOf = (/** @type {number} */ shade) => BigInt(shade);
/** @param {number} all @param {number} share */
const heldOutOf = (all, share) => (all < 2 ? 0 : Math.min(all - 1, Math.max(1, Math.round(all * share))));
const each = (/** @type {{size: number, channels: number}} */ { size, channels }) => size * size * channels;
const areaOf = (/** @type {import("../../www/own/types.js").Shape} */ { width, height, channels }) =>
  width * height * channels;

/** How many patches a photo has. @type {(photo: {width: number, height: number}, cutting: Cutting) => number} */
const patchesOf = ({ width, height }, { side, stride, random }) => {
  const places = (/** @type {number} */ length) => Math.ceil((length - side) / stride) + 1;
  return random ?? places(width) * places(height);
};
/** @typedef {import("../../www/own/types.js").Cutting} Cutting */

/**
 * The pictures of a file, one for each of its bytes; with "color" in its path they have color.
 * @param {number[]} values
 * @param {string} path
 * @param {Preparation} how
 */
function arrivalOf(values, path, { size, channels, invert }) {
  const [folder, isData] = [path.split("/").at(-2), path.endsWith(".npy")];
  const shown = values.map((value) => (invert ? 255 - value : value));
  return {
    data: Uint8Array.from(shown.flatMap((value) => Array(each({ size, channels })).fill(value))),
    count: values.length, size, channels, classNames: folder ? [folder] : [],
    labels: new Uint8Array(values.length).fill(folder ? 0 : 255),
    colored: new Uint8Array(values.length).fill(Number(path.includes("color"))),
    paths: isData ? null : values.map(() => path),
    table: isData ? { path, rows: Uint32Array.from(values.keys()) } : null,
    keys: BigUint64Array.from(shown, keyOf),
  };
}

/** How files of data are read, if nothing else is chosen. @type {import("../../www/own/types.js").Reading} */
export const READING = {
  header: false, ignored: [], label: null, axes: "NHW", height: 2, width: 2, channels: 1, from: 0, to: 255,
};

/**
 * Tells which pictures are there already, and where from; what comes is there from then on.
 * @param {import("../../www/own/intake-protocol.js").HeldSet} set
 */
function known({ blocks, classes, label: unnamed }) {
  /** @type {Map<string, string>} */
  const there = new Map();
  for (const { keys, labels, gone, paths } of blocks) {
    labels.forEach((label, row) => gone?.[row] || there.set(`${classes[label]}:${keys[row]}`, paths?.[row] ?? ""));
  }
  return (/** @type {bigint} */ key, /** @type {string | undefined} */ name, /** @type {string} */ path) => {
    const full = `${name ?? classes[unnamed]}:${key}`;
    const twin = there.get(full);
    if (twin === undefined) there.set(full, path);
    return twin;
  };
}

/**
 * What an intake does with files.
 * @param {Called} called
 * @param {(idx: number) => unknown} hold
 * @returns {Pick<Intake, "take" | "table" | "preview" | "photo">}
 */
function ofFiles(called, hold) {
  return {
    async take(sources, preparation, { signal, onProgress, onBlock, room, set, again, only = again } = {}) {
      called("take", sources.length, preparation, room);
      const twinOf = set ? known(set) : () => undefined;
      /** @type {import("../../www/own/types.js").Outcome[]} */
      const outcomes = [];
      for (const [idx, { file, path, readings }] of sources.entries()) {
        if (only && !only.includes(path)) continue;
        await hold(idx);
        if (signal?.aborted) throw Object.assign(new Error("stopped"), { name: "AbortError", outcomes });
        const reading = readings?.[path] ?? READING;
        const values = [...new Uint8Array(await file.arrayBuffer())].map((value) => value * (255 / reading.to));
        if (values.length === 0) {
          outcomes.push({ path, result: "refused", images: 0, text: "empty" });
          continue;
        }
        const arrival = arrivalOf(values, path, preparation);
        const twins = [...arrival.keys].map((key) => twinOf(key, arrival.classNames[0], path));
        const rows = [...twins.keys()].filter((row) => twins[row] === undefined);
        if (rows.length > 0) onBlock?.(someRows(arrival, rows));
        const text = rows.length === 0 ? WORDS.same(twins[0] && twins[0] !== path ? twins[0] : "") : "";
        const read = arrival.table ? { reading, together: [path] } : {};
        outcomes.push({ path, result: text ? "left-out" : "taken", images: rows.length, text, ...read });
        onProgress?.({ done: idx + 1, total: sources.length, images: values.length });
      }
      return outcomes;
    },
    async table({ path }, reading) {
      called("table", path);
      const choices = { columns: [reading], pictures: [reading], values: [reading] };
      return { choices, pictures: [], classes: [], width: 2, height: 2 };
    },
    async preview({ path }, preparation) {
      called("preview", path);
      const before = /** @type {any} */ (null);
      return { before, width: 3, height: 4, after: new Uint8Array(each(preparation)) };
    },
    async photo({ file }, { channels }) {
      called("photo");
      const [value] = new Uint8Array(await file.arrayBuffer());
      return { data: new Uint8Array(32 * 24 * channels).fill(value), width: 32, height: 24, channels };
    },
  };
}

/**
 * What an intake does with pictures that are there.
 * @param {Called} called
 * @returns {Pick<Intake, "ink" | "augment" | "keys" | "split" | "order" | "resize">}
 */
function ofPictures(called) {
  return {
    async ink(inks, preparation) {
      called("ink", inks.length);
      return Uint8Array.from(inks.flatMap(({ data: [shade] }) => Array(each(preparation)).fill(shade)));
    },
    async augment(pictures, shape, { variants }, _seed, first) {
      const size = areaOf(shape);
      const count = pictures.length / size;
      called("augment", count, variants, first);
      const out = new Uint8Array(count * (1 + variants) * size);
      for (let at = 0; at < count * (1 + variants); at += 1) {
        out.set(pictures.subarray(Math.floor(at / (1 + variants)) * size).subarray(0, size), at * size);
      }
      return out;
    },
    async keys(pictures, size) {
      called("keys", pictures.length / size);
      return BigUint64Array.from({ length: pictures.length / size }, (_, at) => keyOf(pictures[at * size]));
    },
    async split(labels, share) {
      called("split", labels.length, share);
      const n = heldOutOf(labels.length, share);
      return Uint32Array.from({ length: n }, (_, idx) => idx * Math.floor(labels.length / n));
    },
    order: async (count) => Uint32Array.from({ length: count }, (_, place) => place),
    async resize(pictures, shape, to) {
      const count = pictures.length / areaOf(shape);
      called("resize", count, to);
      const out = new Uint8Array(count * each(to));
      for (let at = 0; at < count; at += 1) {
        out.fill(pictures[at * areaOf(shape)], at * each(to), (at + 1) * each(to));
      }
      return out;
    },
  };
}

/**
 * What an intake counts, cuts and saves.
 * @param {Called} called
 * @returns {Pick<Intake, "counts" | "cut" | "assemble" | "save">}
 */
function ofSets(called) {
  return {
    async counts({ sizes, photo, cutting, share, variants }) {
      called("counts");
      const all = photo && cutting ? patchesOf(photo, cutting) : sizes.reduce((sum, n) => sum + n, 0);
      const heldOut = share > 0 ? heldOutOf(all, share) : 0;
      const training = all - heldOut;
      return { all, heldOut, training, variants: training * variants, variantsOfEach: variants };
    },
    async cut(photo, cutting) {
      return new Uint8Array(patchesOf(photo, cutting) * cutting.side ** 2 * photo.channels).fill(51);
    },
    async assemble({ data }, _cutting, patches) {
      const rebuilt = new Float32Array(data.length).fill(patches[0]);
      const error = rebuilt.map((value, at) => value - data[at] / 255);
      return { rebuilt, error, mse: error[0] ** 2, psnr: 0 };
    },
    save: async () => new Uint8Array(1),
  };
}

/**
 * An intake of "files": each byte is one flat picture of that shade; folders are classes.
 * @param {object} [how]
 * @param {Record<string, () => void>} [how.faults] called by the method of that name
 * @param {any[]} [how.calls] where calls are written down
 * @param {(idx: number) => unknown} [how.hold] what a file waits for
 * @returns {Intake}
 */
export function fakeIntake({ faults = {}, calls = [], hold = async () => {} } = {}) {
  /** @type {Called} */
  const called = (name, ...args) => {
    calls.push([name, ...args]);
    faults[name]?.();
  };
  return { ...ofFiles(called, hold), ...ofPictures(called), ...ofSets(called) };
}

/** A file of flat pictures. @param {string} path @param {number[]} values */
export const source = (path, ...values) => ({ path, file: new Blob([Uint8Array.from(values)]) });
/** @typedef {import("../../www/own/image-set.js").ImageSet} ImageSet */
/** @typedef {import("../../www/own/types.js").OwnState} OwnState */
/** A drawing of one shade. @param {number} value */
export const ink = (value) => ({ data: new Uint8Array(16).fill(value), width: 4, height: 4 });

/** Waits for something to hold. @param {() => unknown} holds */
export const until = async (holds) => {
  for (let tries = 0; tries < 400 && !holds(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(holds());
};
/**
 * The first byte of each picture of the set.
 * @param {{own: Pick<ImageSet, "page">, state: () => Pick<OwnState, "preparation">}} page
 */
export const shades = ({ own, state }) => {
  const { data, size, channels } = own.page(0, 1000);
  assert.deepEqual([size, channels], [state().preparation.size, state().preparation.channels]);
  return Array.from({ length: data.length / (size * size * channels) }, (_, idx) => data[idx * size * size * channels]);
};
