// What Lighthouse says of the article, on a simulated phone and on a desktop: `node bench/lighthouse.mjs FOLDER`, from
// dist/. Lighthouse is large and no part of the bench's packages: FOLDER is where `npm install lighthouse` was called.
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
/** In each category at least so much, of 100. */
const GOAL = 95;
const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
/** @type {Record<string, string>} */
const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml", ".webp": "image/webp", ".wasm": "application/wasm",
};
const PACKED = [".html", ".css", ".js", ".svg", ".wasm"];

const [folder, page = "article.html"] = process.argv.slice(2);
if (!folder) throw new Error("usage: node bench/lighthouse.mjs FOLDER [PAGE]");
const require = createRequire(pathToFileURL(path.resolve(folder, "here.js")));
const bring = (/** @type {string} */ name) => import(pathToFileURL(require.resolve(name)).href);
const [{ default: lighthouse, desktopConfig }, { launch }] = await Promise.all([
  bring("lighthouse"), bring("chrome-launcher"),
]);

const server = createServer(answer);
await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
const chrome = await launch({
  chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-background-networking", "--disable-component-update"],
});
try {
  for (const [name, config] of Object.entries({ phone: undefined, desktop: desktopConfig })) await look(name, config);
} finally {
  await chrome.kill();
  server.close();
}

/** Prints the scores, and what costs points. @param {string} name @param {object | undefined} config */
async function look(name, config) {
  const options = { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "error" };
  const { lhr } = await lighthouse(`http://127.0.0.1:${port}/${page}`, options, config);
  const scores = CATEGORIES.map((id) => Math.round(100 * (lhr.categories[id].score ?? 0)));
  if (scores.some((score) => score < GOAL)) process.exitCode = 1;
  say(`${name}: ${CATEGORIES.map((id, idx) => `${id} ${scores[idx]}`).join(", ")}`);
  const times = [
    "first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift",
  ];
  say(`  ${times.map((id) => `${id} ${lhr.audits[id].displayValue}`).join(", ")}`);
  for (const { id, score, title } of Object.values(lhr.audits)) {
    const counts = CATEGORIES.some((one) => lhr.categories[one].auditRefs.some((/** @type {any} */ ref) =>
      ref.id === id && ref.weight > 0));
    if (counts && score !== null && score < 0.9) say(`  ${Math.round(100 * score)}: ${title} (${id})`);
  }
}

/** A file of the site, packed as hosts pack. @type {import("node:http").RequestListener} */
function answer(request, response) {
  const file = path.join(DIST, path.normalize(new URL(request.url ?? "/", "http://host").pathname));
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return void response.writeHead(404).end();
  const ending = path.extname(file);
  const isPacked = PACKED.includes(ending);
  const head = { "Content-Type": TYPES[ending] ?? "application/octet-stream", "Cache-Control": "max-age=31536000" };
  response.writeHead(200, isPacked ? { ...head, "Content-Encoding": "gzip" } : head);
  response.end(isPacked ? gzipSync(readFileSync(file)) : readFileSync(file));
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}
