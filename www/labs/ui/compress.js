//! The lab Compress: the held-out images as a file of codes, beside PCA, JPEG and WebP, and size against quality.

import { decibels } from "../../draw/format.js";
import { tonesOf } from "../../draw/pixels.js";
import { COMPRESS, bytesOf } from "../../strings/labs-compress.js";
import { LABS } from "../../strings/labs.js";
import { range, slider } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";
import { compressHeldOut } from "../compress-run.js";
import { createLabFrame } from "./lab-frame.js";
import { arrowShape, imageShape, pictogram } from "./pictograms.js";
import { createResultsTable } from "./results-table.js";
import { createStrip } from "./strip.js";
import { createSweep } from "./compress-sweep.js";
import { meanCell } from "./cells.js";

/**
 * @typedef {import("../laboratory.js").Laboratory} Laboratory
 * @typedef {import("../compress-run.js").Found} Found
 * @typedef {import("../compress-run.js").Version} Version
 */

/** Numbers of a code that suit the lab. */
const SUITED = 8;

/** @param {Laboratory} laboratory @param {string} name @returns {import("../lab-table.js").LabWidget} */
export function createLab(laboratory, name) {
  let bits = 6;
  const isOther = () => laboratory.of(name).found?.bits !== bits;
  const control = slider(COMPRESS.bits, range(1, 8, 1), COMPRESS.bit, (value) => {
    bits = value;
    frame.update(laboratory.of(name), laboratory.page, isOther());
  }, { id: "lab-bits" });
  control.show(bits);
  const verdict = el("p", { class: "lab-verdict" });
  const table = createResultsTable(COMPRESS.table, "compression");
  const pays = el("p", { class: "note" });
  const strip = createStrip(COMPRESS.strip);
  const shown = el("div", { class: "lab-part" }, el("h3", { text: COMPRESS.strip }), strip.node);
  const sweep = createSweep(laboratory);
  const frame = createLabFrame(COMPRESS, {
    picture: pictogram(COMPRESS.picture, [
      ...imageShape(0), ...arrowShape(52),
      ...[10, 21, 32, 43].map((y) => /** @type {any} */ (["rect", { class: "code", x: 76, y, width: 8, height: 8 }])),
      ...arrowShape(96), ...imageShape(116, "soft"),
    ]),
    controls: [control.node],
    results: [verdict, table.node, pays, shown],
    run: () => void laboratory.run(name, (run) => compressHeldOut(run, bits)),
    cancel: () => laboratory.cancel(name),
    train: () => laboratory.train(),
    suit: {
      label: COMPRESS.use, use: () => laboratory.use({ code: SUITED }),
      isMet: ({ code }) => code >= SUITED && code <= 2 * SUITED,
    },
    terms: ["heldOut", "psnr", "ssim", "interval", "pca", "bits", "top"],
  });
  frame.node.append(sweep.node);
  /** @type {unknown[]} */
  let last = [];
  return {
    node: frame.node,
    update(lab, page) {
      frame.update(lab, page, isOther());
      sweep.update(page);
      const found = /** @type {Found | null} */ (lab.found);
      if (!found || (found === last[0] && page.theme === last[1])) return;
      last = [found, page.theme];
      const { ours, pca } = found;
      setText(verdict, ours && pca && !(!pca.fits && pca.isTooLarge)
        ? COMPRESS.verdict(ours.psnr.mean, pca.fits ? pca.psnr.mean : null, ours.bytesPerImage) : "");
      table.show(COMPRESS.columns, rowsOf(found));
      setText(pays, ours && found.pays
        ? COMPRESS.pays(ours.decoderBytes, found.pays.paysFrom, found.pays.pcaBytesPerImage) : "");
      strip.show(versionsOf(found), found.shape, tonesOf(page));
    },
  };
}

/** @param {Found} found @returns {import("./results-table.js").Row[]} */
function rowsOf({ ours, pca, jpeg, webp, encoded }) {
  const words = COMPRESS.rows;
  /** @type {import("./results-table.js").Row[]} */
  const rows = [];
  if (ours) rows.push({ name: words.ours, isOurs: true, cells: cellsOf(ours) });
  if (pca?.fits) rows.push({ name: words.pca, cells: cellsOf(pca, COMPRESS.pca(pca.components, pca.bits)) });
  else if (pca) rows.push({ name: words.pca, cells: missing(pca.isTooLarge ? COMPRESS.tooLarge : COMPRESS.noPca) });
  for (const [label, version] of /** @type {const} */ ([[words.jpeg, jpeg], [words.webp, webp]])) {
    if (version) rows.push({ name: label, cells: cellsOf(version, COMPRESS.encoder(encoded)) });
    else if (version === null) rows.push({ name: label, cells: missing(COMPRESS.noEncoder) });
  }
  return rows;
}

/** @param {string} note */
const missing = (note) => [{ text: "–", note }, { text: "–" }, { text: "–" }];

/** @param {Version} version @param {string} [note] */
const cellsOf = ({ bytesPerImage, psnr, ssim }, note) => [
  { text: bytesOf(bytesPerImage), value: bytesPerImage, note },
  meanCell(psnr, decibels),
  ssim ? meanCell(ssim, (value) => value.toFixed(3)) : { text: "–" },
];

/** @param {Found} found @returns {import("./strip.js").Version[]} */
function versionsOf({ originals, shape, ours, pca, jpeg, webp }) {
  const words = COMPRESS.rows;
  const note = (/** @type {Version} */ { bytesPerImage }) => `${bytesOf(bytesPerImage)} bytes`;
  /** @type {[string, Version | null | undefined][]} */
  const all = [[words.ours, ours], [words.pca, pca?.fits ? pca : null], [words.jpeg, jpeg], [words.webp, webp]];
  const bytes = bytesOf(shape.width * shape.height * shape.channels);
  return [
    { name: LABS.original, pictures: originals, scale: 255, note: `${bytes} bytes` },
    ...all.flatMap(([name, version]) => (version ? [{ name, note: note(version), pictures: version.pictures }] : [])),
  ];
}
