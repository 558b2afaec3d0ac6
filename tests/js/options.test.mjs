//! The option table: defaults, the address and back, what is refused.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ADDRESS_VERSION,
  OPTIONS,
  calmerRate,
  defaults,
  difference,
  fromAddress,
  optionOf,
  parse,
  toAddress,
  toConfig,
} from "../../www/app/options.js";
import { HELP } from "../../www/strings/help.js";
import { HELP_TITLES } from "../../www/strings/help-titles.js";
import { FORMULAS } from "../../www/draw/formulas.js";
import { KINDS } from "../../www/app/presets.js";
import { S } from "../../www/strings/strings.js";

test("defaults are those of the engine, and write an empty address", () => {
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
  assert.equal(toAddress(defaults()), "");
  assert.deepEqual(fromAddress(""), { settings: defaults(), problems: [] });
  assert.deepEqual(fromAddress("#"), { settings: defaults(), problems: [] });
});

test("defaults are fresh each time", () => {
  defaults().hidden.push(5);
  assert.deepEqual(defaults().hidden, [128, 64]);
});

test("every value of every option travels through the address and back", () => {
  for (const option of OPTIONS) {
    const values =
      option.steps ??
      (option.control === "widths"
        ? [option.minCount ? [128, 5] : [], [1], [option.max, 51, 3, 1]]
        : [0, 7, 4294967295]);
    for (const value of values) {
      const settings = { ...defaults(), [option.key]: value };
      const { settings: back, problems } = fromAddress(toAddress(settings));
      assert.deepEqual(back, settings, `${option.key} = ${value}`);
      assert.deepEqual(problems, []);
    }
  }
});

test("only what is not at its default is written, with the version", () => {
  assert.equal(toAddress({ ...defaults(), code: 8, hidden: [256, 32] }), `#v=${ADDRESS_VERSION}&code=8&hidden=256-32`);
});

test("an address from before there were kinds means the same model", () => {
  const { settings, problems } = fromAddress("#v=1&code=8&hidden=256-32&rate=0.01&loss=bce&activation=tanh&optimizer=sgd&batch=64&seed=7");
  assert.deepEqual(problems, []);
  assert.deepEqual(settings, {
    ...defaults(),
    code: 8,
    hidden: [256, 32],
    rate: 0.01,
    loss: "bce",
    activation: "tanh",
    optimizer: "sgd",
    batch: 64,
    seed: 7,
  });
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

test("what is not allowed keeps its default and is reported with what is", () => {
  const { settings, problems } = fromAddress("#v=1&code=65&hidden=128-0&rate=0.004&loss=hinge&batch=&seed=-1&beta=2.5&channels=&kernel=8&magic=1&activation=tanh");
  assert.deepEqual(settings, { ...defaults(), activation: "tanh" });
  assert.deepEqual(
    problems.map(({ key, got }) => [key, got]),
    [
      ["code", "65"],
      ["hidden", "128-0"],
      ["rate", "0.004"],
      ["loss", "hinge"],
      ["batch", ""],
      ["seed", "-1"],
      ["beta", "2.5"],
      ["channels", ""],
      ["kernel", "8"],
      ["magic", "1"],
    ],
  );
  assert.equal(problems[0].allowed, "1-64");
  assert.match(problems[9].allowed, /data, code, channels/);
});

test("an address of another version is not guessed at", () => {
  for (const hash of ["#v=2&code=8", "#code=8"]) {
    const { settings, problems } = fromAddress(hash);
    assert.deepEqual(settings, defaults());
    assert.equal(problems.length, 1);
    assert.equal(problems[0].key, "v");
  }
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
      for (const step of steps ?? []) assert.ok(typeof step === "number" || S.model.values[step], String(step));
  }
  for (const kind of KINDS) assert.ok(HELP[`kind-${kind}`] && S.model.about[kind] && S.model.kinds[kind], kind);
  assert.deepEqual(Object.keys(HELP).sort(), Object.keys(HELP_TITLES).sort());
  for (const { formulas = [] } of Object.values(HELP)) for (const name of formulas) assert.ok(FORMULAS[name], name);
});

test("what an address may ask for is said in words", () => {
  const said = fromAddress("#v=1&code=99&hidden=5000&seed=x&channels=999").problems.map(({ key, got, allowed }) =>
    S.notices.address(key, got, allowed),
  );
  assert.match(said[0], /allowed: 1 to 64\)/);
  assert.match(said[1], /allowed: 0 to 4 layers of 1 to 1,024 units\)/);
  assert.match(said[2], /allowed: 0 to 4,294,967,295\)/);
  assert.match(said[3], /allowed: 1 to 4 layers of 1 to 128 units\)/);
});
