//! What the page offers and checks before the engine hears of it, held against the engine itself, as it was built last.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { toAddress } from "../../www/app/link.js";
import { OPTIONS, toConfig } from "../../www/app/options.js";
import { KINDS, applying, preset, withChange } from "../../www/app/presets.js";
import { PACK_NAMES } from "../../www/data/pack-table.js";
import { MAX_BYTES, MAX_IMAGES } from "../../www/data/packs.js";
import { BOUNDS, MOST_CLASSES, MOST_PCA } from "../../www/own/limits.js";
import { defaultSettings } from "../../www/own/set-settings.js";

/** @typedef {import("../../www/app/options.js").Option} Option */

/** @param {string} name of a module in `www/pkg/`, which `cargo xtask build` writes */
async function load(name) {
  const glue = await import(new URL(`../../www/pkg/${name}.js`, import.meta.url).href);
  glue.initSync({ module: await readFile(new URL(`../../www/pkg/${name}_bg.wasm`, import.meta.url)) });
  return glue;
}

const { Session } = await load("hourglass");
const intake = await load("intake");

/**
 * What the engine says that it wants in the place of a configuration's value; null where it takes it.
 * @param {object} config
 * @returns {string | null}
 */
function wanted(config) {
  try {
    Session.completeConfig(JSON.stringify(config));
    return null;
  } catch (error) {
    assert.ok(error instanceof Error && error.name === "ConfigError", String(error));
    return error.message.split(", wanted ")[1];
  }
}

/**
 * A model's configuration once an option has another value.
 * @param {import("../../www/app/options.js").Settings} settings
 * @param {Option} option
 * @param {any} value
 */
const changed = (settings, { key }, value) =>
  toConfig({ ...withChange(settings, key, value), [key]: value }, { channels: 1, height: 28, width: 28 });

/**
 * All values of an option, or its extreme ones.
 * @param {Option} option
 * @returns {unknown[]}
 */
function valuesOf({ control, steps = [], min, max, minCount, maxCount }) {
  if (control === "widths") return [Array(minCount).fill(min), Array(maxCount).fill(max)];
  return control === "seed" ? [min, max] : [...steps];
}

/** Each option beside each model for which it means something. */
const MODELS = [...KINDS.map((kind) => preset(kind)), withChange(preset("sparse"), "penalty", "rate")];
const PAIRS = OPTIONS.filter(({ key }) => key !== "data").flatMap((option) =>
  MODELS.filter((model) => option.key === "seed" || applying(model).has(option.key)).map((model) => ({
    model,
    option,
  })),
);

test("the engine takes every value that the page offers", () => {
  const tried = new Set(PAIRS.map(({ option }) => option.key));
  assert.equal(tried.size, OPTIONS.length - 1);
  for (const { model, option } of PAIRS) {
    for (const value of valuesOf(option)) {
      assert.equal(wanted(changed(model, option, value)), null, `${toAddress(model)}: ${option.key} ${value}`);
    }
  }
});

test("choices by name are the engine's, all of them", () => {
  const names = (/** @type {object} */ config) =>
    [...(wanted(config)?.matchAll(/"(.+?)"/g) ?? [])].map(([, name]) => name).sort();
  const named = PAIRS.filter(({ option }) => typeof option.initial === "string");
  assert.ok(named.length > 0);
  for (const { model, option } of named) {
    const steps = [...(option.steps ?? [])].sort();
    // Of these two the page makes an object of its own, whatever the name.
    if (option.key === "arch") assert.deepEqual(steps, names({ architecture: { kind: "?" } }));
    else if (option.key === "bottleneck") assert.deepEqual(steps, names({ bottleneck: { kind: "?" } }));
    else assert.deepEqual(steps, names(changed(model, option, "?")), option.key);
  }
});

test("a convolution, the price of KL and the amount of noise go as far as the engine's do", () => {
  for (const key of ["kernel", "stride", "beta", "amount"]) {
    const pair = PAIRS.find(({ option }) => option.key === key);
    assert.ok(pair?.option.steps);
    const steps = pair.option.steps.map(Number);
    const bounds = wanted(changed(pair.model, pair.option, -1))?.match(/from (\S+) to (\S+)/);
    assert.deepEqual([Math.min(...steps), Math.max(...steps)], bounds?.slice(1).map(Number), key);
  }
});

test("images and bytes of a set have the engine's bounds", () => {
  const { images, bytes } = JSON.parse(intake.limits());
  assert.deepEqual([MAX_IMAGES, MAX_BYTES], [images, bytes]);
});

/** The label of a table's picture without a class. */
const NO_LABEL = 65_535;

test("so many classes are read from a table, and a row without one is of none", () => {
  /** @param {string[]} names */
  const read = (names) => {
    const rows = names.map((name) => `${name}${",0,99".repeat(8)}`);
    return new intake.DataFile(new TextEncoder().encode(rows.join("\n"))).table("t.csv").labels();
  };
  assert.deepEqual([...read(["cat", "", "dog"]).labels()], [0, NO_LABEL, 1]);
  const names = Array.from({ length: MOST_CLASSES + 1 }, (_, idx) => `class ${idx}`);
  assert.equal(read([...names.slice(1), ...names.slice(1)]).classNames().length, MOST_CLASSES);
  const header = ["label", ...Array.from({ length: 16 }, (_, idx) => `p${idx}`)].join();
  const named = new TextEncoder().encode([header, ...names.map((name) => `${name}${",0,99".repeat(8)}`)].join("\n"));
  const list = new intake.DataFile(named).table("t.csv").labels();
  assert.equal(list.classNames().length, names.length, "how many of them the set takes is the intake's to say");
});

test("the yardstick is computed for as many pixels as the page believes", () => {
  /** @param {number} width */
  const advance = (width) => {
    const config = { input: { channels: 1, height: 64, width }, architecture: { kind: "dense", hidden: [] } };
    const session = new Session(JSON.stringify(config), width, 64, 1, 2);
    session.append(new Uint8Array(2 * 64 * width));
    session.appendHeldOut(new Uint8Array(64 * width));
    return session.advancePca(1);
  };
  assert.equal(advance(MOST_PCA / 64), false);
  assert.throws(() => advance(MOST_PCA / 64 + 1), {
    name: "TooLargeError",
    message: new RegExp(`limit is ${MOST_PCA} `),
  });
});

test("a set that is mixed with any pack can be saved", () => {
  const none = new Uint8Array();
  const save = (/** @type {string} */ mix) =>
    new intake.SetWriter().write(JSON.stringify({ mix }), none, 4, none, new Uint32Array());
  for (const mix of PACK_NAMES) assert.ok(save(mix).length > 0, mix);
  assert.throws(() => save("own"), { name: "ConfigError" });
});

test("the numbers of a set's settings have the engine's bounds", () => {
  const pictures = new Uint8Array(256);
  const none = new Uint8Array();
  const vary = (/** @type {object} */ how) => intake.augment(pictures, 1, 16, 16, JSON.stringify(how), 5, 0);
  const cut = (/** @type {object} */ how) => intake.patchCount(64, 64, JSON.stringify(how));
  const save = (/** @type {object} */ how) =>
    new intake.SetWriter().write(JSON.stringify(how), none, 0, none, new Uint32Array());
  /** What is asked with each number. @type {Record<keyof typeof BOUNDS, (how: any) => unknown>} */
  const asks = {
    size: (how) => new intake.Preparer(JSON.stringify(how)),
    variants: vary, shift: vary, rotate: vary, scale: vary, thickness: vary, elastic: vary,
    side: ({ side }) => cut({ side, stride: 1 }),
    stride: ({ stride }) => cut({ side: BOUNDS.side[1], stride }),
    random: cut,
    share: save,
    seed: save,
  };
  for (const [name, [least, most]] of Object.entries(BOUNDS)) {
    const ask = (/** @type {number} */ value) => asks[/** @type {keyof typeof BOUNDS} */ (name)]({ [name]: value });
    ask(least);
    ask(most);
    const step = Number.isInteger(most) && !["rotate", "thickness", "elastic"].includes(name) ? 1 : 1e-3;
    assert.throws(() => ask(least - step), { name: "ConfigError" }, `${name} ${least - step}`);
    // The engine takes larger seeds than the page.
    if (name !== "seed") assert.throws(() => ask(most + step), { name: "ConfigError" }, `${name} ${most + step}`);
  }
});

test("variations are the engine's own where nothing is said of them", () => {
  const pictures = Uint8Array.from({ length: 256 }, (_, idx) => (idx * 37) % 256);
  const varied = (/** @type {object} */ how) =>
    intake.augment(pictures, 1, 16, 16, JSON.stringify({ ...how, variants: 3 }), 5, 0);
  const { augmentation } = defaultSettings();
  assert.deepEqual(varied(augmentation), varied({}));
  for (const amount of ["shift", "rotate", "scale", "thickness", "elastic"]) {
    assert.notDeepEqual(varied({ ...augmentation, [amount]: 0.29 }), varied({}), `${amount} shows`);
  }
});
