//! Whether a file is a lesson: what is refused, in which words, and that any JSON is survived. The schema's reader is
//! held against Ajv, the validator that eslint brings.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import Ajv from "ajv";
import { OPTIONS, optionOf, write } from "../../www/app/options.js";
import { KINDS } from "../../www/app/presets.js";
import { LAB_TABLE } from "../../www/labs/lab-table.js";
import { checkLesson, settingsOf } from "../../www/lessons/check-lesson.js";
import { MEASURES } from "../../www/lessons/measures.js";
import { LESSON_TABLE } from "../../www/strings/lesson-table.js";
import { LESSONS, readJson } from "./lesson-files.mjs";

/** @typedef {import("../../www/lessons/check-lesson.js").Lesson} Lesson */

const schema = await readJson("lesson.schema.json");
const files = (await readdir(LESSONS)).filter((name) => name !== "lesson.schema.json").sort();
const lessons = await Promise.all(files.map(async (file) =>
  ({ file, lesson: /** @type {Lesson} */ (await readJson(file)) })));

/** A lesson that says as little as one can. @returns {any} */
const small = () => ({
  version: 1, id: "small", title: "Small", about: "A small one.", minutes: 5, data: "digits", intro: ["It is small."],
  rounds: [{
    question: "How large is it?", choices: [{ text: "Small", when: ["error@one < 1"] }, { text: "Not", when: [] }],
    runs: [{ name: "one", label: "one", kind: "vanilla", steps: 1 }], show: ["error"], see: ["See {error@one}."],
    claim: { text: "It is {error@one}.", when: ["error@one < 1"] }, explain: ["It is so."],
  }],
  try: "Draw.",
});

/** @param {(lesson: any) => void} change */
function problemsOf(change) {
  const lesson = small();
  change(lesson);
  return checkLesson(lesson, schema);
}

test("every lesson of the page can be played, and the table says of it what its file says", () => {
  assert.deepEqual(checkLesson(small(), schema), []);
  for (const { file, lesson } of lessons) assert.deepEqual(checkLesson(lesson, schema), [], file);
  assert.deepEqual(LESSON_TABLE, lessons.map(({ file, lesson: { id, title, about, minutes, rounds } }, idx) => ({
    number: idx + 1, id, file, title, about, minutes, rounds: rounds.length,
    lights: [...new Set(rounds.flatMap(({ light = [] }) => light))],
  })));
  assert.equal(new Set(LESSON_TABLE.map(({ id }) => id)).size, LESSON_TABLE.length);
});

test("the schema knows the page's kinds, labs and options, and what these allow", () => {
  const { run, round } = schema.$defs;
  assert.deepEqual(run.properties.kind.enum, KINDS);
  assert.deepEqual(run.properties.lab.enum, LAB_TABLE.map(({ name }) => name));
  const keys = OPTIONS.map(({ key }) => key).filter((key) => key !== "data" && key !== "seed");
  const { set } = run.properties;
  assert.deepEqual(Object.keys(set.properties), keys);
  for (const key of keys) {
    assert.ok(round.properties.light.items.enum.includes(key), key);
    const { control, steps = [], min, max, minCount, maxCount } = optionOf(key);
    const { type, minimum, maximum, minItems, maxItems, items, enum: values } = set.properties[key];
    const bounds = [minItems, maxItems, items?.minimum, items?.maximum];
    if (control === "widths") assert.deepEqual(bounds, [minCount, maxCount, min, max]);
    else if (type === "integer") assert.deepEqual(steps, Array.from({ length: maximum }, (_, idx) => idx + minimum));
    else assert.deepEqual(values, steps);
  }
});

test("the document's example can be played, and no measure, kind or lab is left out there", async () => {
  const text = await readFile(new URL("../../docs/lessons.md", import.meta.url), "utf8");
  const example = JSON.parse(/```json\n(.*?)```/s.exec(text)?.[1] ?? "null");
  assert.deepEqual(checkLesson(example, schema), []);
  const names = [...MEASURES.keys(), ...KINDS, ...LAB_TABLE.map(({ name }) => name), ...Object.keys(example)];
  assert.deepEqual(names.filter((name) => name !== "$schema" && !text.includes(`\`${name}\``)), []);
});

test("every measure is of use to some lesson", () => {
  const said = JSON.stringify(lessons.map(({ lesson: { rounds } }) => rounds));
  const isUsed = (/** @type {string} */ name) => said.includes(`"${name}"`) || said.includes(`${name}@`);
  assert.deepEqual([...MEASURES.keys()].filter((name) => !isUsed(name)), []);
});

test("every lesson is played on five seeds by some file", async () => {
  const folder = new URL("./", import.meta.url);
  const names = (await readdir(folder)).filter((name) => /^lesson-seeds-.*\.test\.mjs$/.test(name));
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, folder), "utf8")));
  const played = texts.flatMap((text) => {
    const [, numbers = "", seeds = "1, 2, 3, 4, 5"] = /testLessons\(\[(.*?)\](?:, \[(.*?)\])?\);/.exec(text) ?? [];
    return numbers.split(", ").flatMap((number) => seeds.split(", ").map((seed) => `${number} ${seed}`));
  });
  const wanted = LESSON_TABLE.flatMap(({ number }) => [1, 2, 3, 4, 5].map((seed) => `${number} ${seed}`));
  assert.deepEqual(played.sort(), wanted.sort());
});

test("says what is wrong with the structure, and where", () => {
  const table = /** @type {[(lesson: any) => void, string][]} */ ([
    [(l) => delete l.title, "title: is missing"],
    [(l) => (l.title = ""), "title: must not be empty"],
    [(l) => (l.title = "x".repeat(61)), "title: has 61 characters, and 60 are the most"],
    [(l) => (l.title = 3), "title: has to be a text"],
    [(l) => (l.version = 2), "version: has to be 1"],
    [(l) => (l.minutes = 2.5), "minutes: has to be a whole number"],
    [(l) => (l.minutes = 0), "minutes: 0 is not between 1 and 60"],
    [(l) => (l.data = "own"), "data: “own” is none of digits, fashion, emoji"],
    [(l) => (l.id = "Small"), "id: “Small” has other characters than letters, digits, and - between them"],
    [(l) => (l.rounds = {}), "rounds: has to be a list in [ ]"],
    [(l) => (l.rounds = []), "rounds: has 0 entries, and 1 are the fewest"],
    [(l) => (l.rounds[0] = null), "rounds › 1: has to be an object in { }"],
    [(l) => (l.rounds[0].hint = "x"), "rounds › 1 › “hint”: is not known here"],
    [(l) => (l.rounds[0].choices.length = 1), "rounds › 1 › choices: has 1 entries, and 2 are the fewest"],
    [(l) => (l.rounds[0].light = ["code", "code"]), "rounds › 1 › light: has an entry twice"],
    [(l) => (l.rounds[0].runs[0].steps = 5001), "rounds › 1 › runs › 1 › steps: 5001 is not between 1 and 5000"],
    [(l) => (l.rounds[0].runs[0].set = { seed: 2 }), "rounds › 1 › runs › 1 › set › “seed”: is not known here"],
    [(l) => (l.rounds[0].runs[0].set = { hidden: [0] }),
      "rounds › 1 › runs › 1 › set › hidden › 1: 0 is not between 1 and 1024"],
  ]);
  for (const [change, problem] of table) assert.deepEqual(problemsOf(change), [problem]);
  assert.deepEqual(checkLesson([], schema), ["the file: has to be an object in { }"]);
});

test("says what is wrong with what it means, and where", () => {
  const measures = "there is no measure “luck”; there are error, pca, ";
  const table = /** @type {[(lesson: any) => void, string][]} */ ([
    [(l) => (l.rounds[0].choices[0].when = ["error@two < 1"]),
      "rounds › 1 › choices › 1 › when: no run up to here is called “two”; there are one"],
    [(l) => (l.rounds[0].choices[0].when = ["error@one < 1", "error@one"]),
      "rounds › 1 › choices › 1 › when › 2: “error@one” has to compare two sides with one of < <= > >="],
    [(l) => (l.rounds[0].claim.when = ["luck@one > 1"]), `rounds › 1 › claim › when: ${measures}`],
    [(l) => (l.rounds[0].show = ["error", "luck"]), `rounds › 1 › show › 2: ${measures}`],
    [(l) => (l.rounds[0].see = ["{luck@one}"]), `rounds › 1 › see: ${measures}`],
    [(l) => (l.rounds[0].explain = ["It is.", "{error@}"]),
      "rounds › 1 › explain › 2: “{error@}” is no measure of a run, as in {error@two}"],
    [(l) => (l.rounds[0].claim.text = "{error@two}"),
      "rounds › 1 › claim › text: no run up to here is called “two”; there are one"],
    [(l) => (l.rounds[0].claim.when = ["auc@one > 0.5"]),
      "rounds › 1 › claim › when: auc is what the lab odd-one-out finds, and the run “one” does not open it"],
    [(l) => (l.rounds[0].question = "Is it {error@one}?"),
      "rounds › 1 › question: numbers in braces are filled in only in see, claim and explain"],
    [(l) => (l.rounds[1] = l.rounds[0]), "rounds › 2 › runs › 1 › name: another run of this lesson is called “one”"],
    [(l) => (l.rounds[0].claim.when = ["constructor@one < 1"]),
      "rounds › 1 › claim › when: there is no measure “constructor”;"],
  ]);
  for (const [change, problem] of table) {
    const found = problemsOf(change);
    assert.equal(found.length, 1, found.join("\n"));
    assert.ok(found[0].startsWith(problem), found[0]);
  }
  const later = problemsOf((l) => {
    l.rounds.push({ ...small().rounds[0], runs: [{ ...l.rounds[0].runs[0], name: "two" }] });
  });
  assert.deepEqual(later, [], "a later round may speak of an earlier one's runs");
});

test("a run trains with its kind's settings, but for what it sets", () => {
  const settings = settingsOf("emoji", { kind: "variational", set: { beta: 5, hidden: [64] } }, 7);
  assert.deepEqual([settings.data, settings.seed, settings.beta, settings.hidden, settings.bottleneck, settings.batch],
    ["emoji", 7, 5, [64], "variational", 32]);
  assert.equal(settingsOf("digits", { kind: "vanilla" }).seed, 1);
  for (const { file, lesson: { data, rounds } } of lessons) {
    for (const { name, kind, set = {} } of rounds.flatMap(({ runs }) => runs)) {
      const usual = settingsOf(data, { kind });
      const keys = /** @type {import("../../www/app/options.js").Key[]} */ (Object.keys(set));
      const idle = keys.filter((key) => write(/** @type {any} */ (set)[key]) === write(usual[key]));
      assert.deepEqual(idle, [], `${file}: ${name} sets what is so already`);
    }
  }
});

test("any JSON is survived, in a moment", () => {
  const deep = JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`);
  const proto = JSON.parse('{"__proto__": {"version": 1, "title": "x"}, "constructor": 1, "toString": {}}');
  const huge = Object.fromEntries(Array.from({ length: 20_000 }, (_, idx) => [`key ${idx}`, idx]));
  const list = Array.from({ length: 100_000 }, () => ({}));
  const start = performance.now();
  for (const value of [deep, proto, huge, list, null, true, -1, "", [], {}, [null]]) {
    assert.ok(checkLesson(value, schema).length > 0);
    for (const place of placesOf(small())) {
      assert.ok(checkLesson(changed(small(), place, value), schema).length > 0 || isEmpty(value), place.join());
    }
  }
  assert.ok(performance.now() - start < 5000);
  const long = "😀".repeat(1_000_000);
  assert.deepEqual(problemsOf((l) => (l.try = long)), ["try: has 2000000 characters, and 600 are the most"]);
  assert.equal(checkLesson(huge, schema).length, 9 + 3, "what is missing, and three of the keys that are not known");
  assert.equal(Object.getPrototypeOf(proto), Object.prototype);
});

test("agrees with Ajv on lessons of which a part is something else", () => {
  // This Ajv knows the drafts before, whose words for what stands here are the same.
  const validate = new Ajv({ meta: false, validateSchema: false }).compile({ ...schema, $schema: undefined });
  const values = [null, 0, 1, 1.5, 5001, "", "x", "x y", "digits", "x".repeat(1000), "😀".repeat(60), [], ["code"],
    ["code", "code"], [[]], {}, { code: 8 }, { code: 0 }, { rate: 0.003, hidden: [] }, { what: 1 }, true];
  let [fits, misfits] = [0, 0];
  const both = (/** @type {any} */ lesson, /** @type {string} */ what) => {
    /** @type {string[]} */
    const problems = checkLesson(lesson, schema);
    const isSound = validate(lesson);
    // What it means is beyond the schema, and is looked at only where the structure is right.
    if (isSound) assert.ok(problems.every((problem) => MEANING.test(problem)), `${what}: ${problems}`);
    else assert.ok(problems.length > 0 && !problems.some((problem) => MEANING.test(problem)), `${what}: ${problems}`);
    if (isSound) fits += 1;
    else misfits += 1;
  };
  const base = { ...small(), $schema: "x" };
  Object.assign(base.rounds[0], { light: ["code"] });
  Object.assign(base.rounds[0].runs[0], { set: { code: 2 }, lab: "compress" });
  for (const place of placesOf(base)) {
    both(changed(base, place, undefined), `${place} missing`);
    for (const value of values) both(changed(base, place, value), `${place} is ${JSON.stringify(value)}`);
  }
  assert.ok(fits > 50 && misfits > 500, `${fits} ${misfits}`);
});

/** Some lists may be empty, and an empty object sets nothing. @param {unknown} value */
const isEmpty = (value) => value !== null && typeof value === "object" && Object.keys(value).length === 0;

const MEANING = /no measure|cannot be read|compare two sides|no run up to here|braces|which lab|does not open/;

/** Every place of a value, as keys. @param {any} value @returns {string[][]} */
const placesOf = (value) => (value && typeof value === "object"
  ? Object.keys(value).flatMap((key) => [[key], ...placesOf(value[key]).map((rest) => [key, ...rest])]) : []);

/**
 * A copy with something else, or nothing, in a place.
 * @param {any} value
 * @param {string[]} place
 * @param {unknown} other
 */
function changed(value, place, other) {
  const copy = structuredClone(value);
  const last = /** @type {string} */ (place.at(-1));
  const within = place.slice(0, -1).reduce((inner, key) => inner[key], copy);
  if (other !== undefined) within[last] = other;
  else if (Array.isArray(within)) within.splice(Number(last), 1);
  else delete within[last];
  return copy;
}
