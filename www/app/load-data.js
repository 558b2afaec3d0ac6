//! From an empty page to a model with data: the first part of the images, the engine, then the rest. And from one pack
//! of images to another, while the model on the one before goes on until the new one stands.

import { openPack, PackError } from "../data/packs.js";
import { PACKS } from "../data/pack-table.js";
import { Hourglass } from "../hourglass.js";
import { HOME } from "../lib/spawn-worker.js";
import { S } from "../strings/strings.js";
import { bring } from "./change-history.js";
import { isHopeless, isRefused, isUnusable, sentence } from "./faults.js";
import { dismiss, notify } from "./notices.js";
import { defaults, difference, toConfig } from "./options.js";
import { shownPack } from "./shown-pack.js";

/**
 * @typedef {import("./options.js").Settings} Settings
 * @typedef {import("./change-history.js").Before} Before
 * @typedef {import("../data/packs.js").ImageSet} ImageSet
 * @typedef {import("../data/pack-table.js").PackName} PackName
 * @typedef {Omit<import("../data/packs.js").PackOptions, "base">} OpenOptions
 *
 * @typedef {Awaited<ReturnType<typeof openPack>>
 *   & Pick<import("./store.js").Pack, "light" | "sameHeldOut" | "whole">
 *   & {paper?: 0 | 255, taken?: () => void}} Opened
 *   The visitor's own set also says which byte is an empty place, and hears when a model stands on it.
 *
 * @typedef {object} Given Where the page stands; tests pass their own.
 * @property {import("../lib/restartable-worker.js").Environment} [environment]
 * @property {typeof globalThis.fetch} [fetch]
 * @property {URL | string} [base]
 * @property {(options: OpenOptions) => Promise<Opened>} [own] Opens the visitor's own set.
 * @property {(why: string) => string} [refused] Says that the plain model is here, and not the one that was asked for.
 */

/** Brings images to the page, and a model that stands on them. */
export class DataLoader {
  #store;
  #actions;
  #given;
  /** The newest attempt: it ends the one before. */
  #newest = new AbortController();
  /** What brings the rest of the images to the model that there is. @type {AbortController | null} */
  #feeding = null;

  /**
   * @param {import("./store.js").Store<import("./store.js").State>} store
   * @param {Pick<import("./actions.js").Actions, "take" | "switchTo" | "history">} actions
   * @param {Given} [given]
   */
  constructor(store, actions, { environment, fetch, base = new URL("data/", HOME), own = noSet,
    refused = S.notices.addressModel } = {}) {
    this.#store = store;
    this.#actions = actions;
    this.#given = { environment, fetch, base, own, refused };
    store.on("switch-data", ({ wanted, back }) => void this.switchTo(wanted, back));
  }

  #attempt() {
    // What brings the rest of the present images goes on until others are there.
    if (this.#newest !== this.#feeding) this.#newest.abort();
    this.#newest = new AbortController();
    return this.#newest;
  }

  /** Nothing more is brought. */
  close() {
    this.#newest.abort();
    this.#feeding?.abort();
  }

  /**
   * @param {Settings} settings
   * @param {OpenOptions} options
   * @returns {Promise<Opened>}
   */
  async #open({ data, images }, options) {
    const { own, base, fetch } = this.#given;
    if (data === "own") return own(options);
    return openPack(PACKS[/** @type {keyof typeof PACKS} */ (data)].files, { base, fetch, most: images, ...options });
  }

  /** Opens the pack and the model. Where that fails, says why and offers to try again. @returns {Promise<void>} */
  async start() {
    const mine = this.#attempt();
    const { signal } = mine;
    this.#store.set({ phase: "loading" });
    dismiss(this.#store, "start");
    try {
      const { settings } = this.#store.get();
      const name = /** @type {PackName} */ (settings.data);
      const pack = await this.#open(settings, { signal });
      this.#store.set(shownPack(name, pack));
      const hourglass = await this.#createFirst(pack);
      if (signal.aborted) return hourglass.dispose();
      this.#store.set({ phase: "ready", info: hourglass.info });
      this.#feeding = mine;
      this.#actions.take(hourglass);
      this.#store.emit("opened", null);
      pack.taken?.();
      void this.#feed(signal, hourglass, pack.rest);
    } catch (cause) {
      if (signal.aborted) return;
      if (isUnusable(cause)) return this.#digitsInstead(cause);
      this.#store.set({ phase: "failed" });
      const again = { label: S.notices.again, run: () => void this.start() };
      const actions = isHopeless(cause) ? [] : [again];
      notify(this.#store, { id: "start", tone: "error", lasting: true, text: sentence(cause), actions });
    }
  }

  /**
   * The visitor's own set cannot be trained on: the page opens with the digits.
   * @param {Error} cause
   * @returns {Promise<void>}
   */
  #digitsInstead(cause) {
    this.#store.set({ settings: { ...this.#store.get().settings, data: "digits" } });
    const text = `${cause.message} ${S.notices.digitsInstead}`;
    notify(this.#store, { id: "address-data", tone: "calm", text });
    return this.start();
  }

  /**
   * @param {Settings} settings
   * @param {Opened} pack
   */
  #create(settings, { first, heldOut, total }) {
    return Hourglass.create({
      config: toConfig(settings, first),
      images: { ...first, total },
      labels: first.labels,
      heldOut: { images: heldOut, labels: heldOut.labels },
    }, this.#given.environment);
  }

  /**
   * The model that the address asks for, or, where the engine does not allow it, the plain one.
   * @param {Opened} pack
   */
  async #createFirst(pack) {
    const { settings } = this.#store.get();
    try {
      return await this.#create(settings, pack);
    } catch (cause) {
      if (!isRefused(cause)) throw cause;
      notify(this.#store, { id: "address-model", tone: "error", text: this.#given.refused(cause.message) });
      const plain = { ...defaults(), data: settings.data };
      // What else the address asks for was meant for that model.
      this.#store.set({ settings: plain, mapDims: null, linked: null });
      return this.#create(plain, pack);
    }
  }

  /**
   * Another pack with a new model on it. Until that stands, and where it cannot, the one before goes on.
   * @param {Settings} wanted
   * @param {Before | null} [back] A model that stood on that pack, and takes the place of a new one.
   * @returns {Promise<void>}
   */
  async switchTo(wanted, back = null) {
    if (!this.#feeding) {
      this.#store.set({ settings: wanted });
      return this.start();
    }
    const mine = this.#attempt();
    const { signal } = mine;
    const name = /** @type {PackName} */ (wanted.data);
    const { settings } = this.#store.get();
    const asked = {
      ...Object.fromEntries(difference(settings, wanted).map((key) => [key, wanted[key]])), beyond: wanted.beyond,
    };
    dismiss(this.#store, "switch");
    try {
      const pack = await this.#open(wanted, { signal, progress: this.#progress(name, mine, back !== null) });
      const { hourglass, settings: now, before } = await this.#createAsked(asked, pack, back, signal);
      if (signal.aborted) return hourglass.dispose();
      this.#feeding.abort();
      this.#feeding = mine;
      const { info } = hourglass;
      const patch = { ...shownPack(name, pack), phase: /** @type {const} */ ("ready"), info, settings: now };
      const run = back && { clock: back.clock, marks: back.marks };
      this.#actions.switchTo(hourglass, { ...patch, ...run, switching: null }, before);
      pack.taken?.();
      void this.#feed(signal, hourglass, pack.rest);
    } catch (cause) {
      // A model that was to come back can be asked for again, but where another choice has taken this one's place.
      if (back && !back.isOpened && this.#newest === mine) this.#actions.history.notBack(back);
      if (signal.aborted) return;
      // The other files of a pack may still be coming, and would show it as on its way.
      mine.abort();
      this.#store.set({ switching: null });
      this.#tellNotSwitched(name, cause);
    }
  }

  /**
   * What hears of the bytes of another pack, and shows how many have come.
   * @param {PackName} name
   * @param {AbortController} mine
   * @param {boolean} isBack
   */
  #progress(name, mine, isBack) {
    let bytes = 0;
    const cancel = () => {
      mine.abort();
      this.#store.set({ switching: null });
    };
    const progress = (/** @type {number} */ more) => {
      bytes += more;
      const isOnItsWay = !mine.signal.aborted && this.#newest === mine && this.#feeding !== mine;
      if (isOnItsWay) this.#store.set({ switching: { name, bytes, isBack, cancel } });
    };
    progress(0);
    return progress;
  }

  /**
   * The model on another pack. What is set while it is on its way holds too.
   * @param {Partial<Settings>} asked What was asked for together with the pack.
   * @param {Opened} pack
   * @param {Before | null} back
   * @param {AbortSignal} signal
   */
  async #createAsked(asked, pack, back, signal) {
    const newest = () => {
      const { pending, settings } = this.#store.get();
      return { ...(pending ?? settings), ...asked };
    };
    const then = newest();
    const hourglass = await this.#create(then, pack);
    if (back) await bring(hourglass, back.first, toConfig(then, pack.heldOut));
    const before = back ? null : await this.#actions.history.captureAlone();
    const settings = newest();
    if (!signal.aborted && difference(then, settings).length > 0) {
      await hourglass.reconfigure(toConfig(settings, pack.heldOut));
    }
    return { hourglass, settings, before };
  }

  /** @param {PackName} name @param {unknown} cause */
  #tellNotSwitched(name, cause) {
    const again = () => void this.switchTo({ ...this.#store.get().settings, data: name });
    notify(this.#store, {
      id: "switch", tone: "error",
      text: isRefused(cause)
        ? S.notices.config(cause.message)
        : S.notices.notSwitched(S.packs[name].name, sentence(cause)),
      actions: isRefused(cause) || isUnusable(cause) ? [] : [{ label: S.notices.again, run: again }],
    });
  }

  /**
   * Hands over the rest as it arrives; what fails can be tried again from where it stopped.
   * @param {AbortSignal} signal
   * @param {Hourglass} hourglass
   * @param {AsyncIterable<ImageSet>} parts
   */
  async #feed(signal, hourglass, parts) {
    const { total } = this.#store.get().loading;
    try {
      for await (const part of parts) {
        if (part.count === 0) continue;
        await hourglass.append(part, part.labels);
        this.#store.set({ loading: { arrived: this.#store.get().loading.arrived + part.count, total } });
      }
      if (!signal.aborted) this.#store.set({ info: hourglass.info });
    } catch (cause) {
      if (signal.aborted) return;
      const { arrived } = this.#store.get().loading;
      const again = () => {
        dismiss(this.#store, "data");
        void this.#feed(signal, hourglass, this.#remaining(signal, arrived));
      };
      notify(this.#store, {
        id: "data", tone: "error", lasting: true, text: S.notices.partData(arrived, total, sentence(cause)),
        actions: [{ label: S.notices.again, run: again }],
      });
    }
  }

  /**
   * The training images after the first `skip`, from a new request.
   * @param {AbortSignal} signal
   * @param {number} skip
   * @returns {AsyncGenerator<ImageSet, void, void>}
   */
  async *#remaining(signal, skip) {
    const { first, rest } = await this.#open(this.#store.get().settings, { signal, skip });
    yield first;
    yield* rest;
  }
}

/** @returns {Promise<Opened>} */
async function noSet() {
  throw new PackError("unreachable", "own/own.js");
}
