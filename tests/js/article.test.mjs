//! The article as it stands: its words, headings, links, formulas and pictures, and that each figure and the link below
//! it are the same model.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { fromAddress } from "../../www/app/link.js";
import { LABS_BY_NAME } from "../../www/embed/labs-by-name.js";
import { ATTRIBUTES } from "../../www/embed.js";
import { readWishes } from "../../www/embed/wishes.js";
import { LAB_TABLE } from "../../www/labs/lab-table.js";
import { HELP } from "../../www/strings/help.js";

const TOP = new URL("../../", import.meta.url);
const HTML = readFileSync(new URL("article.html", TOP), "utf8");
const MAIN = /<main>([^]*)<\/main>/.exec(HTML)?.[1] ?? "";
const FIGURES = [...MAIN.matchAll(/<figure id="([^"]+)">([^]*?)<\/figure>/g)].map(([, id, html]) => ({ id, html }));
/** What all pictures together may weigh. */
const PICTURES = 300_000;

/** @param {string} text */
const plain = (text) => text.replaceAll("&amp;", "&").replaceAll("&quot;", '"');

/**
 * The attributes of the first such element.
 * @param {string} html @param {string} tag
 * @returns {Record<string, string>}
 */
function attributesOf(html, tag) {
  const [, inside = ""] = new RegExp(`<${tag}((?:\\s+[\\w-]+=(?:"[^"]*"|'[^']*'))+)\\s*>`).exec(html) ?? [];
  const pairs = inside.matchAll(/([\w-]+)=(?:"([^"]*)"|'([^']*)')/g);
  return Object.fromEntries([...pairs].map(([, name, double, single]) => [name, plain(double ?? single)]));
}

/** What a reader reads, formulas apart. @param {string} html */
function wordsOf(html) {
  const text = html.replace(/<math[^]*?<\/math>/g, " ").replace(/<[^>]+>/g, " ");
  return text.split(/\s+/).filter((word) => /\w/.test(word)).length;
}

test("the article has 2,500 to 3,500 words, its references apart", () => {
  const [text, references] = MAIN.split('<section aria-labelledby="references"');
  assert.ok(references.length > 0);
  const count = wordsOf(text);
  assert.ok(count >= 2500 && count <= 3500, `${count} words`);
});

test("headings go down by one level at a time", () => {
  const levels = [...HTML.matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level));
  assert.equal(levels.filter((level) => level === 1).length, 1);
  assert.equal(levels[0], 1);
  levels.slice(1).forEach((level, idx) => assert.ok(level <= levels[idx] + 1, `h${level} follows h${levels[idx]}`));
});

test("links lead to what is there, and references out by https", () => {
  const ids = [...HTML.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length, "an id stands twice");
  const hrefs = [...MAIN.matchAll(/<a\s+href="([^"]+)"/g)].map(([, href]) => plain(href));
  for (const href of hrefs) {
    if (href.startsWith("#")) assert.ok(ids.includes(href.slice(1)), href);
    else if (!href.startsWith("./index.html")) assert.equal(new URL(href).protocol, "https:", href);
  }
  const cited = hrefs.filter((href) => /^#r\d+$/.test(href));
  const references = ids.filter((id) => /^r\d+$/.test(id));
  assert.ok(references.length >= 20);
  // Each is cited, and they are numbered as they are first cited.
  assert.deepEqual([...new Set(cited)], references.map((id) => `#${id}`));
  for (const [, number, shown] of MAIN.matchAll(/href="#r(\d+)">\[(\d+)\]/g)) assert.equal(shown, number);
  const outside = MAIN.split('class="references"')[1].match(/<li [^]*?<\/li>/g) ?? [];
  for (const item of outside) assert.match(item, /href="https:/);
});

test("the page leads to the article, from its help and where no scripts run", () => {
  assert.equal(HELP.page.more?.href, "article.html");
  const page = readFileSync(new URL("index.html", TOP), "utf8");
  assert.match(page, /<noscript>[^]*<a href="article\.html">[^]*<\/noscript>/);
});

test("formulas are MathML, and no words stand for them", () => {
  const blocks = [...MAIN.matchAll(/<div class="formula">([^]*?)<\/div>/g)].map(([, html]) => html.trim());
  assert.ok(blocks.length >= 8);
  for (const block of blocks) assert.match(block, /^<math display="block">[^]*<\/math>$/);
  const text = MAIN.replace(/<math[^]*?<\/math>/g, "").replace(/<[^>]+>/g, "");
  assert.doesNotMatch(text, /\\frac|\$|[∑∂]/u);
});

test("eight figures, each with a caption, its number and what to change", () => {
  assert.deepEqual(FIGURES.map(({ id }) => id), Array.from({ length: 8 }, (_, idx) => `figure-${idx + 1}`));
  for (const [idx, { html }] of FIGURES.entries()) {
    assert.match(html, new RegExp(`<figcaption><p><b>Figure ${idx + 1}\\.</b>`));
    assert.match(html, /<b>(Change|Draw)<\/b>/);
    assert.match(html, new RegExp(`>Open\\s+figure\\s+${idx + 1}\\s+in\\s+the\\s+lab</a>`));
  }
});

test("each figure asks for what there is, and its link opens the same model and lab", () => {
  for (const { id, html } of FIGURES) {
    const attributes = attributesOf(html, "hourglass-figure");
    assert.ok(Object.keys(attributes).every((name) => ATTRIBUTES.includes(name)), id);
    const given = { attributes, images: null, labels: null, heldOut: null };
    const { settings, show, controls, goal, problems } = readWishes(given);
    assert.deepEqual(problems, [], id);
    assert.ok(goal !== null && controls.length > 4, id);
    const { hash } = new URL(plain(/class="to-lab"><a\s+href="([^"]+)"/.exec(html)?.[1] ?? ""), "https://a.b/");
    const link = fromAddress(hash);
    assert.deepEqual(link.problems, [], id);
    assert.deepEqual(link.settings, settings, id);
    const named = show.filter((name) => Object.hasOwn(LABS_BY_NAME, name)).map((name) => LABS_BY_NAME[name]);
    if (named.length > 0) assert.equal(link.shown.lab, named[0], id);
  }
});

test("links to labs name labs, and settings that there are", () => {
  const hrefs = [...MAIN.matchAll(/href="(\.\/index\.html#[^"]+)"/g)].map(([, href]) => plain(href));
  assert.ok(hrefs.length > FIGURES.length);
  const labs = hrefs.map((href) => fromAddress(href.slice(href.indexOf("#"))));
  assert.deepEqual(labs.flatMap(({ problems }) => problems), []);
  const named = labs.map(({ shown }) => shown.lab).filter((lab) => lab !== null);
  assert.deepEqual(new Set(named), new Set(LAB_TABLE.map(({ name }) => name)));
});

test("each figure has a picture of the stated shape, described, and all are light", () => {
  const folder = new URL("www/article/", TOP);
  const paths = FIGURES.map(({ html }) => {
    const { src, alt, width, height, loading } = attributesOf(html, "img");
    const bytes = readFileSync(new URL(src, TOP));
    const [wide, high] = sizeOf(bytes);
    assert.ok(alt.length > 40, src);
    assert.equal(loading, "lazy", src);
    assert.ok(Math.abs(wide / high - Number(width) / Number(height)) < 0.01, `${src}: ${wide} × ${high}`);
    return src.replace("www/article/", "");
  });
  assert.deepEqual(readdirSync(folder).sort(), paths.sort());
  const sum = paths.reduce((all, name) => all + statSync(fileURLToPath(new URL(name, folder))).size, 0);
  assert.ok(sum <= PICTURES, `${sum} bytes`);
});

/** Width and height of a lossy WebP file, plain or with an extended header. @param {Buffer} bytes */
function sizeOf(bytes) {
  const kind = bytes.toString("latin1", 8, 16);
  if (kind === "WEBPVP8X") return [bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1];
  assert.equal(kind, "WEBPVP8 ");
  return [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff];
}
