//! One take of files on the page's side: what has come of it so far, and how it goes on when a file has cost the
//! worker.

import { HourglassError } from "../lib/protocol.js";
import { atTheStart } from "./intake-protocol.js";

/** @typedef {import("./types.js").Source} Source */
/** @typedef {import("./types.js").Preparation} Preparation */
/** @typedef {import("./intake-protocol.js").Block} Block */
/** @typedef {import("./intake-protocol.js").IntakeCommands} IntakeCommands */
/** @typedef {import("./intake-protocol.js").Place} Place */
/** @typedef {import("./intake-protocol.js").PlacedOutcome} PlacedOutcome */

/**
 * @typedef {object} TakeOptions
 * @property {AbortSignal} [signal]
 * @property {(progress: import("./intake-protocol.js").Progress) => void} [onProgress]
 * @property {(block: Block) => void} [onBlock]
 * @property {import("./intake-protocol.js").Room} [room] without it there is room for as much as the limits allow
 * @property {import("./intake-protocol.js").HeldSet} [set] what is there already
 * @property {string[]} [again] paths of pictures that are taken as they were before
 * @property {string[]} [only] paths of the files that are taken; without it all
 */

/** Workers that one take may cost. */
const WORKERS = 50;
/** Errors after which another worker may go on. */
const LOST = new Set(["WorkerDiedError", "EnginePanicError"]);

/** One take, by as many workers as it costs. */
export class Take {
  #messenger;
  #sources;
  #preparation;
  #options;
  #standing;
  /** @type {Map<string, PlacedOutcome>} */
  #outcomes = new Map();
  /** The id of the present worker's call. */
  #id = 0;
  /** The file that stopped the present worker's engine. @type {Place | null} */
  #trappedAt = null;
  /** The file that the present worker reads, where it says so. @type {Place | null} */
  #readingAt = null;
  /** What has come, so that the next worker knows it. @type {import("./intake-protocol.js").Held[]} */
  #arrived = [];
  #careful = false;
  /** What the page threw at a block. @type {unknown} */
  #thrown = null;

  /**
   * @param {import("../lib/messenger.js").Messenger<IntakeCommands>} messenger
   * @param {Source[]} sources
   * @param {Preparation} preparation
   * @param {TakeOptions} options
   */
  constructor(messenger, sources, preparation, options) {
    this.#messenger = messenger;
    this.#sources = sources;
    this.#preparation = preparation;
    this.#options = options;
    this.#standing = atTheStart(sources.length);
  }

  /** @returns {Promise<import("./types.js").Outcome[]>} */
  async run() {
    const { signal } = this.#options;
    const cancel = () => this.#cancel();
    signal?.addEventListener("abort", cancel);
    try {
      for (let workers = 1; ; workers += 1) {
        if (signal?.aborted) throw this.#aborted();
        try {
          await this.#ask();
          return this.#inOrder();
        } catch (error) {
          if (this.#thrown) throw this.#thrown;
          const { name } = /** @type {Error} */ (error);
          if (!LOST.has(name) || workers === WORKERS) throw this.#withOutcomes(/** @type {Error} */ (error));
          this.#stepOver();
        }
      }
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }

  #ask() {
    this.#trappedAt = null;
    this.#readingAt = null;
    const [sources, preparation, standing, careful] = [this.#sources, this.#preparation, this.#standing, this.#careful];
    const { room = null, set = null, again = null, only = null } = this.#options;
    const args = { sources, preparation, room, set, again, only, arrived: this.#arrived, standing, careful };
    return this.#messenger.request("take", args, { hear: (event) => this.#hear(event), onId: (id) => (this.#id = id) });
  }

  /** @param {import("../lib/protocol.js").AnyEvent} event */
  #hear({ name, detail }) {
    if (name === "progress") this.#options.onProgress?.(detail);
    else if (name === "reading") this.#readingAt = detail.at;
    else if (name === "trapped") this.#trappedAt ??= detail.at; // what fails after a trap fails because of it
    else if (name === "part") this.#part(detail);
  }

  /** @param {import("./intake-protocol.js").Part} part */
  #part({ block, outcomes, standing }) {
    this.#standing = standing;
    for (const outcome of outcomes) this.#outcomes.set(`${outcome.at} ${outcome.path}`, outcome);
    if (!block) return;
    const { keys, fileKeys, labels, paths } = block;
    if (keys) this.#arrived.push({ keys, fileKeys, labels, gone: null, paths });
    try {
      this.#options.onBlock?.(block);
    } catch (error) {
      this.#thrown = error;
      this.#cancel();
    }
  }

  /** After a loss: the next worker refuses the file that was being read. */
  #stepOver() {
    if (this.#trappedAt) this.#standing.refused.push(this.#trappedAt);
    // The worker was lost without a word of the file. From now on files are taken one at a time, and each is named
    // before. So after another loss the culprit is the one that was named last.
    else if (this.#careful) this.#standing.refused.push(this.#readingAt ?? this.#standing.next);
    else this.#careful = true;
  }

  #cancel() {
    this.#messenger.cancel(this.#id, this.#aborted());
  }

  #aborted() {
    const cause = this.#options.signal?.reason;
    return this.#withOutcomes(new HourglassError("AbortError", "The intake was stopped", { cause }));
  }

  /** @param {Error} error */
  #withOutcomes(error) {
    return Object.assign(error, { outcomes: this.#inOrder() });
  }

  #inOrder() {
    const outcomes = [...this.#outcomes.values()].sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1]);
    return outcomes.map(({ at: _at, ...outcome }) => outcome);
  }
}
