//! The sets of images as chips, one of which is chosen, and what is known of it.

import { PACK_NAMES } from "../data/pack-table.js";
import { changes } from "../app/store.js";
import { S } from "../strings/strings.js";
import { chip } from "./controls.js";
import { el, setText } from "./dom.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../data/pack-table.js").PackName} PackName
 */

/** The visitor's own has a chip once there is something in it. */
const NAMES = /** @type {PackName[]} */ ([...PACK_NAMES, "own"]);

/** @param {Pick<import("../app/actions.js").Actions, "change">} actions */
export function createPackChips(actions) {
  /** @type {State | null} */
  let current = null;
  const chips = NAMES.map((name) => ({
    name,
    ...chip({ name: "pack", value: name, title: S.packs[name].facts }, () => {
      // Whatever is chosen now, a pack that was chosen before and is still on its way is not wanted any more.
      current?.switching?.cancel();
      actions.change("data", name);
    }, S.packs[name].name),
  }));
  const facts = el("p", { id: "data-facts", class: "note data-facts" });
  const looks = { class: "chips packs", role: "radiogroup", "aria-label": S.data.choose, "aria-describedby": facts.id };
  const group = el("div", looks, ...chips.map(({ node }) => node));

  const known = changes((/** @type {State} */ { heldOut, loading, phase, switching }) =>
    [heldOut, loading, phase, switching]);

  /** @param {State} state */
  function update(state) {
    current = state;
    const { settings, pending, switching } = state;
    const now = switching?.name ?? (pending ?? settings).data;
    for (const { name, input, node } of chips) {
      // Always: a click moves the mark, and a pack that fails at once leaves no change of the state to be seen.
      if (input.checked !== (name === now)) input.checked = name === now;
      node.hidden = name === "own" && now !== "own" && !hasOwn(state.own);
    }
    if (known(state)) setText(facts, factsOf(state));
  }
  return { group, facts, update };
}

/** @param {State["own"]} own */
export const hasOwn = (own) => own !== null && own.drawings + own.pictures > 0;

/** @param {State} state */
function factsOf({ heldOut, loading, phase, switching }) {
  const words = S.data;
  if (switching) return words.switching(S.packs[switching.name].name, switching.bytes);
  if (heldOut && loading.arrived >= loading.total) return words.facts(loading.total, heldOut.count, heldOut);
  if (loading.total > 0) return words.arriving(loading.arrived, loading.total);
  return phase === "failed" ? S.nothing : S.status.state.loading;
}
