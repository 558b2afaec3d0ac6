//! Light and dark: which one holds, chosen by the visitor or by the system, and remembered.

/** @typedef {import("../draw/inks.js").Theme} Theme */

const KEY = "hourglass.theme";

/** @returns {Theme} The visitor's choice, else the system's. */
export function preferredTheme() {
  const kept = remembered();
  if (kept) return kept;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** @returns {Theme | null} */
function remembered() {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : null;
  } catch {
    return null; // Storage may be closed to the page, as in a sandboxed frame.
  }
}

/**
 * @param {Theme} theme
 */
export function rememberTheme(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Then the choice holds for this visit.
  }
}

/**
 * Follows the system until the visitor has chosen.
 * @param {(theme: Theme) => void} change
 */
export function onSystemTheme(change) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (!remembered()) change(preferredTheme());
  });
}

/**
 * @param {Theme} theme
 */
export function applyTheme(theme) {
  document.documentElement.dataset.theme = theme;
}
