//! The road of a sandboxed frame, in `www/sandbox/` of the site: a figure, its workers and the files that they fetch,
//! as classic scripts. A frame whose origin is nobody's gets nothing else from a host that does not allow it (CORS).

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const SOURCES = fileURLToPath(new URL("../www/", import.meta.url));
const WORKERS = ["worker.js", "labs/lab-worker.js"];
const ENGINES = ["pkg/hourglass_bg.wasm", "pkg/workbench_bg.wasm"];
/** The sheets of figures, and the one that they share with the page. */
const STYLES = ["style/embed.css", "style/labs.css", "style/tokens.css"];

/** The figure that fills a frame, by the same path as where modules run. */
const FIGURE = {
  contents: 'import { openFrame } from "./embed/frame.js"; void openFrame();',
  resolveDir: SOURCES,
  sourcefile: "figure.js",
};

/** @type {import("esbuild").Plugin} */
const swap = {
  name: "sandbox",
  setup({ onLoad }) {
    onLoad({ filter: /www[\\/]lib[\\/]worker-source\.js$/ }, () => ({
      contents: readFileSync(join(SOURCES, "sandbox/worker-source.js"), "utf8"),
    }));
    // A figure names the page only so that both are one file, and gives no other files than the saved run.
    onLoad({ filter: /www[\\/](page|lib[\\/]export-model)\.js$/ }, () => ({ contents: "" }));
  },
};

/**
 * Writes the road beside the other files of the site.
 * @param {string} www The site's `www/`, as visitors get it.
 * @param {import("esbuild").CommonOptions} options
 */
export async function writeSandbox(www, options) {
  const folder = join(www, "sandbox");
  /** @type {import("esbuild").BuildOptions} */
  const classic = {
    ...options,
    bundle: true,
    format: "iife",
    inject: [join(SOURCES, "sandbox/fetch.js")],
    define: { "import.meta.url": "scriptAddress", fetch: "fetchByScript", "globalThis.fetch": "fetchByScript" },
    plugins: [swap],
  };
  await build({ ...classic, stdin: FIGURE, outfile: join(folder, "figure.js") });
  await build({
    ...classic, entryPoints: WORKERS.map((name) => join(SOURCES, name)), outdir: folder, outbase: SOURCES,
  });
  const packs = readdirSync(join(www, "data")).filter((name) => /\.(gz|json)$/.test(name));
  for (const name of [...ENGINES, ...STYLES, ...packs.map((pack) => `data/${pack}`)]) {
    const path = join(folder, `${name}.js`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `hourglassFile="${readFileSync(join(www, name), "base64")}"`);
  }
}
