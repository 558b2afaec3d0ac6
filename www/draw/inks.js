//! Colors of what is drawn rather than styled: the classes', and those of the style sheet's tokens.

/** @typedef {"light" | "dark"} Theme */

/** Ten classes after Okabe-Ito and Paul Tol, adjusted so that neighbors differ for the common color blindnesses. */
export const CLASS_COLORS = {
  light: ["#0b66b0", "#d55e00", "#00916b", "#c2548f", "#2f9bd0", "#c98a00", "#3a2a8c", "#8c1d4f", "#7d7f1e", "#5d5d5d"],
  dark: ["#4d9de6", "#ff7f3f", "#2cc49a", "#eb93c4", "#8fd4ff", "#f3b62e", "#9a8cf0", "#e0608f", "#c4c356", "#b9b9b9"],
};

/** Of more classes than there are colors, the next ones begin anew. @param {Theme} theme @param {number} label */
export const classColor = (theme, label) => CLASS_COLORS[theme][label % CLASS_COLORS[theme].length];

/** @typedef {ReturnType<typeof readInks>} Inks */
/** @type {WeakMap<Element, {theme: string | undefined, inks: Inks}>} */
let kept = new WeakMap();
// The page's type is larger on the widest pages. Asking for the width at each drawing would lay the page out anew.
globalThis.addEventListener?.("resize", () => (kept = new WeakMap()));

/**
 * Colors and measures of the style sheet's tokens where a canvas stands; read anew only where they can differ.
 * @param {Element} canvas
 */
export function inks(canvas) {
  const root = /** @type {HTMLElement | null} */ (canvas.closest("[data-theme]"));
  const theme = root?.dataset.theme;
  const before = kept.get(canvas);
  if (before && before.theme === theme) return before.inks;
  const now = readInks(canvas);
  if (root) kept.set(canvas, { theme, inks: now });
  return now;
}

/** @param {Element} canvas */
function readInks(canvas) {
  const style = getComputedStyle(canvas);
  const token = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const size = parseFloat(style.fontSize);
  return {
    ink: token("--ink"),
    soft: token("--ink-soft"),
    faint: token("--hairline"),
    paper: token("--paper"),
    accent: token("--accent"),
    second: token("--second"),
    sand: token("--sand"),
    sandLine: token("--sand-line"),
    font: style.fontFamily,
    size,
    unit: size / 16,
  };
}

/** How charts look: the theme's colors and the font around a canvas, a little smaller. @param {Element} canvas */
export function chartLook(canvas) {
  const { ink, soft, faint, paper, accent, second, font, size } = inks(canvas);
  return { theme: { ink, soft, faint, paper, accent, second }, fontFamily: font, fontSize: size * 0.8125 };
}
