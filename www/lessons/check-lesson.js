//! Whether a file is a lesson that can be played, in the words of whoever wrote it: first its structure, by the schema,
//! then what it says. It may be any JSON.

import { defaults, optionOf, parse, write } from "../app/options.js";
import { preset } from "../app/presets.js";
import { measuresOf, parseCondition, piecesOf } from "./claims.js";
import { MEASURES } from "./measures.js";
import { checkStructure } from "./schema.js";

/**
 * @typedef {object} Run
 * @property {string} name
 * @property {string} label
 * @property {import("../app/presets.js").Kind} kind
 * @property {Partial<Record<import("../app/options.js").Key, number | number[] | string>>} [set]
 * @property {number} steps
 * @property {string} [lab]
 *
 * @typedef {{text: string, when: string[]}} Choice
 *
 * @typedef {object} Round
 * @property {string[]} [light]
 * @property {string} question
 * @property {Choice[]} choices
 * @property {Run[]} runs
 * @property {string[]} show
 * @property {string[]} see
 * @property {Choice} claim
 * @property {string[]} explain
 *
 * @typedef {object} Lesson
 * @property {1} version
 * @property {string} id
 * @property {string} title
 * @property {string} about
 * @property {number} minutes
 * @property {"digits" | "fashion" | "emoji"} data
 * @property {string[]} intro
 * @property {Round[]} rounds
 * @property {string} try
 *
 * @typedef {(place: (string | number)[], what: string) => void} Tell Places of lists count from 1.
 */

/** So many problems are told: who has mended them sees the rest. */
const MOST_PROBLEMS = 20;

/**
 * What is wrong with a lesson, problem by problem, with the place; nothing where it can be played.
 * @param {unknown} value
 * @param {import("./schema.js").Schema} schema lesson.schema.json
 * @returns {string[]}
 */
export function checkLesson(value, schema) {
  /** @type {string[]} */
  const problems = [];
  /** @type {Tell} */
  const tell = (place, what) => {
    if (problems.length < MOST_PROBLEMS) problems.push(`${place.length > 0 ? place.join(" › ") : "the file"}: ${what}`);
  };
  checkStructure(value, schema, tell);
  if (problems.length === 0) checkMeaning(/** @type {Lesson} */ (value), tell);
  return problems;
}

/**
 * The settings that a run of a lesson trains with.
 * @param {Lesson["data"]} data
 * @param {Pick<Run, "kind" | "set">} run
 * @param {number} [seed]
 * @returns {import("../app/options.js").Settings}
 */
export const settingsOf = (data, { kind, set = {} }, seed = defaults().seed) =>
  /** @type {import("../app/options.js").Settings} */ ({ ...preset(kind, data), ...set, data, seed });

/** @param {Lesson} lesson @param {Tell} tell */
function checkMeaning(lesson, tell) {
  /** What the runs so far are. @type {Map<string, Run>} */
  const runs = new Map();
  lesson.intro.forEach((text, idx) => checkPlain(text, ["intro", idx + 1], tell));
  checkPlain(lesson.try, ["try"], tell);
  lesson.rounds.forEach((round, idx) => {
    const at = ["rounds", idx + 1];
    round.runs.forEach((run, of) => checkRun(run, runs, [...at, "runs", of + 1], tell));
    round.show.forEach((name, of) => {
      if (!MEASURES.has(name)) tell([...at, "show", of + 1], unknownMeasure(name));
    });
    checkPlain(round.question, [...at, "question"], tell);
    round.choices.forEach(({ text, when }, of) => {
      checkPlain(text, [...at, "choices", of + 1, "text"], tell);
      checkConditions(when, runs, [...at, "choices", of + 1, "when"], tell);
    });
    checkConditions(round.claim.when, runs, [...at, "claim", "when"], tell);
    checkFilled([round.claim.text], runs, [...at, "claim", "text"], tell);
    checkFilled(round.see, runs, [...at, "see"], tell);
    checkFilled(round.explain, runs, [...at, "explain"], tell);
  });
}

/** @param {string} name */
const unknownMeasure = (name) => `there is no measure “${name}”; there are ${[...MEASURES.keys()].join(", ")}`;

/**
 * @param {Run} run
 * @param {Map<string, Run>} runs
 * @param {(string | number)[]} at
 * @param {Tell} tell
 */
function checkRun(run, runs, at, tell) {
  if (runs.has(run.name)) tell([...at, "name"], `another run of this lesson is called “${run.name}”`);
  runs.set(run.name, run);
  for (const [key, value] of Object.entries(run.set ?? {})) {
    const option = optionOf(/** @type {import("../app/options.js").Key} */ (key));
    if (parse(option, write(value)) === undefined) tell([...at, "set", key], `the page does not allow ${write(value)}`);
  }
}

/**
 * @param {string[]} when
 * @param {Map<string, Run>} runs
 * @param {(string | number)[]} at
 * @param {Tell} tell
 */
function checkConditions(when, runs, at, tell) {
  when.forEach((text, idx) => {
    const place = when.length > 1 ? [...at, idx + 1] : at;
    attempt(place, tell, () => {
      for (const { measure, run } of measuresOf(parseCondition(text))) checkMeasured(measure, run, runs, place, tell);
    });
  });
}

/**
 * @param {string[]} texts
 * @param {Map<string, Run>} runs
 * @param {(string | number)[]} at
 * @param {Tell} tell
 */
function checkFilled(texts, runs, at, tell) {
  texts.forEach((text, idx) => {
    const place = texts.length > 1 ? [...at, idx + 1] : at;
    attempt(place, tell, () => {
      for (const piece of piecesOf(text)) {
        if ("measure" in piece) checkMeasured(piece.measure, piece.run, runs, place, tell);
      }
    });
  });
}

/** Text in which nothing is filled in. @param {string} text @param {(string | number)[]} at @param {Tell} tell */
function checkPlain(text, at, tell) {
  if (/[{}]/.test(text)) tell(at, "numbers in braces are filled in only in see, claim and explain");
}

/**
 * Whether a measure can be had of a run.
 * @param {string} name
 * @param {string} run
 * @param {Map<string, Run>} runs
 * @param {(string | number)[]} at
 * @param {Tell} tell
 */
function checkMeasured(name, run, runs, at, tell) {
  const [measure, measured] = [MEASURES.get(name), runs.get(run)];
  if (!measure) return tell(at, unknownMeasure(name));
  if (!measured) return tell(at, `no run up to here is called “${run}”; there are ${[...runs.keys()].join(", ")}`);
  if (measure.lab && measure.lab !== measured.lab) {
    tell(at, `${name} is what the lab ${measure.lab} finds, and the run “${run}” does not open it`);
  }
}

/**
 * Tells what a text's reader says against it.
 * @param {(string | number)[]} at
 * @param {Tell} tell
 * @param {() => void} read
 */
function attempt(at, tell, read) {
  try {
    read();
  } catch (cause) {
    tell(at, /** @type {Error} */ (cause).message);
  }
}
