//! Drawings in a link: the way into the text and back, and texts that are none.

import assert from "node:assert/strict";
import { test } from "node:test";
import { packInk, unpackInk } from "../../www/app/ink.js";
import { MOST_INK } from "../../www/app/goal.js";

/** Whole numbers below a bound, the same ones for the same seed. @param {number} seed */
function dice(seed) {
  let state = seed;
  return (/** @type {number} */ bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** @param {ReturnType<typeof dice>} roll @returns {import("../../www/app/ink.js").Drawings} */
function anyDrawings(roll) {
  const classes = Array.from({ length: roll(21) }, (_, idx) => `${idx}${"né😀\u0000"[roll(4)]}`.toWellFormed());
  const isNoise = roll(2) === 0;
  const drawings = Array.from({ length: 1 + roll(20) }, () => ({
    label: roll(4) && classes.length > 0 ? roll(classes.length) : 255,
    pixels: Uint8Array.from({ length: 784 }, () => (isNoise ? roll(256) : roll(20) ? 0 : 255)),
  }));
  return { classes, drawings };
}

test("whatever may travel is the same after its text, which fits into a link", async () => {
  const roll = dice(3);
  for (let turn = 0; turn < 200; turn += 1) {
    const drawings = anyDrawings(roll);
    const text = await packInk(drawings);
    assert.match(text, /^[\w-]+$/);
    assert.deepEqual(await unpackInk(text), drawings);
  }
  const names = Array.from({ length: 20 }, (_, idx) => `${String.fromCharCode(65 + idx)}${"😀".repeat(39)}`);
  const most = {
    classes: names,
    drawings: names.map((_, label) => ({ label, pixels: Uint8Array.from({ length: 784 }, () => roll(256)) })),
  };
  const text = await packInk(most);
  assert.ok(text.length <= MOST_INK, `${text.length}`);
  assert.deepEqual(await unpackInk(text), most);
});

test("a damaged text, and one of something else, is null and never throws", async () => {
  const roll = dice(4);
  const good = await packInk(anyDrawings(roll));
  let refused = 0;
  for (let turn = 0; turn < 1000; turn += 1) {
    const at = roll(good.length);
    const bad = good.slice(0, at) + "-_Aa0"[roll(5)].repeat(roll(3)) + good.slice(at + 1 + roll(3));
    const read = await unpackInk(bad);
    refused += Number(read === null);
    if (!read) continue;
    assert.ok(read.drawings.length <= 20 && read.drawings.every(({ pixels }) => pixels.length === 784));
    assert.ok(read.drawings.every(({ label }) => label === 255 || label < read.classes.length));
  }
  assert.ok(refused > 900, `${refused}`);
  for (const text of ["", "A", "AAAA", "!!!", "💣", "a".repeat(MOST_INK), "%", "=".repeat(9)]) {
    assert.equal(await unpackInk(text), null, text);
  }
});

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function packed(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return Buffer.from(await new Response(stream).arrayBuffer()).toString("base64url");
}

test("a text that unpacks to hundreds of megabytes is given up long before", async () => {
  const bomb = await packed(new Uint8Array(20 << 20));
  assert.ok(bomb.length <= MOST_INK, `${bomb.length}`);
  const before = process.memoryUsage().arrayBuffers;
  assert.equal(await unpackInk(bomb), null);
  assert.ok(process.memoryUsage().arrayBuffers - before < 4 << 20);
});

test("counts that do not fit the bytes are refused", async () => {
  const pixels = new Array(784).fill(7);
  assert.notEqual(await unpackInk(await packed(Uint8Array.from([1, 1, 1, 1, 65, 0, ...pixels]))), null);
  const wrong = [
    [2, 1, 0, 255, ...pixels], [1, 0, 0], [1, 21, 0], [1, 1, 21, 255, ...pixels], [1, 1, 0, 255, ...pixels, 0],
    [1, 1, 0, 255, ...pixels.slice(1)], [1, 1, 0, 0, ...pixels], [1, 1, 1, 1, 0xff, 0, ...pixels], [1, 1, 1, 200, 65],
  ];
  for (const bytes of wrong) assert.equal(await unpackInk(await packed(Uint8Array.from(bytes))), null, String(bytes));
});
