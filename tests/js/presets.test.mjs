//! The kinds: each is the engine's preset, is known again by its axes, and no choice makes an impossible pair.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PACK_NAMES } from "../../www/data/pack-table.js";
import { fromAddress, toAddress } from "../../www/app/link.js";
import { OPTIONS, defaults, difference, toConfig } from "../../www/app/options.js";
import {
  APART,
  KINDS,
  applying,
  asKind,
  isLive,
  kindOf,
  penaltyOf,
  preset,
  withChange,
} from "../../www/app/presets.js";

const INPUT = { channels: 1, height: 28, width: 28 };

const dense = (/** @type {number[]} */ ...hidden) => ({ kind: "dense", hidden });
const conv = { kind: "conv", channels: [16, 32], kernel: 3, stride: 2, hidden: [] };
const plain = (/** @type {number} */ latentDim) => ({ kind: "plain", latentDim });
const variational = { kind: "variational", latentDim: 2, beta: 1, klWarmupSteps: 0 };
const gaussian = { kind: "gaussian", amount: 0.5 };

const OFTEN = { batchSize: 32, optimizer: { kind: "adam", learningRate: 0.003 } };

/** What each preset differs in from the default, as the engine has it. */
const EXPECTED = {
  vanilla: {},
  convolutional: { architecture: conv, ...OFTEN },
  variational: { architecture: dense(400), bottleneck: variational, loss: "bce" },
  denoising: { architecture: dense(512), bottleneck: plain(64), corruption: gaussian },
  sparse: { architecture: dense(128), bottleneck: plain(32), codeSparsity: 0.0001 },
  linear: { architecture: dense(), activation: "linear", outputActivation: "linear" },
  "conv-variational": { architecture: conv, ...OFTEN, bottleneck: variational, loss: "bce" },
  "conv-denoising": { architecture: conv, ...OFTEN, bottleneck: plain(32), corruption: gaussian },
};

test("each kind is the preset of its name", () => {
  assert.deepEqual(KINDS, Object.keys(EXPECTED));
  for (const kind of KINDS) {
    assert.deepEqual(
      toConfig(preset(kind), INPUT),
      {
        version: 1,
        input: INPUT,
        architecture: dense(128, 64),
        activation: "relu",
        outputActivation: "sigmoid",
        bottleneck: plain(2),
        corruption: { kind: "none", amount: 0 },
        loss: "mse",
        codeSparsity: 0,
        optimizer: { kind: "adam", learningRate: 0.001 },
        batchSize: 128,
        seed: 1,
        ...EXPECTED[kind],
      },
      kind,
    );
  }
});

test("each kind on each pack can be asked for in the address", () => {
  for (const pack of [...PACK_NAMES, "own"]) {
    for (const kind of KINDS) {
      const settings = preset(kind, pack);
      const back = fromAddress(toAddress(settings));
      assert.deepEqual([back.settings, back.problems], [settings, []], `${kind} on ${pack}`);
    }
  }
});

test("each kind is known again, after an address too, and whatever its amounts", () => {
  for (const kind of KINDS) {
    assert.equal(kindOf(preset(kind)), kind);
    assert.equal(kindOf(fromAddress(toAddress(preset(kind))).settings), kind);
    for (const { key, live, steps = [] } of OPTIONS) {
      // Without any price a model is no longer sparse; the slider begins above.
      const values = live ? steps.filter((value) => key !== "sparsity" || Number(value) > 0) : [];
      for (const value of values) {
        const steered = { ...preset(kind), [key]: value };
        if (isLive(key, preset(kind), steered)) assert.equal(kindOf(steered), kind, `${kind} with ${key} ${value}`);
      }
    }
  }
});

test("a kind brings its batch and rate along, and leaves those that the visitor has set", () => {
  const [vanilla, conv] = [preset("vanilla"), preset("convolutional")];
  assert.deepEqual(asKind(vanilla, "convolutional"), conv);
  assert.deepEqual(asKind(conv, "vanilla"), vanilla);
  const mine = asKind({ ...vanilla, rate: 0.01, seed: 7 }, "convolutional");
  assert.deepEqual([mine.rate, mine.batch, mine.seed], [0.01, 32, 7]);
});

test("a pack that needs more numbers and smaller batches brings them, and takes them away again", () => {
  const emoji = withChange(preset("vanilla"), "data", "emoji");
  assert.deepEqual([emoji, emoji.code, emoji.batch], [preset("vanilla", "emoji"), 8, 32]);
  assert.deepEqual(asKind(emoji, "sparse"), preset("sparse", "emoji"));
  assert.equal(preset("sparse", "emoji").code, 32, "where a kind has more, it keeps them");
  assert.deepEqual(withChange(emoji, "data", "digits"), preset("vanilla"));
  const mine = withChange({ ...preset("vanilla"), code: 3 }, "data", "emoji");
  assert.deepEqual([mine.code, mine.batch, mine.data], [3, 32, "emoji"]);
  assert.equal(withChange(withChange(emoji, "code", 2), "data", "fashion").code, 2);
});

test("a mix has no name", () => {
  const noisy = { ...preset("variational"), noise: "masking" };
  assert.equal(kindOf(noisy), null);
  assert.equal(kindOf({ ...preset("convolutional"), sparsity: 0.1 }), null);
  assert.equal(kindOf(withChange(noisy, "noise", "none")), "variational");
});

test("a kind keeps the images and how training goes", () => {
  const mine = {
    ...preset("conv-denoising"),
    data: "fashion",
    images: 200,
    seed: 9,
    rate: 0.01,
    batch: 64,
    optimizer: "sgd",
    amount: 0.2,
  };
  for (const kind of KINDS) {
    const chosen = asKind(mine, kind);
    assert.equal(kindOf(chosen), kind);
    assert.deepEqual(difference(chosen, preset(kind)).sort(), [...APART].sort());
    assert.deepEqual(difference(chosen, mine).filter((key) => APART.includes(key)), []);
  }
});

/** @typedef {Parameters<typeof withChange>} Change */

/**
 * What the panel offers for such a model: the two sliders of sparsity begin above zero.
 * @param {import("./types.mjs").Settings} settings
 * @returns {[Change[1], Change[2]][]}
 */
function choices(settings) {
  const options = OPTIONS.filter(({ key }) => applying(settings).has(key)).flatMap(({ key, steps = [] }) => {
    const offered = key === "target" || key === "sparsity" ? steps.slice(1) : steps;
    return offered.map((value) => /** @type {[Change[1], Change[2]]} */ ([key, value]));
  });
  return [["penalty", "none"], ["penalty", "price"], ["penalty", "rate"], ...options];
}

test("no two choices, from any kind on, leave a pair that the engine refuses", () => {
  for (const kind of KINDS) for (const first of choices(preset(kind))) {
    const once = withChange(preset(kind), ...first);
    for (const second of choices(once)) {
      const { loss, output, bottleneck, codeActivation, target } = withChange(once, ...second);
      const where = `${kind}, ${first}, ${second}`;
      assert.ok(loss !== "bce" || output === "sigmoid", where);
      assert.ok(bottleneck !== "variational" || codeActivation === "linear", where);
      assert.ok(target === 0 || codeActivation === "sigmoid", where);
    }
  }
});

test("all twenty combinations of the three axes can be chosen one by one", () => {
  const steps = (/** @type {string} */ name) => OPTIONS.find(({ key }) => key === name)?.steps ?? [];
  const seen = new Set();
  for (const arch of steps("arch")) for (const bottleneck of steps("bottleneck")) for (const noise of steps("noise")) {
    const dense = withChange(defaults(), "arch", arch);
    const settings = withChange(withChange(dense, "bottleneck", bottleneck), "noise", noise);
    const config = toConfig(settings, INPUT);
    seen.add([config.architecture.kind, config.bottleneck.kind, config.corruption.kind].join());
  }
  assert.equal(seen.size, 20);
});

test("another architecture begins without the dense layers of the one before", () => {
  const chosen = withChange({ ...defaults(), hidden: [400] }, "arch", "conv");
  assert.deepEqual(chosen.hidden, []);
  assert.deepEqual(withChange(chosen, "arch", "conv"), chosen);
  assert.deepEqual(withChange(chosen, "arch", "dense").hidden, [128, 64]);
});

test("sparsity comes in two forms and goes", () => {
  const price = withChange(defaults(), "penalty", "price");
  assert.deepEqual(difference(price, defaults()), ["sparsity"]);
  const rate = withChange({ ...price, sparsity: 0.01 }, "penalty", "rate");
  assert.deepEqual([rate.sparsity, rate.target, rate.codeActivation, penaltyOf(rate)], [0.01, 0.05, "sigmoid", "rate"]);
  assert.equal(penaltyOf(withChange(rate, "codeActivation", "linear")), "price");
  assert.deepEqual(difference(withChange(rate, "penalty", "none"), defaults()), ["codeActivation"]);
  assert.equal(penaltyOf(withChange(rate, "bottleneck", "variational")), "none");
});

test("a kind shows its own knobs and no other's", () => {
  /** @type {import("../../www/app/options.js").Key[]} */
  const own = ["channels", "kernel", "stride", "amount", "beta", "warmup", "sparsity"];
  const shown = (/** @type {Parameters<typeof preset>[0]} */ kind) =>
    own.filter((key) => applying(preset(kind)).has(key));
  assert.deepEqual(Object.fromEntries(KINDS.map((kind) => [kind, shown(kind)])), {
    vanilla: [],
    convolutional: ["channels", "kernel", "stride"],
    variational: ["beta", "warmup"],
    denoising: ["amount"],
    sparse: ["sparsity"],
    linear: [],
    "conv-variational": ["channels", "kernel", "stride", "beta", "warmup"],
    "conv-denoising": ["channels", "kernel", "stride", "amount"],
  });
});

test("only an amount of what is there, and stays, is live", () => {
  const [vanilla, masking] = [preset("vanilla"), { ...preset("denoising"), noise: "masking" }];
  assert.ok(isLive("rate", vanilla, masking));
  assert.ok(isLive("amount", preset("denoising"), masking));
  assert.ok(!isLive("amount", vanilla, masking));
  assert.ok(!isLive("beta", preset("variational"), vanilla));
  assert.ok(!isLive("sparsity", preset("sparse"), { ...preset("sparse"), sparsity: 0 }));
  assert.ok(!isLive("code", vanilla, vanilla));
});
