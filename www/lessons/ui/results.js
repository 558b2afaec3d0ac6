//! What was measured of a question's runs, as a table, and what that says of the prediction.

import { LESSONS } from "../../strings/lessons.js";
import { el, setText } from "../../ui/dom.js";
import { MEASURES, written } from "../measures.js";

/** @typedef {import("../player.js").Player} Player */

export function createResults() {
  const caption = el("caption", { text: LESSONS.results });
  const head = el("tr");
  const rows = el("tbody");
  const table = el("table", { class: "lesson-table" }, caption, el("thead", {}, head), rows);
  const words = el("dl", { class: "note" });
  const meaning = el("details", { class: "lesson-measures" }, el("summary", { text: LESSONS.meaning }), words);
  const verdict = el("p", { class: "lesson-verdict", tabindex: -1, role: "status" });
  const node = el("div", { class: "lesson-results", hidden: true }, verdict, table, meaning);
  let last = "";
  return {
    node,
    verdict,
    /**
     * @param {import("../lesson.js").Round} round
     * @param {Record<string, import("../player.js").Measured>} measured
     * @param {import("../player.js").Playing["phase"]} phase
     * @param {Player} player
     */
    update(round, measured, phase, player) {
      const isThere = round.runs.some(({ name }) => measured[name]);
      node.hidden = phase === "predict" || !isThere;
      setText(verdict, phase === "see" ? verdictOf(player) : "");
      const now = JSON.stringify([round.question, measured]);
      if (node.hidden || now === last) return;
      last = now;
      head.replaceChildren(el("th", { scope: "col", text: LESSONS.model }),
        ...round.show.map((name) => el("th", { scope: "col", text: MEASURES.get(name)?.label ?? "" })));
      rows.replaceChildren(...rowsOf(player).map(({ name, label }) => el("tr", {},
        el("th", { scope: "row", text: label }),
        ...round.show.map((one) => el("td", { text: written(one, measured[name]?.[one] ?? null) })))));
      words.replaceChildren(...round.show.flatMap((name) => [
        el("dt", { text: MEASURES.get(name)?.label ?? "" }), el("dd", { text: MEASURES.get(name)?.about ?? "" })]));
    },
  };
}

/**
 * The runs of the question, below those of the questions before of which all is known that is shown.
 * @param {Player} player
 */
export function rowsOf({ lesson, round, state: { round: idx, measured } }) {
  const isKnown = (/** @type {string} */ run) => round.show.every((name) => (measured[run]?.[name] ?? null) !== null);
  const before = lesson.rounds.slice(0, idx).flatMap(({ runs }) => runs).filter(({ name }) => isKnown(name));
  return [...before, ...round.runs];
}

/** What the numbers say of the prediction. @param {Player} player */
function verdictOf(player) {
  const { came, round: { choices }, state: { choice } } = player;
  const words = LESSONS.verdict;
  if (came === undefined) return words.unknown;
  if (came === null) return words.neither;
  if (choice === null) return words.none(choices[came].text);
  return choice === came ? words.right(choices[came].text) : words.wrong(choices[choice].text, choices[came].text);
}
