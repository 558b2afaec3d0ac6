//! Where the hourglass, its labels and the filters stand, for every kind of model and at every size of the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_FILTERS } from "../../www/app/view-requests.js";
import { short } from "../../www/draw/format.js";
import { fitGrid } from "../../www/ui/filters-view.js";
import { closeUp, roundLength } from "../../www/ui/hourglass-cloud.js";
import { boxOf, codeIndex, halfAt, layOut } from "../../www/ui/hourglass-geometry.js";
import { fitNumbers, labelOf, placeLabels } from "../../www/ui/hourglass-words.js";

const SIZES = [[560, 320], [288, 496], [358, 496], [389, 304], [900, 400], [1800, 1000]];

/** @typedef {import("../../www/lib/protocol.js").Layer} Layer */

/**
 * The layers of a model, as the engine names them.
 * @param {{channels?: number[], hidden?: number[], code?: number, noisy?: boolean, side?: number,
 *   colors?: number}} model
 * @returns {Layer[]}
 */
function layersOf({ channels = [], hidden = [], code = 2, noisy = false, side = 28, colors = 1 }) {
  /** @type {Layer} */
  const image = { side: "input", kind: "image", features: colors * side * side, shape: [colors, side, side] };
  let small = side;
  /** @type {Layer[]} */
  const down = [];
  for (const n of channels) {
    small = Math.ceil(small / 2);
    down.push({ side: "encoder", kind: "maps", features: n * small * small, shape: [n, small, small] });
  }
  for (const features of hidden) down.push({ side: "encoder", kind: "dense", features, shape: null });
  const up = down.toReversed().map((layer) => ({ ...layer, side: /** @type {const} */ ("decoder") }));
  return [
    image,
    ...(noisy ? [{ ...image, kind: /** @type {const} */ ("noisy") }] : []),
    ...down,
    { side: "code", kind: "code", features: code, shape: null },
    ...up,
    { ...image, side: "output" },
  ];
}

const DENSE = layersOf({ hidden: [128, 64] });
const KINDS = [
  DENSE,
  layersOf({ hidden: [128, 64], noisy: true }),
  layersOf({ hidden: [] }),
  layersOf({ channels: [16, 32] }),
  layersOf({ channels: [16, 32], noisy: true, code: 32 }),
  layersOf({ channels: [16, 32, 64], hidden: [128], noisy: true, code: 8 }),
  layersOf({ channels: [32, 64, 128, 128], hidden: [512, 256, 128, 64], noisy: true, code: 32, side: 32, colors: 3 }),
];

/** @typedef {import("../../www/ui/hourglass-geometry.js").Box} Box */
/** @param {Box} a @param {Box} b */
const overlap = (a, b) =>
  a.x < b.x + b.width - 1e-6 &&
  b.x < a.x + a.width - 1e-6 &&
  a.y < b.y + b.height - 1e-6 &&
  b.y < a.y + a.height - 1e-6;

/**
 * @param {(geometry: import("../../www/ui/hourglass-geometry.js").Geometry, layers: any[], size: {width: number,
 *   height: number}, what: string) => void} check
 */
function everywhere(check) {
  for (const layers of KINDS) {
    for (const [width, height] of SIZES) {
      for (const variational of [false, true]) {
        for (const ratio of [1, 3]) {
          const what = `${layers.map(({ features }) => features)} at ${width}×${height}, ${variational}, ${ratio}`;
          check(layOut(layers, { width, height, variational, ratio }), layers, { width, height }, what);
        }
      }
    }
  }
}

test("pictures and layers stand inside the panel and cover nothing", () => {
  everywhere((geometry, layers, { width, height }, what) => {
    const { input, noisy, reconstruction, error, stands, code, upright } = geometry;
    assert.equal(upright, width < 460 && height > 1.1 * width);
    assert.equal(noisy !== null, layers.some(({ kind }) => kind === "noisy"));
    assert.equal(layers[code.station].kind, "code");
    const boxes = [
      input,
      reconstruction,
      error,
      ...(noisy ? [noisy] : []),
      ...stands.map((stand) => boxOf(geometry, stand)),
    ];
    boxes.forEach((box, idx) => {
      assert.ok(
        box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height,
        `${what}: ${idx} ${JSON.stringify(box)}`,
      );
      for (const other of boxes.slice(idx + 1))
        assert.ok(!overlap(box, other), `${what}: ${idx} ${JSON.stringify([box, other])}`);
    });
  });
});

test("every layer has its stand, but the images beside maps and the clean input beside the noisy one", () => {
  const stations = (/** @type {any[]} */ layers) =>
    layOut(layers, { width: 560, height: 320 }).stands.map(({ station }) => station);
  assert.deepEqual(stations(KINDS[0]), [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(stations(KINDS[1]), [1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(stations(KINDS[3]), [1, 2, 3, 4, 5]);
  assert.deepEqual(stations(KINDS[4]), [2, 3, 4, 5, 6]);
});

test("the hourglass narrows to the code and widens again", () => {
  const wide = layersOf({ channels: [8, 16], hidden: [1024, 512] });
  for (const [layers, variational] of /** @type {const} */ ([[DENSE, false], [DENSE, true], [KINDS[3], false],
    [KINDS[3], true], [wide, false]])) {
    for (const [width, height] of [...SIZES, [208, 224]]) {
      const { stands, code } = layOut(layers, { width, height, variational });
      const half = stands.map((stand) => stand.waist ?? stand.half);
      for (let idx = 0; stands[idx] !== code; idx += 1)
        assert.ok(half[idx] > half[idx + 1], `${half} at ${width}×${height}`);
      half.forEach((value, idx) => assert.ok(Math.abs(value - half[half.length - 1 - idx]) < 1e-9));
    }
  }
});

test("every value has its cell, and maps are as many as fit, in whole pixels of the screen", () => {
  everywhere(({ stands }, layers, size, what) => {
    for (const { station, look, columns, rows, shown, size } of stands) {
      const { features, shape } = layers[station];
      assert.ok(columns * rows >= shown && (columns - 1) * rows < shown, what);
      if (look === "maps") assert.ok(shown >= 1 && shown <= shape[0] && size > 4, `${what}: ${shown} maps of ${size}`);
      else assert.equal(shown, features);
    }
  });
  const [first] = layOut(KINDS[3], { width: 560, height: 320, ratio: 2 }).stands;
  assert.equal((first.size * 2) % 14, 0);
  assert.ok(first.shown >= 12, String(first.shown));
});

test("labels cover neither layers nor pictures nor each other, and stay inside", () => {
  const [type, letter] = [12, 7];
  everywhere((geometry, layers, size, what) => {
    const texts = geometry.stands.map((stand) =>
      stand === geometry.code ? [] : labelOf(stand, layers[stand.station]),
    );
    const placed = placeLabels(geometry, texts, type, size, (text) => letter * text.length);
    const { input, noisy, reconstruction, error, stands, upright } = geometry;
    const boxes = placed.map(({ text, x, y }) => ({
      x: upright ? x : x - (letter * text.length) / 2,
      y: y - type * 0.75,
      width: letter * text.length,
      height: type,
    }));
    const others = [
      input,
      reconstruction,
      error,
      ...(noisy ? [noisy] : []),
      ...stands.map((stand) => boxOf(geometry, stand)),
    ];
    boxes.forEach((box, idx) => {
      assert.ok(
        box.x >= 0 && box.x + box.width <= size.width && box.y + box.height <= size.height,
        `${what}: ${placed[idx].text}`,
      );
      for (const other of [...others, ...boxes.slice(idx + 1)])
        assert.ok(!overlap(box, other), `${what}: ${placed[idx].text} ${JSON.stringify([box, other])}`);
    });
    if (layers === DENSE || layers === KINDS[3]) assert.ok(placed.length > 1, what);
  });
  const maps = { ...layOut(KINDS[3], { width: 560, height: 320 }).stands[0], shown: 9 };
  assert.deepEqual(labelOf(maps, KINDS[3][1]), ["9 of 16", "14×14"]);
  assert.deepEqual(labelOf({ ...maps, shown: 16 }, KINDS[3][1]), ["16 maps", "14×14"]);
});

test("input, reconstruction and error stand on one line, as large as each other", () => {
  everywhere(({ upright, across, input, noisy, reconstruction, error }, layers, size, what) => {
    if (upright) return;
    for (const { y, height } of [noisy ?? input, reconstruction, error]) {
      assert.ok(Math.abs(y + height / 2 - across) < 1, what);
      assert.equal(height, reconstruction.height, what);
    }
  });
});

test("a close-up shows a small cloud large, with its sample, and a bar of a round length", () => {
  /** @param {number[]} mu @param {number[]} sigma @param {number[]} sample */
  const near = (mu, sigma, sample) => closeUp({
    mu: Float32Array.from(mu), sigma: Float32Array.from(sigma), sample: Float32Array.from(sample),
  });
  for (const spread of [1e-4, 0.01, 0.1, 1, 30]) {
    const seen = near([2, -1], [spread, spread / 4], [2 + spread, -1]);
    assert.ok(spread / seen > 0.25 || spread < 1e-3, `${spread} of ${seen}`);
    const far = near([0, 0], [spread, spread], [0, 4 * spread]);
    assert.ok(4 * spread < far, `${spread}: the sample is outside ${far}`);
  }
  assert.ok(Number.isFinite(near([NaN, 0], [NaN, 1], [NaN, 0])));
  assert.deepEqual([0.013, 0.02, 0.7, 9.9, 1234].map(roundLength), [0.01, 0.02, 0.5, 5, 1000]);
});

test("filters stand in their room, all of them where they can be told apart", () => {
  for (const [width, height] of [[560, 250], [286, 430], [389, 240], [200, 60], [10, 10]]) {
    for (const n of [1, 2, 16, 32, MOST_FILTERS]) {
      const { columns, size, shown } = fitGrid(n, width, height);
      const rows = Math.ceil(shown / columns);
      assert.ok(shown >= 1 && shown <= n && columns >= 1 && size > 19, `${n} in ${width}×${height}`);
      if (width > 20)
        assert.ok(
          columns * (size + 4) - 4 <= width && rows * (size + 4) - 4 <= height,
          `${n} in ${width}×${height}: ${columns} × ${rows} of ${size}`,
        );
    }
  }
  assert.equal(fitGrid(MOST_FILTERS, 560, 250).shown, MOST_FILTERS);
});

test("the silhouette meets every bar and never bulges between two", () => {
  const { stands } = layOut(DENSE, { width: 560, height: 320 });
  stands.forEach(({ along, half }) => assert.ok(Math.abs(halfAt(stands, along) - half) < 1e-6));
  for (let along = stands[0].along; along <= stands[6].along; along += 1) {
    const half = halfAt(stands, along);
    assert.ok(half <= stands[0].half + 1e-9 && half >= stands[3].half - 1e-9);
  }
});

test("the code is found by its kind", () => {
  assert.equal(codeIndex(["image", "dense", "code", "dense", "image"].map((kind) => ({ kind }))), 2);
  assert.throws(() => codeIndex([{ kind: "image" }]), /needs a code/);
});

test("a code's numbers keep at most four digits", () => {
  const cases = /** @type {const} */ ([
    [0.567, "0.57"],
    [-10.35, "−10.35"],
    [123.44, "123.4"],
    [2241.6, "2.24k"],
    [22416, "22.4k"],
    [-113200, "−113k"],
    [999.97, "1.00k"],
    [4.2e6, "4.20M"],
    [1e15, "1e15"],
    [NaN, "–"],
  ]);
  for (const [value, text] of cases) assert.equal(short(value), text);
});

test("numbers in little room lose digits and size, and never their room", () => {
  const measure = (/** @type {string} */ text) => 6 * text.length;
  assert.deepEqual(fitNumbers([-10.35, 2], 40, null, measure), { lines: ["−10.35", "2.00"], scale: 1 });
  assert.deepEqual(fitNumbers([-10.35, 2], 20, null, measure).lines, ["−10", "2"]);
  for (const room of [9, 20, 30, 37]) {
    const { lines, scale } = fitNumbers([-10.35, 22416], room, " ", measure);
    assert.equal(lines.length, 1);
    assert.ok(measure(lines[0]) * scale <= room + 1e-9, String(room));
  }
  assert.deepEqual(fitNumbers([], 9, null, measure).lines, []);
});
