//! The two maps of the lab, linked: an image that is picked on one is marked on both, and shown with its nearest.

import { imageAt, paintImage, showPixels, tonesOf } from "../../draw/pixels.js";
import { MAP } from "../../strings/labs-map.js";
import { el, setText, unique } from "../../ui/dom.js";
import { createMapLegend } from "../../ui/map-legend.js";
import { short } from "../../ui/map-words.js";
import { isRefused, nearestOthers, pairsOf } from "../map-run.js";
import { LinkedMap } from "./map-linked.js";
import { createStrip } from "./strip.js";

/**
 * @typedef {import("../../app/store.js").State} State
 * @typedef {import("../map-run.js").Found} Found
 * @typedef {import("../map-run.js").Places} Places
 */

/** So many of the nearest are shown. */
const NEAR = 5;

export function createMapPair() {
  const hint = el("p", { id: unique("lab-map-hint"), class: "note" }, MAP.hint,
    el("span", { class: "visually-hidden", text: ` ${MAP.keys}` }));
  /** @type {Found | null} */
  let found = null;
  /** @type {State | null} */
  let page = null;
  /** What stands in the place of a map that is not there. */
  let missing = "";
  /** The class that is shown alone. @type {number | null} */
  let only = null;
  /** Which of the mapped images is picked. */
  let picked = 0;
  const legend = createMapLegend({
    showClass(label) {
      only = label;
      draw();
    },
  });
  const maps = {
    code: new LinkedMap(MAP.maps.code, hint.id, legend, (place, byKey) => pick("code", place, byKey)),
    pca: new LinkedMap(MAP.maps.pca, hint.id, legend, (place, byKey) => pick("pca", place, byKey)),
  };
  const choice = el("p", { class: "note", text: MAP.classChoice });
  const card = createCard();
  const said = el("p", { class: "visually-hidden", role: "status" });
  const node = el("div", { class: "lab-block" },
    el("div", { class: "lab-two" }, maps.code.node, maps.pca.node), legend.node, choice, hint, card.node, said);

  /** @param {"code" | "pca"} by @param {number} place @param {boolean} [byKey] Then it is also said. */
  function pick(by, place, byKey = false) {
    if (!found || !page) return;
    picked = place;
    const pca = found.pca && !isRefused(found.pca) ? found.pca : null;
    const near = { code: nearestOthers(found.code, place, NEAR), pca: pca ? nearestOthers(pca, place, NEAR) : [] };
    for (const map of Object.values(maps)) map.mark(place, near[by]);
    card.show(found, page, place, near);
    if (byKey) setText(said, card.words(found, place, near));
  }

  function draw() {
    if (!found || !page) return;
    const { code, pca, classes } = found;
    const shown = { pack: { ...page.pack, classes }, onlyClass: only, views: { map: {} } };
    const state = /** @type {State} */ ({ ...page, ...shown });
    legend.update(state);
    choice.hidden = legend.node.hidden;
    maps.code.show(shownOf(found, code, MAP.codeAxes(code.numbers), (axis) => MAP.codeAxis(code.numbers, axis)), page);
    const theirs = pca && !isRefused(pca) ? shownOf(found, pca, MAP.pcaAxes(pca.axes), MAP.pcaAxis) : null;
    maps.pca.show(theirs, page, isRefused(pca) ? pca.why : missing);
    pick("code", picked);
  }
  return {
    node,
    /** @param {Found} next @param {State} now @param {string} why Why a map may be missing. */
    show(next, now, why) {
      if (next.code !== found?.code) [picked, only] = [0, null];
      [found, page, missing] = [next, now, why];
      draw();
    },
  };
}

/** The labels of the images on a map. @param {Found} found */
function labelsOf({ images: { heldOut: { labels } }, code }) {
  return labels ? Uint8Array.from(code.images, (idx) => labels[idx]) : null;
}

/**
 * @param {Found} found
 * @param {Places} places
 * @param {string} caption
 * @param {(axis: number) => string} axis
 * @returns {import("./map-linked.js").Shown}
 */
function shownOf(found, places, caption, axis) {
  const { images: { shape }, classes } = found;
  const labels = classes.length > 1 ? labelsOf(found) : null;
  const isStrip = places.axes === 1;
  return {
    pairs: pairsOf(places, labels), labels, classes, isStrip, caption,
    axes: [axis(0), isStrip ? (labels ? MAP.classes : "") : axis(1)],
    picture: (place) => ({ ...shape, values: bytesOf(found, [place]), text: short(nameOf(found, place)) }),
  };
}

/** The pictures of some of the mapped images, one after the other. @param {Found} found @param {number[]} places */
function bytesOf({ images: { shape, heldOut }, code }, places) {
  const size = shape.channels * shape.height * shape.width;
  const all = heldOut.bytes ?? new Uint8Array(0);
  const out = new Uint8Array(places.length * size);
  places.forEach((place, at) => out.set(imageAt(all, code.images[place], size), at * size));
  return out;
}

/** The class of an image; empty where there are none. @param {Found} found @param {number} place */
function nameOf({ images: { heldOut: { labels } }, classes, code }, place) {
  return classes.length > 1 && labels ? classes[labels[code.images[place]]] ?? "" : "";
}

/** The image that is picked, and its nearest on each map. */
function createCard() {
  const canvas = el("canvas", { class: "pixels lab-map-picture", "aria-hidden": "true" });
  const name = el("figcaption");
  const strip = createStrip(MAP.nearest);
  const node = el("div", { class: "lab-map-card" }, el("figure", {}, canvas, name), strip.node);
  const same = (/** @type {Found} */ found, /** @type {number} */ place, /** @type {number[]} */ near) => {
    const own = nameOf(found, place);
    return own ? MAP.same(near.filter((other) => nameOf(found, other) === own).length, near.length) : "";
  };
  return {
    node,
    /** @param {Found} found @param {State} page @param {number} place @param {{code: number[], pca: number[]}} near */
    show(found, page, place, near) {
      const { images: { shape: { width, height, channels } }, images: { shape } } = found;
      const tones = tonesOf(page);
      const bytes = bytesOf(found, [place]);
      showPixels(canvas, width, height, (out) => paintImage(out, bytes, channels, 255, tones));
      name.title = MAP.image(found.code.images[place], nameOf(found, place));
      setText(name, name.title);
      const rows = /** @type {const} */ (["code", "pca"]).filter((by) => near[by].length > 0);
      strip.show(rows.map((by) => ({
        name: MAP.near[by], note: same(found, place, near[by]), pictures: bytesOf(found, near[by]), scale: 255,
      })), shape, tones);
    },
    /** The same in words. @param {Found} found @param {number} place @param {{code: number[], pca: number[]}} near */
    words(found, place, near) {
      const list = (/** @type {number[]} */ some) =>
        some.map((other) => nameOf(found, other) || String(found.code.images[other] + 1)).join(", ");
      return MAP.said(MAP.image(found.code.images[place], nameOf(found, place)), [list(near.code), list(near.pca)]);
    },
  };
}
