//! The map's words: its caption, its axes, and the names of its classes.

import { S } from "../strings/strings.js";

/** @typedef {import("../app/store.js").State} State */

/** What the map shows. @param {Pick<State, "views" | "mapDims" | "pack">} state */
export function captionOf(state) {
  const { whole } = state.pack;
  const axes = axesOf(state, whole?.image ?? S.map.heldOut);
  return whole ? `${axes}: ${whole.key}` : axes;
}

/** @param {Pick<State, "views" | "mapDims">} state @param {string} image What stands on it. */
function axesOf({ views, mapDims }, image) {
  const words = S.map;
  const kind = views.map?.kind ?? "code";
  if (kind === "components") return words.components;
  if (kind === "dims" && mapDims) return words.dims(...mapDims, image);
  return kind === "strip" ? words.strip : words.code(image);
}

/** @param {Pick<State, "views" | "mapDims">} state */
export function axisLabels({ views, mapDims }) {
  const words = S.map;
  const kind = views.map?.kind ?? "code";
  if (kind === "strip") return { xLabel: words.oneNumber, yLabel: words.classes };
  const [i, j] = kind === "dims" && mapDims ? mapDims : [0, 1];
  const name = kind === "components" ? words.component : words.number;
  return { xLabel: name(i), yLabel: name(j) };
}

/** Letters of a name among the points, at most: longer ones would cover others, and run past a narrow map's edge. */
const MOST_LETTERS = 12;

/** Of a name of several parts the first one is enough. @param {string} name */
export const firstPart = (name) => name.split(" & ")[0];

/** A name as it stands among the points: its first part, and the beginning of a long one. @param {string} name */
export function short(name) {
  const letters = [...firstPart(name)];
  if (letters.length <= MOST_LETTERS) return letters.join("");
  return `${letters.slice(0, MOST_LETTERS - 1).join("").trimEnd()}…`;
}

/** @param {Pick<State, "pack">} state @param {number} label */
export const className = ({ pack }, label) => pack.classes[label] ?? String(label);
