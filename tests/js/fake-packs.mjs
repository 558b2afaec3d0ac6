//! Data packs for tests: small IDX files, and a server for them.

import { gzipSync } from "node:zlib";

export const BASE = "https://example.test/www/data/";

/** @param {number[]} dims @param {Uint8Array} bytes */
export function idx(dims, bytes) {
  const head = new Uint8Array(4 + 4 * dims.length);
  head.set([0, 0, 8, dims.length]);
  dims.forEach((dim, at) => new DataView(head.buffer).setUint32(4 + 4 * at, dim));
  return Buffer.concat([head, bytes]);
}

/** Bytes that do not compress. @param {number} n @param {number} size */
export const pixels = (n, size) =>
  Uint8Array.from(
    { length: n * size },
    (_, at) => ((Math.imul(at, 2654435761) ^ (Math.imul(at, 40503) >>> 7)) >>> 13) & 255,
  );
/** @param {number} n @param {number} [most] */
export const classes = (n, most = 10) => Uint8Array.from({ length: n }, (_, at) => at % most);

/**
 * Files of a small pack.
 * @param {import("../../www/data/pack-table.js").PackFiles} names
 * @param {{train?: number, test?: number, shape?: number[], nClasses?: number}} [sizes]
 * @returns {Record<string, Buffer>}
 */
export function packFiles(names, { train = 5000, test = 20, shape = [2, 3], nClasses = 10 } = {}) {
  const size = shape.reduce((a, b) => a * b);
  return {
    [names.trainImages]: gzipSync(idx([train, ...shape], pixels(train, size))),
    [names.trainLabels]: gzipSync(idx([train], classes(train, nClasses))),
    [names.testImages]: gzipSync(idx([test, ...shape], pixels(test, size))),
    [names.testLabels]: gzipSync(idx([test], classes(test, nClasses))),
    ...(names.classes
      ? { [names.classes]: Buffer.from(JSON.stringify(Array.from({ length: nClasses }, (_, at) => `kind ${at}`))) }
      : {}),
  };
}

/**
 * Serves files in chunks of `chunk` bytes.
 * @param {Record<string, Buffer>} served
 * @param {number} [chunk]
 * @param {(url: string, at: number, signal?: AbortSignal | null) => Promise<void> | null} [hold] what the byte at a
 *   place waits for
 */
export function server(served, chunk = 1000, hold = () => null) {
  return async (/** @type {RequestInfo | URL} */ input, /** @type {RequestInit} */ { signal } = {}) => {
    const url = String(input);
    const body = served[url.slice(BASE.length)];
    if (!body) return new Response("", { status: 404 });
    let at = 0;
    return new Response(new ReadableStream({
      async pull(controller) {
        await hold(url, at, signal);
        if (signal?.aborted) return controller.error(signal.reason);
        if (at >= body.length) return controller.close();
        controller.enqueue(new Uint8Array(body.subarray(at, (at += chunk))));
      },
    }));
  };
}
