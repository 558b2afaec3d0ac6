//! What is said in the lab "Find the odd one out".

import { count, error } from "../draw/format.js";
import { heldOutImages } from "./labs.js";

/** A share in percent, with a decimal where it is small or nearly all. @param {number} share */
const percent = (share) => {
  const all = 100 * share;
  return `${all > 0 && all < 10 || all > 90 && all < 100 ? all.toFixed(1) : all.toFixed(0)}\u00a0%`;
};
/** @param {number} value */
const area = (value) => value.toFixed(3);
/** @param {string[]} names */
const list = (names) => (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`);

export const ODD = {
  about: "A model that has seen only normal images rebuilds all others worse: its error says how odd an image is.",
  run: "Train on what is normal",
  runPage: "Score with the page's model",
  runWhole: "Train on the whole set",
  again: "Train again",
  againPage: "Score again",
  suits: "A dense code of 16 numbers suits this.",
  use: "Use 16 numbers",
  picture: "Among three images one is marked as the odd one.",

  mode: "What is normal",
  modes: { classes: "Some classes", whole: "The whole set" },
  classes: "Normal classes",
  wholeAbout: "Everything in the set is normal. New pictures are then ranked against it.",
  model: "Whose model",
  models: { page: "The page's model", own: "A new one" },
  by: "What makes an image odd",
  bys: { loss: "The model's own loss", unlikeness: "Unlikeness" },
  epochs: "Times that it sees each image",
  epochsHint: "Few normal images need more.",

  refusals: {
    noClass: "Choose at least one class that is normal.",
    allClasses: "All classes are chosen, so nothing is left to be odd. Leave one out, or take the whole set as normal.",
    noLabels: "These images have no classes, or only one. Take the whole set as normal: then new pictures are ranked.",
    /** @param {string[]} names */
    noTraining: (names) => `There is no training image of ${list(names)}, so a model cannot learn it.`,
    /** @param {string[]} names */
    noHeldOut: (names) => `There is no held-out image of ${list(names)}, so nothing can be said of it.`,
    noOdd: "There is no held-out image of another class, so there is nothing to find.",
    /** @param {number} least @param {number} most */
    epochs: (least, most) => `Say how often it sees each image: a whole number from ${least} to ${most}.`,
    otherSize: "The page's images have another size now. Train again, and then bring pictures.",
  },

  rows: { ours: "Auto-encoder", byError: "Its error alone", pca: "PCA", mean: "Mean image", nearest: "Nearest image" },
  table: "Ways to find the odd one, compared",
  file: "odd-one-out",
  columns: ["by", "AUC", "95 % interval", "its score"],
  scores: { error: "reconstruction error", elbo: "−ELBO", unlikeness: "1 − SSIM" },
  notes: {
    byError: "the same model by its reconstruction error",
    mean: "distance to the mean of the normal images",
    nearest: "distance to the nearest normal training image",
    /** @param {number} components @param {boolean} isUnlike Whether it is scored by unlikeness, too. */
    pca: (components, isUnlike) => {
      const size = components === 1 ? "1 component" : `${components} components`;
      return `${isUnlike ? "1 − SSIM" : "error"} with ${size}, the best number`;
    },
    noPca: "these images have too many numbers for it",
  },
  /** @param {number} auc */
  auc: (auc) => area(auc),
  /** @param {number} low @param {number} high */
  interval: (low, high) => `${area(low)} to ${area(high)}`,

  /** @param {{auc: number, interval: [number, number]}} ours @param {Best | null} best */
  verdict(ours, best) {
    if (!best) return `The auto-encoder tells them apart with an AUC of ${area(ours.auc)}.`;
    const apart = area(ours.auc) === area(best.auc);
    if (apart) return `The auto-encoder and ${best.name} tell them apart equally well: ${area(ours.auc)}.`;
    const [high, low] = [Math.max(ours.auc, best.auc), Math.min(ours.auc, best.auc)].map(area);
    const wins = ours.auc > best.auc;
    const said = wins
      ? `The auto-encoder tells them apart better than the best rival, ${best.name}: ${high} against ${low}.`
      : `${best.name.charAt(0).toUpperCase()}${best.name.slice(1)} tells them apart better: ${high} against ${low}.`;
    const overlap = ours.interval[0] <= best.interval[1] && best.interval[0] <= ours.interval[1];
    return overlap ? `${said} Their intervals overlap.` : said;
  },
  /** @param {number | undefined} components */
  rivals: (components) => ({
    pca: components === 1 ? "PCA with 1 component" : `PCA with ${components} components`,
    mean: "the distance to the mean image",
    nearest: "the distance to the nearest training image",
  }),
  /** @param {number} normal @param {number} odd */
  judged: (normal, odd) => `Judged by ${count(normal)} normal and ${count(odd)} odd held-out images.`,
  /** @param {number} normal */
  whole: (normal) =>
    `${heldOutImages(normal)} ${normal === 1 ? "says" : "say"} what is usual. Bring new pictures to rank them.`,
  areTrained: "These images are trained on too, since no others are held out: the numbers flatter.",
  elbo: "The score is −ELBO in nats, the mean over 8 samples of the code.",
  unlikeness: "The score is 1 − SSIM: how unlike image and reconstruction are, whether strokes lie where they should.",
  error: "The score is the mean squared error of the reconstruction, a pixel.",

  histogram: {
    title: "Scores",
    /** @param {string} score */
    x: (score) => `${score}, higher is odder`,
    y: "share of the group",
    normal: "normal",
    odd: "odd",
    file: "odd-one-out-scores",
    threshold: "Threshold",
    hint: "Drag the line, or move it with the arrow keys.",
    /** @param {string} side @param {number} share */
    bar: (side, share) => `${side}: ${percent(share)}`,
    /** @param {number} value */
    value: (value) => `odd from ${error(value)} on`,
  },
  at: {
    recall: "of the odd ones are found (recall)",
    precision: "of those called odd are odd (precision)",
    falseAlarms: "of the normal ones are called odd (false alarms)",
    none: "none is called odd",
  },
  percent,
  score: error,

  roc: {
    title: "Odd ones found against false alarms",
    x: "false alarms",
    y: "recall",
    file: "odd-one-out-roc",
    /** @param {string} falseAlarms @param {string} recall */
    here: (falseAlarms, recall) => `threshold: ${recall} found, ${falseAlarms} false alarms`,
    threshold: "threshold",
    names: { ours: "this model", pca: "PCA", mean: "mean image", nearest: "nearest" },
  },

  strips: {
    oddest: "The oddest found",
    missed: "Odd, and most missed",
    alarms: "Normal, and oddest",
    wholeOddest: "The oddest of the set",
    wholeNormal: "The most usual",
    rows: ["input", "reconstruction", "error"],
    error: "The error lies over the faint picture: red where the reconstruction has too much, blue where too little.",
  },

  arrivals: {
    title: "New pictures",
    about: "Choose pictures, or drop them here. The model scores each of them.",
    /** @param {number} width @param {number} height @param {boolean} isGray */
    rule: (width, height, isGray) =>
      `Each is drawn into ${width} × ${height} pixels, whole and in its proportions, on an empty ground`
      + `${isGray ? ", and turned to gray by its luminance." : "."}`,
    choose: "Choose pictures",
    invert: "Invert them: dark on light becomes light on dark",
    clear: "Remove them",
    table: "New pictures, the oddest first",
    file: "odd-one-out-new-pictures",
    columns: ["", "rank", "score", "normal images with a lower score", "called"],
    odd: "odd",
    normal: "normal",
    /** @param {string} name */
    unreadable: (name) => `${name} cannot be read as a picture.`,
    /** @param {string} name */
    tooLarge: (name) => `${name} is larger than 25 MB.`,
    /** @param {number} most */
    tooMany: (most) => `The lab holds ${most} pictures. Those beyond were left out.`,
  },

  fault: {
    title: "Draw a fault",
    about: "A normal held-out image. Draw on it and watch its score.",
    another: "Another image",
    clear: "Clear",
    pen: "Pen",
    pens: { ink: "Ink", paper: "Paper" },
    canvas: "A normal image to draw a fault on",
    hint: "Arrows move the pen, space sets it down and lifts it.",
    reconstruction: "reconstruction",
    error: "error",
    before: "score as it was",
    after: "score now",
    /** @param {number} share @param {boolean} isOdd */
    place: (share, isOdd) =>
      `${percent(share)} of the normal images score lower. It is ${isOdd ? "called odd" : "not called odd"}.`,
    /** @param {boolean} isDown @param {number} x @param {number} y */
    penAt: (isDown, x, y) => `pen ${isDown ? "down" : "up"} at ${x + 1}, ${y + 1}`,
  },
};

/** @typedef {{name: string, auc: number, interval: [number, number]}} Best The best of the rivals, by its name. */
