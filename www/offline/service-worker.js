//! The site without a network: a service worker that holds one version of it, whole, until the next one is taken over.
//! `xtask/offline.js` writes it to the top of the site with the list of files; sources that are served as they are have
//! none, nor have figures in other pages and the npm package.
//!
//! A version comes whole or not at all: each file is known by its hash, so that neither a host in the middle of an
//! update nor an old file in the browser's cache mixes two. It waits until the visitor takes it, in the only tab.

import { CORE, LATER, VERSION } from "./files.js";

/**
 * @typedef {import("../keep/offline-protocol.js").Wish} Wish
 * @typedef {import("../keep/offline-protocol.js").Answer} Answer
 *
 * @typedef {{waitUntil: (task: Promise<unknown>) => void}} Lasting
 * @typedef {Lasting & {request: Request, respondWith: (answer: Promise<Response>) => void}} Fetching
 * @typedef {Lasting & {data: Wish, ports: readonly MessagePort[]}} Wishing
 *
 * @typedef {object} Scope What a service worker has around it.
 * @property {{scope: string}} registration
 * @property {{claim: () => Promise<void>, matchAll: (which: {type: "window", includeUncontrolled: true}) =>
 *   Promise<{url: string}[]>}} clients
 * @property {() => Promise<void>} skipWaiting
 * @property {{(name: "install" | "activate", listener: (event: Lasting) => void): void,
 *   (name: "fetch", listener: (event: Fetching) => void): void,
 *   (name: "message", listener: (event: Wishing) => void): void}} addEventListener
 */

const scope = /** @type {Scope} */ (/** @type {unknown} */ (globalThis));

/** Other sites may lie on the same host. */
const PREFIX = `hourglass ${scope.registration.scope} `;
const NAME = PREFIX + VERSION;
const START = "index.html";
/** So many files are asked for at once. */
const AT_ONCE = 6;

scope.addEventListener("install", (event) => event.waitUntil(bring(CORE)));
scope.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
scope.addEventListener("message", (event) => event.waitUntil(heed(event)));
scope.addEventListener("fetch", (event) => {
  const path = pathOf(event.request);
  if (path !== null) event.respondWith(answer(path, event.request));
});

/** Which file of the site a request asks for, or null. @param {Request} request */
function pathOf({ url, method }) {
  const { scope: top } = scope.registration;
  const { origin, pathname } = new URL(url);
  const address = origin + pathname;
  if (method !== "GET" || !address.startsWith(top)) return null;
  const path = address.slice(top.length) || START;
  return path in CORE || path in LATER ? path : null;
}

/** @param {string} path @param {Request} request */
async function answer(path, request) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(keyOf(path));
  if (kept) return kept;
  // A pack that has not come yet, or what the browser has thrown away.
  try {
    return await bringOne(cache, path, LATER[path] ?? CORE[path]);
  } catch {
    return fetch(request);
  }
}

/** Brings what is missing, some at once. @param {Record<string, string>} files */
async function bring(files) {
  const cache = await caches.open(NAME);
  const missing = Object.keys(files);
  const next = async () => {
    for (let path = missing.pop(); path !== undefined; path = missing.pop()) {
      if (!await cache.match(keyOf(path))) await bringOne(cache, path, files[path]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

/**
 * Brings one file, from the browser's own cache where that has this version.
 * @param {Cache} cache
 * @param {string} path
 * @param {string} integrity
 */
async function bringOne(cache, path, integrity) {
  const response = path === START ? await page()
    : path.endsWith(".html") ? await anotherPage(path) : await whole(path, integrity);
  await cache.put(keyOf(path), response.clone());
  return response;
}

/** @param {string} path @param {string} integrity */
async function whole(path, integrity) {
  const ask = (/** @type {RequestCache} */ cache) => fetch(keyOf(path), { integrity, cache });
  // A file of another version fails by its hash.
  const response = await ask("default").catch(() => ask("reload"));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

/**
 * The page itself, which some hosts write a line into: its version is known by its mark. Some send it on from its name
 * to its folder, and an answer that was sent on opens no page: it is copied.
 */
async function page() {
  const response = await fetch(scope.registration.scope, { cache: "reload" });
  const text = await response.text();
  if (!response.ok || !text.includes(`data-version="${VERSION}"`)) throw new Error(`${START}: of another version`);
  return new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

/** Any other page: for the same reasons it is taken as it comes, and copied. @param {string} path */
async function anotherPage(path) {
  const response = await fetch(keyOf(path), { cache: "reload" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new Response(await response.text(), { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

/** @param {string} path */
const keyOf = (path) => new URL(path, scope.registration.scope).href;

/** Only this site's own caches: others may lie beside them on the same host. */
async function forgetOthers() {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** @param {Wishing} wishing */
async function heed({ data: { wish, version }, ports: [port] }) {
  const reply = (/** @type {Answer} */ said) => port.postMessage(said);
  try {
    if (wish === "claim") {
      // A page of another version would mix with this one.
      if (version !== VERSION) return reply("other version");
      await scope.clients.claim();
    } else if (wish === "take over") {
      // Other tabs go on with the version that they began with.
      // A worker that waits controls none of them yet.
      const tabs = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
      if (tabs.filter(({ url }) => url.startsWith(scope.registration.scope)).length > 1) return reply("other tabs");
      await scope.skipWaiting();
    } else {
      await bring(LATER);
    }
    return reply("done");
  } catch {
    return reply("failed");
  }
}
