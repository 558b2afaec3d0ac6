//! A lesson's worksheet: its questions, its tables, filled where something was measured, and the page's pictures.

import { classHash } from "../../class/link.js";
import { LESSONS } from "../../strings/lessons.js";
import { S } from "../../strings/strings.js";
import { MEASURES, written } from "../measures.js";
import { printWorksheet } from "../worksheet.js";
import { takePicture } from "../worksheet-pictures.js";

/**
 * @typedef {import("../player.js").Player} Player
 * @typedef {import("../worksheet-parts.js").Part} Part
 * @typedef {import("../worksheet-pictures.js").PictureName} PictureName
 * @typedef {Map<number, {name: PictureName, canvas: HTMLCanvasElement | null}[]>} Pictures Of each question, as they
 *   were when it was answered.
 */

/** Figures that a lesson can light, as the worksheet names them. @type {readonly PictureName[]} */
const FIGURES = ["hourglass", "map", "reconstructions", "loss"];

/**
 * The figures that a question speaks of, as they are now.
 * @param {import("../lesson.js").Round} round
 * @param {import("../../app/store.js").State} state
 */
export const picturesOf = ({ light = [] }, state) =>
  FIGURES.filter((name) => light.includes(name)).map((name) => ({ name, canvas: takePicture(state, name) }));

/**
 * @param {import("../../keep/page.js").Page} page
 * @param {Player} player
 * @param {number | null} number
 * @param {Pictures} pictures
 */
export async function printLesson({ store }, player, number, pictures) {
  const { lesson } = player;
  const state = store.get();
  const { seed } = state.settings;
  const hash = classHash(state, { lesson: number ?? 0, stays: state.stays, seed, projector: false });
  await printWorksheet(store, {
    title: lesson.title, number, data: S.packs[lesson.data].name, seed,
    address: location.origin + location.pathname + hash,
    parts: [
      { kind: "text", text: lesson.intro },
      ...lesson.rounds.flatMap((round, idx) => partsOf(player, round, idx, pictures.get(idx))),
      { kind: "text", title: LESSONS.tryIt, text: lesson.try },
      { kind: "lines", text: LESSONS.mine, count: 3 },
    ],
  });
}

/**
 * @param {Player} player
 * @param {import("../lesson.js").Round} round
 * @param {number} idx
 * @param {{name: PictureName, canvas: HTMLCanvasElement | null}[] | undefined} pictures None where it is not answered.
 * @returns {Part[]}
 */
function partsOf(player, round, idx, pictures) {
  const { light = [] } = round;
  const { measured } = player.state;
  const sketched = FIGURES.filter((name) => light.includes(name)).map((name) => ({ name, canvas: null }));
  const all = pictures ?? sketched;
  return [
    {
      kind: "question", text: round.question, choices: round.choices.map(({ text }) => text),
      chosen: player.chosen.get(idx) ?? null,
    },
    { kind: "lines", text: LESSONS.because, count: 2 },
    {
      kind: "table", caption: LESSONS.results,
      head: [LESSONS.model, ...round.show.map((name) => MEASURES.get(name)?.label ?? "")],
      rows: round.runs.map(({ name, label }) => [label, ...round.show.map((measure) => {
        const value = measured[name]?.[measure] ?? null;
        return value === null ? null : written(measure, value);
      })]),
    },
    ...(all.length > 0 ? [/** @type {Part} */ ({ kind: "pictures", pictures: all })] : []),
    { kind: "lines", text: LESSONS.saw, count: 3 },
  ];
}
