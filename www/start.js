//! From an empty page to a lab with data: the first part of the digits, the engine, then the rest.

import { environment } from "./ahead.js";
import { Hourglass } from "./hourglass.js";
import { defaults, toConfig } from "./config.js";
import { DIGITS, openPack, PackError } from "./packs.js";
import { S } from "./strings.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./packs.js").ImageSet} ImageSet
 * @typedef {import("./actions.js").Actions} Actions
 */

const BASE = new URL("./data/", import.meta.url);

/**
 * Opens the pack and the lab. Where that fails, says why and offers to try again.
 * @param {import("./store.js").Store<State>} store
 * @param {Actions} actions
 * @param {(lab: Hourglass) => void} onLab Called once, as soon as training can begin.
 */
export async function start(store, actions, onLab) {
  store.set({ phase: "loading" });
  actions.dismiss("start");
  try {
    const pack = await openPack(DIGITS, { base: BASE });
    const { heldOut, first, total } = pack;
    store.set({ heldOut, loading: { arrived: first.count, total }, ...choice(heldOut) });
    const lab = await createLab(store, actions, pack);
    store.set({ phase: "ready", info: lab.info });
    onLab(lab);
    void feed(store, actions, lab, pack.rest);
  } catch (cause) {
    store.set({ phase: "failed" });
    actions.notify({
      id: "start", tone: "error", lasting: true, text: sentence(cause),
      actions: hopeless(cause) ? [] : [{ label: S.notices.again, run: () => void start(store, actions, onLab) }],
    });
  }
}

/**
 * @param {import("./store.js").Store<State>} store
 * @param {Actions} actions
 * @param {{first: ImageSet, heldOut: ImageSet, total: number}} pack
 */
async function createLab(store, actions, { first, heldOut, total }) {
  const create = () => Hourglass.create({
    config: toConfig(store.get().settings, first),
    images: { ...first, total },
    labels: first.labels,
    heldOut: { images: heldOut, labels: heldOut.labels },
  }, environment);
  try {
    return await create();
  } catch (cause) {
    // An address can ask for more than the engine allows; then the page still opens.
    if (!(cause instanceof Error) || !["ConfigError", "TooLargeError"].includes(cause.name)) throw cause;
    actions.notify({ id: "config", tone: "error", text: S.notices.address("#", location.hash, cause.message) });
    store.set({ settings: defaults() });
    return create();
  }
}

/**
 * Hands over the rest as it arrives; what fails can be tried again from where it stopped.
 * @param {import("./store.js").Store<State>} store
 * @param {Actions} actions
 * @param {Hourglass} lab
 * @param {AsyncIterable<ImageSet>} parts
 */
async function feed(store, actions, lab, parts) {
  const { total } = store.get().loading;
  try {
    for await (const part of parts) {
      if (part.count === 0) continue;
      await lab.append(part, part.labels);
      store.set({ loading: { arrived: store.get().loading.arrived + part.count, total } });
    }
    store.set({ info: lab.info });
  } catch (cause) {
    const { arrived } = store.get().loading;
    actions.notify({
      id: "data", tone: "error", lasting: true, text: S.notices.partData(arrived, total, sentence(cause)),
      actions: [{ label: S.notices.again, run: () => {
        actions.dismiss("data");
        void feed(store, actions, lab, remaining(arrived));
      } }],
    });
  }
}

/**
 * The training images after the first `skip`, from a new request.
 * @param {number} skip
 * @returns {AsyncGenerator<ImageSet, void, void>}
 */
async function* remaining(skip) {
  const { first, rest } = await openPack(DIGITS, { base: BASE, skip });
  yield first;
  yield* rest;
}

/**
 * Which held-out images stand below all along (two of each class, one of each first), and which one is inspected.
 * @param {ImageSet} heldOut
 */
function choice({ labels }) {
  /** @type {number[][]} */
  const found = Array.from({ length: 10 }, () => []);
  labels.forEach((label, idx) => {
    if (found[label] && found[label].length < 2) found[label].push(idx);
  });
  const pairs = [0, 1].flatMap((turn) => found.flatMap((some) => some.slice(turn, turn + 1)));
  return { pairs, inspect: { source: /** @type {const} */ ("heldOut"), idx: found[0][0] ?? 0 } };
}

/** @param {unknown} cause */
function sentence(cause) {
  if (cause instanceof PackError) return S.pack[cause.reason](cause.file, cause.detail);
  const { name, message } = cause instanceof Error ? cause : { name: "", message: String(cause) };
  return S.errors[name] ?? S.notices.unexpected(message);
}

/** Whether trying again cannot help. @param {unknown} cause */
function hopeless(cause) {
  return cause instanceof Error && ["NoWebAssemblyError", "NoSimdError"].includes(cause.name);
}
