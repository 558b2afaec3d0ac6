//! Writes lessons.json: what every run of every lesson measures with seed 1. `node tests/golden/lessons.mjs`, after
//! `cargo xtask build`.

import { writeFile } from "node:fs/promises";
import { LESSON_TABLE } from "../../www/strings/lesson-table.js";
import { readJson } from "../js/lesson-files.mjs";
import { playLesson } from "../js/lesson-stage.mjs";

/** @type {Record<string, import("../js/lesson-stage.mjs").Measured>} */
const all = {};
for (const { id, file } of LESSON_TABLE) all[id] = await playLesson(await readJson(file), 1);
await writeFile(new URL("lessons.json", import.meta.url), `${JSON.stringify(all, null, 1)}\n`);
