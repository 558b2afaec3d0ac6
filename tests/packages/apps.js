//! A program that uses the package, and the ways in which people build it.

import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { build as esbuild } from "esbuild";
import { rollup } from "rollup";
import { build as vite, createServer } from "vite";
import webpack from "webpack";

/** Where a program finds the library and the element. @typedef {{library: string, embed: string}} Names */

/** @type {Names} */
export const INSTALLED = { library: "hourglass-figure", embed: "hourglass-figure/embed.js" };

/** What every program begins with: twenty steps on made-up images. @param {string} library */
const BEGIN = (library) => `
import { Hourglass } from "${library}";
const [count, width, height] = [40, 6, 5];
const data = Uint8Array.from({ length: count * width * height }, (_, at) => (at * 31) % 251);
const config = { architecture: { kind: "dense", hidden: [16] }, batchSize: 8 };
const hourglass = await Hourglass.create({ config, images: { data, count, width, height, channels: 1 } });
const { step, loss } = await hourglass.train({ steps: 20 });
const codes = await hourglass.encode(data);
const onnx = (await hourglass.exportOnnx("decoder")).length;
hourglass.dispose();
`;

/** A program of the library alone. @param {string} library */
export const TRAINS = (library) => `${BEGIN(library)}
document.querySelector("body > output").textContent = JSON.stringify({ loss, onnx });`;

/** One that shows a figure, too, which trains twenty steps on digits. @param {Names} names */
export const PROGRAM = ({ library, embed }) => `${BEGIN(library)}
import "${embed}";
const figure = Object.assign(document.createElement("hourglass-figure"), { steps: 20, show: "map,compress" });
const faults = [];
figure.addEventListener("error", ({ detail }) => faults.push(detail));
const finished = new Promise((resolve) => figure.addEventListener("finished", ({ detail }) => resolve(detail)));
document.body.append(figure);
const shown = await finished;
// What the compress lab finds, by a worker and a module of its own.
const button = await until(() => figure.shadowRoot.querySelector(".lab-run:not([disabled])"));
button.click();
const rows = await until(() => figure.shadowRoot.querySelector(".lab td:not(:empty)"));
const drawn = await until(() => figure.shadowRoot.querySelector("canvas"));
const color = getComputedStyle(figure.shadowRoot.querySelector(".root")).getPropertyValue("--ink");
document.querySelector("body > output").textContent = JSON.stringify({
  step, loss, onnx, codes: codes.length, shown: [shown.step, shown.loss], rows: rows.textContent, faults,
  isDrawn: drawn.width > 0, isStyled: color !== "",
});

async function until(look) {
  for (;;) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
`;

/** @param {string} script */
export const page = (script) => `<!doctype html><html lang="en">
<head><title>An app</title><link rel="icon" href="data:,"></head>
<body><output></output><script type="module" src="${script}"></script></body></html>`;

/** A fresh app in a folder, without the package. @param {string} folder @param {string} [program] */
export function freshApp(folder, program = PROGRAM(INSTALLED)) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "app", private: true, type: "module" }));
  writeFileSync(join(folder, "app.js"), program);
  writeFileSync(join(folder, "index.html"), page("./app.js"));
}

/** The files that README says to put beside a bundle where the bundler does not. */
const BESIDE = ["worker.js", "pkg", "labs", "data"];

/**
 * @param {string} folder of the app
 * @param {string} out
 */
function finishByHand(folder, out) {
  writeFileSync(join(out, "index.html"), page("./app.js"));
  const installed = join(folder, "node_modules/hourglass-figure");
  for (const name of BESIDE) cpSync(join(installed, name), join(out, name), { recursive: true });
}

/**
 * @param {string} folder
 * @param {string} base Where the files are to lie, as the page sees it.
 * @param {string} outDir
 */
export async function viteFor(folder, base, outDir) {
  await vite({ root: folder, base, build: { outDir }, logLevel: "warn", configFile: false });
  return join(folder, outDir);
}

/**
 * Each builds the app in `folder` and returns the folder of the result.
 * @type {Record<string, (folder: string) => Promise<string>>}
 */
export const BUILDS = {
  // A relative base, so that the result works from any path.
  vite: (folder) => viteFor(folder, "./", "dist"),
  async webpack(folder) {
    const path = join(folder, "out-webpack");
    const compiler = webpack({
      mode: "production", context: folder, entry: "./app.js", output: { path, filename: "app.js" },
      performance: { hints: false },
    });
    const stats = await new Promise((resolve, reject) => {
      compiler?.run((error, result) => (error ? reject(error) : resolve(result)));
    });
    const { errors, warnings } = stats.toJson();
    if (errors.length + warnings.length > 0) throw new Error(stats.toString());
    writeFileSync(join(path, "index.html"), page("./app.js"));
    return path;
  },
  async rollup(folder) {
    const out = join(folder, "out-rollup");
    const bundle = await rollup({ input: join(folder, "app.js"), plugins: [nodeResolve({ browser: true })] });
    await bundle.write({ dir: out, format: "es" });
    finishByHand(folder, out);
    return out;
  },
  async esbuild(folder) {
    const out = join(folder, "out-esbuild");
    await esbuild({
      entryPoints: [join(folder, "app.js")], outdir: out, bundle: true, minify: true, format: "esm",
      logLevel: "warning",
    });
    finishByHand(folder, out);
    return out;
  },
};

/**
 * Vite's server for developers.
 * @param {string} folder
 * @returns {Promise<{address: string, close: () => Promise<void>}>}
 */
export async function developWithVite(folder) {
  const server = await createServer({ root: folder, logLevel: "warn", configFile: false, server: { port: 0 } });
  await server.listen();
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error("Vite's server has no address");
  return { address, close: () => server.close() };
}
