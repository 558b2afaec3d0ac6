//! The library by itself, on a page that has nothing else.

import { expect, test } from "./fixtures.js";

const KIT = "/tests/browser/blank/kit.js";

test("trains, encodes, decodes and evaluates", async ({ blank }) => {
  const seen = await blank.evaluate(async (kit) => {
    const { bars, smallHourglass } = await import(kit);
    const hourglass = await smallHourglass({ heldOut: { images: bars(12) } });
    /** @type {number[]} */
    const steps = [];
    const last = new Promise((resolve) => {
      hourglass.addEventListener("snapshot", (/** @type {CustomEvent} */ event) => {
        steps.push(event.detail.step);
        if (event.detail.step === 300) resolve(null);
      });
    });
    const before = await hourglass.evaluate(bars(12));
    const report = await hourglass.train({ steps: 300 });
    await last;
    const after = await hourglass.evaluate(bars(12));
    const codes = await hourglass.encode(bars(12));
    const decoded = await hourglass.decode(codes, 12);
    const rebuilt = await hourglass.reconstruct(bars(12));
    hourglass.dispose();
    return {
      report,
      steps,
      before: before.mse,
      after: after.mse,
      psnr: after.psnr,
      codes: codes.length,
      decoded: decoded.length,
      same: decoded.every((/** @type {number} */ value, /** @type {number} */ at) => value === rebuilt[at]),
      inside: decoded.every((/** @type {number} */ value) => value >= 0 && value <= 1),
    };
  }, KIT);
  expect(seen.report).toMatchObject({ step: 300, reason: "done" });
  expect(seen.report.epoch).toBeCloseTo(60, 5);
  expect(seen.after).toBeLessThan(0.6 * seen.before);
  expect(seen.psnr).toBeCloseTo(-10 * Math.log10(seen.after), 3);
  expect(seen).toMatchObject({ codes: 36, decoded: 12 * 30, same: true, inside: true });
  expect(seen.steps).toEqual([...seen.steps].sort((a, b) => a - b));
});

test("save and load continue exactly; reset returns to the start", async ({ blank }) => {
  const seen = await blank.evaluate(async (kit) => {
    const { smallHourglass } = await import(kit);
    const [one, two] = await Promise.all([smallHourglass(), smallHourglass({ config: { seed: 9 } })]);
    const first = (await one.train({ steps: 1 })).loss;
    await one.train({ steps: 30 });
    const bytes = await one.save();
    await two.load(bytes);
    const further = [await one.train({ steps: 25 }), await two.train({ steps: 25 })].map(({ step, loss }) => ({
      step,
      loss,
    }));
    await one.reset();
    const again = (await one.train({ steps: 1 })).loss;
    one.dispose();
    two.dispose();
    return { first, again, further };
  }, KIT);
  expect(seen.again).toBe(seen.first);
  expect(seen.further[0].step).toBe(56);
  expect(seen.further[1]).toEqual(seen.further[0]);
});

test("errors have names and say what came and what was wanted", async ({ blank }) => {
  const seen = await blank.evaluate(async (kit) => {
    const { Hourglass, SMALL, bars, rejection, smallHourglass } = await import(kit);
    const hourglass = await smallHourglass();
    const abort = new AbortController();
    const training = rejection(hourglass.train({ signal: abort.signal }));
    abort.abort();
    const images = bars(4);
    const found = {
      unknownKey: await rejection(Hourglass.create({ config: { ...SMALL, colour: 1 }, images })),
      outOfBounds: await rejection(Hourglass.create({ config: { ...SMALL, batchSize: 0 }, images })),
      tooLarge: await rejection(
        Hourglass.create({ config: { architecture: { kind: "dense", hidden: [60000, 60000] } }, images }),
      ),
      empty: await rejection(
        Hourglass.create({ config: SMALL, images: { ...images, count: 0, data: new Uint8Array(0) } }),
      ),
      wrongLength: await rejection(hourglass.encode({ ...images, data: images.data.subarray(1) })),
      garbage: await rejection(hourglass.load(new Uint8Array([1, 2, 3]))),
      aborted: await training,
      pending: rejection(hourglass.train({ steps: 1e9 })),
    };
    hourglass.dispose();
    return { ...found, pending: await found.pending, disposed: await rejection(hourglass.save()) };
  }, KIT);
  expect(seen.unknownKey).toMatchObject({ name: "ConfigError", message: expect.stringContaining("colour") });
  expect(seen.outOfBounds).toMatchObject({ name: "ConfigError", message: expect.stringContaining("batchSize") });
  expect(seen.tooLarge.name).toMatch(/ConfigError|TooLargeError/);
  expect(seen.empty.name).toBe("ShapeError");
  expect(seen.wrongLength).toMatchObject({ name: "ShapeError", message: expect.stringContaining("119") });
  expect(seen.garbage.name).toBe("FormatError");
  expect(seen.aborted.name).toBe("AbortError");
  expect(seen.pending.name).toBe("DisposedError");
  expect(seen.disposed.name).toBe("DisposedError");
});

test("a run that diverges is rejected, and the model is back at finite weights", async ({ blank }) => {
  const seen = await blank.evaluate(async (kit) => {
    const { SMALL, bars, rejection, smallHourglass } = await import(kit);
    const wild = {
      ...SMALL,
      activation: "linear",
      loss: "bce",
      architecture: { kind: "dense", hidden: [64, 64, 64, 64] },
    };
    const hourglass = await smallHourglass({ config: { ...wild, optimizer: { kind: "adam", learningRate: 1000 } } });
    const error = await rejection(hourglass.train({ steps: 1000 }));
    const rebuilt = await hourglass.reconstruct(bars(4));
    await hourglass.steer({ learningRate: 1e-6 });
    const { reason } = await hourglass.train({ steps: 1 });
    hourglass.dispose();
    return { error, finite: rebuilt.every(Number.isFinite), reason };
  }, KIT);
  expect(seen.error).toMatchObject({ name: "DivergedError", message: expect.stringContaining("1000") });
  expect(seen.finite).toBe(true);
  expect(seen.reason).toBe("done");
});

test("several Hourglasses on one page train side by side and agree", async ({ blank }) => {
  const losses = await blank.evaluate(async (kit) => {
    const { smallHourglass } = await import(kit);
    const all = await Promise.all([smallHourglass(), smallHourglass(), smallHourglass({ config: { seed: 2 } })]);
    const reports = await Promise.all(all.map((hourglass) => hourglass.train({ steps: 100 })));
    all.forEach((hourglass) => hourglass.dispose());
    return reports.map(({ loss }) => loss);
  }, KIT);
  expect(losses[0]).toBe(losses[1]);
  expect(losses[2]).not.toBe(losses[0]);
});

test("a pause is heard while a run goes on, and resume goes on", async ({ blank }) => {
  const seen = await blank.evaluate(async (kit) => {
    const { Hourglass, bars, digits, rejection } = await import(kit);
    const hourglass = await Hourglass.create({ images: await digits() });
    const stop = new AbortController();
    const done = rejection(hourglass.train({ signal: stop.signal }));
    /** Until a step after this one has been heard of. @param {number} step */
    const beyond = (step) =>
      new Promise((resolve) =>
        hourglass.addEventListener("snapshot", (/** @type {CustomEvent} */ { detail }) => {
          if (detail.training && detail.step > step) resolve(null);
        }),
      );
    const steps = [];
    for (let turn = 0, step = 0; turn < 5; turn += 1) {
      await beyond(step);
      ({ step } = await hourglass.pause());
      // The worker has turns enough to train on, if it did.
      for (let ask = 0; ask < 3; ask += 1) await hourglass.evaluate(bars(12, { width: 28, height: 28 }));
      steps.push([step, (await hourglass.pause()).step]);
      await hourglass.resume();
    }
    stop.abort();
    const { name } = await done;
    hourglass.dispose();
    return { steps, name };
  }, KIT);
  for (const [first, second] of seen.steps) expect(second).toBe(first);
  const stood = seen.steps.map(([step]) => step);
  expect(stood).toEqual([...new Set(stood)].sort((a, b) => a - b));
  expect(seen.name).toBe("AbortError");
});

test("a worker that dies is an error with a name, and restart goes on from its last weights", async ({ blank }) => {
  await blank.evaluate(async (kit) => {
    const { smallHourglass } = await import(kit);
    const hourglass = await smallHourglass();
    await hourglass.train({ steps: 40 });
    const training = new Promise((resolve) =>
      hourglass.addEventListener("snapshot", (/** @type {CustomEvent} */ { detail }) => {
        if (detail.training && detail.step > 40) resolve(null);
      }),
    );
    Object.assign(globalThis, { hourglass, training });
  }, KIT);
  const outcome = blank.evaluate(async (kit) => {
    const { rejection } = await import(kit);
    const { hourglass } = /** @type {any} */ (globalThis);
    return rejection(hourglass.train({}));
  }, KIT);
  await blank.evaluate(() => /** @type {any} */ (globalThis).training);
  await blank.workers()[0].evaluate(() => self.close()).catch(() => {});
  expect((await outcome).name).toBe("WorkerDiedError");
  const { restarted, report } = await blank.evaluate(async () => {
    const { hourglass } = /** @type {any} */ (globalThis);
    return { restarted: await hourglass.restart(), report: await hourglass.train({ steps: 5 }) };
  });
  expect(restarted.step).toBeGreaterThanOrEqual(40);
  expect(report.step).toBe(restarted.step + 5);
});
