//! An article of somebody else's with figures in it.

/** @typedef {import("@playwright/test").Page} Page */

/**
 * @typedef {object} Article
 * @property {string} body
 * @property {string} [head]
 * @property {string} [from] Where the figures' script lies.
 * @property {string} [policy] A content security policy.
 */

/**
 * Opens an article; `window.told` collects what its figures tell, by their ids.
 * @param {Page} page
 * @param {Article} article
 */
export async function openArticle(page, { body, head = "", from = "/www/embed.js", policy }) {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>An article</title>
    <link rel="icon" href="data:,"><script src="/told.js"></script>${head}
    <script type="module" src="${from}"></script></head>
    <body><main><h1>An article</h1>${body}</main></body></html>`;
  await page.route("**/told.js", (route) => route.fulfill({ contentType: "text/javascript", body: TOLD }));
  await page.route("**/article.html", (route) => route.fulfill({
    contentType: "text/html", body: html, headers: policy ? { "Content-Security-Policy": policy } : {},
  }));
  await page.goto("/article.html");
}

/** Runs before anything else of the article. */
const TOLD = `
  window.told = [];
  for (const name of ["ready", "snapshot", "finished", "error"]) {
    addEventListener(name, (event) => {
      if (event.target instanceof HTMLElement) told.push({ id: event.target.id, name, detail: event.detail });
    }, true);
  }`;

/**
 * What a figure has told by such events.
 * @param {Page} page @param {string} id @param {string} name
 * @returns {Promise<any[]>}
 */
export function toldBy(page, id, name) {
  return page.evaluate(([of, what]) => /** @type {any} */ (globalThis).told
    .filter((/** @type {any} */ one) => one.id === of && one.name === what)
    .map((/** @type {any} */ { detail }) => ({ ...detail, views: undefined })), [id, name]);
}

/** The step of the figure's last snapshot. @param {Page} page @param {string} id */
export async function stepOf(page, id) {
  return (await toldBy(page, id, "snapshot")).at(-1)?.step ?? 0;
}
