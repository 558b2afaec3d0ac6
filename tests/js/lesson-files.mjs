//! The lessons' files, for tests.

import { readFile } from "node:fs/promises";

/** Where they lie, with their schema. */
export const LESSONS = new URL("../../www/lessons/data/", import.meta.url);

/** @param {string} name of a file @returns {Promise<any>} */
export const readJson = async (name) => JSON.parse(await readFile(new URL(name, LESSONS), "utf8"));

/**
 * What every run of every lesson measures with seed 1, by their ids; `tests/golden/lessons.mjs` wrote it.
 * @returns {Promise<Record<string, import("./lesson-stage.mjs").Measured>>}
 */
export const golden = async () =>
  JSON.parse(await readFile(new URL("../golden/lessons.json", import.meta.url), "utf8"));
