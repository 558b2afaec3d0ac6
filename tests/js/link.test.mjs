//! What a link says: settings, what is shown, a second model; the way into the address and back, and what is left out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SHOWN, addressOf, fromAddress, toAddress } from "../../www/app/link.js";
import { OPTIONS, defaults, difference, parse, write } from "../../www/app/options.js";
import { APART, preset } from "../../www/app/presets.js";
import { initialState } from "../../www/app/store.js";
import { S } from "../../www/strings/strings.js";

/** @typedef {import("../../www/app/options.js").Option} Option */
/** @typedef {import("../../www/app/link.js").Shown} Shown */

const NOTHING = {
  showManifold: null, mapDims: null, onlyClass: null, filters: null, logLoss: true, errorChosen: false,
  lab: null,
};

test("an empty address is the defaults, and they write an empty one", () => {
  assert.equal(toAddress(defaults()), "");
  assert.equal(addressOf(initialState(defaults())), "");
  for (const hash of ["", "#"]) {
    assert.deepEqual(fromAddress(hash), { settings: defaults(), shown: NOTHING, second: null, problems: [] });
  }
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
  assert.equal(toAddress({ ...defaults(), code: 8, hidden: [256, 32] }), "#v=1&code=8&hidden=256-32");
});

test("an address from before there were kinds means the same model", () => {
  const { settings, shown, second, problems } = fromAddress(
    "#v=1&code=8&hidden=256-32&rate=0.01&loss=bce&activation=tanh&optimizer=sgd&batch=64&seed=7");
  assert.deepEqual([problems, shown, second], [[], NOTHING, null]);
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
    const { settings, second, problems } = fromAddress(`${hash}&compare=b`);
    assert.deepEqual([settings, second], [defaults(), null]);
    assert.equal(problems.length, 1);
    assert.equal(problems[0].key, "v");
  }
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

test("what is shown travels too, in words", () => {
  const settings = { ...defaults(), code: 8 };
  /** @type {[Partial<Shown>, string][]} */
  const parts = [
    [{ showManifold: true }, "grid=on"], [{ showManifold: false }, "grid=off"], [{ mapDims: [7, 0] }, "axes=8-1"],
    [{ onlyClass: 0 }, "class=0"], [{ onlyClass: 9 }, "class=9"], [{ filters: { side: "encoder" } }, "filters=encoder"],
    [{ filters: { side: "decoder" } }, "filters=decoder"], [{ logLoss: false }, "scale=linear"],
    [{ errorChosen: true }, "curve=error"], [{ lab: "odd-one-out" }, "lab=odd-one-out"],
  ];
  for (const [part, text] of parts) {
    const shown = { ...NOTHING, ...part };
    assert.equal(toAddress(settings, shown), `#v=1&code=8&${text}`);
    assert.deepEqual(fromAddress(`#v=1&code=8&${text}`), { settings, shown, second: null, problems: [] });
    assert.deepEqual(fromAddress(`#v=1&${text}&code=8`).shown, shown, "in any order");
  }
  const named = new Set(parts.map(([, text]) => text.split("=")[0]));
  assert.deepEqual([...named, "compare"].sort(), SHOWN.map(({ key }) => key).sort());
});

test("a second model is written as what differs from the first, and is there even where nothing does", () => {
  const settings = { ...preset("convolutional"), seed: 7 };
  const each = { showManifold: null, mapDims: null };
  assert.match(toAddress(settings, {}, { settings, ...each }), /&compare=b$/);
  /** @type {import("../../www/app/link.js").Second} */
  const second = {
    settings: { ...settings, arch: "dense", hidden: [64], code: 8 }, showManifold: false, mapDims: [2, 1],
  };
  const address = toAddress(settings, NOTHING, second);
  assert.match(address, /&compare=b&b\.code=8&b\.hidden=64&b\.arch=dense&b\.grid=off&b\.axes=3-2$/);
  assert.deepEqual(fromAddress(address), { settings, shown: NOTHING, second, problems: [] });
  // What the two share is the first's, whatever the second was opened with.
  const stale = { ...second, settings: { ...second.settings, rate: 1, batch: 16, seed: 9 } };
  assert.equal(toAddress(settings, NOTHING, stale), address);
  const { settings: both } = fromAddress("#v=1&b.code=3&hidden=5&rate=0.1").second ?? {};
  assert.deepEqual(both, { ...defaults(), code: 3, hidden: [5], rate: 0.1 }, "b.code alone says that there is one");
});

test("the address is that of the state, with what is on its way", () => {
  const state = initialState(defaults());
  assert.equal(addressOf({ ...state, logLoss: false }), "#v=1&scale=linear");
  assert.equal(addressOf({ ...state, pending: { ...defaults(), code: 5 } }), "#v=1&code=5");
  const each = { settings: { ...defaults(), code: 8 }, showManifold: null, mapDims: null };
  assert.equal(addressOf({ ...state, linked: each }), "#v=1&compare=b&b.code=8");
  const side = /** @type {import("../../www/app/store.js").Side} */ ({ ...each, pending: null });
  assert.equal(addressOf({ ...state, compare: side }), "#v=1&compare=b&b.code=8");
  const pending = { ...defaults(), code: 16 };
  assert.equal(addressOf({ ...state, compare: { ...side, pending } }), "#v=1&compare=b&b.code=16");
});

test("what is shown has bounds, and a second model has no images or seed of its own", () => {
  const { shown, second, problems } = fromAddress(
    "#v=1&code=3&grid=yes&axes=1-4&class=256&filters=both&scale=log&curve=loss&lab=7&compare=c"
      + "&b.seed=2&b.data=own&b.axes=2-2",
  );
  assert.deepEqual([shown, second], [NOTHING, null]);
  assert.deepEqual(problems.map(({ key }) => key), [
    "grid", "axes", "class", "filters", "scale", "curve", "lab", "compare", "b.seed", "b.data", "b.axes",
  ]);
  const said = problems.map(({ key, got, allowed }) => S.notices.address(key, got, allowed));
  assert.match(said[0], /allowed: on, off\)/);
  assert.match(said[1], /allowed: two different numbers from 1 to 3\)/);
  assert.match(said[2], /allowed: 0 to 255\)/);
  assert.match(said[8], /allowed: b\.code, b\.channels, .*b\.activation, b\.grid, b\.axes\)/);
  for (const bad of ["1", "0-1", "1-1", "1-2-3", "01-", "-1-2", "a-b"]) {
    assert.equal(fromAddress(`#v=1&code=8&axes=${bad}`).shown.mapDims, null, bad);
  }
});

/** Whole numbers below a bound, the same ones for the same seed. @param {number} seed */
function dice(seed) {
  let state = seed;
  return (/** @type {number} */ bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** @typedef {ReturnType<typeof dice>} Roll */
/** @type {<T>(roll: Roll, from: readonly T[]) => T} */
const pick = (roll, from) => from[roll(from.length)];

/** @param {Roll} roll @param {Option} option */
function anyValue(roll, { steps, control, min = 0, max = 0, minCount = 0, maxCount = 0 }) {
  if (steps) return pick(roll, steps);
  const whole = () => min + roll(max - min + 1);
  if (control === "seed") return whole();
  return Array.from({ length: minCount + roll(maxCount - minCount + 1) }, whole);
}

/** @param {Roll} roll @param {readonly Option[]} options @returns {Partial<import("./types.mjs").Settings>} */
const anySettings = (roll, options) =>
  Object.fromEntries(options.filter(() => roll(3) === 0).map((option) => [option.key, anyValue(roll, option)]));

/** @param {Roll} roll @param {number} code */
function anyOfEach(roll, code) {
  const [i, j] = [roll(code), roll(code)];
  /** @type {[number, number] | null} */
  const mapDims = roll(2) && i !== j ? [i, j] : null;
  return { showManifold: pick(roll, [null, true, false]), mapDims };
}

test("whatever can be shown is the same after an address", () => {
  const roll = dice(1);
  const own = OPTIONS.filter(({ key }) => !APART.includes(key));
  for (let turn = 0; turn < 2000; turn += 1) {
    const settings = { ...defaults(), ...anySettings(roll, OPTIONS) };
    const shown = {
      ...anyOfEach(roll, settings.code),
      onlyClass: roll(2) ? roll(256) : null,
      filters: pick(roll, [null, { side: "encoder" }, { side: "decoder" }]),
      logLoss: roll(2) === 0,
      errorChosen: roll(2) === 0,
      lab: pick(roll, [null, "compress", "odd-one-out"]),
    };
    const other = { ...settings, ...anySettings(roll, own) };
    const second = roll(2) ? { settings: other, ...anyOfEach(roll, other.code) } : null;
    const address = toAddress(settings, /** @type {Shown} */ (shown), second);
    assert.deepEqual(fromAddress(address), { settings, shown, second, problems: [] }, address);
  }
});

/** Pieces of which links are made, and some that are in none. */
const PIECES = [
  ...OPTIONS.map(({ key, steps = [1] }) => `&${key}=${steps[steps.length - 1]}&`),
  "&b.code=5&", "&b.hidden=&", "&b.axes=2-1&", "&axes=1-2&", "&grid=on&", "&class=7&", "&filters=encoder&",
  ...OPTIONS.map(({ key }) => `${key}=`), ...SHOWN.map(({ key }) => `${key}=`), "v=1", "v=2", "b.", "&", "&", "&",
  "=", "-", "compare=b&", "on", "own", "conv", "8", "64", "0.003", "1e3", "-1", "NaN", "Infinity", "0x10", "%", "%41",
  "%E0%A4%A",
  "+", "#", " ", "\u0000", "\ud800", "é", "__proto__=", "constructor=", "b.__proto__=", "toString", "9".repeat(400),
];

/** @param {import("./types.mjs").Settings} settings */
const isWithin = (settings) => OPTIONS.every((option) => {
  const again = parse(option, write(settings[option.key]));
  return again !== undefined && write(again) === write(settings[option.key]);
});

test("any string is a state within bounds, and what was left out is said", () => {
  const roll = dice(2);
  let taken = 0;
  for (let turn = 0; turn < 5000; turn += 1) {
    const text = Array.from({ length: roll(14) }, () =>
      (roll(5) ? pick(roll, PIECES) : String.fromCharCode(roll(65536)))).join("");
    const hash = roll(4) ? `#v=1&${text}` : text;
    const { settings, shown, second, problems } = fromAddress(hash);
    const models = second ? [{ settings, ...shown }, second] : [{ settings, ...shown }];
    for (const model of models) {
      assert.ok(isWithin(model.settings), hash);
      assert.ok([null, true, false].includes(model.showManifold), hash);
      const [i, j] = model.mapDims ?? [0, 1];
      const isOfCode = i !== j && Math.max(i, j) < model.settings.code && Math.min(i, j) >= 0;
      assert.ok(model.mapDims === null || isOfCode, hash);
    }
    assert.ok(shown.onlyClass === null || (shown.onlyClass >= 0 && shown.onlyClass <= 255), hash);
    assert.ok(["encoder", "decoder", undefined].includes(shown.filters?.side), hash);
    assert.deepEqual([typeof shown.logLoss, typeof shown.errorChosen], ["boolean", "boolean"], hash);
    const given = [...new URLSearchParams(hash.replace(/^#/, ""))].filter(([key]) => key !== "v");
    const isOurs = new URLSearchParams(hash.replace(/^#/, "")).get("v") === "1";
    const changed = difference(settings, defaults()).length
      + Object.entries(NOTHING).filter(([key, value]) => shown[/** @type {keyof Shown} */ (key)] !== value).length;
    if (isOurs) assert.ok(changed <= given.length - problems.length, hash);
    else assert.equal(changed, 0, hash);
    for (const { key, got, allowed } of problems) assert.ok(S.notices.address(key, got, allowed).includes(key), hash);
    taken += changed + Number(second !== null);
    const again = fromAddress(toAddress(settings, shown, second));
    assert.deepEqual(again, { settings, shown, second, problems: [] }, hash);
  }
  assert.ok(taken > 1000, `${taken}`);
});
