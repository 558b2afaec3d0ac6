//! The option table: defaults, what the engine is given, what is refused, and its words.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  OPTIONS,
  calmerRate,
  defaults,
  difference,
  optionOf,
  parse,
  toConfig,
} from "../../www/app/options.js";
import { HELP } from "../../www/strings/help.js";
import { HELP_TITLES } from "../../www/strings/help-titles.js";
import { FORMULAS } from "../../www/draw/formulas.js";
import { KINDS } from "../../www/app/presets.js";
import { S } from "../../www/strings/strings.js";

test("defaults are those of the engine", () => {
  assert.deepEqual(toConfig(defaults(), { channels: 1, height: 28, width: 28 }), {
    version: 1,
    input: { channels: 1, height: 28, width: 28 },
    architecture: { kind: "dense", hidden: [128, 64] },
    activation: "relu",
    outputActivation: "sigmoid",
    bottleneck: { kind: "plain", latentDim: 2 },
    corruption: { kind: "none", amount: 0 },
    loss: "mse",
    codeSparsity: 0,
    optimizer: { kind: "adam", learningRate: 0.001 },
    batchSize: 128,
    seed: 1,
  });
});

test("defaults are fresh each time", () => {
  defaults().hidden.push(5);
  assert.deepEqual(defaults().hidden, [128, 64]);
});

test("what an axis does not have stays out of the configuration", () => {
  const shape = { channels: 3, height: 32, width: 32 };
  const { architecture, bottleneck, corruption, ...rest } = toConfig(
    { ...defaults(), data: "emoji", kernel: 5, beta: 4, amount: 0.3 },
    shape,
  );
  assert.deepEqual(
    [architecture, bottleneck, corruption],
    [
      { kind: "dense", hidden: [128, 64] },
      { kind: "plain", latentDim: 2 },
      { kind: "none", amount: 0 },
    ],
  );
  assert.deepEqual(rest.input, shape);
  assert.ok(!JSON.stringify(rest).includes("emoji"));
  const rate = toConfig({ ...defaults(), sparsity: 0.01, target: 0.05, codeActivation: "sigmoid" }, shape);
  assert.deepEqual([rate.codeSparsity, rate.sparsityTarget, rate.codeActivation], [0.01, 0.05, "sigmoid"]);
});

test("widths are whole, in bounds and not too many", () => {
  const option = optionOf("hidden");
  assert.deepEqual(parse(option, "128, 64"), [128, 64]);
  assert.deepEqual(parse(option, ""), []);
  for (const text of ["1025", "0", "1.5", "a", "1-2-3-4-5", "-1"]) assert.equal(parse(option, text), undefined, text);
});

test("difference names the keys", () => {
  assert.deepEqual(difference(defaults(), defaults()), []);
  assert.deepEqual(difference(defaults(), { ...defaults(), hidden: [128, 65], rate: 0.1 }), ["hidden", "rate"]);
});

test("a calmer rate is a step at or below a tenth, and never below the first", () => {
  assert.equal(calmerRate(1), 0.1);
  assert.equal(calmerRate(0.5), 0.05);
  assert.equal(calmerRate(0.003), 0.0003);
  assert.equal(calmerRate(0.00001), 0.00001);
  assert.throws(() => optionOf(/** @type {any} */ ("nothing")), /nothing/);
});

test("every option has its words, its help and its values' names", () => {
  for (const { key, group, steps, control } of OPTIONS) {
    assert.ok(S.model[key].label, key);
    if (group === "none") continue;
    assert.ok(HELP[key], `help for ${key}`);
    if (control === "choice")
      for (const step of steps ?? []) {
        assert.ok(typeof step === "number" || S.model.values[step] || /^[a-z]+$/.test(step), String(step));
      }
  }
  for (const kind of KINDS) assert.ok(HELP[`kind-${kind}`] && S.model.about[kind] && S.model.kinds[kind], kind);
  assert.deepEqual(Object.keys(HELP).sort(), Object.keys(HELP_TITLES).sort());
  for (const { formulas = [] } of Object.values(HELP)) for (const name of formulas) assert.ok(FORMULAS[name], name);
});
