//! Keeps the run that trains, so that it survives a crash or a reload: a copy now and then, of the weights that the
//! worker hands out for a restart anyway.

import { aboutOf } from "./about.js";
import { pack } from "./keeper.js";
import { LivingPages } from "./living-pages.js";
import { openRun, openings } from "./open-run.js";
import { MOST_BYTES, RunDatabase, toOffer } from "./run-database.js";
import { isWanted, remember } from "./wish.js";
import { trainedMs } from "../app/run-clock.js";
import { StorageError } from "../lib/database.js";
import { KEEP } from "../strings/keep.js";

/**
 * @typedef {import("./page.js").Page} Page
 * @typedef {import("./run-database.js").Entry} Entry
 * @typedef {"on" | "off" | "blocked" | "full" | "large" | "embedded"} Keeping "large": this model is.
 */

/** A run that has trained for less than this, in milliseconds, is barely begun. */
const LEAST = 5000;
/** While a model trains it is written at most so often, in milliseconds; one that stands still is at once. */
const GAP = 10_000;
/** So many errors in a row that come and go are taken for a browser that keeps nothing. */
const MOST_FAILURES = 3;
const ID = "keep-offer";

export class RunAutosave {
  #page;
  #database;
  #pages;
  #memory;
  #now;
  /** @type {Keeping} */
  #keeping;
  /** When and at which step it was kept last. @type {{at: number, step: number} | null} */
  #kept = null;
  /** The copy that was written last, or was to be. @type {Uint8Array | null} */
  #written = null;
  /** The copy that was written last. @type {Uint8Array | null} */
  #safe = null;
  #failures = 0;
  /**
   * The record that a run of this page goes on from, and which run: its copies take that one's place.
   * @type {{id: string, begun: number} | null}
   */
  #from = null;
  /** The records that this page has gone on from. @type {Set<string>} */
  #held = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #due;
  /** Writes come one after the other. @type {Promise<unknown>} */
  #writing = Promise.resolve();
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** @type {WeakSet<object>} */
  #heard = new WeakSet();
  /** At which step a copy was made. @type {WeakMap<Uint8Array, number>} */
  #steps = new WeakMap();

  /**
   * @param {Page} page
   * @param {object} [where] Tests pass their own.
   * @param {RunDatabase} [where.database]
   * @param {LivingPages} [where.pages]
   * @param {() => Storage} [where.memory]
   * @param {() => number} [where.now]
   * @param {boolean} [where.embedded]
   */
  constructor(page, {
    database = new RunDatabase(), pages = new LivingPages(), memory = () => globalThis.localStorage, now = Date.now,
    embedded = globalThis.top !== globalThis.self,
  } = {}) {
    this.#page = page;
    this.#database = database;
    this.#pages = pages;
    this.#memory = memory;
    this.#now = now;
    this.#keeping = embedded ? "embedded" : isWanted(memory) ? "on" : "off";
  }

  get keeping() { return this.#keeping; }
  get kept() { return this.#kept; }

  /** @param {() => void} listener Hears when one of these has changed. @returns {() => void} Ends that. */
  onChange(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Begins to keep, and offers what a page before has kept. To be called once. */
  async start() {
    if (this.#keeping === "embedded") return;
    const { store } = this.#page;
    await this.#pages.stand();
    store.on("replaced", () => this.#listen());
    store.subscribe(({ run }) => {
      this.#listen();
      if (run !== "training") this.#later();
    });
    globalThis.document?.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") void this.write();
    });
    if (this.#keeping === "on") await this.#offer();
  }

  /** The runs of pages that are gone, the newest first. */
  async others() {
    try {
      const entries = await this.#database.list();
      const alive = await this.#pages.among(entries.map(({ id }) => id));
      const current = this.#current();
      const isOther = (/** @type {string} */ id) => !alive.has(id) || this.#held.has(id);
      return entries.filter(({ id }) => isOther(id) && id !== this.#pages.id && id !== current);
    } catch (cause) {
      this.#refused(cause);
      return [];
    }
  }

  /** The visitor wishes runs to be kept or not; what is kept goes with the wish. @param {boolean} keep */
  async choose(keep) {
    if (this.#keeping === "embedded") return;
    remember(this.#memory, keep);
    clearTimeout(this.#due);
    this.#due = undefined;
    this.#turn(keep ? "on" : "off");
    this.#written = null;
    if (keep) {
      await this.write();
      return;
    }
    await this.#writing;
    this.#kept = null;
    const ids = [this.#pages.id, ...this.#held, ...(await this.others()).map(({ id }) => id)];
    this.#from = null;
    await this.#database.remove(ids).catch(() => {}); // A database that is closed to the page holds nothing of it.
    this.#turn("off");
  }

  /** Goes on with a kept run; it stays until this page has kept a newer copy of that very run. @param {Entry} entry */
  async goOn({ id, about, at }) {
    const models = await this.#database.models(id);
    if (!models) throw new Error(KEEP.recordLost);
    const bytes = await pack({ about, ...models, images: null });
    const file = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]);
    const isTaken = (await this.#pages.among([id])).has(id) && this.#pages.canTell && !this.#held.has(id);
    await openRun(this.#page, file, (step) => KEEP.wentOn(step, at, this.#now()));
    // Another page that goes on with the same keeps the record.
    if (!isTaken) {
      if (!this.#held.has(id)) void this.#pages.stand(id);
      this.#held.add(id);
      this.#from = { id, begun: this.#page.store.get().begun };
    }
    this.#written = null;
    this.#changed();
  }

  /** @param {Entry} entry */
  async discard({ id }) {
    await this.#database.remove([id]);
    this.#changed();
  }

  /**
   * Writes the newest copy, unless it is written, or there is nothing worth it.
   * @param {boolean} [isLast] Whether the page is about to go: then a run that is barely begun is written, too.
   * @returns {Promise<boolean>} Whether nothing would be lost with the page but for some seconds.
   */
  write(isLast = false) {
    clearTimeout(this.#due);
    this.#due = undefined;
    const mine = this.#writing.then(() => this.#writeNow(isLast ? 0 : LEAST));
    this.#writing = mine.catch(() => {});
    return mine;
  }

  /** @param {number} least */
  async #writeNow(least) {
    // The models of a run that is put in place come before the page knows that it is another run.
    await openings();
    const { store, models: { first, second } } = this.#page;
    if (!first?.step && !second?.step) return true;
    const model = first?.checkpoint;
    const compared = second ? second.checkpoint : null;
    // A second model that has no copy yet would be lost with this one.
    if (!this.#isOn() || !first || !model || second && !compared) return false;
    if (model === this.#written) return model === this.#safe && this.#hasImages();
    if (!this.#isWorthIt(least)) return false;
    // One that finds no room is not tried again and again: the next copy is.
    this.#written = model;
    const bytes = model.length + (compared?.length ?? 0);
    if (bytes > MOST_BYTES) {
      this.#turn("large");
      return false;
    }
    const [id, replaced] = this.#place();
    const at = this.#now();
    const about = aboutOf(store.get(), this.#steps.get(model) ?? first.step);
    try {
      const alive = await this.#pages.among((await this.#database.list()).map((one) => one.id));
      await this.#database.put({ id, at, bytes, isOffered: false, about }, { model, compared }, alive, replaced);
      [this.#safe, this.#failures, this.#kept] = [model, 0, { at, step: about.step }];
      this.#turn("on");
      return this.#hasImages();
    } catch (cause) {
      this.#failures += 1;
      this.#refused(cause);
      return false;
    }
  }

  /** The record whose run the page shows, if it has gone on from one. */
  #current() { return this.#from?.begun === this.#page.store.get().begun ? this.#from.id : null; }

  /** @returns {[string, string | null]} Where copies of the present run are written, and what they replace. */
  #place() {
    const [mine, current] = [this.#pages.id, this.#current()];
    if (current === null) return [mine, null];
    // Without locks nobody would know that a record by another's name is this page's.
    return this.#pages.canTell ? [current, mine] : [mine, current];
  }

  /** Whether the visitor's images are kept, where the run is on them. */
  #hasImages() {
    const { settings, own } = this.#page.store.get();
    return settings.data !== "own" || own?.kept === "saved";
  }

  #isOn() { return this.#keeping !== "off" && this.#keeping !== "embedded" && this.#keeping !== "blocked"; }

  #isWorthIt(least = LEAST) {
    const { clock, phase, switching } = this.#page.store.get();
    return phase === "ready" && switching === null && trainedMs(clock) >= least;
  }

  /** Hears of the copies of the model that now is the first. */
  #listen() {
    const { first } = this.#page.models;
    if (!first || this.#heard.has(first)) return;
    this.#heard.add(first);
    first.addEventListener("checkpoint", ({ detail: { bytes, step } }) => {
      if (bytes) this.#steps.set(bytes, step);
      if (first === this.#page.models.first) this.#later();
    });
  }

  /** A newer copy is written soon; at once where nothing trains. */
  #later() {
    const { store, models } = this.#page;
    const model = models.first?.checkpoint;
    if (!this.#isOn() || !model || model === this.#written || !this.#isWorthIt()) return;
    const wait = store.get().run === "training" ? (this.#kept?.at ?? -Infinity) + GAP - this.#now() : 0;
    if (wait <= 0) void this.write();
    else this.#due ??= setTimeout(() => void this.write(), wait);
  }

  /** Offers the newest run of a page that is gone: once, and nothing goes on by itself. */
  async #offer() {
    try {
      const alive = await this.#pages.among((await this.#database.list()).map(({ id }) => id));
      const entry = await this.#database.claim((all) => toOffer(all, alive, this.#pages.last, this.#now()));
      if (!entry) return;
      const { actions } = this.#page;
      const end = (/** @type {Promise<void>} */ task) => {
        actions.dismiss(ID);
        void task.catch((cause) => actions.notify({
          id: ID, tone: "error", text: KEEP.notGone(cause instanceof Error ? cause.message : String(cause)),
        }));
      };
      actions.notify({
        id: ID, tone: "calm", text: KEEP.offer(entry.about, entry.at, this.#now()),
        actions: [
          { label: KEEP.goOn, run: () => end(this.goOn(entry)) },
          { label: KEEP.discard, run: () => end(this.discard(entry)) },
        ],
      });
    } catch (cause) {
      this.#refused(cause);
    }
  }

  /** What comes and goes is tried again with the next copy. @param {unknown} cause */
  #refused(cause) {
    if (cause instanceof StorageError && cause.isPassing && this.#failures < MOST_FAILURES) return;
    if (this.#isOn()) this.#turn(cause instanceof StorageError && cause.reason === "full" ? "full" : "blocked");
  }

  /** @param {Keeping} keeping */
  #turn(keeping) {
    this.#keeping = keeping;
    this.#changed();
  }

  #changed() {
    for (const listener of [...this.#listeners]) listener();
  }
}
