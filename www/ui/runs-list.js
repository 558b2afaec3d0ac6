//! The runs done before, each to be shown or hidden as a gray curve. Fetched with the first of them.

import * as format from "../draw/format.js";
import { isOnSameImages, letterOf } from "../app/earlier-runs.js";
import { endOf, lossUnit, showsError } from "../app/measures.js";
import { changes } from "../app/store.js";
import { S } from "../strings/strings.js";
import { el, setText } from "./dom.js";
import { comparable } from "./loss-series.js";

/** @typedef {import("../app/store.js").State} State */

/**
 * @param {Pick<import("../app/actions.js").Actions, "showEarlierRun">} actions
 * @param {(id: number | null) => void} point Called with the run that is pointed at.
 */
export function createRunsList(actions, point) {
  const words = S.loss;
  const button = el("button", {
    type: "button", class: "text-button", "aria-expanded": "false", "aria-controls": "earlier-runs", hidden: true,
    onclick: () => {
      list.hidden = !list.hidden;
      button.setAttribute("aria-expanded", String(!list.hidden));
    },
  });
  const looks = { class: "runs", role: "group", "aria-label": words.earlier, hidden: true };
  const list = el("div", { id: "earlier-runs", ...looks });
  const changed = changes((/** @type {State} */ state) =>
    [state.earlierRuns, lossUnit(state.settings), showsError(state), state.pack]);

  /**
   * @param {import("../app/earlier-runs.js").EarlierRun} run
   * @param {boolean} fits Whether its curve can stand on the present axis.
   * @param {State} state
   */
  function itemOf(run, fits, { pack }) {
    const { id, name, heldOutError, shown } = run;
    const why = isOnSameImages(run, pack) ? words.otherUnit : words.otherImages;
    const box = el("input", {
      type: "checkbox", id: `earlier-run-${id}`, checked: shown && fits, disabled: !fits,
      onchange: () => actions.showEarlierRun(id, box.checked),
    });
    const over = () => point(fits ? id : null);
    const out = () => point(null);
    const note = el("span", { class: "note", text: fits ? words.runError(format.error(endOf(heldOutError))) : why });
    const looks = { class: "check run", onpointerenter: over, onpointerleave: out, onfocusin: over, onfocusout: out };
    return el("label", looks, box, el("b", { text: letterOf(run) }), el("span", { class: "run-words" }, name, note));
  }

  /** @param {State} state */
  function update(state) {
    if (!changed(state)) return;
    const { earlierRuns } = state;
    const fitting = comparable(state);
    button.hidden = earlierRuns.length === 0;
    setText(button, words.runs(earlierRuns.length));
    const focused = list.querySelector(":focus")?.id;
    list.replaceChildren(...[...earlierRuns].reverse().map((run) => itemOf(run, fitting.includes(run), state)));
    if (focused) [...list.querySelectorAll("input")].find(({ id }) => id === focused)?.focus();
  }
  return { button, list, update };
}
