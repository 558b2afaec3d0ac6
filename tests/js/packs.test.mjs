//! Data packs: what arrives is used as it comes, and every kind of broken file has its own name.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { DIGITS, FIRST_PART, openPack, PackError } from "../../www/packs.js";
import { S } from "../../www/strings.js";

const BASE = "https://example.test/www/data/";

/** @param {number[]} dims @param {Uint8Array} bytes */
function idx(dims, bytes) {
  const head = new Uint8Array(4 + 4 * dims.length);
  head.set([0, 0, 8, dims.length]);
  dims.forEach((dim, at) => new DataView(head.buffer).setUint32(4 + 4 * at, dim));
  return Buffer.concat([head, bytes]);
}

/** Bytes that do not compress. @param {number} n @param {number} size */
const pixels = (n, size) => Uint8Array.from({ length: n * size }, (_, at) => (Math.imul(at, 2654435761) ^ Math.imul(at, 40503) >>> 7) >>> 13 & 255);
/** @param {number} n */
const classes = (n) => Uint8Array.from({ length: n }, (_, at) => at % 10);

/** Files of a small pack: 5000 + 20 images of 3×2. @param {Record<string, Buffer>} [changed] */
function files(changed = {}) {
  return {
    [DIGITS.trainImages]: gzipSync(idx([5000, 2, 3], pixels(5000, 6))),
    [DIGITS.trainLabels]: gzipSync(idx([5000], classes(5000))),
    [DIGITS.testImages]: gzipSync(idx([20, 2, 3], pixels(20, 6))),
    [DIGITS.testLabels]: gzipSync(idx([20], classes(20))),
    ...changed,
  };
}

/**
 * Serves files in chunks of `chunk` bytes.
 * @param {Record<string, Buffer>} served
 * @param {number} [chunk]
 */
function server(served, chunk = 1000) {
  return async (/** @type {string} */ url) => {
    const body = served[url.slice(BASE.length)];
    if (!body) return new Response("", { status: 404 });
    let at = 0;
    return new Response(new ReadableStream({
      pull(controller) {
        if (at >= body.length) return controller.close();
        controller.enqueue(new Uint8Array(body.subarray(at, (at += chunk))));
      },
    }));
  };
}

/** @param {AsyncIterable<import("../../www/packs.js").ImageSet>} parts */
async function all(parts) {
  const list = [];
  for await (const part of parts) list.push(part);
  return list;
}

/**
 * The error of a pack with something changed, wherever it shows.
 * @param {Record<string, Buffer>} changed
 */
async function failure(changed) {
  try {
    await all((await openPack(DIGITS, { base: BASE, fetch: server(files(changed)) })).rest);
  } catch (error) {
    assert.ok(error instanceof PackError, String(error));
    assert.ok(S.pack[error.reason](error.file, error.detail).includes(error.file));
    return error;
  }
  throw new Error("nothing failed");
}

test("the first part, the held-out set, then the rest, in order and complete", async () => {
  for (const chunk of [7, 1000, 1e6]) {
    const { total, first, heldOut, rest } = await openPack(DIGITS, { base: BASE, fetch: server(files(), chunk) });
    assert.equal(total, 5000);
    assert.deepEqual([heldOut.count, heldOut.width, heldOut.height, heldOut.channels], [20, 3, 2, 1]);
    assert.deepEqual(heldOut.labels, classes(20));
    assert.equal(first.count, FIRST_PART);
    const parts = [first, ...(await all(rest))];
    assert.deepEqual(parts.map(({ count }) => count), [2048, 2048, 904]);
    assert.deepEqual(Buffer.concat(parts.map(({ data }) => data)), Buffer.from(pixels(5000, 6)));
    assert.deepEqual(Buffer.concat(parts.map(({ labels }) => labels)), Buffer.from(classes(5000)));
  }
});

test("the first part does not wait for the rest", async () => {
  const served = files({ [DIGITS.trainImages]: idx([5000, 2, 3], pixels(5000, 6)) });
  const whole = server(served);
  let given = 0;
  const fetch = async (/** @type {string} */ url) => {
    if (!url.endsWith(DIGITS.trainImages)) return whole(url);
    const body = served[DIGITS.trainImages];
    // Stalls for ever after 60 % of the file.
    return new Response(new ReadableStream({
      pull(controller) {
        if (given > body.length * 0.6) return new Promise(() => {});
        controller.enqueue(new Uint8Array(body.subarray(given, (given += 500))));
      },
    }));
  };
  const { first } = await openPack(DIGITS, { base: BASE, fetch });
  assert.equal(first.count, FIRST_PART);
});

test("what is good before a fault is used", async () => {
  const whole = files()[DIGITS.trainImages];
  const { first, rest } = await openPack(DIGITS, { base: BASE, fetch: server(files({ [DIGITS.trainImages]: whole.subarray(0, whole.length - 100) }), 1e6) });
  assert.equal(first.count, FIRST_PART);
  await assert.rejects(all(rest), { reason: "truncated" });
});

test("a second try goes on where the first stopped", async () => {
  const { first, rest } = await openPack(DIGITS, { base: BASE, fetch: server(files()), skip: 4096 });
  assert.equal(first.count, 904);
  assert.deepEqual(first.labels, classes(5000).slice(4096));
  assert.deepEqual(Buffer.from(first.data), Buffer.from(pixels(5000, 6).slice(4096 * 6)));
  assert.deepEqual(await all(rest), []);
});

test("files that the server has unpacked already are read as they are", async () => {
  const { heldOut } = await openPack(DIGITS, { base: BASE, fetch: server(files({ [DIGITS.testImages]: idx([20, 2, 3], pixels(20, 6)) })) });
  assert.deepEqual(heldOut.data, pixels(20, 6));
});

test("color images have a fourth dimension", async () => {
  const changed = {
    [DIGITS.trainImages]: gzipSync(idx([5000, 2, 3, 3], pixels(5000, 18))),
    [DIGITS.testImages]: gzipSync(idx([20, 2, 3, 3], pixels(20, 18))),
  };
  const { first } = await openPack(DIGITS, { base: BASE, fetch: server(files(changed)) });
  assert.equal(first.channels, 3);
  assert.equal(first.data.length, FIRST_PART * 18);
});

test("a missing file is named with the server's answer", async () => {
  const served = files();
  delete (/** @type {Record<string, Buffer | undefined>} */ (served)[DIGITS.testLabels]);
  await assert.rejects(openPack(DIGITS, { base: BASE, fetch: server(served) }), { reason: "missing", file: DIGITS.testLabels, detail: "404" });
});

test("no connection", async () => {
  const fetch = () => Promise.reject(new TypeError("fetch failed"));
  await assert.rejects(openPack(DIGITS, { base: BASE, fetch }), { reason: "unreachable" });
});

test("broken files are named", async () => {
  const good = files()[DIGITS.trainImages];
  const flipped = Buffer.from(good);
  flipped.fill(0x55, 2000, 2100);
  const checksum = Buffer.from(good);
  checksum[checksum.length - 6] ^= 1;
  const { trainImages, trainLabels, testImages, testLabels } = DIGITS;
  /** @type {[string, Buffer, string][]} */
  const cases = [
    [trainImages, good.subarray(0, good.length - 3000), "truncated"],
    [trainImages, good.subarray(0, good.length - 3), "truncated"],
    [trainImages, flipped, "corrupt"],
    [trainImages, checksum, "corrupt"],
    [trainImages, Buffer.alloc(0), "truncated"],
    [trainImages, Buffer.from("<!doctype html>"), "not-idx"],
    [trainImages, idx([5000, 2, 3], pixels(4000, 6)), "truncated"],
    [trainImages, idx([5000, 2, 3], pixels(5001, 6)), "corrupt"],
    [trainImages, idx([0, 2, 3], new Uint8Array(0)), "not-idx"],
    [trainImages, idx([5000], classes(5000)), "not-idx"],
    [trainImages, idx([4_000_000_000, 28, 28], new Uint8Array(9)), "too-large"],
    [trainLabels, gzipSync(idx([4999], classes(4999))), "mismatch"],
    [testLabels, gzipSync(idx([20, 1], classes(20))), "not-idx"],
    [testImages, gzipSync(idx([20, 3, 2], pixels(20, 6))), "mismatch"],
  ];
  for (const [file, body, reason] of cases) {
    const error = await failure({ [file]: body });
    assert.deepEqual([error.reason, error.file], [reason, file], `${reason}: ${error.message}`);
  }
});

test("a file that ends early says how far it came", async () => {
  const error = await failure({ [DIGITS.trainImages]: idx([5000, 2, 3], pixels(3000, 6)) });
  assert.equal(error.detail, "3000 / 5000");
});
