//! Which files of a drop are taken, where there is no room for all of them: each class gives its share. What turns out
//! to be there already, or to be no picture, makes room for others, so files are taken in rounds.

import { classKey } from "../class-name.js";
import { isPicture } from "./list-files.js";

/** @typedef {import("./list-files.js").Item} Item */
/** @typedef {import("../intake-protocol.js").Window} Window */

/**
 * A file of a drop; `list` says what came of it where it was a list of classes, `fileKey` is known once it was read.
 * @typedef {Item & {list?: string, fileKey?: bigint}} Listed
 */

/** Whether a file may be a picture, as far as that is known before it is read. @param {Listed} item */
export const mayBePicture = ({ kind, list, refused, leftOut }) =>
  (kind === "" || isPicture(kind)) && list === undefined && refused === undefined && leftOut === undefined;

/** How pictures' files are called. */
const PICTURE = /\.(png|jpe?g|gif|webp|bmp|avif)$/i;

/** @param {import("../intake-protocol.js").Place} at @param {import("../intake-protocol.js").Place} next */
const isBefore = ([source, entry], next) => source < next[0] || (source === next[0] && entry < next[1]);

/** The files of one drop, round by round. */
export class Plan {
  #glue;
  #standing;
  /** All files, in their order. @type {Listed[]} */
  #items = [];
  /** The pictures of each class, as places among all files. @type {Map<string, {name: string, places: number[]}>} */
  #classes = new Map();
  /** For each picture, its place among those of its class. @type {Map<Item, number>} */
  #ranks = new Map();

  /**
   * @param {Pick<import("./engine.js").Glue, "sharesOf">} glue
   * @param {import("../intake-protocol.js").Standing} standing
   */
  constructor(glue, standing) {
    this.#glue = glue;
    this.#standing = standing;
  }

  /** @param {Listed[]} items the next files */
  add(items) {
    for (const item of items) {
      const place = this.#items.push(item) - 1;
      if (!mayBePicture(item)) continue;
      const key = classKey(item.folder);
      const there = this.#classes.get(key);
      this.#ranks.set(item, there?.places.length ?? 0);
      if (there) there.places.push(place);
      else this.#classes.set(key, { name: item.folder, places: [place] });
    }
  }

  /**
   * Whether each file may be taken as soon as it is listed: none is more than there is room for, and none is called as
   * if it were more than a picture. A name is no promise: what it holds back is then taken in later rounds.
   * @param {import("../types.js").Source[]} sources
   * @param {number} room for files that are done with, too
   */
  isAtOnce(sources, room) {
    const isFirst = [...this.#standing.round?.values() ?? []].every(({ from }) => from === 0);
    return isFirst && sources.length <= room && sources.every(({ path }) => PICTURE.test(path));
  }

  /**
   * Whether the file that was added last is taken in the first round, with room for so many pictures.
   * @param {Listed} item
   * @param {number} room
   */
  admits(item, room) {
    const round = (this.#standing.round ??= new Map());
    const rank = this.#ranks.get(item);
    if (rank !== undefined) {
      const key = classKey(item.folder);
      const window = round.get(key) ?? { from: 0, to: 0, taken: 0 };
      // What is held back keeps its place: those of its class that come later are held back, too.
      if (rank > window.to || (rank === window.to && room <= 0)) return false;
      round.set(key, { ...window, to: Math.max(window.to, rank + 1) });
    }
    return !isBefore(item.at, this.#standing.next);
  }

  /**
   * Begins the next round, with room for so many pictures. Whether there is anything to do in it.
   * @param {number} room
   */
  open(room) {
    const { round } = this.#standing;
    const classes = [...this.#classes];
    const windows = classes.map(([key]) => round?.get(key) ?? { from: 0, to: 0, taken: 0 });
    const left = classes.map(([, { places }], idx) => places.length - windows[idx].to);
    const there = windows.map(({ taken }) => taken);
    const most = Math.min(room, left.reduce((all, n) => all + n, 0));
    const shares = this.#glue.sharesOf(Uint32Array.from(there), Uint32Array.from(left), most);
    this.#standing.round = new Map(classes.map(([key], idx) => {
      const { to, taken } = windows[idx];
      return [key, { from: to, to: to + shares[idx], taken }];
    }));
    this.#standing.next = [0, -1];
    return round === null || most > 0;
  }

  /** The files of this round that are not done with, in their order. */
  *files() {
    const { round, next, refused } = this.#standing;
    // In whichever round a file stops a worker, that is told.
    const hasStopped = (/** @type {Listed} */ { at: [source, entry] }) =>
      refused.some((place) => place[0] === source && place[1] === entry);
    const isFirst = [...round?.values() ?? []].every(({ from }) => from === 0);
    for (const item of this.#items) {
      if (isBefore(item.at, next)) continue;
      const rank = this.#ranks.get(item);
      if (rank === undefined) {
        if (isFirst || hasStopped(item)) yield item;
        continue;
      }
      const { from, to } = round?.get(classKey(item.folder)) ?? { from: 0, to: 0 };
      if (rank >= from && rank < to) yield item;
    }
  }

  /** A picture was taken. @param {Item} item */
  took({ folder }) {
    const window = this.#standing.round?.get(classKey(folder));
    if (window) window.taken += 1;
  }

  /** What there was no room for, class by class. */
  missing() {
    /** @type {[name: string, count: number][]} */
    const missing = [];
    for (const [key, { name, places }] of this.#classes) {
      const count = places.length - (this.#standing.round?.get(key)?.to ?? 0);
      if (count > 0) missing.push([name, count]);
    }
    return missing;
  }

  /** How many classes there are files of. */
  get classes() {
    return this.#classes.size;
  }
}
