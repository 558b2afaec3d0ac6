//! The set prepared in another way: from the files while they are at hand, else by resizing the pixels that are kept.
//! Nothing of the set changes until all of it is there.

import { MOST_BYTES, MOST_MESSAGE } from "./limits.js";
import { readPhoto } from "./patches.js";
import { OWN_WORDS } from "../strings/own-notices.js";

/**
 * @typedef {import("./types.js").Preparation} Preparation
 * @typedef {import("./collection.js").Block} Block
 * @typedef {import("./contents.js").Contents} Contents
 * @typedef {import("./types.js").Intake} Intake
 */

/**
 * Brings the pixels to what the settings want.
 * @param {Contents} contents
 * @param {import("./state.js").SetState} state
 * @param {Intake} intake
 * @param {AbortSignal} signal
 * @param {(done: number) => void} progress Hears how many pictures are done.
 */
export async function reprepare(contents, state, intake, signal, progress) {
  const now = contents.settings.preparation;
  if (JSON.stringify(now) === JSON.stringify(contents.prepared)) return;
  try {
    const { blocks, drawings, resized } = await new Repreparation(contents, intake, now, signal, progress).run();
    contents.collection.replacePixels(blocks, drawings);
    contents.prepared = now;
    const { photo, photoSource } = contents;
    if (photoSource && photo?.channels !== now.channels) await readPhoto(photoSource, contents, state, intake);
    state.changed({ resized });
  } catch (cause) {
    // The pictures are still prepared as before, so the settings say that again. A preparation that the visitor has
    // chosen meanwhile stays.
    const { settings, prepared } = contents;
    if (settings.preparation === now) contents.settings = { ...settings, preparation: prepared };
    throw cause;
  }
}

class Repreparation {
  #contents;
  #intake;
  #now;
  #signal;
  #progress;
  #done = 0;

  /**
   * @param {Contents} contents
   * @param {Intake} intake
   * @param {Preparation} now How the pictures should be prepared.
   * @param {AbortSignal} signal
   * @param {(done: number) => void} progress
   */
  constructor(contents, intake, now, signal, progress) {
    this.#contents = contents;
    this.#intake = intake;
    this.#now = now;
    this.#signal = signal;
    this.#progress = progress;
  }

  /** Bytes of a picture, when it is prepared. */
  get #each() {
    return this.#now.size * this.#now.size * this.#now.channels;
  }

  /**
   * @returns {Promise<{blocks: Block[], drawings: Map<number, Uint8Array>, resized: number}>} The drawings' pixels by
   *   their ids.
   */
  async run() {
    const { blocks: before } = this.#contents.collection;
    const each = this.#each;
    const { size, channels } = this.#now;
    const count = before.reduce((all, block) => all + block.count, 0);
    const bytes = count * each;
    if (bytes > MOST_BYTES) throw new Error(OWN_WORDS.tooLarge(count, size, Math.ceil(bytes / 2 ** 20)));
    const drawings = await prepareDrawings(this.#contents.collection.drawings, this.#now, this.#intake);
    this.#signal.throwIfAborted();
    /** @type {Block[]} */
    const blocks = before.map((block) => ({
      ...block, size, channels, data: new Uint8Array(block.count * each),
      keys: new BigUint64Array(block.count),
    }));
    // Removed pictures need no pixels.
    const filled = before.map(({ gone }) => gone.slice());
    await this.#fromFiles(blocks, filled);
    const resized = await this.#fromPixels(before, blocks, filled);
    return { blocks, drawings, resized };
  }

  /**
   * Takes the files in again.
   * @param {Block[]} blocks Get the pixels.
   * @param {Uint8Array[]} filled Get a 1 for each picture that has some.
   */
  async #fromFiles(blocks, filled) {
    for (const [drop, sources] of this.#contents.files) {
      const places = new Places(blocks, drop);
      if (places.paths.length === 0) continue;
      await this.#intake.take(sources, this.#now, {
        signal: this.#signal, again: places.paths,
        onBlock: (arrival) => {
          const { size, channels } = arrival;
          if (size !== this.#now.size || channels !== this.#now.channels) return;
          places.find(arrival, (row, idx, to) => {
            if (filled[idx][to]) return;
            this.#put(arrival, row, blocks[idx], to);
            filled[idx][to] = 1;
            this.#done += 1;
          });
          this.#progress(this.#done);
        },
      });
      this.#signal.throwIfAborted();
    }
  }

  /**
   * @param {import("./types.js").Arrival} arrival
   * @param {number} row
   * @param {Block} block
   * @param {number} to The row in the block.
   */
  #put({ data, keys }, row, block, to) {
    const each = this.#each;
    block.data.set(data.subarray(row * each, (row + 1) * each), to * each);
    if (block.keys && keys) block.keys[to] = keys[row];
    else block.keys = null;
  }

  /**
   * Resizes what no file has brought.
   * @param {Block[]} before
   * @param {Block[]} blocks Get the pixels.
   * @param {Uint8Array[]} filled
   * @returns {Promise<number>} How many pictures.
   */
  async #fromPixels(before, blocks, filled) {
    const each = this.#each;
    const kept = change(this.#contents.prepared, this.#now);
    let resized = 0;
    for (const [idx, { data, size, channels }] of before.entries()) {
      const old = size * size * channels;
      const rows = Array.from(filled[idx].keys()).filter((row) => !filled[idx][row]);
      if (rows.length > 0) blocks[idx].keys = null;
      const most = Math.max(1, Math.floor(MOST_MESSAGE / Math.max(old, each)));
      for (let from = 0; from < rows.length; from += most) {
        const some = rows.slice(from, from + most);
        const pictures = new Uint8Array(some.length * old);
        some.forEach((row, to) => pictures.set(data.subarray(row * old, (row + 1) * old), to * old));
        const others = await this.#intake.resize(pictures, { channels, height: size, width: size }, kept);
        this.#signal.throwIfAborted();
        some.forEach((row, at) => blocks[idx].data.set(others.subarray(at * each, (at + 1) * each), row * each));
        resized += some.length;
        this.#progress(this.#done + resized);
      }
    }
    return resized;
  }
}

/**
 * @param {import("./collection.js").Drawing[]} drawings
 * @param {Preparation} now
 * @param {Pick<Intake, "ink">} intake
 * @returns {Promise<Map<number, Uint8Array>>} Pixels by the drawings' ids.
 */
async function prepareDrawings(drawings, now, intake) {
  const each = now.size * now.size * now.channels;
  const pixels = await intake.ink(drawings.map(({ ink }) => ink), now);
  return new Map(drawings.map(({ id }, idx) => [id, pixels.slice(idx * each, (idx + 1) * each)]));
}

/** Where the pictures of a drop lie. */
class Places {
  #blocks;
  /** For each file, the places of block and row, in their order. @type {Map<string, [number, number][]>} */
  #files = new Map();
  /** For each file of data, the blocks of its images. @type {Map<string, number[]>} */
  #tables = new Map();

  /** @param {Block[]} blocks @param {number} drop */
  constructor(blocks, drop) {
    this.#blocks = blocks;
    blocks.forEach((block, idx) => {
      if (block.drop !== drop) return;
      if (block.table) listed(this.#tables, block.table.path).push(idx);
      else block.paths?.forEach((path, row) => listed(this.#files, path).push([idx, row]));
    });
  }

  /** The files that they are in. */
  get paths() {
    return [...this.#files.keys(), ...this.#tables.keys()];
  }

  /**
   * @param {import("./types.js").Arrival} arrival
   * @param {(row: number, block: number, to: number) => void} put
   */
  find({ paths, table }, put) {
    paths?.forEach((path, row) => {
      const place = this.#files.get(path)?.shift();
      if (place) put(row, ...place);
    });
    if (!table) return;
    for (const idx of this.#tables.get(table.path) ?? []) {
      const rows = this.#blocks[idx].table?.rows ?? [];
      // Both rise, so they are gone through side by side.
      for (let row = 0, to = 0; row < table.rows.length && to < rows.length;) {
        if (table.rows[row] === rows[to]) put(row++, idx, to++);
        else if (table.rows[row] < rows[to]) row += 1;
        else to += 1;
      }
    }
  }
}

/** @template T @param {Map<string, T[]>} map @param {string} key */
function listed(map, key) {
  const there = map.get(key) ?? [];
  map.set(key, there);
  return there;
}

/**
 * What is left to be done to pixels that were prepared before: nothing is done to them twice.
 * @param {Preparation} before
 * @param {Preparation} now
 * @returns {Preparation}
 */
function change(before, now) {
  return {
    size: now.size, channels: now.channels, fit: "stretch", center: now.center && !before.center,
    invert: now.invert !== before.invert, normalize: now.normalize && !before.normalize,
  };
}
