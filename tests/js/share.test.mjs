//! What a link can carry of a run, and the model as code for somebody's page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults, toConfig } from "../../www/app/options.js";
import { KINDS, preset } from "../../www/app/presets.js";
import { initialState } from "../../www/app/store.js";
import { augmentationOf, defaultSettings, shareOf } from "../../www/own/set-settings.js";
import { LABS_BY_NAME } from "../../www/embed/labs-by-name.js";
import { readWishes } from "../../www/embed/wishes.js";
import { attributesOf, elementCode, frameCode } from "../../www/share/embed-code.js";
import { runOf, travelling } from "../../www/share/run-of.js";

const SHAPE = { channels: 1, height: 28, width: 28 };
const SETTINGS = { ...preset("conv-denoising"), bottleneck: /** @type {const} */ ("variational") };

/** @param {object} given @param {number} [step] */
const stateOf = (given, step = 100) => /** @type {import("../../www/app/store.js").State} */ ({
  ...initialState(SETTINGS), phase: "ready", snapshot: { step, loss: 0.1 }, ...given,
});

/** @param {[number, object][]} moves */
const recipe = (...moves) => ({
  config: /** @type {any} */ (toConfig(SETTINGS, SHAPE)), moves: moves.map(([step, changes]) => ({ step, changes })),
});

test("a link begins with the settings of the first step, and moves them when they were moved", () => {
  const now = { ...SETTINGS, rate: 0.01, beta: 2, amount: 0.3 };
  const run = runOf(stateOf({ settings: now }), recipe(
    [0, { learningRate: 0.001 }], [20, { learningRate: 0.02, beta: 5 }], [20, { beta: 2 }],
    [50, { learningRate: 0.02 }], [60, { corruptionAmount: 0.3 }], [100, { learningRate: 0.01 }],
    [101, { learningRate: 1 }],
  ));
  assert.deepEqual(run, {
    goal: {
      step: 100, loss: "3dcccccd", moves: [
        { key: "beta", value: 2, step: 20 }, { key: "rate", value: 0.02, step: 20 },
        { key: "amount", value: 0.3, step: 60 }, { key: "rate", value: 0.01, step: 100 },
      ],
    },
    // What was moved before the first step is what it began with.
    settings: { ...SETTINGS, rate: 0.001 },
  });
});

test("what the engine rounds to 32 bits is the slider's step; what is none is not promised", () => {
  const optimizer = { kind: "adam", learningRate: Math.fround(0.003) };
  const round = { ...recipe(), config: { ...recipe().config, optimizer } };
  assert.deepEqual(runOf(stateOf({}), round), {
    goal: { step: 100, loss: "3dcccccd", moves: [] }, settings: { ...SETTINGS, rate: 0.003 },
  });
  assert.deepEqual(runOf(stateOf({}), recipe([5, { learningRate: 0.0042 }])), { why: "moves" });
});

test("where no link makes the run again, it is said why", () => {
  const many = recipe(.../** @type {[number, object][]} */ (
    Array.from({ length: 41 }, (_, idx) => [idx + 1, { learningRate: idx % 2 ? 0.01 : 0.02 }])));
  const side = /** @type {any} */ ({});
  /** @type {[string, any, any][]} */
  const cases = [
    ["two", stateOf({ compare: side }), recipe()], ["two", stateOf({ linked: side }), recipe()],
    ["changing", stateOf({ pending: SETTINGS }), recipe()], ["changing", stateOf({ phase: "failed" }), recipe()],
    ["changing", stateOf({ switching: side }), recipe()],
    ["untrained", stateOf({}, 0), recipe()], ["untrained", stateOf({ snapshot: null }), recipe()],
    ["own", stateOf({ settings: { ...SETTINGS, data: "own" } }), recipe()],
    ["loaded", stateOf({}), "loaded"], ["diverged", stateOf({}), "diverged"], ["died", stateOf({}), "died"],
    ["changing", stateOf({}), null], ["long", stateOf({}, 1_000_001), recipe()], ["moves", stateOf({}), many],
  ];
  for (const [why, state, one] of cases) assert.deepEqual(runOf(state, one), { why }, why);
  many.moves.pop();
  assert.ok("goal" in runOf(stateOf({}), many), "forty are told");
});

test("a run on drawings is made again where all of them travel and nothing else of the set was changed", () => {
  const usual = defaultSettings();
  const set = (/** @type {number} */ drawings) => ({
    drawings, pictures: 0, classes: ["a"], version: 3, trainedVersion: 3, preparation: usual.preparation,
    augmentation: augmentationOf(usual, drawings), share: shareOf(usual, drawings), seed: 1, mix: null,
    source: "pictures",
  });
  const settings = { ...SETTINGS, data: "own" };
  const of = (/** @type {any} */ own) => "goal" in runOf(stateOf({ own, settings }), recipe());
  assert.deepEqual([of(set(1)), of(set(20)), of(set(21))], [true, true, false]);
  for (const change of [
    { pictures: 1 }, { trainedVersion: 2 }, { seed: 2 }, { share: 0.5 }, { mix: "digits" }, { source: "patches" },
    { preparation: { ...usual.preparation, center: true } }, { classes: Array(21).fill("a") },
    { augmentation: { ...augmentationOf(usual, 4), rotate: 45 } },
  ]) assert.ok(!of({ ...set(4), ...change }), JSON.stringify(change));
  const sized = (/** @type {object} */ patch) =>
    travelling(/** @type {any} */ ({ ...set(4), preparation: { ...usual.preparation, ...patch } }));
  assert.deepEqual([travelling(null), sized({}), sized({ size: 32 }), sized({ channels: 3 })], [0, 4, 0, 0]);
});

test("a figure is a preset by its name where it is one, else what differs", () => {
  for (const kind of KINDS) {
    for (const data of ["digits", "fashion", "emoji"]) {
      const { preset: name, config, data: images } = attributesOf({ ...preset(kind, data), seed: 9 }, null);
      assert.deepEqual([name, config, images], [kind, undefined, data]);
    }
  }
  const attributes = attributesOf({ ...defaults(), code: 8, rate: 0.003 }, 500);
  assert.deepEqual(JSON.parse(attributes.config), {
    version: 1, bottleneck: { kind: "plain", latentDim: 8 }, optimizer: { kind: "adam", learningRate: 0.003 },
  });
  assert.deepEqual([attributes.steps, attributes.seed], ["500", undefined]);
  assert.equal(attributesOf({ ...defaults(), data: "own" }, null).data, "digits");
});

test("a figure shows the lab that is open, by the name that figures know", () => {
  for (const [name, lab] of Object.entries(LABS_BY_NAME)) {
    const { show } = attributesOf(defaults(), null, lab);
    assert.equal(show, `hourglass,map,loss,${name}`);
    assert.deepEqual(readWishes({ attributes: { show }, images: null, labels: null, heldOut: null }).problems, []);
  }
  assert.equal(attributesOf(defaults(), null).show, "hourglass,map,loss");
});

test("a frame is as high as what it shows, has no border, and comes when it is near", () => {
  const of = (/** @type {object} */ patch, /** @type {string | null} */ lab = null) =>
    frameCode("https://a.b/", attributesOf({ ...defaults(), ...patch }, null, lab), "A title");
  assert.equal(of({ seed: 7 }), `<iframe
  src="https://a.b/?embed&amp;preset=vanilla&amp;data=digits&amp;show=hourglass,map,loss${
  ""}&amp;controls=play,step,reset&amp;seed=7"
  title="A title"
  loading="lazy"
  width="100%" height="1020" style="border: 0"></iframe>`);
  assert.match(of({ bottleneck: "variational", noise: "gaussian" }), /height="1180"/);
  assert.match(of({}, "map"), /height="1510"/);
});

test("nothing in the code is read as HTML but the code", () => {
  const bad = `"><script>alert('1')</script>&amp;`;
  const code = elementCode(`https://a.b/${bad}`, { config: bad, data: "it's" });
  assert.equal(code.match(/<script/g)?.length, 1);
  assert.ok(code.includes(`config='"&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;'`));
  assert.ok(code.includes(`data="it's"`));
  const frame = frameCode("https://a.b/", { config: bad, seed: "1" }, bad);
  assert.equal(frame.match(/</g)?.length, 2);
  const src = /src="([^"]*)"/.exec(frame)?.[1].replaceAll("&amp;", "&") ?? "";
  assert.equal(new URL(src).searchParams.get("config"), bad);
});
