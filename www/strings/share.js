//! The dialog that gives a link away.

import { count } from "../draw/format.js";
import { S } from "./strings.js";

/** @param {number} n @param {string} one @param {string} [more] */
const some = (n, one, more = `${one}s`) => `${count(n)} ${n === 1 ? one : more}`;

export const SHARE = {
  title: "Share",
  close: "Close",
  link: "Link",
  copy: "Copy",
  copied: "Copied",
  /** Where the page may not write into the clipboard. */
  byHand: "The browser does not let the page copy. The text is selected: copy it with Ctrl+C or ⌘C.",
  withStep: (/** @type {number} */ step) => `With the run: it trains to step ${count(step)} again`,
  withMoves: (/** @type {number} */ n) =>
    `${some(n, "change")} made while it trained ${n === 1 ? "is" : "are"} made again at the same ${
      n === 1 ? "step" : "steps"}.`,
  withInk: (/** @type {number} */ n) => `With ${n === 1 ? "your drawing" : `your ${n} drawings`}`,
  needsInk: "The run needs the drawings it was trained on.",
  whyNot: {
    two: "The link gives both models and not their runs: two that are compared begin anew.",
    changing: "The model is changing just now: the link gives what it will be, and no run.",
    untrained: "The model has made no step yet, so the link gives its settings alone.",
    own: "The link gives the settings and not the run, which was on images that do not travel in a link.",
    loaded: "The link gives the settings and not the run: this model came out of a file, an undo or an earlier step, and "
      + "a link cannot tell how it came about.",
    diverged: "The link gives the settings and not the run: after training diverged the model went back to weights "
      + "from before, and a link cannot tell how it came about.",
    died: "The link gives the settings and not the run: the model went on from its last copy after its worker had "
      + "stopped, and a link cannot tell how it came about.",
    moves: "The link gives the settings and not the run: more was changed while it trained than a link can tell.",
    long: "The link gives the settings and not the run: it is longer than a million steps.",
  },
  qr: "QR code of the link",
  qrHint: "Scan it with a phone.",
  qrLong: (/** @type {number} */ length) =>
    `A link of ${count(length)} characters makes too fine a code for a phone.`,
  qrLost: "The QR code could not be loaded.",
  long: (/** @type {number} */ length) =>
    `The link has ${count(length)} characters. Some mail and chat programs cut such links.`,
  aboutClass: "Only part of the page, a lesson, the same seed for everyone?",
  forClass: "Make a link for a class",
  embed: "Put it into your own page",
  element: "As an element",
  frame: "As a frame",
  code: "Code",
  frameTitle: "Hourglass: an auto-encoder that trains in the page",
  embedOwn: "Your images do not go into a figure: it trains on the digits.",
  embedMoves: "The figure begins with the settings of the first step; changes made while it trained are not made again.",
  embedTwo: "The figure shows the first of the two models.",
  /** @param {string[]} names Of what is chosen here. */
  embedShown: (names) => `The figure does not take along what is chosen here: ${names.join(", ")}.`,
  elementElsewhere: "A page of another site can load this script only where this site sends the header "
    + "Access-Control-Allow-Origin; else put a copy of the folder dist/ on your own site: see docs/embedding.md.",
  frameHeight: "A small script lets the frame be as high as what it shows: see docs/embedding.md.",
  inside: "In the link",
  outside: "Not in the link",
  settings: (/** @type {string} */ images, /** @type {number} */ seed) =>
    `the model, how it trains, seed ${seed}, and the name of the images (${images})`,
  /** @param {string[]} names */
  shown: (names) => `what is shown: ${names.join(", ")}`,
  /** What can be chosen of what is shown. */
  parts: {
    showManifold: "grid", mapDims: "axes", onlyClass: "class", filters: "filters", curves: "curves",
    lab: "the open lab", lesson: "the open lesson", stays: "what stays of the page", projector: "the projector's view",
    workers: "the number of workers",
  },
  embedImages: "A figure trains on all images.",
  second: "the second model, where it differs",
  run: (/** @type {number} */ step) => `the way to step ${count(step)}, and the loss there, bit for bit`,
  drawings: (/** @type {number} */ n) => `${some(n, "drawing")} of yours, with their classes, ${28} × ${28} pixels each`,
  weights: "the weights: whoever opens the link trains the model anew",
  pictures: (/** @type {number} */ n) => `${some(n, "picture")} of yours: pictures never travel in a link`,
  tooMany: (/** @type {number} */ n) => `your ${some(n, "drawing")}: up to 20 of 28 × 28 pixels in gray can travel`,
  leftOut: (/** @type {number} */ n) => `your ${some(n, "drawing")}`,
  earlier: (/** @type {number} */ n) => (n === 1 ? "the earlier run" : `the ${count(n)} earlier runs`),
  findings: "what the open lab has found",
  /** The name of a set of images. @param {import("../data/pack-table.js").PackName} name */
  images: (name) => S.packs[name]?.name ?? name,
};
