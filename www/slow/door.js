//! The button of one step in slow motion, fetched once training has begun; all behind it comes when it is pressed.

import { changes } from "../app/store.js";
import { SLOW } from "../strings/slow.js";
import { el } from "../ui/dom.js";

/** @typedef {import("./make-step.js").Page} Page */
/** @typedef {import("../app/store.js").State} State */

const SVG = "http://www.w3.org/2000/svg";

/** A step under a magnifying glass. */
function picture() {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.3L14 14M5.9 4.9L9 7 5.9 9.1z");
  svg.append(path);
  return svg;
}

/** @param {Page} page */
export function offerSlow(page) {
  const { store, models, actions } = page;
  const hourglass = document.getElementById("hourglass");
  const place = document.querySelector(".slow-place");
  if (!hourglass || !place || place.hasChildNodes()) return;
  /** @type {(() => void) | null} */
  let close = null;
  let isBusy = false;

  async function press() {
    if (close) return close();
    if (isBusy) return;
    isBusy = true;
    button.setAttribute("aria-busy", "true");
    try {
      const { openSlow } = await import("./open.js");
      close = await openSlow(page, /** @type {HTMLElement} */ (hourglass), closed);
    } catch (cause) {
      actions.explain(cause);
    } finally {
      isBusy = false;
      button.removeAttribute("aria-busy");
      button.setAttribute("aria-expanded", String(close !== null));
    }
  }

  function closed() {
    close = null;
    button.setAttribute("aria-expanded", "false");
    // What was pressed in the panel is gone with it.
    if (document.activeElement === document.body || !document.activeElement) button.focus({ preventScroll: true });
  }

  const button = el("button", {
    type: "button", class: "icon-button", "aria-label": SLOW.button, "aria-expanded": "false", onclick: press,
  }, picture());
  const changed = changes((/** @type {State} */ { phase, run, compare, info }) => 
    [phase, run, compare === null, info, models.trained === models.first]);
  /** @param {State} state */
  const update = (state) => {
    if (!changed(state)) return;
    const { phase, run, compare } = state;
    const isAlone = compare === null && models.trained === models.first;
    button.disabled = phase !== "ready" || run === "restarting" || !isAlone;
    button.title = isAlone ? SLOW.hint : SLOW.comparing;
  };
  update(store.get());
  store.subscribe(update);
  place.append(button);
}
