//! The page's style sheets for a figure inside another page: what they say of the root, the window and the root's font
//! is said of the figure, its own width and the article's type.

import { styleText } from "./files.js";

/** Tokens that an author may set: `--hourglass-accent` stands for `--accent`. */
const TOKENS = [
  "paper", "raised", "ink", "ink-soft", "hairline", "edge", "accent", "second", "on-accent", "accent-wash", "sand",
  "sand-line", "over", "under", "right", "alarm", "shadow", "sans",
];

/** Sheets by their names: all figures of a page share them. @type {Map<string, Promise<CSSStyleSheet>>} */
const sheets = new Map();

/** @param {string} name Of a file among the page's style sheets. @returns {Promise<CSSStyleSheet>} */
export function sheetOf(name) {
  const known = sheets.get(name);
  if (known) return known;
  const made = styleText(name).then((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(scoped(text));
    return sheet;
  });
  sheets.set(name, made);
  made.catch(() => sheets.delete(name)); // the next figure tries again
  return made;
}

/**
 * The same rules inside a shadow root whose outermost element has the class "root".
 * @param {string} css
 */
export function scoped(css) {
  const author = new RegExp(`(--(?:${TOKENS.join("|")})\\s*):\\s*([^;{}]+)(?=[;}])`, "g");
  return css
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/:root\b/g, ".root")
    .replace(/(?<![\w.#-])(?:html|body)(?![\w-])/g, ".root")
    .replace(author, (_, name, value) => `${name.trim()}:var(--hourglass-${name.trim().slice(2)},${value.trim()})`)
    // A width is the figure's; whether a finger points is the window's, and stands alone.
    .replace(/@media[^{]*-width[^{]*,\s*(\(pointer[^{]*)\{/g, "@media $1{")
    .replace(/@media([^{]*-width[^{]*)\{/g, "@container$1{")
    .replace(/(-?\d*\.?\d+)rem\b/g, "calc($1*var(--rem))");
}

/** The colors that charts are drawn with. */
const DRAWN = ["--ink", "--ink-soft", "--hairline", "--paper", "--accent", "--second"];

/**
 * Writes colors as charts read them, `#rrggbb`, where an author has written them in another way.
 * @param {HTMLElement} node
 */
export function plainColors(node) {
  for (const name of DRAWN) node.style.removeProperty(name);
  const style = getComputedStyle(node);
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!context) return;
  for (const name of DRAWN) {
    const color = style.getPropertyValue(name).trim();
    if (/^#[\da-f]{6}$/i.test(color)) continue;
    // A pixel of that color: black where nobody knows it.
    context.fillStyle = "#000";
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const rgb = context.getImageData(0, 0, 1, 1).data.subarray(0, 3);
    node.style.setProperty(name, `#${[...rgb].map((value) => value.toString(16).padStart(2, "0")).join("")}`);
  }
}
