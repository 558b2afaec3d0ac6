//! The opening line is true of every network and in every state.

import assert from "node:assert/strict";
import { test } from "node:test";
import { preset } from "../../www/app/presets.js";
import { LEAD } from "../../www/strings/lead.js";

test("the network's sentence follows its axes", () => {
  const say = (/** @type {import("../../www/app/presets.js").Kind} */ kind) => LEAD.network("digit", preset(kind));
  assert.equal(say("vanilla"), "This network squeezes each digit into 2 numbers and rebuilds it.");
  assert.equal(say("linear"), "This linear network squeezes each digit into 2 numbers and rebuilds it.");
  assert.equal(say("sparse"), "This network squeezes each digit into 32 numbers, each at a price, and rebuilds it.");
  assert.equal(say("conv-variational"),
    "This convolutional network squeezes each digit into a cloud around 2 numbers and rebuilds it.");
  assert.equal(say("denoising"),
    "This network squeezes each noisy digit into 64 numbers and rebuilds the clean one.");
  assert.equal(LEAD.network("emoji", { ...preset("vanilla"), code: 1 }),
    "This network squeezes each emoji into 1 number and rebuilds it.");
  assert.equal(LEAD.two("digit", 2, 2),
    "Two networks squeeze each digit into 2 numbers and rebuild it.");
});

test("the time is that of training, in words that fit its length", () => {
  const { training, paused } = LEAD.since;
  assert.equal(training("It", 0.4, true), "It started from nothing just now.");
  assert.equal(training("It", 8.9, true), "It started from nothing 8\u00a0s ago.");
  assert.equal(training("They", 80, false), "They started from nothing and trained for 1\u00a0min 20\u00a0s so far.");
  assert.equal(paused("It", 3 * 3600 + 62, true), "Paused after 3\u00a0h 1\u00a0min of training from nothing.");
});
