//! What the page shows of a pack that has come: its facts, and which of its images stand there all along. These are
//! held-out images; of a small set of the visitor's they are all, the training images too.

import { PACKS } from "../data/pack-table.js";
import { S } from "../strings/strings.js";

/**
 * @typedef {import("./load-data.js").Opened} Opened
 * @typedef {import("../data/pack-table.js").PackName} PackName
 * @typedef {import("./store.js").State} State
 */

/** The page has room for so many pictures beside their reconstructions. */
export const MOST_PAIRS = 20;

/**
 * @param {PackName} name
 * @param {Opened} opened
 */
export function shownPack(name, opened) {
  const { first, heldOut, total, classes, paper, light, sameHeldOut, whole } = opened;
  const pack = {
    name,
    paper: paper ?? (name === "own" ? 0 : PACKS[name].paper),
    classes: classes ?? S.packs[name].classes ?? [],
    ...(sameHeldOut ? { sameHeldOut } : {}),
    ...(light ? { light } : {}),
    ...(whole ? { whole } : {}),
  };
  const shown = whole?.images ?? heldOut;
  const pairs = whole?.pairs ?? pairsOf(heldOut.labels, pack.classes.length, name === "own");
  const inspect = { source: /** @type {const} */ ("image"), idx: pairs[0] ?? 0 };
  return { pack, heldOut, shown, loading: { arrived: first.count, total }, pairs, inspect };
}

/**
 * The name of an image that is shown.
 * @param {Pick<State, "pack" | "shown">} state
 * @param {number} idx
 */
export const imageName = ({ pack, shown }, idx) =>
  pack.whole?.name(idx) ?? S.hourglass.heldOut(pack.classes[shown?.labels[idx] ?? 0], idx);

/**
 * Which images stand beside their reconstructions: two of each class, one of each first.
 * @param {Uint8Array} labels
 * @param {number} nClasses
 * @param {boolean} fills Whether others take the room that few classes leave.
 */
export function pairsOf(labels, nClasses, fills) {
  /** @type {number[][]} */
  const found = Array.from({ length: nClasses }, () => []);
  labels.forEach((label, idx) => {
    if (found[label] && found[label].length < 2) found[label].push(idx);
  });
  const chosen = [0, 1].flatMap((turn) => found.flatMap((some) => some.slice(turn, turn + 1)));
  const others = fills ? Array.from(labels.keys()).filter((idx) => !chosen.includes(idx)) : [];
  return [...chosen, ...others.slice(0, MOST_PAIRS)].slice(0, MOST_PAIRS);
}
