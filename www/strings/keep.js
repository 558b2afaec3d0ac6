//! What is said of keeping a run, fetched with what keeps it.

import { count } from "../draw/format.js";
import { S } from "./strings.js";

const MB = 1e6;
/** @param {number} bytes */
export const size = (bytes) =>
  (bytes < MB ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / MB).toFixed(1)} MB`);

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
/** How long ago something was. @param {number} at @param {number} now */
function ago(at, now) {
  const minutes = Math.round((now - at) / 60_000);
  if (minutes < 1) return "less than a minute ago";
  if (minutes < 60) return RELATIVE.format(-minutes, "minute");
  if (minutes < 48 * 60) return RELATIVE.format(-Math.round(minutes / 60), "hour");
  return RELATIVE.format(-Math.round(minutes / 1440), "day");
}

/** @param {string} data */
const images = (data) => (Object.hasOwn(S.packs, data)
  ? S.packs[/** @type {import("../data/pack-table.js").PackName} */ (data)].name : data);
/** @param {{data: string, step: number}} about */
const what = ({ data, step }) => `${images(data)}, step ${count(step)}`;

export const KEEP = {
  title: "Keep",
  close: "Close",
  imagesFile: "images.safetensors",

  save: {
    title: "This run",
    about: "One file with the model, its optimizer, its curves and all that is set: it goes on exactly where it "
      + "stopped, here or on any machine. Drop it on the page to open it.",
    button: "Save the run",
    making: "Making the file …",
    saved: (/** @type {string} */ name, /** @type {number} */ bytes) => `Saved as ${name}, ${size(bytes)}.`,
    open: "Open a file …",
    withImages: (/** @type {number} */ n, /** @type {number} */ bytes) =>
      `With my ${n === 1 ? "image" : `${count(n)} images`}, about ${size(bytes)}`,
    needsImages: "Without them the file opens only where the same images are.",
    otherImages: "The file will hold your images as they are now, and the run was trained on others.",
  },

  auto: {
    title: "Kept by itself",
    switch: "Keep the run on this device",
    states: {
      on: "While a model trains, a copy is kept in this browser, and offered after a crash or a reload. Nothing is "
        + "sent anywhere.",
      off: "Nothing is kept: a crash or a reload ends the run.",
      blocked: "This browser does not let the page keep anything (a private window, or storage is blocked). Training "
        + "goes on; save a file to keep the run.",
      full: "There is no room left in this browser's storage, so the run is not kept. Training goes on; save a file to "
        + "keep it.",
      large: "This model is too large to be kept by itself. Save a file to keep it.",
      embedded: "Inside another page nothing is kept by itself. Save a file to keep the run.",
    },
    last: (/** @type {number} */ step, /** @type {number} */ at, /** @type {number} */ now) =>
      `Kept at step ${count(step)}, ${ago(at, now)}.`,
    others: "Kept before",
    other: (/** @type {{data: string, step: number}} */ about, /** @type {number} */ at, /** @type {number} */ now) =>
      `${what(about)}, ${ago(at, now)}`,
  },

  offer: (/** @type {{data: string, step: number}} */ about, /** @type {number} */ at, /** @type {number} */ now) =>
    `A run was kept ${ago(at, now)}: ${what(about)}.`,
  goOn: "Go on",
  discard: "Discard",
  wentOn: (/** @type {number} */ step, /** @type {number} */ at, /** @type {number} */ now) =>
    `The run that was kept ${ago(at, now)} goes on from step ${count(step)}.`,
  notGone: (/** @type {string} */ why) => `The kept run could not be opened, and this one goes on: ${why}`,
  recordLost: "It is no longer in this browser's storage.",

  opening: (/** @type {string} */ name) => `Opening ${name} …`,
  opened: (/** @type {string} */ name, /** @type {number} */ step) => `${name} is open, at step ${count(step)}.`,
  otherImages: "Your images are others than those that it was trained on.",
  notOpened: (/** @type {string} */ name, /** @type {string} */ why) =>
    `${name} could not be opened, and all is as it was: ${why}`,
  oneRun: (/** @type {string} */ name) => `One run is opened at a time: ${name}.`,
  tooLarge: (/** @type {number} */ bytes, /** @type {number} */ most) =>
    `It has ${size(bytes)}, and ${size(most)} is the most.`,
  unknownPack: (/** @type {string} */ name) =>
    `it was trained on images called “${name.slice(0, 40)}”, which this page does not have.`,
  noImages: (/** @type {number} */ width, /** @type {number} */ height, /** @type {number} */ channels) =>
    `its model takes images of ${width} × ${height} pixels in ${channels === 1 ? "gray" : "color"}, and there are none `
      + "here. Bring images of that size first.",
  doesNotFit: (/** @type {string} */ name) => `its model takes images of another size than those of ${name}.`,
  ownDoNotFit: "its model takes images of another size than yours.",
  notSwitched: "its images did not come.",
  notReady: "there is no model yet; try again once the images are here.",
  setNotRead: "your images could not be read.",
  unexpected: "something unexpected stood in the way.",
};
