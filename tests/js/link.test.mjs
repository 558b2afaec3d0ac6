//! What a link says: settings, what is shown, a second model; the way into the address and back, and what is left out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SHOWN, addressOf, fromAddress, toAddress } from "../../www/app/link.js";
import { OPTIONS, defaults } from "../../www/app/options.js";
import { preset } from "../../www/app/presets.js";
import { initialState } from "../../www/app/store.js";
import { checkWorkers } from "../../www/lib/check-arguments.js";
import { LINK } from "../../www/strings/link.js";

/** @typedef {import("../../www/app/link.js").Shown} Shown */

const NOTHING = {
  showManifold: null, mapDims: null, onlyClass: null, filters: null, logLoss: true, errorChosen: false,
  lab: null,
  lesson: null,
  stays: null,
  projector: false,
  workers: /** @type {const} */ ("auto"),
};
/** What most links do not have. */
const NONE = { goal: null, ink: null };

test("an empty address is the defaults, and they write an empty one", () => {
  assert.equal(toAddress(defaults()), "");
  assert.equal(addressOf(initialState(defaults())), "");
  for (const hash of ["", "#"]) {
    assert.deepEqual(fromAddress(hash), { settings: defaults(), shown: NOTHING, second: null, ...NONE, problems: [] });
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

test("an address of a newer version, and a text that is none, is not guessed at, and that is said", () => {
  for (const version of ["2", "17", "999999999", "1.5", "-1", "one", "", "1".repeat(50)]) {
    const hash = `#v=${version}&code=8&compare=b&step=5&ink=abc`;
    const { settings, shown, second, goal, ink, problems } = fromAddress(hash);
    assert.deepEqual([settings, shown, second, goal, ink], [defaults(), NOTHING, null, null, null], hash);
    assert.deepEqual(problems, [{ key: "v", got: version, allowed: "1" }]);
  }
  for (const hash of ["#hourglass", "#x=1&y=2"]) assert.equal(fromAddress(hash).problems[0].got, "", hash);
  assert.match(LINK.version("2"), /newer Hourglass \(version 2\)/);
  assert.match(LINK.version("one"), /cannot be read/);
});

test("an address of an older version, or one that has lost its version, means what it says", () => {
  const { settings, second, problems } = fromAddress("#v=1&code=8&compare=b");
  for (const hash of ["#code=8&compare=b", "#v=0&code=8&compare=b", "#v=00&code=8&compare=b", "code=8&compare=b"]) {
    assert.deepEqual(fromAddress(hash), { settings, shown: NOTHING, second, ...NONE, problems }, hash);
  }
  assert.equal(settings.code, 8);
  assert.deepEqual(fromAddress("#code=8&magic=1").problems.map(({ key }) => key), ["magic"]);
});

test("what an address may ask for is said in words", () => {
  const said = fromAddress("#v=1&code=99&hidden=5000&seed=x&channels=999").problems.map(({ key, got, allowed }) =>
    LINK.problem(key, got, allowed),
  );
  assert.match(said[0], /allowed: 1 to 64\)/);
  assert.match(said[1], /allowed: 0 to 4 layers of 1 to 1,024 units\)/);
  assert.match(said[2], /allowed: 0 to 4,294,967,295\)/);
  assert.match(said[3], /allowed: 1 to 4 layers of 1 to 128 units\)/);
});

test("a number of workers that nobody can have is left out and said, as the library says it", () => {
  for (const got of ["0", "-1", "1e6", "NaN", "17", "1.5", "02", "", "many", "2 "]) {
    const { shown, problems } = fromAddress(`#v=1&workers=${encodeURIComponent(got)}`);
    assert.deepEqual([shown, problems], [NOTHING, [{ key: "workers", got, allowed: "1-16, auto" }]], got);
  }
  for (const got of [0, -1, 1e6, NaN, 17, 1.5, "2", null]) {
    assert.throws(() => checkWorkers(got), { name: "ShapeError" }, String(got));
  }
  assert.match(LINK.problem("workers", "0", "1-16, auto"), /allowed: 1 to 16, or auto\)/);
  assert.deepEqual(fromAddress("#v=1&workers=auto"), {
    settings: defaults(), shown: NOTHING, second: null, ...NONE, problems: [],
  });
  for (let workers = 1; workers <= 16; workers += 1) {
    assert.equal(fromAddress(`#v=1&workers=${workers}`).shown.workers, workers);
    assert.equal(checkWorkers(workers), workers);
  }
});

test("what is shown travels too, in words", () => {
  const settings = { ...defaults(), code: 8 };
  /** @type {[Partial<Shown>, string][]} */
  const parts = [
    [{ showManifold: true }, "grid=on"], [{ showManifold: false }, "grid=off"], [{ mapDims: [7, 0] }, "axes=8-1"],
    [{ onlyClass: 0 }, "class=0"], [{ onlyClass: 9 }, "class=9"], [{ filters: { side: "encoder" } }, "filters=encoder"],
    [{ filters: { side: "decoder" } }, "filters=decoder"], [{ logLoss: false }, "scale=linear"],
    [{ errorChosen: true }, "curve=error"], [{ lab: "odd-one-out" }, "lab=odd-one-out"],
    [{ lesson: 3 }, "lesson=3"], [{ stays: ["map", "code"] }, "show=map,code"], [{ projector: true }, "projector=on"],
    [{ workers: 1 }, "workers=1"], [{ workers: 2 }, "workers=2"], [{ workers: 16 }, "workers=16"],
  ];
  for (const [part, text] of parts) {
    const shown = { ...NOTHING, ...part };
    assert.equal(toAddress(settings, shown), `#v=1&code=8&${text}`);
    assert.deepEqual(fromAddress(`#v=1&code=8&${text}`), { settings, shown, second: null, ...NONE, problems: [] });
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
  assert.deepEqual(fromAddress(address), { settings, shown: NOTHING, second, ...NONE, problems: [] });
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
  const said = problems.map(({ key, got, allowed }) => LINK.problem(key, got, allowed));
  assert.match(said[0], /allowed: on, off\)/);
  assert.match(said[1], /allowed: two different numbers from 1 to 3\)/);
  assert.match(said[2], /allowed: 0 to 255\)/);
  assert.match(said[8], /allowed: b\.code, b\.channels, .*b\.activation, b\.grid, b\.axes\)/);
  for (const bad of ["1", "0-1", "1-1", "1-2-3", "01-", "-1-2", "a-b"]) {
    assert.equal(fromAddress(`#v=1&code=8&axes=${bad}`).shown.mapDims, null, bad);
  }
});
