//! Lesson 7 on five seeds. Needs the engine: `cargo xtask build` writes it.

import { testLessons } from "./lesson-seeds.mjs";

await testLessons([7]);
