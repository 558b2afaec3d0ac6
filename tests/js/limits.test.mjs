//! The limits that the page checks before the engine hears of a thing are the engine's.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { MOST_CLASSES, MOST_PCA, NO_CLASS } from "../../www/own/limits.js";
import { defaultSettings } from "../../www/own/set-settings.js";
import { MAX_BYTES, MAX_IMAGES } from "../../www/data/packs.js";

/** @param {string} file @param {RegExp} pattern */
async function number(file, pattern) {
  const found = pattern.exec(await readFile(new URL(`../../src/${file}`, import.meta.url), "utf8"));
  assert.ok(found, `${pattern} in ${file}`);
  return Number(found[1].replaceAll("_", ""));
}

test("images, bytes, classes and PCA have the bounds of the engine", async () => {
  const images = await number("data/limits.rs", /MAX_IMAGES: usize = if IN_BROWSER \{ ([\d_]+)/);
  assert.equal(MAX_IMAGES, images);
  const megabytes = await number("data/limits.rs", /_ => (\d+) << 20/);
  assert.equal(MAX_BYTES, megabytes * 2 ** 20);
  const none = await number("data/dataset.rs", /NO_LABEL: u8 = (\d+)/);
  assert.deepEqual([NO_CLASS, MOST_CLASSES], [none, none]);
  assert.equal(MOST_PCA, await number("model/pca/covariance.rs", /MAX_FEATURES: usize = ([\d_]+)/));
});

test("variations start where the engine's do", async () => {
  const { augmentation } = defaultSettings();
  const defaults = {};
  for (const name of Object.keys(augmentation)) {
    defaults[name] = await number("data/augmentation.rs", new RegExp(`impl Default for Augmentation[^}]*\\b${name}: ([\\d.]+),`));
  }
  assert.deepEqual(defaults, augmentation);
});
