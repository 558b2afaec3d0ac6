//! Collects what was taken in until it is worth a message: pictures, outcomes, and where to go on.

import { transferables } from "../../lib/dispatcher.js";
import { NO_CLASS } from "../../lib/protocol.js";
import { WORDS } from "../../strings/intake.js";
import { classKey } from "../class-name.js";
import { Known } from "./known.js";

/** @typedef {import("../intake-protocol.js").Block} Block */
/** @typedef {import("../intake-protocol.js").Place} Place */
/** @typedef {import("../intake-protocol.js").PlacedOutcome} PlacedOutcome */
/** @typedef {import("../intake-protocol.js").Standing} Standing */
/** @typedef {import("../intake-protocol.js").TakeArgs} TakeArgs */
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
  #isAgain;
  /** The labels of this take's classes by the classes' keys. @type {Map<string, number>} */
  #labels = new Map();
  /** The keys of all classes that there are then. @type {Set<string>} */
  #classes;
  /** For each label, the keys and paths of its pictures. @type {Map<bigint, string>[]} */
  #there = [];
  /** @type {Uint8Array[]} */
  #pictures = [];
  /** @type {{label: number, path: string, key: bigint, fileKey: bigint, hasColor: boolean}[]} */
  #about = [];
  /** @type {PlacedOutcome[]} */
  #outcomes = [];

  /**
   * @param {import("./take-report.js").TakeReport} report
   * @param {Pick<TakeArgs, "standing" | "set" | "arrived" | "again">} args
   * @param {{shape: {size: number, channels: number}, room: import("../intake-protocol.js").Room}} options
   */
  constructor(report, { standing, set, arrived, again }, { shape: { size, channels }, room }) {
    this.standing = standing;
    this.#shape = { size, channels };
    this.#features = size * size * channels;
    this.#room = Math.min(room.images, Math.floor(room.bytes / this.#features));
    this.#report = report;
    this.#isAgain = again !== null;
    this.#known = new Known(set, arrived, standing.classes);
    standing.classes.forEach((name, label) => this.#labels.set(classKey(name), label));
    this.#classes = new Set([...set?.classes ?? [], ...standing.classes].map(classKey));
  }

  /** Whether a file stopped an earlier worker. @param {Place} at */
  isRefused([source, entry]) {
    return this.standing.refused.some((refused) => refused[0] === source && refused[1] === entry);
  }

  /** Images for which there is room. */
  get room() {
    return this.#isAgain ? Infinity : Math.max(0, this.#room - this.standing.images);
  }

  /** Images that fit one message. */
  get most() {
    return Math.max(1, Math.floor(BLOCK / this.#features));
  }

  /** Bytes of a picture. */
  get features() {
    return this.#features;
  }

  /** The label of a class, 255 for none or where there are too many. @param {string} name */
  label(name) {
    const key = classKey(name);
    const known = this.#labels.get(key);
    if (known !== undefined || key === "") return known ?? NO_CLASS;
    if (!this.#classes.has(key) && this.#classes.size >= NO_CLASS) return NO_CLASS;
    const label = this.standing.classes.length;
    this.#classes.add(key);
    this.#labels.set(key, label);
    this.standing.classes.push(name);
    return label;
  }

  /** Notes that pictures were taken whose class there is no room for. @param {string} name @param {number} pictures */
  beyond(name, pictures) {
    const { beyond } = this.standing;
    beyond.set(name, (beyond.get(name) ?? 0) + pictures);
  }

  /**
   * The path of an earlier picture with the same key and the same label, which is "" where it is not known. Where there
   * is none, the answer is undefined.
   * @param {bigint} key @param {number} label
   */
  twin(key, label) {
    return this.#isAgain ? undefined : this.#of(label).get(key);
  }

  /** The same of a file, and of the class that it names. @param {bigint} key @param {string} name */
  fileTwin(key, name) {
    return this.#isAgain ? undefined : this.#known.of(name).get(key);
  }

  /** A picture, or its file, is known from now on. @param {bigint} key @param {number} label @param {string} path */
  knows(key, label, path) {
    this.#of(label).set(key, path);
  }

  /** @param {number} label */
  #of(label) {
    return (this.#there[label] ??= this.#known.of(this.standing.classes[label] ?? ""));
  }

  /**
   * @param {Uint8Array} picture
   * @param {{key: bigint, fileKey: bigint, label: number, path: string, hasColor: boolean}} about
   */
  picture(picture, about) {
    this.#pictures.push(picture);
    this.#about.push(about);
    this.standing.images += 1;
    this.standing.files += 1;
    if (this.#pictures.length >= Math.min(PICTURES, this.most)) this.flush();
  }

  /**
   * Images of a file of data.
   * @param {Pick<Block, "data" | "labels" | "colored" | "keys" | "table">} images
   */
  images(images) {
    this.flush();
    this.standing.images += images.labels.length;
    this.#send({ ...images, fileKeys: null, paths: null });
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
    this.#send({ data, labels, colored, paths: null, table: null, keys: null, fileKeys: null, opened });
  }

  /** Sends what is there, so that nothing of it is lost with the worker. */
  flush() {
    if (this.#pictures.length > 0) {
      const data = new Uint8Array(this.#pictures.length * this.#features);
      this.#pictures.forEach((picture, idx) => data.set(picture, idx * this.#features));
      const about = this.#about;
      this.#send({
        data, labels: Uint8Array.from(about, ({ label }) => label),
        colored: Uint8Array.from(about, ({ hasColor }) => Number(hasColor)), table: null,
        keys: BigUint64Array.from(about, ({ key }) => key), paths: about.map(({ path }) => path),
        fileKeys: BigUint64Array.from(about, ({ fileKey }) => fileKey),
      });
    } else if (this.#outcomes.length > 0) {
      this.#report.part({ block: null, outcomes: this.#outcomes, standing: this.standing }, []);
    }
    this.#pictures = [];
    this.#about = [];
    this.#outcomes = [];
  }

  /** @param {Omit<Block, "count" | "size" | "channels" | "classNames">} pictures */
  #send(pictures) {
    const { data, labels, colored, keys, fileKeys, opened } = pictures;
    /** @type {Block} */
    const block = { count: labels.length, ...this.#shape, classNames: this.standing.classes, ...pictures };
    const part = { block, outcomes: this.#outcomes, standing: this.standing };
    this.#report.part(part, transferables([data, labels, colored, keys, fileKeys, opened]));
    this.#outcomes = [];
  }
}

/** Says of a picture that there are too many classes for its own. @param {string} folder @param {number} label */
export function classNote(folder, label) {
  return classKey(folder) !== "" && label === NO_CLASS ? WORDS.classes : "";
}
