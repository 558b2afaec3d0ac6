//! What the visitor's set holds: pictures, the files that they came from, a photo, and all that is set for them.

import { putKept } from "./check-records.js";
import { Collection } from "./collection.js";
import { cleanSettings, defaultSettings } from "./set-settings.js";

/**
 * @typedef {import("./types.js").Source} Source
 * @typedef {import("./types.js").Photo} Photo
 * @typedef {import("./collection.js").Block} Block
 */

export class Contents {
  collection = new Collection();
  /** The files of each intake, for as long as the page is open. @type {Map<number, Source[]>} */
  files = new Map();
  /** How the tables of drops were read, the newest first. @type {import("./types.js").TableInfo[]} */
  #tables = [];
  settings = defaultSettings();
  /** How the present pixels were prepared; `settings.preparation` says how they should be. */
  prepared = this.settings.preparation;
  /** What patches are cut from. @type {Photo | null} */
  photo = null;
  /** The file of the photo, while it is at hand. @type {Source | null} */
  photoSource = null;

  /** What is kept beside the pictures. @returns {import("./database.js").Meta} */
  get meta() {
    const { collection: { classes }, settings, prepared, photo } = this;
    return { classes, settings: { ...settings, preparation: prepared }, photo };
  }

  /** The tables of which a picture is in the set, and whose file is at hand. The newest is the first. */
  get tables() {
    const { blocks } = this.collection;
    return this.#tables.filter(({ drop, path }) => this.files.has(drop)
      && blocks.some((block) => block.drop === drop && block.table?.path === path && block.gone.includes(0)));
  }

  /** Notes how a table was read. @param {import("./types.js").TableInfo} table */
  wasRead(table) {
    const others = this.#tables.filter(({ drop, path }) => drop !== table.drop || path !== table.path);
    this.#tables = [table, ...others];
  }

  /** Whether every picture can be made anew from its file. */
  get canPrepareAgain() {
    return this.collection.blocks.every(({ drop }) => this.files.has(drop));
  }

  /**
   * Fills the empty set with what was kept.
   * @param {import("./database.js").Kept} kept
   * @returns {number} How many records could not be used.
   */
  restore(kept) {
    this.settings = cleanSettings(kept.meta.settings);
    this.prepared = this.settings.preparation;
    this.photo = kept.meta.photo;
    return kept.lost + putKept(kept, this.collection, this.prepared);
  }

  /**
   * Takes over the settings and the photo of a saved set, where there is no picture yet.
   * @param {import("./types.js").SavedSet["settings"]} chosen
   * @param {Photo | null} photo
   */
  adopt(chosen, photo) {
    const before = this.prepared;
    this.settings = { ...cleanSettings(chosen), colorChosen: true };
    this.prepared = this.settings.preparation;
    if (before.size !== this.prepared.size || before.channels !== this.prepared.channels) {
      // Pictures that could be brought back are of another size.
      this.collection.forget();
      this.collection.remember({ adds: "drop" });
    }
    if (photo) [this.photo, this.photoSource] = [photo, null];
  }

  /** Removes everything but the settings; to be taken back as one change. */
  clear() {
    const { photo, photoSource } = this;
    const files = [...this.files];
    this.collection.remember({ back: () => {
      Object.assign(this, { photo, photoSource });
      for (const [drop, sources] of files) this.files.set(drop, sources);
    } });
    this.collection.clear();
    [this.photo, this.photoSource] = [null, null];
    this.files.clear();
  }

  /** The picture that came last, or the last drawing where there is no picture. */
  newest() {
    const { blocks, drawings } = this.collection;
    const block = blocks.findLast(({ gone }) => gone.includes(0));
    return this.collection.find(block ? block.key + block.gone.lastIndexOf(0) : drawings.at(-1)?.id ?? 0);
  }

  /** The file of the newest picture; of a file of data, the whole file. @returns {Source | null} */
  newestFile() {
    const found = this.newest();
    if (!found || "drawing" in found) return null;
    const { block, row } = found;
    const [only, ...others] = block.paths ? [] : this.files.get(block.drop) ?? [];
    return others.length === 0 && only ? only : this.fileOf(block, row);
  }

  /**
   * The file of a picture, if it is at hand; of a picture in an archive, the archive with the picture's path.
   * @param {Block} block
   * @param {number} row
   * @returns {Source | null}
   */
  fileOf({ drop, paths }, row) {
    const path = paths?.[row];
    const sources = this.files.get(drop);
    if (!sources || path === undefined) return null;
    const archive = sources.find((one) => path.startsWith(`${one.path}/`));
    return sources.find((one) => one.path === path) ?? (archive ? { file: archive.file, path } : null);
  }
}
