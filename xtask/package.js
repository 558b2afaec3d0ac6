//! Writes the npm package: `node package.js DIST FOLDER VERSION`, from www/ and the engine as DIST has it.
//!
//! Page and workers share no file here: who copies a worker beside a bundle of their own copies one script. Names in
//! the scripts stay, since a bundler will make them short, and who looks into node_modules wants to read.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, buildSync } from "esbuild";

const [dist, given, version] = process.argv.slice(2);
if (!version) throw new Error("usage: node package.js DIST FOLDER VERSION");
const top = fileURLToPath(new URL("../", import.meta.url));
const www = join(top, "www");
const folder = resolve(given);

/** What a program imports. Each has its types in types/. */
const ENTRIES = ["hourglass.js", "embed.js"];
/** What a page starts as a worker. */
const WORKERS = ["worker.js", "labs/lab-worker.js"];
const ENGINES = ["hourglass", "workbench", "keep"];
/** The style sheets of figures. */
const STYLES = ["embed.css", "labs.css"];

const data = readdirSync(join(www, "data")).filter((name) => !name.endsWith(".js"));

/** @param {string[]} names @param {boolean} splitting */
const bundle = (names, splitting) =>
  build({
    entryPoints: names.map((name) => join(www, name)),
    outdir: folder,
    outbase: www,
    bundle: true,
    splitting,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    external: ["./pkg/*", "../pkg/*"],
    // At the top, since that is where the texts that bundlers read expect to be.
    chunkNames: "[name]-[hash]",
    logLevel: "warning",
    plugins: [{
      name: "files",
      setup({ onLoad }) {
        onLoad({ filter: /www[\\/]embed[\\/]files\.js$/ }, () => ({ contents: files() }));
        // A figure names the page only for the site's sake, where both are one file.
        onLoad({ filter: /www[\\/]page\.js$/ }, () => ({ contents: "" }));
      },
    }],
  });

/** What stands in the place of `www/embed/files.js`. Webpack makes one file of workers with the same name. */
function files() {
  const styles = STYLES.map((name) => {
    const entryPoints = [join(www, "style", name)];
    const { outputFiles } = buildSync({ entryPoints, bundle: true, minify: true, write: false, charset: "utf8" });
    return [name, outputFiles[0].text];
  });
  const packs = data.filter((name) => !name.endsWith(".md"));
  const addresses = packs.map((name) => `"${name}": () => new URL("./data/${name}", import.meta.url)`);
  return `
import { spawnWorker } from "../lib/spawn-worker.js";
const STYLES = ${JSON.stringify(Object.fromEntries(styles))};
const FILES = { ${addresses.join(", ")} };
export const styleText = async (name) => STYLES[name];
export const fetchFile = (url, options) => fetch(FILES[url.slice(url.lastIndexOf("/") + 1)](), options);
export const spawnLab = () => spawnWorker(
  () => new Worker(new URL("./labs/lab-worker.js", import.meta.url), { type: "module", name: "hourglass-lab-worker" }));
`;
}

rmSync(folder, { recursive: true, force: true });
for (const name of ["pkg", "data"]) mkdirSync(join(folder, name), { recursive: true });
await bundle(ENTRIES, true);
await bundle(WORKERS, false);
for (const name of ENGINES.flatMap((name) => [`${name}.js`, `${name}_bg.wasm`])) {
  cpSync(join(dist, "www/pkg", name), join(folder, "pkg", name));
}
for (const name of data) cpSync(join(www, "data", name), join(folder, "data", name));
for (const name of ["LICENSE-MIT", "LICENSE-APACHE", "npm/README.md", "npm/custom-elements.json"]) {
  cpSync(join(top, name), join(folder, basename(name)));
}
const about = JSON.parse(readFileSync(join(top, "npm/package.json"), "utf8"));
writeFileSync(join(folder, "package.json"), `${JSON.stringify({ ...about, version }, null, 2)}\n`);
writeTypes();

/** The types of what a program imports, and of what these name; tsc gives those of every script that is reached. */
function writeTypes() {
  const all = join(dirname(folder), "types");
  const project = join(dirname(folder), "types.json");
  writeFileSync(project, JSON.stringify({
    extends: join(top, "tsconfig.json"),
    compilerOptions: { noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: all, rootDir: www },
    include: [],
    files: ENTRIES.map((name) => join(www, name)),
  }));
  rmSync(all, { recursive: true, force: true });
  execFileSync(process.execPath, [join(top, "node_modules/typescript/bin/tsc"), "--project", project]);
  const wanted = new Set(ENTRIES.map((name) => name.replace(".js", ".d.ts")));
  for (const name of wanted) {
    const path = join(all, name);
    let text = readFileSync(path, "utf8");
    // What a figure is made of is nobody's business.
    if (name === "embed.d.ts") {
      text = text.replace(/^(?:export type|\/\*\* @typedef).*embed\/figure\.js.*\n/gm, "");
      text += readFileSync(join(top, "npm/figure.d.ts"), "utf8");
    }
    for (const [, target] of text.matchAll(/(?:from |import\()"(\.[^"]+)\.js"/g)) {
      wanted.add(`${relative(all, resolve(dirname(path), target))}.d.ts`);
    }
    mkdirSync(dirname(join(folder, "types", name)), { recursive: true });
    writeFileSync(join(folder, "types", name), text);
  }
  rmSync(all, { recursive: true });
  rmSync(project);
}
