//! What happens when the engine traps: every command is answered once, and the instance is not trusted any more.

import assert from "node:assert/strict";
import { test } from "node:test";

import { trap } from "./engine-errors.mjs";
import { LoopBench } from "./loop-bench.mjs";

test("a trap answers everything that is pending, once, and everything after", async () => {
  let broken = false;
  const bench = new LoopBench({ lastPanic: "panicked at src/nn/dense.rs:7: no such row", faults: { runFor: () => {
    if (broken) throw trap();
  } } });
  await bench.open();
  const train = bench.train();
  const other = bench.train({ steps: 3 });
  broken = true;
  bench.run();
  for (const id of [train, other, bench.send("save"), bench.send("ping"), bench.send("pause")]) {
    assert.equal(bench.reply(id).error.name, "EnginePanicError");
    assert.match(bench.reply(id).error.message, /no such row/);
  }
  assert.equal(bench.events("panic").length, 1);
});

test("a trap in a command, in a chunk and at the start is found too", async () => {
  for (const method of ["reset", "encode", "constructor"]) {
    const bench = new LoopBench({ faults: { [method]: () => { throw trap(); } } });
    const open = bench.send("open", { config: "{}", width: 2, height: 2, channels: 1, total: 1 });
    const early = bench.send("encode", { bytes: new Uint8Array(4), count: 1 });
    await new Promise((resolve) => setImmediate(resolve));
    const reset = bench.send("reset", { seed: null });
    bench.run();
    for (const id of [open, early, reset]) assert.equal(bench.replies(id).length, 1);
    assert.equal(bench.reply(reset).error.name, "EnginePanicError");
    assert.equal(bench.events("panic").length, 1);
  }
});
