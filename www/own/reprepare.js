//! The set prepared in another way: from the files while they are at hand, else by resizing what is kept. Nothing of
//! the set changes until all of it is there.

import { MOST_BYTES } from "./collection.js";
import { OWN_WORDS } from "../strings/own-notices.js";

/**
 * @typedef {import("./types.js").Preparation} Preparation
 * @typedef {import("./types.js").Source} Source
 * @typedef {import("./collection.js").Block} Block
 *
 * @typedef {object} Means
 * @property {Pick<import("./types.js").Intake, "take" | "ink" | "resize">} intake
 * @property {Map<number, Source[]>} files Those at hand, by intake.
 * @property {AbortSignal} signal
 * @property {(done: number) => void} progress Hears of pictures.
 */

/** Bytes resized at once. */
const MOST_MESSAGE = 4e6;

/** For what a data file brought, which has no path of its own. */
const NAMELESS = "";

/**
 * @param {import("./collection.js").Collection} collection
 * @param {Preparation} before
 * @param {Preparation} now
 * @param {Means} means
 * @returns {Promise<{blocks: Block[], drawings: Map<number, Uint8Array>, resized: number}>}
 */
export async function prepareAgain(collection, before, now, means) {
  const each = now.size * now.size * now.channels;
  const count = collection.blocks.reduce((all, block) => all + block.count, 0);
  if (count * each > MOST_BYTES) throw new Error(OWN_WORDS.tooLarge(count, now.size, Math.ceil((count * each) / 2 ** 20)));
  const drawings = await prepareDrawings(collection, now, means.intake);
  means.signal.throwIfAborted();

  const blocks = collection.blocks.map((block) => ({ ...block, size: now.size, channels: now.channels, data: new Uint8Array(block.count * each) }));
  const filled = collection.blocks.map(({ gone }) => gone.slice());
  let done = 0;
  for (const [drop, sources] of means.files) {
    const places = placesOf(collection.blocks, drop);
    if (places.size === 0) continue;
    await means.intake.take(sources, now, {
      signal: means.signal,
      onBlock: ({ data, count: n, size, channels, paths }) => {
        if (size !== now.size || channels !== now.channels) return;
        for (let row = 0; row < n; row += 1) {
          const [idx, to] = places.get(paths?.[row] ?? NAMELESS)?.next().value ?? [-1, 0];
          if (idx < 0) continue;
          blocks[idx].data.set(data.subarray(row * each, (row + 1) * each), to * each);
          filled[idx][to] = 1;
          done += 1;
        }
        means.progress(done);
      },
    });
    means.signal.throwIfAborted();
  }

  const kept = change(before, now);
  let resized = 0;
  for (const [idx, { data, size, channels }] of collection.blocks.entries()) {
    const old = size * size * channels;
    const rows = Array.from(filled[idx].keys()).filter((row) => !filled[idx][row]);
    const most = Math.max(1, Math.floor(MOST_MESSAGE / Math.max(old, each)));
    for (let from = 0; from < rows.length; from += most) {
      const some = rows.slice(from, from + most);
      const pictures = new Uint8Array(some.length * old);
      some.forEach((row, to) => pictures.set(data.subarray(row * old, (row + 1) * old), to * old));
      const others = await means.intake.resize(pictures, { channels, height: size, width: size }, kept);
      means.signal.throwIfAborted();
      some.forEach((row, at) => blocks[idx].data.set(others.subarray(at * each, (at + 1) * each), row * each));
      resized += some.length;
      means.progress(done + resized);
    }
  }
  return { blocks, drawings, resized };
}

/**
 * @param {Pick<import("./collection.js").Collection, "drawings">} collection
 * @param {Preparation} now
 * @param {Pick<import("./types.js").Intake, "ink">} intake
 * @returns {Promise<Map<number, Uint8Array>>} By their ids.
 */
export async function prepareDrawings({ drawings }, now, intake) {
  const each = now.size * now.size * now.channels;
  /** @type {Map<number, Uint8Array>} */
  const all = new Map();
  for (let from = 0; from < drawings.length; from += 100) {
    const some = drawings.slice(from, from + 100);
    const pixels = await intake.ink(some.map(({ ink }) => ink), now);
    some.forEach(({ id }, idx) => all.set(id, pixels.slice(idx * each, (idx + 1) * each)));
  }
  return all;
}

/**
 * Where the pictures of an intake lie, by their paths and in their order: block and row, one after the other.
 * @param {Block[]} blocks
 * @param {number} drop
 * @returns {Map<string, Iterator<[number, number], void>>}
 */
function placesOf(blocks, drop) {
  /** @type {Map<string, [number, number][]>} */
  const places = new Map();
  blocks.forEach((block, idx) => {
    if (block.drop !== drop) return;
    for (let row = 0; row < block.count; row += 1) {
      const path = block.paths?.[row] ?? NAMELESS;
      const there = places.get(path);
      if (there) there.push([idx, row]);
      else places.set(path, [[idx, row]]);
    }
  });
  return new Map([...places].map(([path, all]) => [path, all.values()]));
}

/**
 * What is to be done to pixels that are prepared already: what was done to them once is not done again.
 * @param {Preparation} before
 * @param {Preparation} now
 * @returns {Preparation}
 */
export function change(before, now) {
  return {
    size: now.size, channels: now.channels, fit: "stretch", center: now.center && !before.center,
    invert: now.invert !== before.invert, normalize: now.normalize && !before.normalize,
  };
}
