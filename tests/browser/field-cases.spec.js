//! Files as people bring them, modeled on reports: each with what is right, held to the outcome.

import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { WORDS } from "../../www/strings/intake.js";
import { OWN } from "../../www/strings/own.js";
import { expect, test } from "./fixtures.js";
import { opened } from "./own-app.js";
import { takeIn } from "./take-in.js";

const FOLDER = new URL("../field-cases/", import.meta.url);

/** The classes of digits, each with how many pictures. @param {...number} counts */
const digits = (...counts) => Object.fromEntries(counts.flatMap((n, digit) => (n > 0 ? [[digit, n]] : [])));

/**
 * What comes of each drop: the classes with their pictures, and what the report says.
 * @type {{files: string[], pictures: number, classes?: Record<string, number>, said?: string[]}[]}
 */
const CASES = [
  {
    files: ["label-last-no-header.csv"], pictures: 100, classes: digits(11, 12, 10, 12, 8, 9, 11, 10, 8, 9),
    said: ["Column 65 is the class. Values 0 to 16 become 0 to 255."],
  },
  {
    files: ["text-label-last.csv"], pictures: 8,
    classes: {
      character_00_ka: 1, character_01_ka: 2, character_02_ka: 1, character_04_ka: 2, character_07_ka: 1,
      character_09_ka: 1,
    },
    said: ["Its first row holds names. Column 785 is the class."],
  },
  { files: ["index-column.csv"], pictures: 8, said: ["Its first row holds names. Column 1 is left out."] },
  {
    files: ["numeric-header.csv"], pictures: 8, classes: { 0: 1, 1: 2, 2: 2, 4: 3 },
    said: ["Its first row holds names. Column 1 is the class."],
  },
  { files: ["mask-0-1.csv"], pictures: 19, said: ["Values 0 to 1 become 0 to 255."] },
  { files: ["mask-0-1.npy"], pictures: 60, said: ["Values 0 to 1 become 0 to 255."] },
  { files: ["space-separated.txt"], pictures: 8, said: ["Column 1 is the class. Values −1 to 1 become 0 to 255."] },
  { files: ["decimal-comma-semicolon.csv"], pictures: 6, said: ["Its commas are taken as decimal points."] },
  { files: ["cp1252-names.csv"], pictures: 30, classes: { Birne: 10, Äpfel: 10, Öpfel: 10 }, said: ["Windows-1252"] },
  { files: ["one-photo-h-w-3.npy"], pictures: 1 },
  { files: ["images-and-labels.npz"], pictures: 60, said: ["60 labels of images-and-labels.npz/images.npy."] },
  { files: ["X_train.npy", "y_train.npy"], pictures: 60, said: ["60 labels of X_train.npy."] },
  {
    files: ["gray-12-bits-in-16.png", "gray-8-bits-in-16.png"], pictures: 2,
    said: ["use 12 bits: 0 to 4095 become 0 to 255.", "use 8 bits: 0 to 255 stay as they are."],
  },
  { files: ["exif-6.png", "exif-6.webp"], pictures: 1, said: [WORDS.same("exif-6.png")] },
  { files: ["paint-bmps.zip"], pictures: 3 },
  { files: ["shift-jis-folders.zip"], pictures: 12, classes: { 犬: 4, 猫: 4, 鳥: 4 } },
  { files: ["cp866-folders.zip"], pictures: 12, classes: { кот: 4, лев: 4, пёс: 4 } },
  { files: ["flat-cats.zip", "flat-dogs.zip"], pictures: 8, classes: { "flat-cats": 4, "flat-dogs": 4 } },
  { files: ["images-and-labels-csv.zip"], pictures: 12, said: [WORDS.classesOf(12, 12)] },
  { files: ["same-pair-twice.zip"], pictures: 60, said: [WORDS.allThere] },
];

/** @param {string} name */
const brought = async (name) =>
  ({ path: name, start: (await readFile(new URL(name, FOLDER))).toString("base64") });

test("every file of the cases is tried", async () => {
  const names = (await readdir(FOLDER)).filter((name) => name !== "README.md" && name !== "chosen-folder");
  expect(CASES.flatMap(({ files }) => files).sort()).toEqual(names.sort());
});

for (const { files, pictures, classes, said = [] } of CASES) {
  test(`as it is right: ${files.join(" and ")}`, async ({ blank }) => {
    const taken = await takeIn(blank, await Promise.all(files.map(brought)));
    expect(taken.pictures).toHaveLength(pictures);
    if (classes) expect(taken.classes).toEqual(classes);
    const lines = taken.all.map((/** @type {import("./corpus.js").Outcome} */ { text }) => text).join("\n");
    for (const text of said) expect(lines).toContain(text);
  });
}

test("a chosen folder brings its pictures in classes, and hidden files are passed over", async ({ app, page }) => {
  const own = await opened(app);
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), own.button(OWN.add.folder).click()]);
  await chooser.setFiles(fileURLToPath(new URL("chosen-folder", FOLDER)));
  const lines = await own.lines();
  expect(lines.filter((line) => /thumbs|ds_store|\._/i.test(line))).toEqual([]);
  expect(await own.classes()).toEqual({ Cat: 3, Dog: 4 });
});
