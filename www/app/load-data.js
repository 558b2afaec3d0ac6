//! From an empty page to a lab with data: the first part of the images, the engine, then the rest. And from one pack of
//! images to another, while the model on the one before goes on until the new one stands.

import { environment as ahead } from "../data/preload.js";
import { Hourglass } from "../hourglass.js";
import { defaults, difference, toConfig } from "./options.js";
import { openPack, PackError, PACKS } from "../data/packs.js";
import { HOME } from "../lib/spawn-worker.js";
import { S } from "../strings/strings.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./options.js").Settings} Settings
 * @typedef {import("../data/packs.js").ImageSet} ImageSet
 * @typedef {import("../data/pack-table.js").PackName} PackName
 * @typedef {Awaited<ReturnType<typeof openPack>> & {paper?: 0 | 255, light?: boolean, sameHeldOut?: boolean, taken?: () => void}} Opened The
 *   visitor's own set also says which byte is an empty place, and hears when a model stands on it.
 *
 * @typedef {object} Given Where the page stands; tests pass their own.
 * @property {import("../lib/restartable-worker.js").Environment} [environment]
 * @property {typeof globalThis.fetch} [fetch]
 * @property {URL | string} [base]
 * @property {(options: {signal?: AbortSignal, skip?: number}) => Promise<Opened>} [own] The visitor's own set.
 */

/**
 * @param {import("./store.js").Store<State>} store
 * @param {Pick<import("./actions.js").Actions, "notify" | "dismiss" | "keepAddress" | "switched">} actions
 * @param {(lab: Hourglass) => void} take Called with each lab as soon as it can train; the one before is done with.
 * @param {Given} [given]
 */
export function createStart(store, actions, take, { environment = ahead, fetch, base = new URL("data/", HOME), own: openOwn = noSet } = {}) {
  /** The newest attempt: it ends the one before. */
  let loading = new AbortController();
  /** What brings the rest of the images to the lab that there is. @type {AbortController | null} */
  let feeding = null;

  function attempt() {
    loading.abort();
    loading = new AbortController();
    return loading;
  }

  /**
   * @param {PackName} name
   * @param {Omit<import("../data/packs.js").PackOptions, "base">} options
   * @returns {Promise<Opened>}
   */
  const open = async (name, options) => (name === "own" ? openOwn(options) : openPack(PACKS[name].files, { base, fetch, ...options }));

  /** Opens the pack and the lab. Where that fails, says why and offers to try again. @returns {Promise<void>} */
  async function start() {
    const mine = attempt();
    store.set({ phase: "loading" });
    actions.dismiss("start");
    try {
      const name = /** @type {PackName} */ (store.get().settings.data);
      const pack = await open(name, { signal: mine.signal });
      store.set(shown(name, pack));
      const lab = await firstLab(pack);
      if (mine.signal.aborted) return lab.dispose();
      store.set({ phase: "ready", info: lab.info });
      feeding = mine;
      take(lab);
      pack.taken?.();
      void feed(mine.signal, name, lab, pack.rest);
    } catch (cause) {
      if (mine.signal.aborted) return;
      if (isUnusable(cause)) return instead(cause);
      store.set({ phase: "failed" });
      actions.notify({
        id: "start", tone: "error", lasting: true, text: sentence(cause),
        actions: hopeless(cause) ? [] : [{ label: S.notices.again, run: () => void start() }],
      });
    }
  }

  /** Where the visitor's own set cannot be trained on, the page opens with the digits. @param {Error} cause @returns {Promise<void>} */
  function instead(cause) {
    store.set({ settings: { ...store.get().settings, data: "digits" } });
    actions.keepAddress();
    actions.notify({ id: "address-data", tone: "calm", text: `${cause.message} ${S.notices.digitsInstead}` });
    return start();
  }

  /**
   * @param {Settings} settings
   * @param {Opened} pack
   */
  const createLab = (settings, { first, heldOut, total }) => Hourglass.create({
    config: toConfig(settings, first),
    images: { ...first, total },
    labels: first.labels,
    heldOut: { images: heldOut, labels: heldOut.labels },
  }, environment);

  /** @param {Opened} pack */
  async function firstLab(pack) {
    const { settings } = store.get();
    try {
      return await createLab(settings, pack);
    } catch (cause) {
      // An address can ask for more than the engine allows; then the page still opens.
      if (!isRefused(cause)) throw cause;
      actions.notify({ id: "address-model", tone: "error", text: S.notices.addressModel(cause.message) });
      const plain = { ...defaults(), data: settings.data };
      store.set({ settings: plain });
      actions.keepAddress();
      return createLab(plain, pack);
    }
  }

  /**
   * Another pack with a new model on it. Until that stands, and where it cannot, the one before goes on.
   * @param {Settings} wanted
   */
  async function switchTo(wanted) {
    const { settings } = store.get();
    const name = /** @type {PackName} */ (wanted.data);
    if (!feeding) {
      store.set({ settings: wanted });
      actions.keepAddress();
      return start();
    }
    const asked = Object.fromEntries(difference(settings, wanted).map((key) => [key, wanted[key]]));
    // What is set meanwhile holds too, even without its second thought.
    const newest = () => /** @type {Settings} */ ({ ...(store.get().pending ?? store.get().settings), ...asked });
    const mine = attempt();
    const { signal } = mine;
    const cancel = () => {
      mine.abort();
      store.set({ switching: null });
    };
    let bytes = 0;
    const progress = (/** @type {number} */ more) => {
      bytes += more;
      if (!signal.aborted && loading === mine && feeding !== mine) store.set({ switching: { name, bytes, cancel } });
    };
    progress(0);
    actions.dismiss("switch");
    try {
      const pack = await open(name, { signal, progress });
      const then = newest();
      const lab = await createLab(then, pack);
      const now = newest();
      if (!signal.aborted && difference(then, now).length > 0) await lab.reconfigure(toConfig(now, pack.heldOut));
      if (signal.aborted) return lab.dispose();
      feeding.abort();
      feeding = mine;
      actions.switched({ ...shown(name, pack), phase: "ready", info: lab.info, settings: now, switching: null }, () => take(lab));
      pack.taken?.();
      void feed(signal, name, lab, pack.rest);
    } catch (cause) {
      if (signal.aborted) return;
      store.set({ switching: null });
      actions.notify({
        id: "switch", tone: "error",
        text: isRefused(cause) ? S.notices.config(cause.message) : S.notices.notSwitched(S.packs[name].name, sentence(cause)),
        actions: isRefused(cause) || isUnusable(cause) ? [] : [{ label: S.notices.again, run: () => void switchTo({ ...store.get().settings, data: name }) }],
      });
    }
  }

  /**
   * Hands over the rest as it arrives; what fails can be tried again from where it stopped.
   * @param {AbortSignal} signal
   * @param {PackName} name
   * @param {Hourglass} lab
   * @param {AsyncIterable<ImageSet>} parts
   */
  async function feed(signal, name, lab, parts) {
    const { total } = store.get().loading;
    try {
      for await (const part of parts) {
        if (part.count === 0) continue;
        await lab.append(part, part.labels);
        store.set({ loading: { arrived: store.get().loading.arrived + part.count, total } });
      }
      if (!signal.aborted) store.set({ info: lab.info });
    } catch (cause) {
      if (signal.aborted) return;
      const { arrived } = store.get().loading;
      actions.notify({
        id: "data", tone: "error", lasting: true, text: S.notices.partData(arrived, total, sentence(cause)),
        actions: [{ label: S.notices.again, run: () => {
          actions.dismiss("data");
          void feed(signal, name, lab, remaining(signal, name, arrived));
        } }],
      });
    }
  }

  /**
   * The training images after the first `skip`, from a new request.
   * @param {AbortSignal} signal
   * @param {PackName} name
   * @param {number} skip
   * @returns {AsyncGenerator<ImageSet, void, void>}
   */
  async function* remaining(signal, name, skip) {
    const { first, rest } = await open(name, { signal, skip });
    yield first;
    yield* rest;
  }

  return { start, switchTo };
}

/**
 * What the page shows of a pack that has come.
 * @param {PackName} name
 * @param {Opened} pack
 */
function shown(name, { first, heldOut, total, classes, paper, light, sameHeldOut }) {
  const pack = {
    name, paper: paper ?? (name === "own" ? 0 : PACKS[name].paper), classes: classes ?? S.packs[name].classes ?? [], ...(sameHeldOut ? { sameHeldOut } : {}), ...(light ? { light } : {}),
  };
  return { pack, heldOut, loading: { arrived: first.count, total }, ...choice(heldOut, pack.classes.length, name === "own") };
}

/** The page has room for so many pictures beside their reconstructions. */
const MOST_PAIRS = 20;

/**
 * Which held-out images stand below all along (two of each class, one of each first), and which one is inspected.
 * @param {ImageSet} heldOut
 * @param {number} nClasses
 * @param {boolean} fills Whether others take the room that few classes leave.
 */
function choice({ labels }, nClasses, fills) {
  /** @type {number[][]} */
  const found = Array.from({ length: nClasses }, () => []);
  labels.forEach((label, idx) => {
    if (found[label] && found[label].length < 2) found[label].push(idx);
  });
  const chosen = [0, 1].flatMap((turn) => found.flatMap((some) => some.slice(turn, turn + 1)));
  const others = fills ? Array.from(labels.keys()).filter((idx) => !chosen.includes(idx)) : [];
  const pairs = [...chosen, ...others.slice(0, MOST_PAIRS)].slice(0, MOST_PAIRS);
  return { pairs, inspect: { source: /** @type {const} */ ("heldOut"), idx: pairs[0] ?? 0 } };
}

/** @param {unknown} cause */
function sentence(cause) {
  if (cause instanceof PackError) return S.pack[cause.reason](cause.file, cause.detail);
  if (isUnusable(cause)) return cause.message;
  const { name, message } = cause instanceof Error ? cause : { name: "", message: String(cause) };
  return S.errors[name] ?? S.notices.unexpected(message);
}

/** Whether the engine does not want such a model. @param {unknown} cause @returns {cause is Error} */
function isRefused(cause) {
  return cause instanceof Error && ["ConfigError", "TooLargeError"].includes(cause.name);
}

/** @returns {Promise<Opened>} */
async function noSet() {
  throw new PackError("unreachable", "own/own.js");
}

/** Whether the visitor's own set cannot be trained on. @param {unknown} cause @returns {cause is Error} */
function isUnusable(cause) {
  return cause instanceof Error && cause.name === "SetError";
}

/** Whether trying again cannot help. @param {unknown} cause */
function hopeless(cause) {
  return cause instanceof Error && ["NoWebAssemblyError", "NoSimdError"].includes(cause.name);
}
