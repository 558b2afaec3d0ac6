//! What a lesson talks about lights up; the rest of the page steps back.

import { OPTIONS } from "../app/options.js";

/** The panels by the names that lessons have for them. @type {Record<string, string>} */
const PANELS = {
  hourglass: "hourglass", map: "map", draw: "draw", reconstructions: "reconstructions", loss: "loss", model: "model",
  data: "data", labs: "labs",
};

/** All that a lesson can light. */
export const LIGHTS = [...Object.keys(PANELS), "kind", ...OPTIONS.filter(({ group }) => group !== "none")
  .map(({ key }) => key)];

/** Figures that stand below the others, until one of them is talked about and none of the others is. */
const BELOW = ["loss", "reconstructions"];
const isAbove = (/** @type {string} */ name) => ["hourglass", "map", "draw"].includes(name);

/**
 * Where a light is, if that part of the page is there.
 * @param {string} name
 * @returns {HTMLElement | null}
 */
export function placeOf(name) {
  if (Object.hasOwn(PANELS, name)) return document.getElementById(PANELS[name]);
  const model = document.getElementById("model");
  if (name === "kind") return model?.querySelector(".kinds") ?? null;
  const control = model?.querySelector(`[name="${name}"], [id^="option-${name}"]`);
  return control?.closest(".field") ?? null;
}

/** @param {string[] | null} names Null: everything is as ever. */
export function light(names) {
  for (const lit of document.querySelectorAll("[data-lit]")) lit.removeAttribute("data-lit");
  document.body.removeAttribute("data-lights");
  const isBelow = names?.some((one) => BELOW.includes(one)) && !names.some(isAbove);
  if (names) document.body.dataset.lights = isBelow ? "curves" : "";
  for (const name of names ?? []) {
    const place = placeOf(name);
    place?.setAttribute("data-lit", "");
    // What is behind "More…" is shown with it, and a panel with any of its controls.
    const more = place?.closest("details");
    if (more instanceof HTMLDetailsElement) more.open = true;
    more?.setAttribute("data-lit", "");
    place?.closest(".panel")?.setAttribute("data-lit", "");
  }
}
