//! A lesson's worksheet on paper.

import { S } from "./strings.js";

export const WORKSHEET = {
  heading: (/** @type {number | null} */ number, /** @type {string} */ title) =>
    (number === null ? title : `Lesson ${number}: ${title}`),
  /** To be filled in by hand. */
  by: ["Name", "Class", "Date"],
  made: (/** @type {string} */ data, /** @type {number} */ seed) => `Images: ${data}. Seed: ${seed}.`,
  pictures: { hourglass: S.hourglass.title, map: S.map.title, loss: S.loss.title, reconstructions: S.pairs.title },
  sketch: "Room for a sketch",
  link: "The lesson on a screen:",
  code: "QR code of the lesson's link",
  none: "No accounts, nothing recorded: what you do on the page stays on your device.",
  noPrint: "This browser does not print from a page, as in the apps that show pages themselves. Open the page in "
    + "Safari, Chrome, Firefox or Edge, and print there.",
};
