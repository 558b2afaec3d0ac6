//! One run of a lab: the tasks that it asks for, how far it is, and what it has found.

import { HourglassError } from "../lib/protocol.js";

/** @typedef {import("./laboratory.js").Laboratory} Laboratory */
/** @typedef {import("./pool.js").KeyedImages} KeyedImages */
/** @typedef {import("./pool.js").KeyedModel} KeyedModel */

/** Hears which share is done, and what has been found since. @typedef {(share: number, news?: any) => void} Progress */

/** Of so little of the work nobody can say how long the rest takes. */
const TOO_LITTLE = 0.03;

export class LabRun {
  #laboratory;
  #lab;
  #controller = new AbortController();
  #begun = performance.now();
  /** @type {KeyedImages | null} */
  #images = null;
  /** @type {KeyedModel | null} */
  #model = null;
  #isEnded = false;
  /** @type {import("./pool.js").Rank} */
  #rank;
  /** Whether what it finds is added to what stands. */
  #adds;
  /** Of the model that it works with. @type {number | null} */
  #step = null;

  /**
   * @param {Laboratory} laboratory
   * @param {string} lab
   * @param {{rank: import("./pool.js").Rank, keeps: boolean}} how
   */
  constructor(laboratory, lab, { rank, keeps }) {
    this.#rank = rank;
    this.#adds = keeps;
    this.#laboratory = laboratory;
    this.#lab = lab;
  }

  get isEnded() {
    return this.#isEnded;
  }

  /** Its model's configuration. */
  get config() {
    const { hourglass } = this.#laboratory;
    if (!hourglass) throw cancelled();
    return hourglass.info.config;
  }

  /** The images of the page, as they were brought. */
  get images() {
    if (!this.#images) throw cancelled();
    return this.#images.data;
  }

  /** The bytes of some of the held-out images. @param {number[]} idxs */
  heldOut(idxs) {
    const { shape: { channels, height, width }, heldOut } = this.images;
    const features = channels * height * width;
    const bytes = heldOut.bytes ?? new Uint8Array(0);
    const out = new Uint8Array(idxs.length * features);
    idxs.forEach((idx, place) => out.set(bytes.subarray(idx * features, (idx + 1) * features), place * features));
    return out;
  }

  /** Which held-out images are shown: those of the page's reconstructions. */
  get shown() {
    return this.#laboratory.page.pairs.filter((idx) => idx < this.images.heldOut.count);
  }

  /** Takes the images and the model as they are now. @param {boolean} needsModel */
  async furnish(needsModel) {
    this.#images = this.#laboratory.images();
    const { hourglass } = this.#laboratory;
    if (needsModel && hourglass) {
      this.#model = this.keyed(await hourglass.save());
      // Steps that were under way when training was paused are in what was saved.
      this.#step = hourglass.step;
    }
    this.#check();
  }

  /** A saved model that tasks can be asked with. @param {Uint8Array} bytes @returns {KeyedModel} */
  keyed(bytes) {
    return { key: this.#laboratory.keyOf(bytes), bytes };
  }

  /**
   * Asks for a task of this lab.
   * @param {string} task
   * @param {object} args
   * @param {{pictures?: Float32Array, model?: KeyedModel, progress?: Progress, goesOn?: boolean}} [options] With
   *   another model than the page's. What goes on with a part that has begun comes before parts that have not.
   * @returns {Promise<any>}
   */
  async ask(task, args, { pictures, model, progress, goesOn = false } = {}) {
    const [lab] = this.#lab.split(".");
    const sent = { lab, task, args, pictures: pictures ?? null };
    const rank = goesOn && this.#rank === "background" ? "begun" : this.#rank;
    return this.#order((worker, options) => worker.request("run", sent, options), { model, progress, rank });
  }

  /**
   * Has pictures encoded by the browser, near so many bytes each.
   * @param {string} type
   * @param {{pictures: Uint8Array, count: number, bytes: number}} args
   * @returns {Promise<import("./lab-protocol.js").LabCommands["encode"]["result"]>}
   */
  async encode(type, args) {
    const sent = { type, ...args, ...this.images.shape };
    return this.#order((worker, options) => worker.request("encode", sent, options), { model: null });
  }

  /** How much of the run is done. @param {number} share */
  progress(share) {
    if (this.#isEnded) return;
    const seconds = (performance.now() - this.#begun) / 1000;
    const secondsLeft = share > TOO_LITTLE ? (seconds * (1 - share)) / share : null;
    this.#laboratory.change(this.#lab, { share, secondsLeft });
  }

  /** Adds to what was found. @param {object} patch */
  found(patch) {
    if (this.#isEnded) return;
    const before = this.#adds ? this.#laboratory.of(this.#lab).found : null;
    this.#adds = true;
    this.#laboratory.change(this.#lab, { found: { ...before, ...patch }, step: this.#step, isStale: false });
  }

  /** Nothing of this run counts from now on. */
  end() {
    this.#isEnded = true;
    this.#controller.abort();
  }

  /**
   * @param {import("./pool.js").Order["ask"]} ask
   * @param {{model?: KeyedModel | null, progress?: Progress, rank?: import("./pool.js").Rank}} how
   */
  async #order(ask, { model = this.#model, progress, rank = this.#rank }) {
    if (!this.#images) throw cancelled();
    this.#check();
    const order = { images: this.#images, model, ask, rank };
    const result = await this.#laboratory.order(order, { signal: this.#controller.signal, progress });
    this.#check();
    return result;
  }

  #check() {
    if (this.#isEnded) throw cancelled();
  }
}

function cancelled() {
  return new HourglassError("AbortError", "The lab was cancelled");
}
