//! Stand-ins for what the visitor's set stands on: an intake with arithmetic to check by hand, a database in memory.

import assert from "node:assert/strict";

/** Pictures here are flat: their first byte tells them apart. */
const keyOf = ([value]) => `shade ${value}`;
const heldOutOf = (all, share) => (all < 2 ? 0 : Math.min(all - 1, Math.max(1, Math.round(all * share))));

/** Pictures of a "file": each byte of its text is one flat picture of that value; folders are classes. */
export function fakeIntake({ faults = {}, calls = [], hold = async () => {} } = {}) {
  const each = ({ size, channels }) => size * size * channels;
  const called = (name, ...args) => {
    calls.push([name, ...args]);
    faults[name]?.();
  };
  return {
    async take(sources, preparation, { signal, onProgress, onBlock, room } = {}) {
      called("take", sources.length, preparation, room);
      const outcomes = [];
      for (const [idx, { file, path }] of sources.entries()) {
        await hold(idx);
        if (signal?.aborted) throw Object.assign(new Error("stopped"), { name: "AbortError", outcomes });
        const values = new Uint8Array(await file.arrayBuffer());
        const folder = path.split("/").at(-2);
        const isData = path.endsWith(".npy");
        if (values.length === 0) {
          outcomes.push({ path, result: "refused", images: 0, text: "empty" });
          continue;
        }
        const data = new Uint8Array(values.length * each(preparation));
        values.forEach((value, at) => data.fill(preparation.invert ? 255 - value : value, at * each(preparation), (at + 1) * each(preparation)));
        onBlock({
          data, count: values.length, size: preparation.size, channels: preparation.channels, classNames: folder ? [folder] : [],
          labels: new Uint8Array(values.length).fill(folder ? 0 : 255), paths: isData ? null : Array.from(values, () => path),
          keys: isData ? null : Array.from(values, (value) => keyOf([preparation.invert ? 255 - value : value])),
        });
        outcomes.push({ path, result: "taken", images: values.length, text: "" });
        onProgress?.({ done: idx + 1, total: sources.length, images: values.length });
      }
      return outcomes;
    },
    async preview({ path }, preparation) {
      called("preview", path);
      return { before: null, width: 3, height: 4, after: new Uint8Array(each(preparation)) };
    },
    async ink(inks, preparation) {
      called("ink", inks.length);
      const out = new Uint8Array(inks.length * each(preparation));
      inks.forEach(({ data }, idx) => out.fill(data[0], idx * each(preparation), (idx + 1) * each(preparation)));
      return out;
    },
    async augment(pictures, { width, height, channels }, { variants }, seed, first) {
      const size = width * height * channels;
      const count = pictures.length / size;
      called("augment", count, variants, first);
      const out = new Uint8Array(count * (1 + variants) * size);
      for (let at = 0; at < count * (1 + variants); at += 1) out.set(pictures.subarray(Math.floor(at / (1 + variants)) * size).subarray(0, size), at * size);
      return out;
    },
    async counts({ sizes, photo, cutting, share, variants }) {
      called("counts");
      const places = (length) => Math.ceil((length - cutting.side) / cutting.stride) + 1;
      const patches = () => cutting.random ?? places(photo.width) * places(photo.height);
      const all = photo ? patches() : sizes.reduce((sum, n) => sum + n, 0);
      const heldOut = share > 0 ? heldOutOf(all, share) : 0;
      return { all, heldOut, training: all - heldOut, variants: (all - heldOut) * variants, variantsOfEach: variants };
    },
    async keys(pictures, size) {
      called("keys", pictures.length / size);
      return Array.from({ length: pictures.length / size }, (_, at) => keyOf(pictures.subarray(at * size)));
    },
    async split(labels, share) {
      called("split", labels.length, share);
      const n = heldOutOf(labels.length, share);
      return Uint32Array.from({ length: n }, (_, idx) => idx * Math.floor(labels.length / n));
    },
    async resize(pictures, { width, height, channels }, to) {
      called("resize", pictures.length / (width * height * channels), to);
      const count = pictures.length / (width * height * channels);
      const out = new Uint8Array(count * each(to));
      for (let at = 0; at < count; at += 1) out.fill(pictures[at * width * height * channels], at * each(to), (at + 1) * each(to));
      return out;
    },
    async photo({ file }, { channels }) {
      called("photo");
      const [value] = new Uint8Array(await file.arrayBuffer());
      return { data: new Uint8Array(32 * 24 * channels).fill(value), width: 32, height: 24, channels };
    },
    async cut({ width, height, channels }, { side, stride, random }) {
      const places = (length) => Math.ceil((length - side) / stride) + 1;
      return new Uint8Array((random ?? places(width) * places(height)) * side * side * channels).fill(51);
    },
    async assemble({ data }, _cutting, patches) {
      const rebuilt = new Float32Array(data.length).fill(patches[0]);
      const error = rebuilt.map((value, at) => value - data[at] / 255);
      return { rebuilt, error, mse: error[0] ** 2, psnr: 0 };
    },
    save: async () => new Uint8Array(1),
  };
}

/** A file of flat pictures. @param {string} path @param {number[]} values */
export const source = (path, ...values) => ({ path, file: new Blob([Uint8Array.from(values)]) });
/** A drawing of one shade. @param {number} value */
export const ink = (value) => ({ data: new Uint8Array(16).fill(value), width: 4, height: 4 });

/** What several tabs share. @param {{full?: () => boolean, blocked?: boolean}} [faults] */
export function fakeDatabase({ full = () => false, blocked = false } = {}) {
  /** @type {Map<string, Map<unknown, unknown>>} */
  const stores = new Map();
  const soon = (run) => setTimeout(run, 0);
  const request = (work) => {
    const one = { result: undefined, error: null, onsuccess: null, onerror: null };
    one.run = () => {
      try {
        one.result = work();
        one.onsuccess?.();
      } catch (error) {
        one.error = error;
        one.onerror?.();
      }
    };
    return one;
  };
  /** One transaction after the other. */
  let last = Promise.resolve();

  function transaction() {
    const queue = [];
    const before = new Map([...stores].map(([name, values]) => [name, new Map(values)]));
    const mine = { error: null, oncomplete: null, onabort: null, ended: false };
    const abort = (error = null) => {
      if (mine.ended) throw Object.assign(new Error("it has ended"), { name: "InvalidStateError" });
      mine.ended = true;
      mine.error = error;
      for (const [name, values] of before) stores.set(name, values);
      mine.onabort?.();
    };
    const ask = (work) => {
      const one = request(work);
      queue.push(one);
      return one;
    };
    mine.abort = () => abort();
    mine.objectStore = (name) => ({
      get: (key) => ask(() => structuredClone(stores.get(name).get(key))),
      getAllKeys: () => ask(() => [...stores.get(name).keys()]),
      getAll: () => ask(() => structuredClone([...stores.get(name).values()])),
      put: (value, key) => ask(() => {
        if (full()) {
          const error = Object.assign(new Error("no room"), { name: "QuotaExceededError" });
          abort(error);
          throw error; // which the request hears, too
        }
        return stores.get(name).set(key, structuredClone(value));
      }),
      delete: (key) => ask(() => stores.get(name).delete(key)),
      clear: () => ask(() => stores.get(name).clear()),
    });
    last = last.then(async () => {
      for (const [name, values] of stores) before.set(name, new Map(values));
      for (let idle = 0; idle < 3 && !mine.ended; idle += 1) {
        await new Promise(soon);
        while (queue.length > 0 && !mine.ended) {
          idle = 0;
          queue.shift().run();
          await null;
        }
      }
      if (mine.ended) return;
      mine.ended = true;
      mine.oncomplete?.();
    });
    return mine;
  }

  return {
    stores,
    open() {
      const one = { result: { createObjectStore: (name) => stores.set(name, new Map()), transaction, close() {} }, error: new Error("denied") };
      soon(() => {
        if (blocked) return one.onerror?.();
        if (stores.size === 0) one.onupgradeneeded?.();
        return one.onsuccess?.();
      });
      return one;
    },
  };
}

/** What localStorage promises. */
export function fakeMemory() {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
}

/** Waits for something to hold. */
export const until = async (holds) => {
  for (let tries = 0; tries < 400 && !holds(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(holds());
};
/** The first byte of each picture of the set. */
export const shades = ({ own, state }) => {
  const { data, size, channels } = own.page(0, 1000);
  assert.deepEqual([size, channels], [state().preparation.size, state().preparation.channels]);
  return Array.from({ length: data.length / (size * size * channels) }, (_, idx) => data[idx * size * size * channels]);
};
