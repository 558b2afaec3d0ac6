//! Links of anybody: whatever can be shown comes back as it was, any text is a state within bounds, a run has its own.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bitsOf, floatOf } from "../../www/app/goal.js";
import { SHOWN, fromAddress, toAddress } from "../../www/app/link.js";
import { OPTIONS, defaults, difference, parse, write } from "../../www/app/options.js";
import { APART, isLive } from "../../www/app/presets.js";
import { LINK } from "../../www/strings/link.js";

/** @typedef {import("../../www/app/options.js").Option} Option */
/** @typedef {import("../../www/app/link.js").Shown} Shown */

const NOTHING = {
  showManifold: null, mapDims: null, onlyClass: null, filters: null, logLoss: true, errorChosen: false,
  lab: null,
  lesson: null,
  stays: null,
  projector: false,
  workers: /** @type {const} */ ("auto"),
};

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

/**
 * @param {Roll} roll
 * @param {import("./types.mjs").Settings} settings
 * @returns {import("../../www/app/goal.js").Goal}
 */
function anyGoal(roll, settings) {
  const step = 1 + roll(1e6);
  const live = OPTIONS.filter(({ key, live: name }) => name && isLive(key, settings, settings));
  const steps = Array.from({ length: roll(41) }, () => roll(step + 1)).sort((a, b) => a - b);
  const moves = steps.map((at) => {
    const { key, steps: values = [] } = pick(roll, live);
    const allowed = values.filter((value) => key !== "sparsity" || Number(value) > 0);
    return { key, value: Number(pick(roll, allowed)), step: at };
  });
  return { step, loss: roll(2) ? bitsOf(roll(1e6) / 1e6) : null, moves };
}

const INK = "-0123456789_ABCabcxyz";

test("whatever can be shown, and every run, is the same after an address", () => {
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
      lesson: pick(roll, [null, 0, 3]),
      stays: pick(roll, [null, ["map"], ["hourglass", "loss", "odd-one-out"]]),
      projector: pick(roll, [false, true]),
      workers: pick(roll, ["auto", 1, 2, 9, 16]),
    };
    const other = { ...settings, ...anySettings(roll, own) };
    const second = roll(2) ? { settings: other, ...anyOfEach(roll, other.code) } : null;
    const goal = second || roll(2) ? null : anyGoal(roll, settings);
    const ink = roll(4) ? null : Array.from({ length: 1 + roll(300) }, () => pick(roll, [...INK])).join("");
    const address = toAddress(settings, /** @type {Shown} */ (shown), second, { goal, ink });
    assert.deepEqual(fromAddress(address), { settings, shown, second, goal, ink, problems: [] }, address);
    // One character more, less or other never throws, and what is read is written and read again as the same.
    const at = roll(address.length + 1);
    const sign = pick(roll, ["", "%", "&", "=", "9", "-", "\ud800", "<"]);
    const hurt = address.slice(0, at) + sign + address.slice(at + roll(2));
    const { problems, ...read } = fromAddress(hurt);
    const again = fromAddress(toAddress(read.settings, read.shown, read.second, read));
    assert.deepEqual(again, { ...read, problems: [] }, hurt);
    assert.ok(problems.length <= hurt.length);
  }
});

/** Pieces of which links are made, and some that are in none. */
const PIECES = [
  ...OPTIONS.map(({ key, steps = [1] }) => `&${key}=${steps[steps.length - 1]}&`),
  "&b.code=5&", "&b.hidden=&", "&b.axes=2-1&", "&axes=1-2&", "&grid=on&", "&class=7&", "&filters=encoder&",
  ...OPTIONS.map(({ key }) => `${key}=`), ...SHOWN.map(({ key }) => `${key}=`), "v=1", "v=2", "b.", "&", "&", "&",
  "=", "-", "compare=b&", "on", "own", "conv", "8", "64", "0.003", "1e3", "-1", "NaN", "Infinity", "0x10", "%", "%41",
  "%E0%A4%A", "+", "#", " ", "\u0000", "\ud800", "é", "__proto__=", "constructor=",
  "&step=2000&", "&step=1000000&", "&step=1000001&", "&step=0&", "&bits=3d1f2a3b&", "&bits=7f800000&", "&bits=nan&",
  "&moves=rate:0.003@5&", "&moves=rate:0.003@5,rate:0.01@4&", "&moves=seed:1@2&", "&moves=rate:9@1&", "&ink=abc_-&",
  "&ink=%3Cb%3E&", `&ink=${"a".repeat(28001)}&`, "step=", "bits=", "moves=", "ink=", "<script>", "@", ":",
  "b.__proto__=", "toString", "9".repeat(400),
];

/** @param {import("./types.mjs").Settings} settings */
const isWithin = (settings) => OPTIONS.every((option) => {
  const again = parse(option, write(settings[option.key]));
  return again !== undefined && write(again) === write(settings[option.key]);
});

test("any string is a state within bounds, and what was left out is said", () => {
  const roll = dice(2);
  let taken = 0;
  let ran = 0;
  for (let turn = 0; turn < 5000; turn += 1) {
    const text = Array.from({ length: roll(14) }, () =>
      (roll(5) ? pick(roll, PIECES) : String.fromCharCode(roll(65536)))).join("");
    const hash = roll(4) ? `#v=1&${text}` : text;
    const { settings, shown, second, goal, ink, problems: all } = fromAddress(hash);
    const problems = all.filter(({ holds }) => !holds);
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
    const each = [...new URLSearchParams(hash.replace(/^#/, ""))];
    const given = [...new Map(each)].filter(([key]) => key !== "v");
    for (const { key, got } of all.filter(({ holds }) => holds)) {
      const same = each.filter(([one]) => one === key);
      assert.ok(same.length > 1 && same.at(-1)?.[1] === got, hash);
    }
    const isOurs = problems[0]?.key !== "v";
    const changed = difference(settings, defaults()).length
      + Object.entries(NOTHING).filter(([key, value]) => shown[/** @type {keyof Shown} */ (key)] !== value).length;
    if (isOurs) assert.ok(changed <= given.length - problems.length, hash);
    else assert.equal(changed, 0, hash);
    for (const { key, got, allowed } of problems) assert.ok(LINK.problem(key, got, allowed).includes(key), hash);
    taken += changed + Number(second !== null);
    if (goal) assert.ok(goal.step >= 1 && goal.step <= 1e6 && goal.moves.length <= 40 && second === null, hash);
    assert.ok(ink === null || /^[\w-]{1,28000}$/.test(ink), hash);
    ran += Number(goal !== null);
    const again = fromAddress(toAddress(settings, shown, second, { goal, ink }));
    assert.deepEqual(again, { settings, shown, second, goal, ink, problems: [] }, hash);
  }
  assert.ok(taken > 1000 && ran > 50, `${taken}, ${ran}`);
});

test("of a key that is there more than once the last one holds, and it is said", () => {
  const again = (/** @type {string} */ key, /** @type {string} */ got) =>
    ({ key, got, allowed: "once", holds: true });
  const of = (/** @type {string} */ hash) => fromAddress(hash);
  const twice = of("#v=1&code=3&step=3&code=4&step=9");
  assert.deepEqual([twice.settings.code, twice.goal?.step], [4, 9]);
  assert.deepEqual(twice.problems, [again("code", "4"), again("step", "9")]);
  const [newer, older] = [of("#v=1&v=2&code=5"), of("#v=2&v=1&code=5")];
  assert.deepEqual([newer.settings.code, older.settings.code], [2, 5]);
  assert.deepEqual(newer.problems, [again("v", "2"), { key: "v", got: "2", allowed: "1" }]);
  assert.deepEqual(older.problems, [again("v", "1")]);
  assert.deepEqual(of("#v=1&code=3&code=99").problems.map(({ holds }) => holds), [true, undefined]);
});

test("a newer version is said also where nothing else is", () => {
  for (const got of ["2", "99999", "", "x"]) {
    assert.deepEqual(fromAddress(`#v=${got}`).problems, [{ key: "v", got, allowed: "1" }]);
  }
  for (const hash of ["#v=1", "#v=0", "#", ""]) assert.deepEqual(fromAddress(hash).problems, []);
});

test("a run has bounds, needs one model, and is left out with a word where it is faulty", () => {
  const of = (/** @type {string} */ text) => fromAddress(`#v=1&${text}`);
  assert.deepEqual(of("step=2000&bits=3d1f2a3b&moves=rate:0.003@500,rate:0.01@2000").goal, {
    step: 2000, loss: "3d1f2a3b",
    moves: [{ key: "rate", value: 0.003, step: 500 }, { key: "rate", value: 0.01, step: 2000 }],
  });
  for (const step of ["0", "-1", "1000001", "1e3", "12345678", "", "NaN", "5.5", "<b>"]) {
    const { goal, problems } = of(`step=${step}&bits=3d1f2a3b`);
    assert.deepEqual([goal, problems.map(({ key }) => key)], [null, ["step", "bits"]], step);
    assert.match(LINK.problem("step", step, problems[0].allowed), /allowed: 1 to 1,000,000/);
  }
  for (const bits of ["3d1f2a3", "3D1F2A3B", "7f800000", "ffc00000", "zzzzzzzz", ""]) {
    const { goal, problems } = of(`step=5&bits=${bits}`);
    assert.deepEqual([goal, problems.length], [{ step: 5, loss: null, moves: [] }, 1], bits);
  }
  // The setting must be one that can be steered in such a model, its value a step of its slider, the order by time.
  for (const moves of [
    "rate:0.004@1", "beta:2@1", "sparsity:0.1@1", "amount:0.5@1", "seed:2@1", "code:3@1", "__proto__:1@1",
    "rate:0.01@6", "rate:0.01@4,rate:0.003@3", "rate:0.01@-1", "rate:@1", "rate", "",
    Array(41).fill("rate:0.01@1").join(),
  ]) {
    const { goal, problems } = of(`step=5&moves=${moves}`);
    assert.deepEqual([goal, problems.length], [{ step: 5, loss: null, moves: [] }, 1], moves);
  }
  assert.equal(of("step=5&bottleneck=variational&moves=beta:2@1").goal?.moves.length, 1);
  const { goal, second, problems } = of("step=5&compare=b");
  assert.deepEqual([goal, second !== null, problems.map(({ key }) => key)], [null, true, ["step"]]);
  assert.deepEqual(of("moves=rate:0.01@1&bits=3d1f2a3b").problems.map(({ key }) => key), ["bits", "moves"]);
  assert.deepEqual([bitsOf(1), bitsOf(0.1), floatOf("3dcccccd")], ["3f800000", "3dcccccd", Math.fround(0.1)]);
});

test("long and hostile texts give a state within bounds, and soon", () => {
  const long = "x".repeat(100_000);
  const hostile = [
    long, `#v=1&code=${long}`, `#v=1&${long}=1`, `#v=1&ink=${long}`, `#v=1&step=5&moves=${"rate:0.01@1,".repeat(9000)}`,
    `#v=1&${"a=1&".repeat(25_000)}`, `#v=${"1".repeat(1e5)}&code=8`, "#v=1&code=<img src=x onerror=alert(1)>",
    "#v=1&__proto__=1&constructor=2&prototype=3&b.__proto__=4", "#v=1&\ud800=\udfff", "#v=1&code=%&%=%zz&%00=%00",
  ];
  for (const hash of hostile) {
    const begun = performance.now();
    const { settings, shown, second, goal, ink, problems } = fromAddress(hash);
    assert.deepEqual([settings, shown, second, ink, goal?.moves ?? []], [defaults(), NOTHING, null, null, []]);
    assert.ok(problems.length > 0);
    assert.ok(performance.now() - begun < 2000, hash.slice(0, 40));
  }
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});
