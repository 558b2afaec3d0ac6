//! Gives each figure on the page a button that saves it. Fetched once a step has been trained.

import { otherSide } from "../app/second-side.js";
import { HOME } from "../lib/spawn-worker.js";
import { PLOTS } from "../strings/keep-plots.js";
import { loadStyle } from "../ui/dom.js";
import { hourglassItems } from "./plots/hourglass.js";
import { labItems } from "./plots/lab-figures.js";
import { lossItems } from "./plots/loss.js";
import { mapItems } from "./plots/map.js";
import { pairsItems } from "./plots/pairs.js";
import { saveMenu } from "./ui/save-menu.js";

/** @typedef {import("./page.js").Page} Page */

/**
 * Gives every panel its button, and those of a second model theirs when they come.
 * @param {Page} page
 * @param {() => void} film Opens what makes a film.
 */
export async function decoratePlots(page, film) {
  await loadStyle(new URL("style/keep-plots.css", HOME));
  const { store, models } = page;
  const { get } = store;
  // The figures may show the model as it was.
  const seen = () => ({ ...get(), ...get().past });
  const other = () => otherSide(get());
  const part = () => (get().compare ? "-a" : "");
  const filming = { text: PLOTS.film, run: film };
  /** @type {[string, (panel: HTMLElement) => import("./ui/save-menu.js").Item[]][]} */
  const panels = [
    ["hourglass", (panel) => hourglassItems(seen, panel, part())],
    ["map", (panel) => withFilm(mapItems(seen, () => (get().past ? null : models.first), panel, part()))],
    ["loss", () => lossItems(get)],
    ["reconstructions", () => pairsItems(seen)],
    ["labs", (panel) => labItems(get, panel)],
    ["other-hourglass", (panel) => hourglassItems(other, panel, "-b")],
    ["other-map", (panel) => mapItems(other, () => models.second, panel, "-b")],
  ];
  /** @param {import("./ui/save-menu.js").Item[]} items */
  const withFilm = (items) => (items.length > 0 ? [...items, filming] : items);
  const decorate = () => {
    for (const [id, items] of panels) {
      const panel = document.getElementById(id);
      const head = panel?.querySelector(".panel-head");
      const title = head?.querySelector("h2");
      if (!panel || !head || !title || head.querySelector(".save-button")) continue;
      const menu = saveMenu(title.textContent ?? "", () => items(panel), id === "labs" ? PLOTS.empty : undefined);
      const help = head.querySelector(".help-place");
      if (help) help.after(menu);
      else title.after(menu);
    }
  };
  decorate();
  // Only a second model brings panels later.
  store.subscribe(({ compare }) => compare && decorate());
}
