//! The package in people's programs: installed from its tarball, built by the tools that people use, opened in
//! Chromium. Every way ends with the loss that the plain page has, bit for bit.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium as playwright } from "@playwright/test";
import { chromium } from "../browser/chromium.js";
import { serveFolder } from "../browser/static-site.js";
import { BUILDS, PROGRAM, TRAINS, developWithVite, freshApp, page, viteFor } from "./apps.js";

const TOP = fileURLToPath(new URL("../../", import.meta.url));
const TARBALL = process.env.PACKAGE ?? "";
const NPM = process.platform === "win32" ? "npm.cmd" : "npm";

/** @type {string} */
let folder;
/** @type {string} */
let app;
/** @type {import("@playwright/test").Browser} */
let browser;
/** What the program says on a plain page of the repository. @type {string} */
let wanted;

before(async () => {
  assert.ok(TARBALL, "the variable PACKAGE names the tarball that `cargo xtask npm` wrote");
  folder = mkdtempSync(join(tmpdir(), "hourglass-"));
  app = join(folder, "app");
  freshApp(app);
  // All that is needed is in the tarball: this needs no network.
  const quiet = ["--offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  execFileSync(NPM, ["install", ...quiet, TARBALL], { cwd: app, stdio: "pipe" });
  browser = await playwright.launch(chromium);
  const sources = { library: "./www/hourglass.js", embed: "./www/embed.js" };
  const pages = { "plain.html": page("./plain.js"), "plain.js": PROGRAM(sources) };
  wanted = await said(TOP, pages, "plain.html");
  const { loss, onnx, shown, rows, ...rest } = JSON.parse(wanted);
  // The decoder's weights, as f32, and some names.
  assert.ok(onnx > 4 * (3 * 16 + 31 * 17) && onnx < 4000, wanted);
  assert.ok(loss > 0 && loss < 0.2 && shown[1] > 0 && shown[1] < 0.2 && Number(rows) > 0, wanted);
  assert.deepEqual(rest, { step: 20, codes: 80, faults: [], isDrawn: true, isStyled: true });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the page at an address says, once it says anything. @param {string} address */
async function open(address) {
  const tab = await browser.newPage();
  /** @type {string[]} */
  const faults = [];
  tab.on("pageerror", (error) => faults.push(String(error)));
  tab.on("response", (response) => {
    if (!response.ok()) faults.push(`${response.status()} ${response.url()}`);
  });
  try {
    await tab.goto(address);
    const text = await tab.locator("body > output:not(:empty)").textContent({ timeout: 60_000 }).catch(() => "nothing");
    assert.deepEqual(faults, []);
    return text ?? "";
  } finally {
    await tab.close();
  }
}

/**
 * The same, of a folder that is served below some path.
 * @param {string} top
 * @param {Record<string, string>} [pages]
 * @param {string} [name]
 */
async function said(top, pages = {}, name = "") {
  const site = await serveFolder(pathToFileURL(`${top}/`), "/some/path/", { pages });
  try {
    return await open(`${site.address}${name}`);
  } finally {
    site.close();
  }
}

for (const [name, build] of Object.entries(BUILDS)) {
  test(`an app built by ${name}`, async () => {
    assert.equal(await said(await build(app)), wanted);
  });
}

test("an app whose files lie on another origin, as on a CDN", async () => {
  const out = join(app, "out-far");
  const headers = { "Access-Control-Allow-Origin": "*" };
  const far = await serveFolder(pathToFileURL(`${out}/`), "/files/", { headers });
  try {
    await viteFor(app, far.address, "out-far");
    const rule = "require-trusted-types-for 'script'; trusted-types hourglass";
    const html = readFileSync(join(out, "index.html"), "utf8");
    const strict = html.replace("<head>", `<head><meta http-equiv="Content-Security-Policy" content="${rule}">`);
    assert.equal(await said(app, { "near.html": strict }, "near.html"), wanted);
  } finally {
    far.close();
  }
});

test("an app on Vite's server for developers", async () => {
  const server = await developWithVite(app);
  try {
    assert.equal(await open(server.address), wanted);
  } finally {
    await server.close();
  }
});

test("a plain page, without any tool", async () => {
  const folder = "./node_modules/hourglass-figure";
  const script = PROGRAM({ library: `${folder}/hourglass.js`, embed: `${folder}/embed.js` });
  assert.equal(await said(app, { "plain.html": page("./plain.js"), "plain.js": script }, "plain.html"), wanted);
});

/** What README says to copy, from where. */
const COPIES = {
  "dist/www": ["hourglass.js", "worker.js", "worker", "pkg"],
  www: ["hourglass.js", "home.js", "keep.js", "worker.js", "lib", "worker", "pkg"],
};
for (const [from, names] of Object.entries(COPIES)) {
  test(`files copied from ${from}/, as they are and in an app that Vite builds`, async () => {
    const copied = join(folder, `copied from ${from.replace("/", " ")}`);
    freshApp(copied, TRAINS("./hourglass/hourglass.js"));
    for (const name of names) cpSync(join(TOP, from, name), join(copied, "hourglass", name), { recursive: true });
    const { loss, onnx } = JSON.parse(wanted);
    assert.deepEqual(JSON.parse(await said(copied)), { loss, onnx }, "as they are");
    assert.deepEqual(JSON.parse(await said(await BUILDS.vite(copied))), { loss, onnx }, "built");
  });
}

test("a server can import it, and its manifest and types name what it has", () => {
  const code = `
    const { Hourglass } = await import("hourglass-figure");
    const { ATTRIBUTES } = await import("hourglass-figure/embed.js");
    console.log(JSON.stringify([typeof Hourglass.create, ATTRIBUTES]));`;
  const args = ["--input-type=module", "--eval", code];
  const [create, attributes] = JSON.parse(execFileSync(process.execPath, args, { cwd: app, encoding: "utf8" }));
  assert.equal(create, "function");
  const installed = join(app, "node_modules/hourglass-figure");
  const manifest = JSON.parse(readFileSync(join(installed, "custom-elements.json"), "utf8"));
  const [element] = manifest.modules[0].declarations;
  const names = (/** @type {{name: string}[]} */ list) => list.map(({ name }) => name);
  assert.deepEqual(names(element.attributes), attributes);
  const members = names(element.members);
  const figure = readFileSync(join(installed, "types/embed.d.ts"), "utf8");
  for (const name of members.filter((name) => name !== "lang" && name !== "autoplay")) {
    assert.match(figure, new RegExp(`^ +(?:get )?${name}(?:\\([^)]*\\))?:`, "m"), name);
  }
  // Every token that an author may set.
  const style = readFileSync(new URL("../../www/embed/style.js", import.meta.url), "utf8");
  const tokens = [.../const TOKENS = \[([^\]]+)\]/.exec(style)?.[1].matchAll(/"([^"]+)"/g) ?? []];
  assert.deepEqual(names(element.cssProperties), tokens.map(([, name]) => `--hourglass-${name}`));
});

test("a typed program has the library's types", () => {
  const call = (/** @type {string} */ width) => `
import { Hourglass, type Snapshot } from "hourglass-figure";
import "hourglass-figure/embed.js";
const images = { data: new Uint8Array(4), count: 1, width: ${width}, height: 2, channels: 1 };
const hourglass = await Hourglass.create({ images });
hourglass.addEventListener("snapshot", ({ detail }) => { const shown: Snapshot = detail; void shown.step.toFixed(); });
export const codes: Float32Array = await hourglass.encode(images);
export const file: Uint8Array = await hourglass.exportOnnx("encoder");
const figure = document.createElement("hourglass-figure");
figure.images = images;
figure.steps = 20;
await figure.play();
`;
  const options = {
    strict: true, noEmit: true, target: "es2022", module: "nodenext", lib: ["es2024", "dom"], types: [],
  };
  const check = (/** @type {string} */ width) => {
    writeFileSync(join(app, "typed.ts"), call(width));
    writeFileSync(join(app, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["typed.ts"] }));
    const tsc = join(TOP, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [tsc, "--project", app], { encoding: "utf8", stdio: "pipe" });
  };
  check("2");
  assert.throws(() => check('"two"'), (/** @type {any} */ error) => /TS2322/.test(error.stdout));
});
