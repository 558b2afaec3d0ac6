//! Writes the widget of the Python package, `python/src/hourglass_figure/static/widget.js`: `node notebook.js`.
//!
//! One file with all that a figure needs, workers and modules and style sheets: a notebook may be shown where no
//! server has anything but the notebook.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, buildSync } from "esbuild";

const top = fileURLToPath(new URL("../", import.meta.url));
const [www, widget] = [join(top, "www"), join(top, "python/widget")];
const target = join(top, "python/src/hourglass_figure/static/widget.js");

/** What a page starts as a worker, and the module that it loads. */
const WORKERS = { "worker.js": "hourglass_bg.wasm", "labs/lab-worker.js": "workbench_bg.wasm" };
/** The style sheets of figures. */
const STYLES = ["embed.css", "labs.css"];

/** @type {import("esbuild").BuildOptions} */
const SMALL = {
  bundle: true, minify: true, write: false, target: "es2022", charset: "utf8", legalComments: "none",
  logLevel: "warning",
};

/** Scripts whose files come from within. @type {import("esbuild").BuildOptions} */
const INSIDE = {
  ...SMALL,
  inject: [join(widget, "fetch.js")],
  // No server has this name; what stands there comes from within.
  define: {
    "import.meta.url": '"https://hourglass.invalid/www/"', fetch: "fetchInside", "globalThis.fetch": "fetchInside",
  },
};

/** @param {import("esbuild").BuildResult} made */
const textOf = ({ outputFiles }) => outputFiles?.[0].text ?? "";

/** @param {string} name */
async function workerOf(name) {
  const made = await build({ ...INSIDE, entryPoints: [join(www, name)], format: "iife" });
  return textOf(made);
}

async function contents() {
  const engines = Object.values(WORKERS).map((name) => {
    const packed = gzipSync(readFileSync(join(www, "pkg", name)), { level: 9 });
    return [name, packed.toString("base64")];
  });
  const workers = Object.entries(WORKERS).map(async ([name, engine]) =>
    [basename(name), { text: await workerOf(name), engine }]);
  const styles = STYLES.map((name) => {
    const made = buildSync({ ...SMALL, entryPoints: [join(www, "style", name)] });
    return [name, textOf(made)];
  });
  const parts = { FILES: engines, WORKERS: await Promise.all(workers), STYLES: styles };
  const lines = Object.entries(parts).map(([name, entries]) =>
    `export const ${name} = ${JSON.stringify(Object.fromEntries(entries))};`);
  return lines.join("\n");
}

/** @param {string} text @returns {import("esbuild").Plugin} */
const swap = (text) => ({
  name: "inside",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^inside:files$/ }, ({ path }) => ({ path, namespace: "inside" }));
    onLoad({ filter: /.*/, namespace: "inside" }, () => ({ contents: text }));
    for (const [pattern, name] of /** @type {[RegExp, string][]} */ ([
      [/www[\\/]lib[\\/]worker-source\.js$/, "worker-source.js"],
      [/www[\\/]embed[\\/]files\.js$/, "files.js"],
    ])) {
      onLoad({ filter: pattern }, () => ({
        contents: readFileSync(join(widget, name), "utf8"), resolveDir: widget,
      }));
    }
    // A figure names the page only for the site's sake, where both are one file.
    onLoad({ filter: /www[\\/]page\.js$/ }, () => ({ contents: "" }));
  },
});

const plugins = [swap(await contents())];
const made = await build({ ...INSIDE, entryPoints: [join(widget, "widget.js")], format: "esm", plugins });
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, textOf(made));
console.log(`The widget has ${Math.round(textOf(made).length / 1000)} KB.`);
