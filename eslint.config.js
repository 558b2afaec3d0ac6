//! What eslint holds our JavaScript against; types are tsc's business, layout is nobody's.

import js from "@eslint/js";
import globals from "globals";

const rules = {
  ...js.configs.recommended.rules,
  eqeqeq: ["error", "always", { null: "ignore" }],
  "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
  "no-console": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-restricted-properties": [
    "error",
    { property: "innerHTML", message: "Text goes in as text: use textContent." },
    { property: "outerHTML", message: "Text goes in as text: use textContent." },
    { property: "insertAdjacentHTML", message: "Text goes in as text: use append()." },
  ],
  "no-self-compare": "error",
  "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "prefer-template": "error",
};

/** Scripts that run in a worker, where there is no document. */
const WORKERS = [
  "www/worker.js", "www/worker/**/*.js", "www/own/intake-worker.js", "www/own/worker/**/*.js",
  "www/labs/lab-worker.js", "www/labs/worker/**/*.js", "www/keep/keep-worker.js", "www/keep/worker/**/*.js",
  "www/slow/slow-worker.js", "www/slow/worker/**/*.js",
];

/** Scripts that both the page and its workers may import. */
const SHARED = [
  "www/lib/**/*.js", "www/strings/**/*.js", "www/draw/format.js", "www/data/pack-table.js",
  "www/own/class-name.js", "www/own/hidden.js", "www/own/intake-protocol.js", "www/labs/lab-protocol.js",
  "www/keep/keep-protocol.js", "www/slow/slow-protocol.js",
];

const sharedGlobals = Object.fromEntries(
  Object.entries(globals.worker).filter(([name]) => name in globals.browser),
);

export default [
  {
    ignores: [
      "www/pkg/", "python/src/", "dist/", "dist-npm/", "target/", "**/node_modules/", "tests/browser/output/",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["www/**/*.js", "python/widget/*.js"],
    ignores: [...WORKERS, ...SHARED],
    languageOptions: { globals: globals.browser },
    rules,
  },
  {
    files: WORKERS,
    languageOptions: { globals: globals.worker },
    rules,
  },
  {
    files: SHARED,
    languageOptions: { globals: sharedGlobals },
    rules,
  },
  {
    files: ["{tests,bench}/**/*.{js,mjs}", "xtask/*.js", "*.config.js"],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: { ...rules, "no-console": "off" },
  },
  {
    // What a test sends into a page must bring along all that it needs.
    files: ["tests/browser/**/*.js", "tests/browsers/**/*.js"],
    rules: { "max-lines-per-function": "off" },
  },
];
