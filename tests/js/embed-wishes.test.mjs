//! What a figure's attributes ask for: the right ones hold, and no text at all can throw or leave the bounds.

import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST_STEPS, OPTIONS, parse, toConfig, write } from "../../www/app/options.js";
import { KINDS, preset } from "../../www/app/presets.js";
import { CONTROLS, readWishes } from "../../www/embed/wishes.js";

const INPUT = { channels: 1, height: 28, width: 28 };
const NAMES = ["preset", "config", "data", "show", "controls", "steps", "seed", "autoplay", "theme", "lang"];

/** @param {Record<string, string>} attributes */
const wishes = (attributes) => readWishes({ attributes, images: null, labels: null, heldOut: null });

test("without attributes a figure is the page's first model, and trains when it is seen", () => {
  const { settings, goal, show, controls, plays, theme, waits, problems } = wishes({});
  assert.deepEqual(settings, preset("vanilla"));
  assert.deepEqual({ goal, show, controls, plays, theme, waits, problems }, {
    goal: null, show: ["map", "loss", "reconstructions"], controls: ["play", "step", "reset"], plays: true,
    theme: "auto", waits: false, problems: [],
  });
});

test("presets, lists, numbers and words", () => {
  for (const kind of KINDS) assert.deepEqual(wishes({ preset: ` ${kind} ` }).settings, preset(kind));
  assert.deepEqual(wishes({ show: "loss, map  loss" }).show, ["loss", "map"]);
  assert.deepEqual(wishes({ controls: "" }).controls, []);
  assert.equal(wishes({ seed: "4294967295" }).settings.seed, 4294967295);
  assert.equal(wishes({ steps: String(MOST_STEPS) }).goal, MOST_STEPS);
  assert.equal(wishes({ autoplay: "no" }).plays, false);
  const none = wishes({ data: "none" });
  assert.deepEqual([none.waits, none.settings.data], [true, "own"]);
});

test("a configuration goes over its preset; what no option holds reaches the engine as it is", () => {
  const config = {
    version: 1, input: { channels: 3, height: 9, width: 9 }, bottleneck: { beta: 3.3, latentDim: 5 }, weightDecay: 0.01,
    optimizer: { learningRate: 0.0007, beta1: 0.8 }, architecture: { hidden: [33] }, loss: 7,
  };
  const { settings, problems } = wishes({ preset: "variational", config: JSON.stringify(config) });
  assert.deepEqual(problems, []);
  assert.deepEqual(toConfig(settings, INPUT), {
    ...toConfig({ ...preset("variational"), beta: 3.3, code: 5, rate: 0.0007, hidden: [33] }, INPUT),
    weightDecay: 0.01, loss: 7, optimizer: { kind: "adam", learningRate: 0.0007, beta1: 0.8 },
  });
  const unknown = wishes({ config: "{\"architecture\": {\"kind\": \"rnn\"}}" });
  assert.deepEqual(toConfig(unknown.settings, INPUT).architecture, { kind: "rnn", hidden: [128, 64] });
  const polluted = wishes({ config: "{\"__proto__\": {\"polluted\": 1}, \"bottleneck\": {\"__proto__\": {\"a\": 1}}}" });
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
  assert.ok(Object.hasOwn(toConfig(polluted.settings, INPUT), "__proto__"));
  for (const text of ["", "[]", "null", "7", "{", "\"x\""]) {
    assert.equal(wishes({ config: text }).problems.length, 1, text);
  }
});

/** A generator of its own, so that a failure can be made again. @param {number} seed */
function randomOf(seed) {
  let state = seed;
  return (/** @type {number} */ n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

test("20,000 random sets of attributes neither throw nor leave the bounds", () => {
  const random = randomOf(7);
  const words = [
    ...KINDS, ...CONTROLS, "digits", "none", "visible", "no", "dark", "map", "__proto__", "constructor", "1e999", "-1",
    "0", "NaN", "<img onerror=x>", "\ud800", "\0", ",,,", " ", "{\"seed\":1}", "{\"bottleneck\":null}", "9".repeat(400),
    "{\"architecture\":{\"hidden\":{\"length\":1e9}}}", "4294967296", "%", "💥",
  ];
  const options = OPTIONS.filter(({ key }) => key !== "data");
  for (let turn = 0; turn < 20_000; turn += 1) {
    const some = NAMES.filter(() => random(2) === 0);
    const texts = some.map(() => Array.from({ length: 1 + random(3) }, () => words[random(words.length)]).join(","));
    const given = Object.fromEntries(some.map((name, idx) => [name, texts[idx]]));
    const { settings, goal, show, controls, problems } = wishes(given);
    for (const option of options) {
      const value = settings[option.key];
      if (given.config === undefined) assert.notEqual(parse(option, write(value)), undefined, option.key);
    }
    assert.ok(goal === null || (goal >= 1 && goal <= MOST_STEPS));
    assert.ok(show.length === new Set(show).size && controls.every((name) => CONTROLS.includes(name)));
    for (const { key } of problems) assert.ok(key in given);
  }
});
