//! More than a drop may hold, and what is there already: by the real reader, and in the section's own words.

import { WORDS } from "../../www/strings/intake.js";
import { OWN } from "../../www/strings/own.js";
import { drop, file } from "./corpus.js";
import { expect, test } from "./fixtures.js";
import { OwnPanel } from "./own-app.js";

/** Pictures of two classes, of which a drop takes 2,000. */
const COUNTS = { cats: 1700, dogs: 450 };

/**
 * Takes a folder of small pictures, no two alike, in two drops into one set.
 * @param {Record<string, number>} counts How many each class has.
 */
async function inTwoDrops(counts) {
  const address = "/www/own/intake.js";
  const { createIntake } = await import(address);
  const intake = createIntake();
  let number = 0;
  /** A bitmap of 16 × 16 pixels whose rows are the digits of its number, black or white. */
  const bitmap = () => {
    number += 1;
    const head = new DataView(new ArrayBuffer(62));
    head.setUint16(0, 0x424d);
    const fields = [[10, 62], [14, 40], [18, 16], [22, 16], [26, 1 + (1 << 16)], [46, 2], [58, 0xffffff]];
    for (const [at, value] of fields) head.setUint32(at, value, true);
    const rows = Array.from({ length: 16 }, (_, bit) => Uint8Array.of(-((number >> bit) & 1), 0x0f, 0, 0));
    return new File([head, ...rows], "picture.bmp");
  };
  const sources = Object.entries(counts).flatMap(([folder, count]) =>
    Array.from({ length: count }, (_, idx) => ({ path: `${folder}/${idx}.bmp`, file: bitmap() })));
  const how = { size: 16, channels: 1, fit: "fit", center: false, invert: false, normalize: false };
  const set = { blocks: /** @type {any[]} */ ([]), classes: ["cats", "dogs"], label: 255 };
  const drops = [];
  for (let times = 0; times < 2; times += 1) {
    /** @type {Record<string, number>} */
    const taken = {};
    const blocks = [...set.blocks];
    const outcomes = await intake.take(sources, how, { set, onBlock(/** @type {any} */ block) {
      for (const label of block.labels) taken[block.classNames[label]] = (taken[block.classNames[label]] ?? 0) + 1;
      const labels = block.labels.map((/** @type {number} */ label) => set.classes.indexOf(block.classNames[label]));
      blocks.push({ ...block, labels, gone: null });
    } });
    set.blocks = blocks;
    drops.push({ taken, last: outcomes.at(-1) });
  }
  intake.dispose();
  return drops;
}

test("a drop of too many files takes each class's share, and the next one brings the rest", async ({ blank }) => {
  const [first, second] = await blank.evaluate(inTwoDrops, COUNTS);
  expect(first.taken).toEqual({ cats: 1550, dogs: 450 });
  expect(first.last).toEqual({
    path: WORDS.drop, result: "left-out", images: 0,
    text: "2,000 of 2,150 files are taken, spread over 2 classes; bring the rest with the next drop: cats (150).",
  });
  expect(second.taken).toEqual({ cats: 150 });
  expect(second.last.result).toBe("left-out");
  expect(second.last.text).toBe(WORDS.same(""));
});

test("images of data files that are there already are left out, and some that come twice are counted", async ({ app, page }) => {
  await app.openPaused();
  const own = new OwnPanel(app);
  await own.open();
  const names = ["idx-good-images-idx3-ubyte", "idx-good-labels-idx1-ubyte"];
  const pair = await Promise.all(names.map((name) => file(name)));
  const twice = await Promise.all(names.map((name) => file(name, `again-${name.slice("idx-good-".length)}`)));
  await drop(page, [...pair, ...twice]);
  await own.holds(6);
  const isThere = (/** @type {string} */ name) => `${name}: ${OWN.report.results["left-out"]}. ${WORDS.allThere}`;
  expect((await own.lines()).join("\n")).toContain(isThere("again-images-idx3-ubyte"));
  await drop(page, pair);
  await expect.poll(async () => (await own.lines()).join("\n")).toContain(isThere(names[0]));
  await own.holds(6);
});
