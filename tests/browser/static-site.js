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
 * @param {{first?: string, without?: string, headers?: Record<string, string>, types?: Record<string, string>,
 *   pages?: Record<string, string>, hear?: (name: string) => void}} [options] What every page begins with in its head;
 *   what is left out of every page; headers of every answer; types that this server gives files by their endings; pages
 *   and scripts by their names, besides those in the folder; hears what is asked for.
 * @returns {Promise<{address: string, close: () => void}>}
 */
export async function serveFolder(folder, prefix, { first = "", without = "", headers, types, pages = {}, hear } = {}) {
  const top = fileURLToPath(folder);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://host");
    const name = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    hear?.(name);
    const page = pages[name.slice(prefix.length)];
    if (page !== undefined && name.startsWith(prefix)) {
      const type = types?.[extname(name)] ?? TYPES[extname(name)] ?? "text/html";
      response.writeHead(200, { "Content-Type": type, ...headers }).end(page);
      return;
    }
    const path = join(top, normalize(name.slice(prefix.length)));
    if (!name.startsWith(prefix) || !existsSync(path) || !statSync(path).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const type = types?.[extname(path)] ?? TYPES[extname(path)] ?? "application/octet-stream";
    response.writeHead(200, { "Content-Type": type, ...headers });
    if (extname(path) === ".html")
      response.end(readFileSync(path, "utf8").replace("<head>", `<head>${first}`).replace(without, ""));
    else createReadStream(path).on("error", () => response.destroy()).pipe(response);
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
