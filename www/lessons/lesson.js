//! A lesson as its file has it, and how it is fetched.

import { HOME } from "../lib/spawn-worker.js";
import { LESSONS } from "../strings/lessons.js";
import { checkLesson } from "./check-lesson.js";

/**
 * @typedef {import("./check-lesson.js").Lesson} Lesson
 * @typedef {import("./check-lesson.js").Round} Round
 * @typedef {import("./check-lesson.js").Run} Run
 * @typedef {import("./check-lesson.js").Choice} Choice
 * @typedef {import("../strings/lesson-table.js").Entry} Entry
 */

/** Bytes of a lesson's file. */
const MOST_BYTES = 256 * 1024;
/** So many faults of a file are told. */
const MOST_TOLD = 5;

/** What is wrong with a file, in words. */
export class LessonFileError extends Error {
  /** @param {string} text @param {string[]} [faults] */
  constructor(text, faults = []) {
    super(text);
    this.name = "LessonFileError";
    this.faults = faults;
  }
}

const folder = new URL("lessons/data/", HOME);

/** @param {string} file */
async function fetchJson(file) {
  const response = await fetch(new URL(file, folder));
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return response.json();
}

/** One of the page's own lessons. @param {Entry} entry @returns {Promise<Lesson>} */
export const fetchLesson = ({ file }) => fetchJson(file);

/**
 * A lesson out of a file that somebody opens.
 * @param {File} file
 * @returns {Promise<Lesson>}
 */
export async function readLesson(file) {
  if (file.size > MOST_BYTES) throw new LessonFileError(LESSONS.fileTooLarge);
  let value;
  try {
    value = JSON.parse(await file.text());
  } catch (cause) {
    throw cause instanceof SyntaxError ? new LessonFileError(LESSONS.notJson) : cause;
  }
  const faults = checkLesson(value, await fetchJson("lesson.schema.json"));
  if (faults.length === 0) return value;
  const more = faults.length - MOST_TOLD;
  throw new LessonFileError(LESSONS.fileWrong, [
    ...faults.slice(0, MOST_TOLD), ...(more > 0 ? [LESSONS.more(more)] : []),
  ]);
}
