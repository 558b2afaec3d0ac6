//! One step in slow motion: its phases, the light in each, places in stations, numbers as text, and images of a batch.

import assert from "node:assert/strict";
import { test } from "node:test";
import { findImage, gather } from "../../www/slow/batch-images.js";
import { isSameLoss } from "../../www/slow/make-step.js";
import { layerNames, stationName, whereName } from "../../www/slow/names.js";
import { num, whole } from "../../www/slow/numbers.js";
import { largestAt, lightOf, phasesOf, placeOf, rowsShown, stationsOf } from "../../www/slow/phases.js";

/** @typedef {import("../../www/lib/protocol.js").Layer} Layer */

const STATIONS = /** @type {Layer[]} */ ([
  { side: "input", kind: "image", features: 12, shape: [3, 2, 2] },
  { side: "input", kind: "noisy", features: 12, shape: [3, 2, 2] },
  { side: "encoder", kind: "maps", features: 12, shape: [2, 2, 3] },
  { side: "encoder", kind: "dense", features: 4, shape: null },
  { side: "code", kind: "code", features: 2, shape: null },
  { side: "decoder", kind: "dense", features: 4, shape: null },
  { side: "output", kind: "image", features: 12, shape: [3, 2, 2] },
]);

test("a phase of noise is there only where a model has noise", () => {
  assert.equal(phasesOf(STATIONS).join(), "batch,noise,encoder,code,decoder,loss,gradients,update");
  assert.ok(!phasesOf(STATIONS.filter(({ kind }) => kind !== "noisy")).includes("noise"));
});

test("the light goes on from phase to phase, and comes back with the error", () => {
  const ends = { picture: 0.1, input: 0.2, before: 0.4, code: 0.5, output: 0.8, made: 0.9 };
  const ways = phasesOf(STATIONS).map((phase) => lightOf(phase, ends));
  const forward = ways.slice(0, 5).flatMap((way) => way ?? []);
  assert.deepEqual(forward, [...forward].sort((a, b) => a - b));
  assert.deepEqual(ways.slice(5), [[-0.9, -0.9], [-0.9, -0.2], null]);
});

test("places and names of stations and layers", () => {
  assert.deepEqual(stationsOf("decoder", STATIONS), [5, 6]);
  assert.deepEqual(stationsOf("encoder", STATIONS), [2, 3]);
  // Images lie pixel by pixel, maps one after the other.
  const place = (/** @type {number} */ station, /** @type {number} */ at) => {
    const { row, column, channel } = placeOf(STATIONS[station], at) ?? { row: -1, column: -1, channel: -1 };
    return [row, column, channel];
  };
  assert.deepEqual(place(0, 7), [1, 0, 1]);
  assert.deepEqual(place(2, 11), [1, 2, 1]);
  assert.equal(placeOf(STATIONS[3], 1), null);
  assert.equal(whereName(STATIONS[0], 7), "row 2, column 1, green");
  assert.equal(whereName(STATIONS[2], 11), "map 2, row 2, column 3");
  assert.equal(whereName(STATIONS[3], 1), "no. 2");
  assert.equal(stationName(STATIONS, 3), "Encoder layer 2");
  assert.equal(stationName(STATIONS, 6), "Reconstruction");
  const layers = /** @type {import("../../www/slow/slow-protocol.js").LayerRecord[]} */ ([
    ["encoder.0", 2], ["encoder.4", 3], ["bottleneck.mu", 4], ["bottleneck.log_var", 4], ["decoder.0", 5],
    ["decoder.2", 6],
  ].map(([name, station]) => ({ name, station })));
  assert.deepEqual(layerNames(layers, STATIONS),
    ["Encoder layer 1", "Encoder layer 2", "Code μ", "Code ln σ²", "Decoder layer 1", "Reconstruction"]);
});

test("a list's largest number, and two lists' largest difference", () => {
  assert.equal(largestAt([1, -3, 2]), 1);
  assert.equal(largestAt([1, -3, 2], [1, -3, 0]), 2);
  assert.equal(largestAt([0, 0]), 0);
  assert.equal(largestAt([NaN, 1]), 1);
});

test("of a large batch some images are shown, and always the one that is followed", () => {
  assert.deepEqual(rowsShown(1, 0), [0]);
  assert.equal(rowsShown(128, 3).length, 24);
  assert.equal(rowsShown(128, 100)[23], 100);
});

test("numbers have so many digits that count", () => {
  const cases = /** @type {[number | null, string][]} */ ([
    [0, "0"], [-0, "0"], [1.23456, "1.235"], [-0.0432123, "−0.04321"], [0.00012345, "1.234·10⁻⁴"],
    [1234567, "1.235·10⁶"], [0.00099999, "0.001"], [784, "784"], [NaN, "–"], [Infinity, "–"], [null, "–"],
    [-3e-10, "−3·10⁻¹⁰"],
  ]);
  for (const [value, text] of cases) assert.equal(num(value), text);
  assert.equal(whole(Math.fround(0.1)), "0.100000001");
});

test("a batch's images come out of all blocks, also of those that are made again", async () => {
  const block = (/** @type {number[]} */ bytes) =>
    ({ bytes: Uint8Array.from(bytes), labels: null, count: bytes.length / 2 });
  const again = { bytes: null, labels: null, count: 2, again: async () => Uint8Array.from([5, 5, 6, 6]) };
  const data = /** @type {import("../../www/lib/restartable-worker.js").Data} */ ({
    shape: { channels: 1, height: 1, width: 2 }, total: 6, images: [block([1, 1, 2, 2]), again], heldOut: null,
  });
  const bytes = await gather(data, [3, 0, 1]);
  assert.deepEqual(bytes && [...bytes], [6, 6, 1, 1, 2, 2]);
  assert.equal(await gather(data, [0, 5]), null);
  assert.equal(findImage(Uint8Array.from([6, 6, 1, 1, 2, 2]), Uint8Array.from([1, 1])), 1);
  assert.equal(findImage(Uint8Array.from([6, 6]), Uint8Array.from([1, 1])), -1);
  assert.equal(findImage(Uint8Array.from([6, 6]), null), -1);
});

test("losses are the same where all bits of 32 are", () => {
  assert.ok(isSameLoss(Math.fround(0.1), 0.1));
  assert.ok(!isSameLoss(0.1, 0.10000002));
  assert.ok(!isSameLoss(0.1, null));
});
