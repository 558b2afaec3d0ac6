//! The page for the last row: large type and strong contrast, in the light and in the dark.

import { HOME } from "../lib/spawn-worker.js";
import { loadStyle } from "../ui/dom.js";

/** What takes Escape for itself. */
const OVER = "dialog[open], :popover-open";

export class Projector {
  #store;
  /** @type {Promise<unknown> | null} */
  #styled = null;
  #isOn = false;

  /** @param {import("../app/store.js").Store<import("../app/store.js").State>} store */
  constructor(store) {
    this.#store = store;
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.#isOn || event.defaultPrevented || document.querySelector(OVER)) return;
      store.set({ projector: false });
    });
  }

  /** Fetches its style sheet. */
  prepare() {
    this.#styled ??= loadStyle(new URL("style/class-projector.css", HOME)).catch((cause) => {
      this.#styled = null;
      throw cause;
    });
    return this.#styled;
  }

  /** @param {boolean} isOn */
  show(isOn) {
    if (this.#isOn === isOn) return;
    this.#isOn = isOn;
    // Without its style sheet the page stays as it is.
    void this.prepare().then(() => this.#apply(), () => this.#store.set({ projector: false }));
  }

  #apply() {
    document.documentElement.toggleAttribute("data-projector", this.#isOn);
    // The colors and letters that canvases were drawn with are forgotten as in a window of another size.
    dispatchEvent(new Event("resize"));
    // What is drawn follows the theme, so it is drawn anew after another one.
    const { theme } = this.#store.get();
    for (const shown of /** @type {const} */ ([theme === "dark" ? "light" : "dark", theme])) {
      this.#store.set({ theme: shown });
      this.#store.flush();
    }
  }
}
