//! Which two axes the map shows, for codes of more than two numbers.

import { changes } from "../app/store.js";
import { S } from "../strings/strings.js";
import { el } from "./dom.js";

/** @typedef {import("../app/store.js").State} State */

/**
 * @param {Pick<import("../app/actions.js").Actions, "setMapDims">} actions
 */
export function createMapAxes(actions) {
  const words = S.map;
  const sendMode = () => actions.setMapDims(mode.selectedIndex === 0 ? null : [0, 1]);
  const mode = el("select", { "aria-label": words.axes, onchange: sendMode },
    el("option", { text: words.automatic }), el("option", { text: words.choose }));
  const send = () => actions.setMapDims([across.selectedIndex, up.selectedIndex]);
  const across = el("select", { "aria-label": words.across, onchange: send });
  const up = el("select", { "aria-label": words.up, onchange: send });
  const node = el("div", { class: "map-axes", hidden: true }, mode, across, up);
  const changed = changes((/** @type {State} */ { info, mapDims, settings, phase }) =>
    [info, mapDims, settings.code, phase]);

  /** @param {State} state */
  function update(state) {
    if (!changed(state)) return;
    // Known from the settings before there is a model, so that nothing moves when it comes.
    const n = state.info?.latentDim ?? state.settings.code;
    node.hidden = n <= 2 || (state.phase === "failed" && state.info === null);
    mode.disabled = state.info === null;
    if (across.length !== n) {
      for (const select of [across, up]) {
        select.replaceChildren(...Array.from({ length: n }, (_, idx) => el("option", { text: words.number(idx) })));
      }
    }
    mode.selectedIndex = state.mapDims ? 1 : 0;
    across.hidden = up.hidden = state.mapDims === null;
    if (state.mapDims) [across.selectedIndex, up.selectedIndex] = state.mapDims;
  }
  return { node, update };
}
