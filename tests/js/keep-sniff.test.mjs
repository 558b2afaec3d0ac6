//! Which files are runs, by their bytes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isRun } from "../../www/keep/sniff.js";

/** @param {object} header */
function safetensors(header) {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(new BigUint64Array([BigInt(json.length)]).buffer);
  return new Blob([length, json, new Uint8Array(16)]);
}

const tensor = { dtype: "F32", shape: [4], data_offsets: [0, 16] };

test("a run is known by its first entry, or by the names of its tensors; a set, a picture, an archive are none", async () => {
  const zip = (/** @type {string} */ first) => new Blob(["PK\u0003\u0004", new Uint8Array(26), first, "rest"]);
  const weights = { "encoder.0.weight": tensor };
  const ours = { __metadata__: { hourglass: "1", config: "{}", optimizer: "{}" }, ...weights };
  const set = { __metadata__: { hourglass: "1", set: "{\"classes\":[\"encoder.0\"]}" }, images: tensor };
  for (const [name, file, wanted] of /** @type {const} */ ([
    ["a kept run", zip("hourglass.json"), true],
    ["pictures", zip("cats/1.png"), false],
    ["our weights", safetensors(ours), true],
    ["PyTorch's", safetensors(weights), true],
    ["a variational model's", safetensors({ "bottleneck.mu.bias": tensor }), true],
    ["a saved set", safetensors(set), false],
    ["another's", safetensors({ "layer.weight": tensor }), false],
    ["a picture", new Blob(["\u0089PNG\r\n\u001a\n and more"]), false],
    ["nothing", new Blob([]), false],
    ["cut short", new Blob(["PK"]), false],
  ])) assert.equal(await isRun(file), wanted, name);
  assert.equal(await isRun(new File(["anything"], "mine.hourglass")), true, "so that it is told what is wrong with it");
});
