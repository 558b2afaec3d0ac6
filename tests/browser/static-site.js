//! A plain web server for a folder under some path, as a static host would have it.

import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * @param {URL} folder
 * @param {string} prefix "/some/path/"
 * @param {string} [first] What every page begins with in its head.
 * @returns {Promise<{address: string, close: () => void}>}
 */
export async function serveFolder(folder, prefix, first) {
  const top = fileURLToPath(folder);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://host");
    const name = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    const path = join(top, normalize(name.slice(prefix.length)));
    if (!name.startsWith(prefix) || !existsSync(path) || !statSync(path).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" });
    if (first && extname(path) === ".html")
      response.end(readFileSync(path, "utf8").replace("<head>", `<head>${first}`));
    else createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the server has no port");
  return {
    address: `http://127.0.0.1:${bound.port}${prefix}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
