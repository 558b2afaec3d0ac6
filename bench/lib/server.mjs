// A static file server for the bench: the site at /, this folder at /bench/, the data packs at /bench-data/.
// Without `isolated` it sends no cross-origin isolation headers, as ordinary static hosts do not: nobody gets
// SharedArrayBuffer then.
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

const TYPES = new Map([
  [".html", "text/html; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".mjs", "text/javascript; charset=utf-8"],
  [".json", "application/json"],
  [".wasm", "application/wasm"],
  [".svg", "image/svg+xml"],
  [".png", "image/png"],
]);

const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

/**
 * @param {Record<string, string>} mounts  URL prefix (ending in /) to folder; the longest prefix wins
 * @param {(url: string, text: string) => string} [edit]  applied to JavaScript files
 * @param {boolean} [isolated]  whether pages are cross-origin isolated
 * @returns {Promise<{origin: string, requested: Map<string, string>, close: () => void}>}
 *   `requested`: URL path to file
 */
export async function serve(mounts, edit, isolated = false) {
  /** @type {Map<string, string>} */
  const requested = new Map();
  const prefixes = Object.keys(mounts).sort((a, b) => b.length - a.length);
  const server = createServer(async (request, response) => {
    const url = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const prefix = prefixes.find((candidate) => url.startsWith(candidate)) ?? "/";
    const root = path.resolve(mounts[prefix]);
    let file = path.join(root, path.normalize(`/${url.slice(prefix.length)}`));
    try {
      if ((await stat(file)).isDirectory()) file = path.join(file, "index.html");
      const { size } = await stat(file);
      const type = TYPES.get(path.extname(file)) ?? "application/octet-stream";
      requested.set(url, file);
      const head = { "content-type": type, "cache-control": "no-store", ...(isolated ? ISOLATED : {}) };
      if (edit && path.extname(file) === ".js") {
        response.writeHead(200, head).end(edit(url, await readFile(file, "utf8")));
        return;
      }
      response.writeHead(200, { ...head, "content-length": size });
      createReadStream(file).pipe(response);
    } catch {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { origin: `http://127.0.0.1:${address.port}`, requested, close: () => server.close() };
}
