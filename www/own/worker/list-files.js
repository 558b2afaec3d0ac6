//! The files of a drop one after the other, archives opened: where each lies, what it is, and its bytes.

import { isNamed } from "../../lib/protocol.js";
import { isPassedOver, wanted } from "../hidden.js";
import { refusal } from "./decode.js";
import { FlatArchives } from "./flat-archives.js";
import { WORDS } from "../../strings/intake.js";

/** @typedef {import("./engine.js").IntakeEngine} IntakeEngine */
/** @typedef {import("../types.js").Source} Source */
/** @typedef {import("../intake-protocol.js").Place} Place */

/**
 * A file on its way. `refused` and `leftOut` say why nothing comes of it.
 * @typedef {object} Item
 * @property {Place} at
 * @property {string} path of an entry: the archive's path, then the entry's within it
 * @property {string} folder the last folder above the file, within the drop or its archive, or what an archive without
 *   folders is called; "" for none
 * @property {string} kind
 * @property {(() => Promise<Uint8Array>)} bytes
 * @property {string} [refused]
 * @property {string} [leftOut]
 */

/**
 * Where the listing begins, and what it must not open; it adds what archives hold to the total.
 * @typedef {object} Listing
 * @property {{readonly next: Readonly<Place>, total: number}} standing
 * @property {(at: Place) => boolean} isRefused
 */

/** So many bytes of a file tell its kind. */
export const START = 4096;
/** So many bytes of a packed file tell what it unpacks to. */
const PACKED_START = 1 << 16;
const PICTURES = new Set(["png", "jpeg", "gif", "webp", "bmp", "avif"]);

/** @param {string} kind */
export const isPicture = (kind) => PICTURES.has(kind);

/** @param {Blob} blob */
export async function read(blob) {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch {
    throw refusal(WORDS.unread);
  }
}

/**
 * The last folder above a file.
 * @param {string} path
 */
function folderOf(path) {
  return path.split("/").at(-2) ?? "";
}

/**
 * The kind of a file; refuses a file that cannot be opened, and one that is too large.
 * @param {IntakeEngine} engine
 * @param {Uint8Array} start
 * @param {number} size
 */
export function kindOf(engine, start, size) {
  const { pictureBytes, fileBytes } = engine.limits;
  if (size > fileBytes) throw refusal(WORDS.large(WORDS.data, fileBytes));
  const kind = engine.glue.fileKind(start);
  if (isPicture(kind) && size > pictureBytes) throw refusal(WORDS.large(WORDS.picture, pictureBytes));
  return kind;
}

/** An archive without the files that are passed over. */
class OpenArchive {
  #archive;
  #entries;

  /** @param {import("./engine.js").Archive} archive It is freed with this. */
  constructor(archive) {
    this.#archive = archive;
    this.#entries = wanted(archive.paths().map((path, idx) => ({ path, idx })));
  }

  paths = () => this.#entries.map(({ path }) => path);
  read = (/** @type {number} */ entry) => this.#archive.read(this.#entries[entry].idx);
  free = () => this.#archive.free();

  /** Files that cannot be read, each with the reason. */
  leftOut() {
    const all = this.#archive.leftOut();
    const pairs = Array.from({ length: all.length / 2 }, (_, idx) => ({ path: all[2 * idx], why: all[2 * idx + 1] }));
    return pairs.filter(({ path }) => !isPassedOver(path));
  }
}

/** Opens archives, and keeps the last one open. */
export class Archives {
  #engine;
  #sources;
  #open = -1;
  /** @type {OpenArchive | null} */
  #archive = null;

  /**
   * @param {IntakeEngine} engine
   * @param {Source[]} sources
   */
  constructor(engine, sources) {
    this.#engine = engine;
    this.#sources = sources;
  }

  /** @param {number} source */
  async open(source) {
    if (this.#open !== source || !this.#archive) {
      this.close();
      const bytes = await read(this.#sources[source].file);
      this.#archive = new OpenArchive(new this.#engine.glue.Archive(bytes));
      this.#open = source;
    }
    return this.#archive;
  }

  /** The bytes at a place, in an archive or not. @param {Place} at */
  async bytes([source, entry]) {
    return entry < 0 ? read(this.#sources[source].file) : (await this.open(source)).read(entry);
  }

  /** The bytes at a place, or at least the first of them. @param {Place} at */
  async start(at) {
    return at[1] < 0 ? read(this.#sources[at[0]].file.slice(0, PACKED_START)) : this.bytes(at);
  }

  close() {
    this.#archive?.free();
    this.#archive = null;
  }
}

/**
 * The files that a take has still to do, in the order of the drop. A file that the engine refuses has its reason with
 * it.
 * @param {IntakeEngine} engine
 * @param {Source[]} sources
 * @param {Archives} archives
 * @param {Listing} batch
 * @param {import("./take-report.js").TakeReport} report
 * @returns {AsyncGenerator<Item>}
 */
export async function* items(engine, sources, archives, batch, report) {
  const { next } = batch.standing;
  const flat = new FlatArchives(sources, async ({ file }) => {
    try {
      return engine.glue.fileKind(await read(file.slice(0, START))) === "zip";
    } catch (error) {
      if (!isNamed(error)) throw error;
      return false;
    }
  });
  for (let source = next[0]; source < sources.length; source += 1) {
    const { file, path } = sources[source];
    const first = source === next[0] ? next[1] : -1;
    /** @type {Item} */
    const whole = { at: [source, -1], path, folder: folderOf(path), kind: "", bytes: () => read(file) };
    if (batch.isRefused(whole.at)) {
      yield { ...whole, refused: WORDS.trapped };
      continue;
    }
    try {
      const kind = kindOf(engine, await read(file.slice(0, START)), file.size);
      if (kind === "zip") yield* entries(whole, first, archives, batch, flat);
      else yield { ...whole, kind };
    } catch (error) {
      if (!isNamed(error)) throw report.trapped(error, whole.at);
      yield { ...whole, refused: error.message };
    }
  }
}

/**
 * The files in an archive; first those that the archive's reader leaves out.
 * @param {Item} whole the archive itself
 * @param {number} first the entry to go on with; −1: none has been looked at
 * @param {Archives} archives
 * @param {Listing} batch
 * @param {FlatArchives} flat
 * @returns {AsyncGenerator<Item>}
 */
async function* entries(whole, first, archives, batch, flat) {
  const [source] = whole.at;
  const archive = await archives.open(source);
  const [paths, leftOut] = [archive.paths(), archive.leftOut()];
  const name = await flat.classOf(source, paths);
  batch.standing.total += paths.length - 1;
  if (first < 0) {
    for (const { path, why } of leftOut) yield { ...whole, path: `${whole.path}/${path}`, leftOut: why };
    if (paths.length === 0 && leftOut.length === 0) yield { ...whole, refused: WORDS.emptyArchive };
  }
  for (let entry = Math.max(0, first); entry < paths.length; entry += 1) {
    const inner = paths[entry];
    /** @type {Place} */
    const at = [source, entry];
    const bytes = () => archives.bytes(at);
    const item = { at, path: `${whole.path}/${inner}`, folder: folderOf(inner) || name, kind: "", bytes };
    yield batch.isRefused(at) ? { ...item, refused: WORDS.trapped } : item;
  }
}
