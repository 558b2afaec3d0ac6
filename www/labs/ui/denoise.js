//! The lab Denoise: the held-out images with noise, and what the model and the classical filters make of them.

import { tonesOf } from "../../draw/pixels.js";
import { DENOISE } from "../../strings/labs-denoise.js";
import { el, setText } from "../../ui/dom.js";
import { bestFilter, judged, namedFilter, removeNoise } from "../denoise-run.js";
import { createHand } from "./denoise-hand.js";
import { createNoise } from "./denoise-noise.js";
import { createPhoto } from "./denoise-photo.js";
import { rowsOf, versionsOf } from "./denoise-rows.js";
import { createSweep } from "./denoise-sweep.js";
import { createLabFrame } from "./lab-frame.js";
import { arrowShape, imageShape, pictogram } from "./pictograms.js";
import { createResultsTable } from "./results-table.js";
import { createStrip } from "./strip.js";

/**
 * @typedef {import("../laboratory.js").Laboratory} Laboratory
 * @typedef {import("../denoise-run.js").Found} Found
 */

/** A model that suits the lab. */
const SUITED = { code: 32 };
/** Grains of the pictogram's noise. @type {[string, Record<string, string | number>][]} */
const GRAINS = [[8, 16], [14, 44], [22, 30], [36, 20], [38, 46], [12, 30], [30, 40], [27, 15], [18, 22], [33, 33]]
  .map(([cx, cy]) => ["circle", { class: "noise", cx, cy, r: 2 }]);

/** @param {Laboratory} laboratory @param {string} name @returns {import("../lab-table.js").LabWidget} */
export function createLab(laboratory, name) {
  const isOther = () => {
    const { kind, amount } = laboratory.of(name).found?.noise ?? noise.now;
    return kind !== noise.now.kind || amount !== noise.now.amount;
  };
  const noise = createNoise(() => {
    sweep.update();
    frame.update(laboratory.of(name), laboratory.page, isOther());
  });
  const verdict = el("p", { class: "lab-verdict", role: "status" });
  const measured = el("p", { class: "note" });
  const table = createResultsTable(DENOISE.table, "denoising");
  const strip = createStrip(DENOISE.strip);
  const shown = el("div", { class: "lab-part" }, el("h3", { text: DENOISE.strip }), strip.node);
  const frame = createLabFrame(DENOISE, {
    picture: pictogram(DENOISE.picture, [
      ...imageShape(0), ...GRAINS, ...arrowShape(72), ...imageShape(112, "soft"),
    ]),
    controls: noise.nodes,
    results: [el("div", {}, verdict, measured), table.node, shown],
    run: () => void laboratory.run(name, (run) => removeNoise(run, noise.now)),
    cancel: () => laboratory.cancel(name),
    train: () => laboratory.train(),
    suit: {
      label: DENOISE.use,
      use: () => laboratory.use({ ...SUITED, noise: noise.now.kind, amount: noise.now.amount }),
      isMet: (settings) => settings.noise === noise.now.kind && settings.code >= SUITED.code / 2,
    },
    terms: ["heldOut", "psnr", "ssim", "interval", "median", "gaussian", "tv", "guess"],
  });
  const sweep = createSweep(laboratory, () => noise.now);
  const hand = createHand(laboratory, () => best);
  const photo = createPhoto(laboratory, name, () => noise.now);
  frame.node.append(hand.node, sweep.node, photo.node);
  /** @type {unknown[]} */
  let last = [];
  /** The best filter of the table, once it is complete. @type {import("../denoise-run.js").Filter | null} */
  let best = null;
  /** The results that it was asked of. @type {Found | null} */
  let asked = null;
  return {
    node: frame.node,
    update(lab, page) {
      noise.follow(page);
      frame.update(lab, page, isOther());
      const found = /** @type {Found | null} */ (lab.found);
      const fresh = lab.isStale ? null : found;
      if (fresh !== asked) best = fresh && judged(fresh) ? namedFilter(bestFilter(fresh)) : null;
      asked = fresh;
      for (const part of [hand, sweep, photo]) part.update(page);
      if (!found || (found === last[0] && page.theme === last[1])) return;
      last = [found, page.theme];
      setText(verdict, verdictOf(found));
      setText(measured, found.count ? DENOISE.measured(found.noise.kind, found.noise.amount, found.count) : "");
      table.show(DENOISE.columns, rowsOf(found));
      strip.show(versionsOf(found), found.shape, tonesOf(page));
    },
  };
}

/** @param {Found} found */
function verdictOf(found) {
  const is = judged(found);
  if (!is) return "";
  return is.isUseless ? DENOISE.useless : DENOISE.verdict(is.ahead, is.best, is.why, found.trained);
}
