//! The page on paper; fetched once a model is there.

import { applyTheme } from "./app/theme.js";
import { drawForPaper } from "./draw/resolution.js";

/** @typedef {import("./app/store.js").State} State */

/**
 * Paper is light and finer than a screen. All is drawn anew at once, since the browser prints when this is done.
 * @param {import("./app/store.js").Store<State>} store
 */
export function onPrint(store) {
  let { theme } = store.get();
  /** @param {boolean} isPaper @param {State["theme"]} next */
  const show = (isPaper, next) => {
    drawForPaper(isPaper);
    applyTheme(next);
    // What is drawn follows the theme, so it is drawn anew after another one.
    const other = next === "dark" ? "light" : "dark";
    for (const shown of /** @type {const} */ ([other, next])) {
      store.set({ theme: shown });
      store.flush();
    }
  };
  addEventListener("beforeprint", () => {
    ({ theme } = store.get());
    show(true, "light");
  });
  addEventListener("afterprint", () => show(false, theme));
}
