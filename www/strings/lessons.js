//! The lessons' panel. Fetched once somebody wants a lesson; the lessons' own words stand in their files.

import { count } from "../draw/format.js";

export const LESSONS = {
  title: "Lessons",
  about: "Ten short lessons. In each you predict, the page trains, and its own numbers say what came out.",
  list: "All lessons",
  close: "Close the lessons",
  minutes: (/** @type {number} */ n) => `${n} min`,
  done: "done",
  begun: (/** @type {number} */ rounds, /** @type {number} */ of) => `${rounds} of ${of} questions done`,
  article: "Read the article, with eight live figures",
  here: "Your progress is kept in this browser alone.",
  notKept: "This browser keeps nothing for the page: your progress ends with this visit.",
  forget: "Forget my progress",
  file: "Open a lesson file…",
  ofFile: "Lesson from a file",
  heading: (/** @type {number} */ number, /** @type {number} */ of) => `Lesson ${number} of ${of}`,
  question: (/** @type {number} */ round, /** @type {number} */ of) =>
    (of === 1 ? "Your prediction" : `Your prediction, ${round} of ${of}`),
  loading: "The lesson is on its way…",

  /** What a run will do. @param {string[]} labels @param {number} steps @param {string} [labs] */
  plan: (labels, steps, labs) => {
    const models = labels.length === 1 ? `Trains one model for ${count(steps)} steps`
      : `Trains ${labels.length} models, one after the other, for ${count(steps)} steps each`;
    return `${models}${labs ? `, and uses the lab “${labs}”` : ""}.`;
  },
  run: "Run it",
  runAgain: "Run it again",
  runData: (/** @type {string} */ data) => `Use ${data} and run it`,
  empty: "No prediction yet. A guess costs nothing, and makes the answer stick.",
  without: "Run it without one",
  otherData: (/** @type {string} */ wanted, /** @type {string} */ present) =>
    `This lesson works with ${wanted}. Nothing is lost: ${present}, and your model can come back when you leave.`,
  ownSet: "your own set stays where it is",
  otherSet: (/** @type {string} */ name) => `${name} can be chosen again at any time`,
  stop: "Stop",
  paused: "Paused. Press Play to go on.",
  running: (/** @type {string} */ label) => `Training: ${label}`,
  inLab: (/** @type {string} */ lab) => `At work in the lab “${lab}”`,
  measuring: "Measuring",
  progress: "Progress",

  results: "What was measured",
  meaning: "What the numbers mean",
  model: "Model",
  unmeasured: "–",
  verdict: {
    right: (/** @type {string} */ came) => `As you predicted: ${came}`,
    wrong: (/** @type {string} */ predicted, /** @type {string} */ came) =>
      `You predicted: ${predicted} It came out: ${came}`,
    none: (/** @type {string} */ came) => `It came out: ${came}`,
    unknown: "Not every number could be measured, so nothing can be said about the prediction. Run it again.",
    neither: "None of the answers fits what was measured this time. The numbers above are what counts.",
  },
  claim: {
    true: "So it was this time:",
    false: "This time it was otherwise. Usually:",
    unknown: "Usually:",
  },
  see: "Look",
  why: "Why",
  look: "Show me",
  away: "The lesson goes on above.",
  toLesson: "Back to the lesson",
  again: "Predict again",
  next: "Next question",
  nextLesson: (/** @type {string} */ title) => `Next lesson: ${title}`,
  tryIt: "Try it yourself",
  finished: "That was the last lesson.",

  changed: (/** @type {string} */ what) => `You have changed the page: ${what}. The numbers above are of the lesson's models.`,
  changedRun: (/** @type {string} */ what) =>
    `You changed the page while the lesson ran (${what}), so this run does not count. Your model stays.`,
  anotherModel: "another model, or another step",
  backToModel: "Back to the lesson's model",
  otherModel: "begun again",
  everything: "Show all controls",
  onlyThese: "Only the lesson's controls",

  left: "The lesson is closed; its model stays on the page.",
  bringBack: "Bring back what was there",
  broughtBack: "What was there before the lesson is back.",
  unknown: (/** @type {number} */ number, /** @type {number} */ last) =>
    `This page has no lesson ${number}; it has 1 to ${last}. The link may be from another version.`,
  missing: "The lesson could not be loaded. Check the connection and try again.",
  tryAgain: "Try again",
  labRefused: "The lab cannot be used with these images or this model; it says itself why.",
  diverged: "Training diverged, so there is nothing to measure. Run it again.",
  failed: "The run could not be finished:",
  stopped: "Stopped. What was measured before stays.",
  fileTooLarge: "A lesson file has at most 256 KB. This one is larger.",
  fileUnread: "The file could not be read, or what checks it could not be loaded. Try again.",
  notJson: "This is no lesson file: it is not JSON.",
  fileWrong: "This lesson file cannot be used:",
  more: (/** @type {number} */ n) => (n === 1 ? "and one more" : `and ${n} more`),
  worksheet: "Worksheet",
  forClass: "A link for a class…",
  answer: "My prediction",
  because: "Because",
  saw: "What I saw",
  mine: "On my own drawings",
};
