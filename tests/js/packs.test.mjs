//! Data packs: what arrives is used as it comes, and every kind of broken file has its own name.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { FIRST_PART, openPack, PackError } from "../../www/data/packs.js";
import { PACKS } from "../../www/data/pack-table.js";
import { S } from "../../www/strings/strings.js";
import { BASE, classes, idx, packFiles, pixels, server } from "./fake-packs.mjs";

const DIGITS = PACKS.digits.files;
/** Files of a small pack: 5000 + 20 images of 3×2. @param {Record<string, Buffer>} [changed] */
const files = (changed = {}) => ({ ...packFiles(DIGITS), ...changed });

/** @param {AsyncIterable<import("../../www/data/packs.js").ImageSet>} parts */
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
        const stalls = given > body.length * 0.6;
        if (!stalls) controller.enqueue(new Uint8Array(body.subarray(given, (given += 500))));
        return stalls ? new Promise(() => {}) : undefined;
      },
    }));
  };
  const { first } = await openPack(DIGITS, { base: BASE, fetch });
  assert.equal(first.count, FIRST_PART);
});

test("what is good before a fault is used", async () => {
  const whole = files()[DIGITS.trainImages];
  const { first, rest } = await openPack(DIGITS, {
    base: BASE,
    fetch: server(files({ [DIGITS.trainImages]: whole.subarray(0, whole.length - 100) }), 1e6),
  });
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

test("of fewer images only the first ones come, and what lies beyond is not waited for", async () => {
  for (const [most, counts] of /** @type {[number, number[]][]} */ ([
    [20, [20]], [2048, [2048]], [3000, [2048, 952]], [5000, [2048, 2048, 904]], [9000, [2048, 2048, 904]],
  ])) {
    const pack = await openPack(DIGITS, { base: BASE, fetch: server(files()), most });
    const parts = [pack.first, ...(await all(pack.rest))];
    assert.equal(pack.total, Math.min(most, 5000));
    assert.deepEqual(parts.map(({ count }) => count), counts);
    assert.deepEqual(Buffer.concat(parts.map(({ labels }) => labels)), Buffer.from(classes(5000).slice(0, most)));
    assert.equal(pack.heldOut.count, 20);
  }
});

test("files that the server has unpacked already are read as they are", async () => {
  const { heldOut } = await openPack(DIGITS, {
    base: BASE,
    fetch: server(files({ [DIGITS.testImages]: idx([20, 2, 3], pixels(20, 6)) })),
  });
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
  await assert.rejects(openPack(DIGITS, { base: BASE, fetch: server(served) }), {
    reason: "missing",
    file: DIGITS.testLabels,
    detail: "404",
  });
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

test("a pack may name its classes, and every label must have a name", async () => {
  const { files: names } = PACKS.emoji;
  const small = packFiles(names, { train: 40, test: 18, shape: [2, 3, 3], nClasses: 9 });
  const pack = await openPack(names, { base: BASE, fetch: server(small) });
  assert.deepEqual([pack.total, pack.first.count, pack.first.channels, pack.classes?.length], [40, 40, 3, 9]);
  assert.deepEqual(await all(pack.rest), []);
  const list = /** @type {string} */ (names.classes);
  for (const [text, reason] of [
    ["[]", "corrupt"],
    ['{"a":1}', "corrupt"],
    ["<!doctype html>", "corrupt"],
    ['["one","two"]', "mismatch"],
  ]) {
    const fetch = server({ ...small, [list]: Buffer.from(text) });
    await assert.rejects(
      openPack(names, { base: BASE, fetch }),
      (error) => error instanceof PackError && error.reason === reason,
      text,
    );
  }
  assert.equal((await openPack(DIGITS, { base: BASE, fetch: server(files()) })).classes, null);
});

test("progress counts the bytes that have come; an abort ends it without a word of its own", async () => {
  const served = files();
  let bytes = 0;
  const { rest } = await openPack(DIGITS, { base: BASE, fetch: server(served), progress: (more) => (bytes += more) });
  await all(rest);
  const sum = Object.values(served).reduce((a, { length }) => a + length, 0);
  // The first chunk of each file is read for its kind before anything is counted.
  assert.ok(bytes <= sum && bytes >= sum - 4 * 1000, `${bytes} of ${sum}`);
  const controller = new AbortController();
  const progress = () => controller.abort();
  await assert.rejects(
    openPack(DIGITS, { base: BASE, fetch: server(served, 100), signal: controller.signal, progress }),
    { name: "AbortError" },
  );
});

test("the packs that come with the page are whole, and have a word for each class", async () => {
  const folder = new URL("../../www/data/", import.meta.url);
  const fetch = async (/** @type {string} */ url) =>
    new Response(readFileSync(new URL(url.slice(BASE.length), folder)));
  /** @type {Record<string, [number, number, number, number]>} */
  const facts = { digits: [10000, 2000, 28, 1], fashion: [10000, 2000, 28, 1], emoji: [1699, 200, 32, 3] };
  for (const [name, { files: names, paper, size, channels }] of Object.entries(PACKS)) {
    const pack = await openPack(names, { base: BASE, fetch });
    const { heldOut } = pack;
    const came = pack.first.count + (await all(pack.rest)).reduce((sum, { count }) => sum + count, 0);
    assert.deepEqual([came, heldOut.count, heldOut.width, heldOut.channels], facts[name], name);
    assert.deepEqual([size, size, channels], [heldOut.width, heldOut.height, heldOut.channels], `${name}: the table`);
    const words = S.packs[/** @type {import("../../www/data/pack-table.js").PackName} */ (name)];
    const labels = pack.classes ?? words.classes ?? [];
    assert.ok(labels.length <= 10, "a color for each class");
    assert.deepEqual([...new Set(heldOut.labels)].sort((a, b) => a - b), labels.map((_, label) => label), name);
    const corners = Array.from(
      { length: 200 },
      (_, image) => heldOut.data[image * heldOut.width * heldOut.height * heldOut.channels],
    );
    assert.equal(corners.sort((a, b) => a - b)[100], paper, `${name}: the paper`);
  }
});
