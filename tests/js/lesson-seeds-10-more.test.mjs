//! Lesson 10 on two more seeds. Needs the engine: `cargo xtask build` writes it.

import { testLessons } from "./lesson-seeds.mjs";

await testLessons([10], [4, 5]);
