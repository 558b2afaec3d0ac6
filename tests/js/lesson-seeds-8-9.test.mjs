//! Lessons 8 and 9 on five seeds. Needs the engine: `cargo xtask build` writes it.

import { testLessons } from "./lesson-seeds.mjs";

await testLessons([8, 9]);
