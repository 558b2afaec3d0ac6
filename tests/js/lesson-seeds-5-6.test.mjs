//! Lessons 5 and 6 on five seeds. Needs the engine: `cargo xtask build` writes it.

import { testLessons } from "./lesson-seeds.mjs";

await testLessons([5, 6]);
