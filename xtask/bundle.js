//! Rewrites the site in a folder for its visitors: `node bundle.js FOLDER`.
//!
//! Scripts that are always loaded together become one file, without comments and long local names: many
//! small files would pack worse and arrive one after the other. The files that others name keep their names
//! and their exports. Prints the scripts that are fetched on demand, one a line.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { buildSync, transformSync } from "esbuild";
import { writeSandbox } from "./sandbox.js";

/** What the page names. */
const PAGE = ["main.js", "data/preload.js"];
/** And what names the page's parts from another page. */
const ENTRIES = [...PAGE, "embed.js"];
/** What others' programs name, in one file. */
const FOR_OTHERS = ["hourglass.js"];
/** Workers share no file with the page: what they need of the page's files would be another file to wait for. */
const WORKERS = [
  "worker.js", "worker/share.js", "own/intake-worker.js", "labs/lab-worker.js", "keep/keep-worker.js",
  "slow/slow-worker.js",
];
/** Fetched when somebody asks for what is in it. */
const ON_DEMAND = [
  "app/link.js", "app/follow-link.js", "app/lockstep.js", "app/comparison.js",
  "ui/help-text.js", "ui/keys-dialog.js", "ui/filters-view.js", "ui/kl-bars.js", "ui/hourglass-cloud.js",
  "ui/loss-table.js", "ui/runs-list.js",
  "own/", "strings/own", "labs/", "strings/labs", "embed/", "strings/embed", "share/", "strings/share",
  "keep/", "strings/keep", "first-minute/", "strings/first-minute", "past/", "strings/past", "app/retrace.js",
  "slow/", "strings/slow", "class/", "strings/class", "lessons/", "strings/lessons", "lib/export-model.js",
  "lib/helpers.js", "later.js", "print.js",
];

/** @type {import("esbuild").CommonOptions} */
const SMALL = { minify: true, target: "es2022", charset: "utf8", legalComments: "none", logLevel: "warning" };

const folder = process.argv[2];
if (!folder) throw new Error("usage: node bundle.js FOLDER");
const www = join(folder, "www");

/** @param {string[]} names @param {boolean} splitting */
const bundle = (names, splitting) =>
  buildSync({
    ...SMALL,
    entryPoints: names.map((name) => join(www, name)),
    outdir: www,
    outbase: www,
    bundle: true,
    splitting,
    format: "esm",
    external: ["./pkg/*", "../pkg/*", "./worker/share.js"],
    // At the top, since that is where `home.js` and `engine.js` expect to be.
    chunkNames: "[name]-[hash]",
    metafile: true,
    write: false,
  });
// Before the scripts that are fetched on demand name the page, which the library has no use for.
const alone = bundle([...FOR_OTHERS, ...WORKERS], false).outputFiles;
reachMain(bundle(ENTRIES, true).metafile);
const { outputFiles, metafile } = bundle(ENTRIES, true);
outputFiles.push(...alone);
for (const path of files(www)) {
  const isAlone = basename(dirname(path)) === "pkg" || path === join(www, "boot.js");
  if (path.endsWith(".js") && !isAlone) rmSync(path);
}
for (const file of outputFiles) {
  mkdirSync(dirname(file.path), { recursive: true });
  writeFileSync(file.path, file.contents);
}
const modules = ["hourglass", "intake", "workbench", "qr", "keep", "slow"].map((name) => `pkg/${name}.js`);
const asTheyAre = ["boot.js", ...modules].map((name) => join(www, name));
for (const path of [...files(join(www, "style")), ...asTheyAre]) {
  const loader = path.endsWith(".css") ? "css" : "js";
  const source = withoutUnused(readFileSync(path, "utf8"));
  writeFileSync(path, transformSync(source, { ...SMALL, loader, treeShaking: true }).code);
}
joinArticle(join(folder, "article.html"));
joinStyles(join(folder, "index.html"));
preloadAnew(join(folder, "index.html"));
await writeSandbox(www, SMALL);
for (const path of [...onDemand(), ...FOR_OTHERS.map((name) => join(www, name))]) {
  console.log(relative(folder, resolve(path)));
}

/**
 * Lets each script that is fetched on demand name the page's parts, which stand by then, in a figure elsewhere too. A
 * file is made of all that the same scripts reach: what the page needs at once is then one file, and not one for each
 * set of those that share it.
 * @param {import("esbuild").Metafile} made
 */
function reachMain({ outputs }) {
  for (const { entryPoint } of Object.values(outputs)) {
    if (entryPoint === undefined || !isOnDemand(entryPoint)) continue;
    const path = resolve(entryPoint);
    const main = relative(dirname(path), join(resolve(www), "page.js"));
    const name = main.startsWith(".") ? main : `./${main}`;
    writeFileSync(path, `import "${name}";\n${readFileSync(path, "utf8")}`);
  }
}

/**
 * A module's glue without what no page calls: the start at once, which is for tests, and a word on old arguments.
 * @param {string} glue
 */
function withoutUnused(glue) {
  return glue.replace("export { initSync, ", "export { ").replace(/console\.warn\('using deprecated [^']*'\)/g, "");
}

/** @param {string} entry */
function isOnDemand(entry) {
  return ON_DEMAND.some((name) => relative(www, resolve(entry)).startsWith(name));
}

/**
 * Makes one style sheet of those that the page links: it packs better, and comes with one request.
 * @param {string} html
 */
function joinStyles(html) {
  const page = readFileSync(html, "utf8");
  const links = [...page.matchAll(/ *<link rel="stylesheet" href="([^"]+)">\n/g)];
  const paths = links.map(([, href]) => join(folder, href));
  const all = paths.map((path) => readFileSync(path, "utf8")).join("");
  paths.slice(1).forEach((path) => rmSync(path));
  writeFileSync(paths[0], all);
  // A figure elsewhere takes the same one.
  const embed = join(www, "style/embed.css");
  const own = readFileSync(embed, "utf8").replace(/@import"[^"]+";/g, "");
  writeFileSync(embed, `@import "${basename(paths[0])}";${own}`);
  writeFileSync(html, links.slice(1).reduce((text, [link]) => text.replace(link, ""), page));
}

/**
 * The article gets one style sheet, too, while that of colors and type stands there alone: in the site it becomes the
 * whole page's.
 * @param {string} html
 */
function joinArticle(html) {
  const [tokens, own] = ["tokens.css", "article.css"].map((name) => join(www, "style", name));
  writeFileSync(own, readFileSync(tokens, "utf8") + readFileSync(own, "utf8"));
  const page = readFileSync(html, "utf8");
  writeFileSync(html, page.replace(/ *<link rel="stylesheet" href="www\/style\/tokens\.css">\n/, ""));
}

/** Lets the page ask for the bundles at once, and no more for the files that went into them. @param {string} html */
function preloadAnew(html) {
  const main = Object.entries(metafile.outputs).find(([path]) => basename(path) === "main.js");
  const chunks = main?.[1].imports.filter(({ kind, external }) => kind === "import-statement" && !external) ?? [];
  const links = chunks.map(({ path }) => `  <link rel="modulepreload" href="${relative(folder, path)}">`);
  const lines = readFileSync(html, "utf8").split("\n").filter((line) => !line.includes('rel="modulepreload"'));
  const end = lines.findIndex((line) => line.includes("</head>"));
  writeFileSync(html, lines.toSpliced(end, 0, ...links).join("\n"));
}

/** The scripts that no entry reaches but through what is fetched on demand. */
function onDemand() {
  const { outputs } = metafile;
  const isLater = (/** @type {string} */ path) => {
    const entry = outputs[path].entryPoint;
    return entry !== undefined && isOnDemand(entry);
  };
  const first = new Set();
  const reach = (/** @type {string} */ path) => {
    if (first.has(path) || isLater(path)) return;
    first.add(path);
    for (const { path: next, external } of outputs[path].imports) if (!external) reach(next);
  };
  for (const name of PAGE) {
    const path = Object.keys(outputs).find((path) => resolve(path) === resolve(www, name));
    if (path === undefined) throw new Error(`no bundle was made of ${name}`);
    reach(path);
  }
  return Object.keys(outputs).filter((path) => !first.has(path));
}

/** Every file below a folder. @param {string} top @returns {string[]} */
function files(top) {
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
