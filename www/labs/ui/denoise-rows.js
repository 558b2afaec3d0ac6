//! The results of the lab Denoise as rows: of its table, and of its pictures.

import { DENOISE } from "../../strings/labs-denoise.js";
import { LABS } from "../../strings/labs.js";
import { FAMILIES } from "../denoise-run.js";
import { meanCell } from "./cells.js";

/**
 * @typedef {import("../denoise-run.js").Found} Found
 * @typedef {import("../denoise-run.js").Version} Version
 */

/** @param {Found} found @returns {import("./results-table.js").Row[]} */
export function rowsOf(found) {
  const { noisy, ours } = found;
  /** @type {import("./results-table.js").Row[]} */
  const rows = [];
  if (noisy) rows.push({ name: DENOISE.rows.noisy, cells: cellsOf(noisy) });
  if (ours) rows.push({ name: DENOISE.rows.ours, isOurs: true, cells: cellsOf(ours) });
  for (const family of FAMILIES) {
    const filtered = found[family];
    if (filtered) rows.push({ name: filterName(filtered), cells: cellsOf(filtered) });
  }
  return rows;
}

/** @param {import("../denoise-run.js").Filter} filter */
export const filterName = ({ family, parameter }) => {
  const { name, of } = DENOISE.filters[family];
  return `${name}, ${of(parameter)}`;
};

/** A tenth of a decibel is more than the intervals are wide. @param {number} value */
const fine = (value) => (Number.isFinite(value) ? value.toFixed(2) : "–");

/** @param {Version} version */
const cellsOf = ({ psnr, ssim }) => [
  meanCell(psnr, fine), ssim ? meanCell(ssim, (value) => value.toFixed(3)) : { text: "–" },
];

/** @param {Found} found @returns {import("./strip.js").Version[]} */
export function versionsOf(found) {
  const { originals, noisy, ours } = found;
  const row = (/** @type {string} */ name, /** @type {Version | undefined} */ version) =>
    (version ? [{ name, note: DENOISE.version(version.psnr.mean), pictures: version.pictures }] : []);
  return [
    { name: LABS.original, pictures: originals, scale: 255 },
    ...row(DENOISE.rows.noisy, noisy), ...row(DENOISE.rows.ours, ours),
    ...FAMILIES.flatMap((family) => row(DENOISE.filters[family].name, found[family])),
  ];
}
