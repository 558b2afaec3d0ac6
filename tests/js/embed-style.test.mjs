//! The page's style sheets inside a figure: nothing in them may still speak of the page around.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { scoped } from "../../www/embed/style.js";

const FOLDER = new URL("../../www/style/", import.meta.url);

test("no sheet of the page speaks of the root, the body, rem or the window's width any more", () => {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".css"));
  assert.ok(names.length > 8);
  for (const name of names) {
    const css = scoped(readFileSync(new URL(name, FOLDER), "utf8"));
    for (const [what, pattern] of Object.entries({
      root: /:root/, body: /(?<![\w.#-])(?:html|body)(?![\w-])/, rem: /\d rem|\drem/, width: /@media[^{]*-width/,
      sign: /-calc\(/,
    })) assert.doesNotMatch(css, pattern, `${name}: ${what}`);
    assert.equal(css.split("{").length, css.split("}").length, name);
  }
});

test("rules are the same of other things", () => {
  const css = (/** @type {string} */ text) => scoped(text).replace(/\s+/g, " ").trim();
  assert.equal(css(":root[data-theme=\"dark\"] { --accent: #62c9bb; }"),
    ".root[data-theme=\"dark\"] { --accent:var(--hourglass-accent,#62c9bb); }");
  assert.equal(css(".a{margin:-0.5rem 1rem}"), ".a{margin:calc(-0.5*var(--rem)) calc(1*var(--rem))}");
  assert.equal(css("@media (max-width: 43em) { body .tbody-x { width: 1px } }"),
    "@container (max-width: 43em) { .root .tbody-x { width: 1px } }");
  assert.equal(css("@media (max-width: 43em), (pointer: coarse) { .b {} }"), "@media (pointer: coarse) { .b {} }");
  assert.equal(css("@media (hover: hover) { .b {} }"), "@media (hover: hover) { .b {} }");
});
