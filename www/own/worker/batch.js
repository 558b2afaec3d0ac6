//! Collects what was taken in until it is worth a message: pictures, outcomes, and where to go on.

import { transferables } from "../../lib/dispatcher.js";
import { NO_CLASS } from "../../lib/protocol.js";
import { WORDS } from "../../strings/intake.js";

/** @typedef {import("../intake-protocol.js").Block} Block */
/** @typedef {import("../intake-protocol.js").Place} Place */
/** @typedef {import("../intake-protocol.js").PlacedOutcome} PlacedOutcome */
/** @typedef {import("../intake-protocol.js").Standing} Standing */
/** @typedef {import("../types.js").SavedSet} SavedSet */

/** Pictures of one message, so that the tray fills while more are on their way. */
const PICTURES = 64;
/** Bytes of one message. */
const BLOCK = 1 << 20;

/** What one take has taken in and not yet sent. */
export class Batch {
  /** @type {Standing} */
  standing;
  #report;
  #features;
  #shape;
  #room;
  #known;
  /** @type {Map<string, number>} */
  #classes = new Map();
  /** @type {Uint8Array[]} */
  #pictures = [];
  /** @type {number[]} */
  #labels = [];
  /** @type {string[]} */
  #paths = [];
  /** @type {string[]} */
  #keys = [];
  /** @type {number[]} */
  #colored = [];
  /** @type {PlacedOutcome[]} */
  #outcomes = [];

  /**
   * @param {import("./take-report.js").TakeReport} report
   * @param {object} options
   * @param {Standing} options.standing
   * @param {{size: number, channels: number}} options.shape
   * @param {import("../intake-protocol.js").Room} options.room
   */
  constructor(report, { standing, shape: { size, channels }, room }) {
    this.standing = standing;
    this.#shape = { size, channels };
    this.#features = size * size * channels;
    this.#room = Math.min(room.images, Math.floor(room.bytes / this.#features));
    this.#report = report;
    this.#known = new Map(standing.keys);
    standing.classes.forEach((name, label) => this.#classes.set(name, label));
  }

  /** Whether a file stopped an earlier worker. @param {Place} at */
  isRefused([source, entry]) {
    return this.standing.refused.some((refused) => refused[0] === source && refused[1] === entry);
  }

  /** Images for which there is room. */
  get room() {
    return Math.max(0, this.#room - this.standing.images);
  }

  /** Images that fit one message. */
  get most() {
    return Math.max(1, Math.floor(BLOCK / this.#features));
  }

  /** The label of a class, 255 for none or where there are too many. @param {string} name */
  label(name) {
    if (name === "") return NO_CLASS;
    const known = this.#classes.get(name);
    if (known !== undefined) return known;
    const label = this.standing.classes.length;
    if (label >= NO_CLASS) return NO_CLASS;
    this.#classes.set(name, label);
    this.standing.classes.push(name);
    return label;
  }

  /**
   * The path of an earlier picture with the same key and the same label. Where there is none, the answer is undefined,
   * and the picture is known from now on by its path.
   * @param {string} key @param {number} label @param {string} path
   */
  twin(key, label, path) {
    const full = `${label}:${key}`;
    const twin = this.#known.get(full);
    if (twin === undefined) {
      this.#known.set(full, path);
      this.standing.keys.push([full, path]);
    }
    return twin;
  }

  /**
   * @param {Uint8Array} picture
   * @param {{key: string, label: number, path: string, hasColor: boolean}} about
   */
  picture(picture, { key, label, path, hasColor }) {
    this.#pictures.push(picture);
    this.#keys.push(key);
    this.#labels.push(label);
    this.#paths.push(path);
    this.#colored.push(Number(hasColor));
    this.standing.images += 1;
    if (this.#pictures.length >= Math.min(PICTURES, this.most)) this.flush();
  }

  /**
   * Images of a file of data.
   * @param {Uint8Array} data
   * @param {Uint8Array} labels
   * @param {Uint8Array} colored
   */
  images(data, labels, colored) {
    this.flush();
    this.standing.images += labels.length;
    this.#send({ data, labels, colored, paths: null, keys: null });
  }

  /** @param {PlacedOutcome} outcome */
  outcome(outcome) {
    // The engine's errors end without a full stop.
    const text = outcome.text.replace(/[^.!?]$/, "$&.");
    this.#outcomes.push({ ...outcome, text });
  }

  /** A saved set. @param {SavedSet} opened */
  opened(opened) {
    this.flush();
    const [data, labels, colored] = [new Uint8Array(0), new Uint8Array(0), new Uint8Array(0)];
    this.#send({ data, labels, colored, paths: null, keys: null, opened });
  }

  /** Sends what is there, so that nothing of it is lost with the worker. */
  flush() {
    if (this.#pictures.length > 0) {
      const data = new Uint8Array(this.#pictures.length * this.#features);
      this.#pictures.forEach((picture, idx) => data.set(picture, idx * this.#features));
      const [labels, colored] = [Uint8Array.from(this.#labels), Uint8Array.from(this.#colored)];
      this.#send({ data, labels, colored, paths: this.#paths, keys: this.#keys });
    } else if (this.#outcomes.length > 0) {
      this.#report.part({ block: null, outcomes: this.#outcomes, standing: this.standing }, []);
    }
    this.#pictures = [];
    this.#labels = [];
    this.#paths = [];
    this.#keys = [];
    this.#colored = [];
    this.#outcomes = [];
  }

  /** @param {Pick<Block, "data" | "labels" | "colored" | "paths" | "keys" | "opened">} pictures */
  #send(pictures) {
    const { data, labels, colored, opened } = pictures;
    /** @type {Block} */
    const block = { count: labels.length, ...this.#shape, classNames: this.standing.classes, ...pictures };
    const part = { block, outcomes: this.#outcomes, standing: this.standing };
    this.#report.part(part, transferables([data, labels, colored, opened]));
    this.#outcomes = [];
  }
}

/** Says of a picture that there are too many classes for its own. @param {string} folder @param {number} label */
export function classNote(folder, label) {
  return folder !== "" && label === NO_CLASS ? WORDS.classes : "";
}
