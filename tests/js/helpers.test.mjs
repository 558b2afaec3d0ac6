//! Helpers that the browser refuses to start.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Helpers } from "../../www/lib/helpers.js";

test("workers that cannot be started do not help, and nothing fails for them", async () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, "Worker");
  let refused = 0;
  Object.defineProperty(globalThis, "Worker", {
    configurable: true,
    writable: true,
    value: class {
      constructor() {
        refused += 1;
        throw new Error("no memory");
      }
    },
  });
  try {
    /** @type {number[]} */
    const given = [];
    const request = async (/** @type {string} */ _, /** @type {{ports: MessagePort[]}} */ { ports }) => {
      given.push(ports.length);
      for (const port of ports) port.close();
    };
    const worker = { info: { config: { batchSize: 128 } }, request };
    const helpers = new Helpers(/** @type {any} */ (worker));
    await helpers.share(3);
    await helpers.again();
    assert.equal(refused, 4);
    // Nobody is at the other end of these wires, so that nobody says that it is ready, and nobody is waited for.
    assert.deepEqual(given, [2, 2]);
  } finally {
    if (before) Object.defineProperty(globalThis, "Worker", before);
    else Reflect.deleteProperty(globalThis, "Worker");
  }
});
