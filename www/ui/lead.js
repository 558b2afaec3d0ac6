//! The opening line: what the network does, since when, and three things to try.

import { trainedMs } from "../app/run-clock.js";
import { changes } from "../app/store.js";
import { S } from "../strings/strings.js";
import { textButton } from "./controls.js";
import { el, setText } from "./dom.js";

/** @typedef {import("../app/store.js").State} State */
/** @typedef {() => HTMLElement | null} Place What an invitation leads to: the place is marked, and gets the focus. */

/** For so long the place that was led to stays marked, in milliseconds. */
const LED = 1500;

/**
 * @param {HTMLElement} container
 * @param {{draw: Place, map: Place, code: Place}} places
 */
export function createLead(container, places) {
  const words = S.lead;
  // The page brings a first line along, so that something is to be read before the scripts are there.
  const line = /** @type {HTMLElement} */ (container.querySelector(".lead-line"));
  const draw = invitation("", places.draw);
  container.append(el("div", { class: "invitations", role: "group", "aria-label": words.invitations },
    draw, invitation(words.map, places.map), invitation(words.code, places.code),
    // The way to the lessons comes there; nothing moves then.
    el("span", { class: "lessons-place" })));

  const packChanged = changes((/** @type {State} */ { pack }) => [pack.name]);
  /** @type {State | null} */
  let current = null;
  // The seconds go on where no step is done meanwhile.
  setInterval(() => current && setText(line, sentences(current)), 500);

  /** @param {State} state */
  function update(state) {
    current = state;
    if (packChanged(state)) setText(draw, S.packs[state.pack.name].draw);
    setText(line, sentences(state));
  }
  return { update };
}

/**
 * @param {string} text
 * @param {Place} place
 */
function invitation(text, place) {
  /** What is marked. @type {Element | null | undefined} */
  let marked;
  const unmark = () => marked?.removeAttribute("data-marked");
  const mark = () => {
    unmark();
    marked = place()?.closest(".field, .panel");
    marked?.setAttribute("data-marked", "");
  };
  const lead = () => {
    mark();
    const mine = marked;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    marked?.scrollIntoView({ block: "nearest", behavior });
    marked = null;
    setTimeout(() => mine?.removeAttribute("data-marked"), LED);
    place()?.focus({ preventScroll: true });
  };
  const hears = { onpointerenter: mark, onpointerleave: unmark, onfocus: mark, onblur: unmark };
  return textButton(text, lead, hears);
}

/** What the network does, and since when. @param {State} state */
export function sentences({ phase, run, clock, snapshot, settings, compare, pack }) {
  const words = S.lead;
  const { one } = S.packs[pack.name];
  const what = compare ? words.two(one, settings.code, compare.settings.code) : words.network(one, settings);
  const isNew = run === "paused" && !snapshot?.step;
  const how = phase === "ready" ? (isNew ? "new" : run) : phase;
  return `${what} ${words.since[how](words.it[compare ? 1 : 0], trainedMs(clock) / 1000, clock.isWhole)}`;
}
