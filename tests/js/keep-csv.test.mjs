//! Tables for programs that read CSV: numbers that read back as the same, names in quotes, curves beside each other.

import assert from "node:assert/strict";
import { test } from "node:test";
import { curvesTable, line, longTable, shortest } from "../../www/keep/csv.js";

test("a number of 32 bits is written as briefly as reads back the same", () => {
  const cases = /** @type {[number, string][]} */ ([
    [Math.fround(0.1), "0.1"], [Math.fround(1 / 3), "0.33333334"], [Math.fround(0.05788465), "0.05788465"],
    [Math.fround(1.17549435e-38), "1.1754944e-38"], [16777216, "16777216"], [0, "0"], [-2.5, "-2.5"],
    [1 / 3, String(1 / 3)],
  ]);
  for (const [value, text] of cases) assert.equal(shortest(value), text);
  // A walk through numbers of all sizes: none is lost, and none could be shorter.
  let bits = 12345;
  const view = new DataView(new ArrayBuffer(4));
  for (let turn = 0; turn < 20_000; turn += 1) {
    bits = (Math.imul(bits, 1664525) + 1013904223) >>> 0;
    view.setUint32(0, bits);
    const value = view.getFloat32(0);
    if (!Number.isFinite(value)) continue;
    const text = shortest(value);
    assert.equal(Math.fround(Number(text)), value, text);
    const digits = text.replace(/e.*/, "").replace(/[-.]/g, "").replace(/^0+|0+$/g, "").length;
    if (digits > 1 && !Number.isInteger(value)) {
      assert.notEqual(Math.fround(Number(value.toPrecision(digits - 1))), value, text);
    }
  }
});

test("a line follows RFC 4180, and no name is a formula", () => {
  assert.equal(line(["a", 1, null, NaN]), "a,1,,\r\n");
  assert.equal(line(['say "hi"', "a,b", "two\nlines"]), '"say ""hi""","a,b","two\nlines"\r\n');
  assert.equal(line(["=1+1", "-x", "@x"]), "'=1+1,'-x,'@x\r\n");
});

test("curves with other steps stand beside each other, each step once", () => {
  const text = curvesTable("step", [
    { name: "training", points: new Float32Array([0, 0.5, 1, 0.25]) },
    { name: "held-out", points: new Float32Array([1, 0.1, 10, 0.05]) },
  ]);
  assert.equal(text, "step,training,held-out\r\n0,0.5,\r\n1,0.25,0.1\r\n10,,0.05\r\n");
});

test("a long table gives the page its turns, and loses no line", async () => {
  let turns = 0;
  const blob = await longTable(["n", "square"], 4001, (idx) => [idx, idx * idx], async () => (turns += 1));
  const lines = (await blob.text()).split("\r\n");
  assert.equal(lines.length, 4003);
  assert.equal(lines[4001], "4000,16000000");
  assert.equal(turns, 2);
});
