//! What can be chosen of a film: what it shows, of which steps, and its file.

import { FILM } from "../../strings/keep-film.js";
import { chip } from "../../ui/controls.js";
import { el, unique } from "../../ui/dom.js";
import { formats } from "../film/encoders.js";

/** How many steps from now on can be filmed. */
const NEXT = [500, 2000];

/**
 * Some to choose one of.
 * @template T
 * @param {string} title
 * @param {{value: T, text: string}[]} of The first one is chosen.
 */
function choice(title, of) {
  const name = unique("film-choice");
  let chosen = of[0].value;
  const chips = of.map(({ value, text }, idx) => chip({ name, value: String(idx) }, () => (chosen = value), text));
  chips[0].input.checked = true;
  const label = el("h4", { id: unique("film-title"), text: title });
  const group = el("div", { class: "chips", role: "radiogroup", "aria-labelledby": label.id },
    ...chips.map(({ node }) => node));
  return {
    node: el("div", { class: "film-choice" }, label, group),
    get chosen() {
      return chosen;
    },
    /** @param {T} value @param {boolean} is */
    allow(value, is) {
      const at = of.findIndex((one) => one.value === value);
      chips[at].input.disabled = !is;
      if (is || !chips[at].input.checked) return;
      const other = chips.findIndex(({ input }) => !input.disabled);
      chips[other].input.checked = true;
      chosen = of[other].value;
    },
    /** @param {boolean} are */
    lock(are) {
      chips.forEach(({ input }) => input.toggleAttribute("data-locked", are));
      group.toggleAttribute("inert", are);
    },
  };
}

/** What a visitor can choose. */
export function choices() {
  const what = choice(FILM.what, /** @type {const} */ (["whole", "map", "pairs"]).map((value) =>
    ({ value, text: FILM.whats[value] })));
  const which = choice(FILM.which, [
    { value: /** @type {number | null} */ (null), text: FILM.again },
    ...NEXT.map((steps) => ({ value: steps, text: FILM.next(steps) })),
  ]);
  const format = choice(FILM.format, formats().map((value) => ({ value, text: FILM.formats[value] })));
  return { what, which, format, all: [what, which, format] };
}
