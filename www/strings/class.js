//! For a class: the dialog that makes its link, and what the page says that such a link has opened.

import { count } from "../draw/format.js";
import { S } from "./strings.js";

/** @typedef {import("../class/parts.js").Part} Part */

export const CLASS = {
  /** On the page that a link has opened. */
  part: "Your teacher's link shows part of the page.",
  all: "Show everything",
  skip: "Skip to the figures",
  large: "This is the projector's view.",
  usual: "Usual size (Esc)",

  title: "A link for a class",
  close: "Close",
  aboutLink: "Whoever opens it finds the page as you choose it here. It is a view and no lock: a button on their page "
    + "shows everything.",
  lesson: "Lesson",
  noLesson: "None",
  lessonList: "The list of lessons",
  stays: "What stays of the page",
  presets: { all: "Everything", lesson: "The lesson's controls", watch: "Watch only" },
  about: {
    all: "All of the page.",
    lesson: "The figures, and what the lesson speaks of.",
    watch: "Figures that train, with a button that pauses.",
    mix: "What you have chosen below.",
  },
  oneByOne: "Choose one by one…",
  groups: { figures: "Figures", panels: "Panels", fields: "Of the model", bar: "In the bar on top" },
  parts: /** @type {Record<Part, string>} */ ({
    hourglass: S.hourglass.title, past: "Time line", pad: "Drawing pad", map: S.map.title,
    reconstructions: S.pairs.title, loss: S.loss.title,
    model: "Model, all of it", data: S.data.title, compare: S.compare.title, labs: "With the labs",
    kind: S.model.kind, code: S.model.code.label, layers: "Layers", noise: "Noise", beta: "β", sparsity: "Sparsity",
    rate: S.model.rate.label, more: "More…",
    play: "Train, pause", step: "Steps", slow: "Slow motion", reset: S.status.reset, seed: "Seed",
    keep: S.status.keep, share: S.status.share, theme: "Light and dark",
  }),
  seed: "Seed, the same for everyone",
  seedWrong: "A whole number from 0 to 4,294,967,295",
  projector: "The projector's view: large type, strong contrast",
  link: "Link for the class",
  long: "This link is long. Some mail and chat programs cut such links.",
  here: "Open it on this page",
  largeCode: "Show the code large",
  code: "QR code of the class's link",
  inside: "In the link",
  inLink: {
    lesson: (/** @type {number} */ number, /** @type {string} */ title) => `lesson ${number}${title && `: ${title}`}`,
    model: "the model, how it trains, and the name of the images",
    seed: (/** @type {number} */ seed) => `seed ${seed}: every device computes the same numbers, bit for bit`,
    stays: (/** @type {number} */ n) => `the names of the ${count(n)} parts that stay`,
    projector: "the projector's view",
    own: "not your own images: they stay on this device, and the class trains on the digits",
  },
  onDevices: "On the class's devices",
  devices: {
    always: [
      "No accounts, no names, nothing recorded: what is done there stays there.",
      "The page and its images come once and are kept by the browser.",
    ],
    offline: "After the first visit it works without a network.",
    noOffline: "This copy of the page needs a network at each visit.",
  },
};
