//! The model as a figure in somebody's own page: the code of the element, and of a frame.

import { defaults, difference, toConfig } from "../app/options.js";
import { KINDS, preset } from "../app/presets.js";
import { LABS_BY_NAME } from "../embed/labs-by-name.js";

/**
 * @typedef {import("../app/options.js").Settings} Settings
 * @typedef {Record<string, string>} Attributes
 */

const SHAPE = { channels: 1, height: 28, width: 28 };
/** A figure in a text shows little. */
const SHOWN = ["hourglass", "map", "loss"];
const CONTROLS = ["play", "step", "reset"];

/** A lab by the name that a figure knows it by. @param {string} lab */
const named = (lab) => Object.keys(LABS_BY_NAME).find((name) => LABS_BY_NAME[name] === lab) ?? lab;

/**
 * What the figure is asked for. A visitor's own images do not go into it: it trains on the digits.
 * @param {Settings} settings
 * @param {number | null} steps After how many it stops.
 * @param {string | null} [lab] That is open.
 * @returns {Attributes}
 */
export function attributesOf(settings, steps, lab = null) {
  const data = settings.data === "own" ? defaults().data : settings.data;
  const { seed, bottleneck, noise } = settings;
  const controls = [
    ...CONTROLS, ...(bottleneck === "variational" ? ["beta"] : []), ...(noise === "none" ? [] : ["noise"]),
  ];
  /** @type {Attributes} */
  const attributes = {
    ...modelOf({ ...settings, data }), data, show: SHOWN.concat(lab === null ? [] : named(lab)).join(),
    controls: controls.join(),
  };
  if (steps !== null) attributes.steps = String(steps);
  if (seed !== defaults().seed) attributes.seed = String(seed);
  return attributes;
}

/**
 * A preset by its name, or what differs from the plain one on the same images.
 * @param {Settings} settings
 * @returns {Attributes}
 */
function modelOf(settings) {
  const { data, seed } = settings;
  const kind = KINDS.find((one) => difference({ ...preset(one, data), seed }, settings).length === 0);
  if (kind) return { preset: kind };
  const usual = /** @type {Record<string, unknown>} */ (toConfig({ ...preset("vanilla", data), seed }, SHAPE));
  const own = Object.entries(toConfig(settings, SHAPE)).filter(([key, value]) => !isSame(value, usual[key]));
  return { config: JSON.stringify({ version: 1, ...Object.fromEntries(own) }) };
}

/** @param {unknown} a @param {unknown} b */
const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** @type {Record<string, string>} */
const REFERENCES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** A value between quotes: in those of JSON's strings it could not be read any more. @param {string} value */
function quoted(value) {
  const quote = value.includes('"') ? "'" : '"';
  const other = quote === "'" ? '"' : "'";
  return quote + [...value].map((sign) => (sign === other ? sign : REFERENCES[sign] ?? sign)).join("") + quote;
}

/** @param {Attributes} attributes */
const inHtml = (attributes) =>
  Object.entries(attributes).map(([name, value]) => `\n  ${name}=${quoted(value)}`).join("");

/** @param {string} script Where the element's script lies. @param {Attributes} attributes */
export const elementCode = (script, attributes) =>
  `<script type="module" src=${quoted(script)}></script>\n<hourglass-figure${inHtml(attributes)}></hourglass-figure>`;

/** How high the panels of `SHOWN` are with their bar, a control that is no button, and each lab, in px at 700 px. */
const HEIGHTS = {
  panels: 1020, field: 80,
  compress: 540, denoise: 1280, "odd-one-out": 640, generate: 1000, pretrain: 620, features: 490,
};

/** A height in which all of it can be seen at a usual width. @param {Attributes} attributes */
function heightOf({ show = "", controls = "" }) {
  const fields = controls.split(",").filter((name) => !CONTROLS.includes(name) && name !== "").length;
  const shown = Object.entries(HEIGHTS).filter(([name]) => show.split(",").includes(name));
  return shown.reduce((sum, [, height]) => sum + height, HEIGHTS.panels + fields * HEIGHTS.field);
}

/** A comma is a comma in a query, too. @param {Attributes} attributes */
const queryOf = (attributes) => `${new URLSearchParams(attributes)}`.replaceAll("%2C", ",");

/**
 * @param {string} page The page's address.
 * @param {Attributes} attributes
 * @param {string} title
 */
export const frameCode = (page, attributes, title) =>
  `<iframe${inHtml({ src: `${page}?embed&${queryOf(attributes)}`, title, loading: "lazy" })}
  width="100%" height="${heightOf(attributes)}" style="border: 0"></iframe>`;
