//! A lesson's worksheet: its questions, its tables, filled where something was measured, and the page's pictures.

import { LESSONS } from "../../strings/lessons.js";
import { MEASURES, written } from "../measures.js";

/**
 * @typedef {import("../player.js").Player} Player
 * @typedef {import("../worksheet.js").Part} Part
 */

/**
 * @param {import("../../keep/page.js").Page} page
 * @param {Player} player
 * @param {number | null} number
 */
export async function printLesson(page, player, number) {
  const { lesson } = player;
  const { settings } = page.store.get();
  const { printWorksheet } = await import("../worksheet.js");
  await printWorksheet(page, {
    title: lesson.title, number, data: lesson.data, seed: settings.seed,
    parts: [
      ...lesson.intro.map((text) => /** @type {Part} */ ({ kind: "text", text })),
      ...lesson.rounds.flatMap((round, idx) => partsOf(player, round, idx)),
      { kind: "text", title: LESSONS.tryIt, text: lesson.try },
      { kind: "lines", label: LESSONS.mine, count: 3 },
    ],
  });
}

/**
 * @param {Player} player
 * @param {import("../lesson.js").Round} round
 * @param {number} idx
 * @returns {Part[]}
 */
function partsOf(player, round, idx) {
  const { round: now, choice, measured } = player.state;
  const isSeen = round.runs.every(({ name }) => measured[name]);
  const isHere = idx === now && player.state.phase === "see";
  return [
    { kind: "question", text: round.question, choices: round.choices.map(({ text }) => text),
      chosen: idx === now ? choice : null },
    { kind: "lines", label: LESSONS.because, count: 2 },
    { kind: "table", title: LESSONS.results, columns: [LESSONS.model, ...round.show.map((name) => MEASURES.get(name)?.label ?? "")],
      rows: round.runs.map(({ name, label }) => [label, ...round.show.map((measure) => {
        const value = measured[name]?.[measure] ?? null;
        return value === null ? "" : written(measure, value);
      })]) },
    ...(isHere ? [/** @type {Part} */ ({ kind: "pictures" })] : []),
    { kind: "lines", label: LESSONS.saw, count: isSeen ? 2 : 3 },
  ];
}
