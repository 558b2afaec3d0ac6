//! What the open lab shows, as files: its charts as drawings, its strips of pictures and its maps as pictures.

import { PLOTS } from "../../strings/keep-plots.js";
import { writtenOut } from "../../ui/written-out.js";
import { asPrinted, inLight, paperLook, pngOf, whiteCanvas } from "../look.js";
import { fileName } from "../names.js";
import { svgFile } from "./loss.js";

/** @typedef {import("../../app/store.js").State} State */

const SVG = "http://www.w3.org/2000/svg";
/** A picture of a strip is enlarged to about so many pixels, by a whole number. */
const ABOUT = 112;
const GAP = 8;
const LETTERS = 24;
/** Letters of a name in a file's name, at most. */
const MOST = 40;

/** Whether an element takes room on the page. @param {Element} node */
const isSeen = (node) => node.getClientRects().length > 0;

/** A name in a file's name. @param {string} text */
const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, MOST).replace(/^-|-$/g, "");

/** @param {Element} node */
function nameOf(node) {
  const by = node.getAttribute("aria-labelledby");
  return node.getAttribute("aria-label") ?? (by ? document.getElementById(by)?.textContent : "") ?? "";
}

/**
 * @param {() => State} get
 * @param {HTMLElement} panel
 * @returns {import("../ui/save-menu.js").Item[]}
 */
export function labItems(get, panel) {
  const state = get();
  /**
   * @param {string} kind
   * @param {string} name
   * @param {string} ending
   * @param {() => Promise<Blob>} blob
   */
  const item = (kind, name, ending, blob) => ({
    text: PLOTS.of(kind, name),
    make: async () => ({
      name: fileName(state, state.snapshot?.step, [state.lab, slug(name)].filter(Boolean).join("-"), ending),
      blob: await blob(),
    }),
  });
  const seen = (/** @type {string} */ selector) => [...panel.querySelectorAll(selector)].filter(isSeen);
  return [
    ...seen("svg.lab-chart").filter(({ childElementCount: n }) => n > 0).map((svg) =>
      item(PLOTS.svg, nameOf(svg), "svg", async () => drawing(/** @type {SVGSVGElement} */ (svg)))),
    ...seen(".lab-map").map((map) => {
      const name = map.querySelector("h3 > span")?.textContent ?? "";
      return item(PLOTS.png, name, "png", () => pngOf(mapPicture(map)));
    }),
    ...seen(".lab-strip").filter((strip) => strip.querySelector("canvas")).map((strip) =>
      item(PLOTS.strip, nameOf(strip), "png", () => pngOf(stripPicture(strip)))),
  ];
}

/** A chart in the light theme's colors, on white, with its name. @param {SVGSVGElement} svg */
function drawing(svg) {
  const { copy } = inLight(() => writtenOut(svg));
  const paper = document.createElementNS(SVG, "rect");
  for (const side of ["width", "height"]) paper.setAttribute(side, "100%");
  paper.setAttribute("fill", "#ffffff");
  const title = document.createElementNS(SVG, "title");
  title.textContent = nameOf(svg);
  copy.prepend(title, paper);
  return svgFile(new XMLSerializer().serializeToString(copy));
}

/** @param {Element} map */
function mapPicture(map) {
  return asPrinted(() => {
    const drawn = map.querySelector("canvas");
    if (!drawn || drawn.width < 2) throw new Error(PLOTS.noCanvas);
    const { canvas, context } = whiteCanvas(drawn.width, drawn.height);
    context.drawImage(drawn, 0, 0);
    return canvas;
  });
}

/** The rows of a strip with their names, each pixel a square. @param {Element} strip */
function stripPicture(strip) {
  const { fontFamily, theme: { ink } } = paperLook();
  return asPrinted(() => {
    const rows = [...strip.querySelectorAll(".lab-strip-row")].map((row) => ({
      name: row.querySelector(".lab-strip-name span")?.textContent ?? "",
      pictures: [...row.querySelectorAll("canvas")],
    })).filter(({ pictures }) => pictures.length > 0);
    const { width, height } = rows[0].pictures[0];
    const scale = Math.max(1, Math.round(ABOUT / Math.max(width, height)));
    const [wide, high] = [width * scale, height * scale];
    const font = `${LETTERS}px ${fontFamily}`;
    const { context: ruler } = whiteCanvas(1, 1);
    ruler.font = font;
    const left = Math.ceil(Math.max(...rows.map(({ name }) => ruler.measureText(name).width))) + 3 * GAP;
    const columns = Math.max(...rows.map(({ pictures }) => pictures.length));
    const { canvas, context } = whiteCanvas(left + columns * (wide + GAP), GAP + rows.length * (high + GAP));
    Object.assign(context, { font, fillStyle: ink, textBaseline: "middle", imageSmoothingEnabled: false });
    rows.forEach(({ name, pictures }, row) => {
      const top = GAP + row * (high + GAP);
      context.fillText(name, GAP, top + high / 2);
      pictures.forEach((picture, column) => context.drawImage(picture, left + column * (wide + GAP), top, wide, high));
    });
    return canvas;
  });
}
