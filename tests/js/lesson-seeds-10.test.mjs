//! Lesson 10 on three seeds. Needs the engine: `cargo xtask build` writes it.

import { testLessons } from "./lesson-seeds.mjs";

await testLessons([10], [1, 2, 3]);
