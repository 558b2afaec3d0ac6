//! Which class an archive without folders is: as of several folders that are dropped each is a class, so of several
//! such archives. One archive alone is the set, and its name no class.

/** @typedef {import("../types.js").Source} Source */

/** @param {string} path */
const folderAbove = (path) => path.split("/").slice(0, -1).join("/");

export class FlatArchives {
  #sources;
  #isZip;
  /** Files in each folder. @type {Map<string, number>} */
  #inFolder = new Map();
  /** The first two archives. @type {number[] | null} */
  #archives = null;

  /**
   * @param {Source[]} sources
   * @param {(source: Source) => Promise<boolean>} isZip
   */
  constructor(sources, isZip) {
    this.#sources = sources;
    this.#isZip = isZip;
    for (const { path } of sources) {
      const folder = folderAbove(path);
      this.#inFolder.set(folder, (this.#inFolder.get(folder) ?? 0) + 1);
    }
  }

  /**
   * The class of what lies in an archive in no folder; "" for none.
   * - An archive with folders, or of numpy's arrays, which is one file of data, has no class.
   * - Neither has one beside which no other archive and no folder comes.
   * - One that is alone in its folder has that folder's name, as its pictures would have.
   * - Any other has its own name.
   * @param {number} source
   * @param {string[]} paths of what lies in it
   */
  async classOf(source, paths) {
    if (paths.some((path) => path.includes("/")) || paths.every((path) => /\.npy$/i.test(path))) return "";
    const { path } = this.#sources[source];
    if (!(await this.#isOneOfSeveral(source))) return "";
    const folder = folderAbove(path);
    const name = folder !== "" && this.#inFolder.get(folder) === 1 ? folder : path;
    const last = name.split("/").at(-1) ?? "";
    return name === folder ? last : last.replace(/\.[^.]+$/, "");
  }

  /** @param {number} source */
  async #isOneOfSeveral(source) {
    if (this.#sources.length === 1) return false;
    if (this.#sources.some(({ path }) => path.includes("/"))) return true;
    this.#archives ??= await this.#firstTwo();
    return this.#archives.some((other) => other !== source);
  }

  async #firstTwo() {
    /** @type {number[]} */
    const found = [];
    for (let idx = 0; idx < this.#sources.length && found.length < 2; idx += 1) {
      if (await this.#isZip(this.#sources[idx])) found.push(idx);
    }
    return found;
  }
}
