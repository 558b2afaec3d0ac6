//! What the library refuses leaves the running model as it was; what it answers fits images in color and a code that
//! is a distribution.

import { expect, test } from "./fixtures.js";

const KIT = "/tests/browser/blank/kit.js";

const CONFIG = {
  architecture: { kind: "conv", channels: [4, 6], kernel: 3, stride: 2, hidden: [10] },
  bottleneck: { kind: "variational", latentDim: 3, klWarmupSteps: 30 },
  corruption: { kind: "masking", amount: 0.3 },
  loss: "bce", batchSize: 8,
};

test("load, reconfigure and steer with something wrong change nothing of a run", async ({ blank }) => {
  const seen = await blank.evaluate(async ({ kit, config }) => {
    const { bars, rejection, smallHourglass } = await import(kit);
    const images = bars(20, { width: 7, height: 5, channels: 3 });
    const [hourglass, twin, other] = await Promise.all([
      smallHourglass({ config, images }),
      smallHourglass({ config, images }),
      smallHourglass({ config: { ...config, architecture: { kind: "dense", hidden: [9] } }, images }),
    ]);
    await Promise.all([hourglass.train({ steps: 10 }), twin.train({ steps: 10 })]);
    const [own, strange] = [await hourglass.save(), await other.save()];

    /** The file with another header. @param {(header: any) => void} change */
    const changed = (change) => {
      const length = Number(new DataView(own.buffer).getBigUint64(0, true));
      const header = JSON.parse(new TextDecoder().decode(own.subarray(8, 8 + length)));
      change(header);
      const text = new TextEncoder().encode(JSON.stringify(header));
      const file = new Uint8Array(8 + text.length + own.length - 8 - length);
      new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
      file.set(text, 8);
      file.set(own.subarray(8 + length), 8 + text.length);
      return file;
    };
    const bare = changed((header) => delete header.__metadata__);
    const nan = own.slice();
    nan.fill(255, nan.length - 4);
    const lie = own.slice();
    lie.fill(255, 0, 8);
    /** @param {object} saved */
    const withConfig = (saved) => changed((header) => (header.__metadata__.config = JSON.stringify(saved)));
    const errors = {
      cut: await rejection(hourglass.load(own.subarray(0, own.length - 1))),
      lie: await rejection(hourglass.load(lie)),
      nan: await rejection(hourglass.load(nan)),
      step: await rejection(hourglass.load(changed((header) => (header.__metadata__.step = "-1")))),
      size: await rejection(hourglass.load(withConfig({ ...config, input: { channels: 3, height: 7, width: 5 } }))),
      layers: await rejection(
        hourglass.load(
          withConfig({
            ...config,
            input: { channels: 3, height: 5, width: 7 },
            architecture: { kind: "dense", hidden: [9] },
          }),
        ),
      ),
      huge: await rejection(
        hourglass.load(withConfig({ architecture: { kind: "dense", hidden: [4096, 4096, 4096, 4096, 4096, 4096] } })),
      ),
      foreign: await rejection(
        hourglass.load(
          changed((header) => {
            delete header.__metadata__;
            const end = Math.max(...Object.values(header).map((entry) => entry.data_offsets[1]));
            header["encoder.9.weight"] = { dtype: "F32", shape: [0], data_offsets: [end, end] };
          }),
        ),
      ),
      vanish: await rejection(hourglass.reconfigure({ architecture: { kind: "conv", channels: [4, 4, 4, 4] } })),
      maps: await rejection(
        hourglass.reconfigure({
          input: { channels: 3, height: 256, width: 256 },
          architecture: { kind: "conv", channels: [512], stride: 1 },
        }),
      ),
      nothing: await rejection(hourglass.reconfigure({ bottleneck: { kind: "variational", beta: NaN } })),
      input: await rejection(hourglass.reconfigure({ input: { channels: 1 } })),
      amount: await rejection(hourglass.steer({ corruptionAmount: 2 })),
      both: await rejection(hourglass.steer({ beta: 2, learningRate: -1 })),
    };
    const step = hourglass.step;
    const rest = await Promise.all([hourglass.train({ steps: 15 }), twin.train({ steps: 15 })]);
    // Somebody else's file has no step and no optimizer, and loads.
    const loaded = await hourglass.load(bare);
    const after = { step: hourglass.step, config: loaded.config };
    const dense = await other.load(strange).then(() => other.step);
    for (const each of [hourglass, twin, other]) each.dispose();
    return { errors, step, losses: rest.map(({ step: at, loss }) => [at, loss]), after, dense };
  }, { kit: KIT, config: CONFIG });

  const { errors } = seen;
  expect(errors.cut).toMatchObject({ name: "FormatError", message: expect.stringContaining("cut short") });
  expect(errors.lie).toMatchObject({
    name: "FormatError",
    message: expect.stringContaining("18446744073709551615 bytes"),
  });
  expect(errors.nan).toMatchObject({ name: "WeightsError", message: expect.stringContaining("not finite") });
  expect(errors.step).toMatchObject({ name: "FormatError", message: expect.stringContaining('"-1"') });
  expect(errors.size).toMatchObject({ name: "ShapeError", message: expect.stringContaining("wanted 5 × 7 × 3") });
  expect(errors.layers).toMatchObject({ name: "WeightsError", message: expect.stringContaining("encoder.0.weight") });
  expect(errors.huge.name).toBe("TooLargeError");
  expect(errors.foreign).toMatchObject({
    name: "WeightsError",
    message: expect.stringContaining("encoder.9.weight has F32 numbers of shape [0]"),
  });
  expect(errors.vanish).toMatchObject({
    name: "ConfigError",
    message: expect.stringContaining("architecture.channels"),
  });
  expect(errors.maps.name).toBe("TooLargeError");
  expect(errors.nothing).toMatchObject({
    name: "ConfigError",
    message: expect.stringContaining('bottleneck.beta: got "NaN"'),
  });
  expect(errors.input).toMatchObject({ name: "ShapeError", message: expect.stringContaining("wanted 28 × 28 × 1") });
  expect(errors.amount).toMatchObject({
    name: "ConfigError",
    message: expect.stringContaining("corruptionAmount: got 2"),
  });
  expect(errors.both).toMatchObject({ name: "ConfigError", message: expect.stringContaining("learningRate: got -1") });
  expect(seen.step).toBe(10);
  expect(seen.losses[0]).toEqual(seen.losses[1]);
  expect(seen.after).toMatchObject({ step: 0, config: CONFIG });
  expect(seen.dense).toBe(0);
});

test("codes, pictures and measures of images in color through a code that is a distribution", async ({ blank }) => {
  const seen = await blank.evaluate(async ({ kit, config }) => {
    const { bars, smallHourglass } = await import(kit);
    const images = bars(20, { width: 7, height: 5, channels: 3 });
    // All red, as bytes and as what they should come back as.
    for (let at = 0; at < images.data.length; at += 1) if (at % 3) images.data[at] = 0;
    const hourglass = await smallHourglass({
      config: {
        ...config,
        bottleneck: { kind: "variational", latentDim: 3, beta: 0.5 },
        optimizer: { kind: "adam", learningRate: 0.01 },
      },
      images,
    });
    await hourglass.train({ steps: 300 });
    const codes = await hourglass.encode(images);
    const again = await hourglass.encode(images);
    const decoded = await hourglass.decode(codes, 20);
    const rebuilt = await hourglass.reconstruct(images);
    const measured = await hourglass.evaluate(images);
    const twice = await hourglass.evaluate(images);
    hourglass.dispose();
    const mse =
      rebuilt.reduce(
        (/** @type {number} */ sum, /** @type {number} */ y, /** @type {number} */ at) =>
          sum + (y - images.data[at] / 255) ** 2,
        0,
      ) / rebuilt.length;
    /** @param {number} channel */
    const mean = (channel) =>
      (decoded.reduce(
        (/** @type {number} */ sum, /** @type {number} */ y, /** @type {number} */ at) =>
          sum + (at % 3 === channel ? y : 0),
        0,
      ) /
        decoded.length) *
      3;
    return {
      lengths: [codes.length, decoded.length, rebuilt.length],
      measured,
      twice,
      mse,
      means: [0, 1, 2].map(mean),
      same:
        codes.every((/** @type {number} */ code, /** @type {number} */ at) => code === again[at]) &&
        decoded.every((/** @type {number} */ y, /** @type {number} */ at) => y === rebuilt[at]),
    };
  }, { kit: KIT, config: CONFIG });
  expect(seen.lengths).toEqual([60, 2100, 2100]);
  // mu, not a sample, and what decode() makes of it.
  expect(seen.same).toBe(true);
  expect(seen.means[0]).toBeGreaterThan(5 * Math.max(seen.means[1], seen.means[2]));
  const { mse, psnr, loss, reconstructionLoss, kl } = seen.measured;
  expect(mse).toBeCloseTo(seen.mse, 6);
  expect(psnr).toBeCloseTo(-10 * Math.log10(mse), 6);
  expect(loss).toBeCloseTo(reconstructionLoss + 0.5 * kl, 3);
  expect(kl).toBeGreaterThan(0);
  expect(seen.twice).toEqual(seen.measured);
});
