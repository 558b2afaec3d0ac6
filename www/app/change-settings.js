//! Changing the model: what only steers takes effect at once, the rest restarts after a second thought.

import { difference, optionOf, toAddress, toConfig } from "./options.js";
import { APART, applying, asKind, isLive, kindOf, withChange } from "./presets.js";
import { S } from "../strings/strings.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./options.js").Settings} Settings
 * @typedef {import("./options.js").Key} Key
 * @typedef {import("./lockstep.js").Trainable} Hourglass
 *
 * @typedef {object} Means What a change needs of the actions.
 * @property {(command: (lab: Hourglass) => Promise<unknown>) => Promise<void>} attempt
 * @property {(notice: import("./store.js").Notice) => void} notify
 * @property {(...ids: string[]) => void} dismiss
 * @property {{goesOn: () => boolean, begun: (patch: Partial<State>, again: boolean) => void}} training
 * @property {() => Partial<State>} kept The state's part that keeps the curve of the run that ends.
 * @property {(wanted: Settings) => Promise<void>} switchData Another pack of images, with the model for it.
 */

/** What a kind's name says. @type {Key[]} */
const AXES = ["arch", "bottleneck", "noise"];

/** A change that restarts the model waits so long for a second thought, in milliseconds. */
const SECOND_THOUGHT = 2000;

/**
 * @param {import("./store.js").Store<State>} store
 * @param {Means} means
 */
export function createChanges(store, { attempt, notify, dismiss, training, kept, switchData }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let secondThought;

  /** @param {Settings} settings */
  function adopt(settings) {
    store.set({ settings });
    keepAddress();
  }

  /** The address bar says what the page shows. */
  function keepAddress() {
    history.replaceState(null, "", location.pathname + location.search + toAddress(store.get().settings));
  }

  /** What the model has, or gets when the notice runs out. */
  const latest = () => store.get().pending ?? store.get().settings;

  /** @param {Key[]} keys @param {Settings} wanted */
  function steer(keys, wanted) {
    if (keys.length === 0) return;
    adopt(/** @type {Settings} */ ({ ...store.get().settings, ...Object.fromEntries(keys.map((key) => [key, wanted[key]])) }));
    void attempt((ready) => ready.steer(Object.fromEntries(keys.map((key) => [optionOf(key).live, wanted[key]]))));
  }

  /**
   * @param {Key | "penalty"} key
   * @param {number | number[] | string} value
   */
  function change(key, value) {
    const wanted = withChange(latest(), key, value);
    const { settings } = store.get();
    // A slider moves the running model even while another change waits for its second thought.
    if (key !== "penalty" && isLive(key, settings, wanted)) steer([key], wanted);
    changeAll(wanted);
  }

  /** All of it at once: live where it only steers. @param {Settings} wanted */
  function changeAll(wanted) {
    const { settings } = store.get();
    const differing = difference(settings, wanted);
    clearTimeout(secondThought);
    if (differing.every((key) => isLive(key, settings, wanted))) {
      steer(differing, wanted);
      store.set({ pending: null });
      dismiss("restart");
      return;
    }
    store.set({ pending: wanted });
    notify({
      id: "restart", tone: "calm", text: S.notices.restart(described(settings, wanted), wanted.seed), lasting: true,
      actions: [{ label: S.notices.cancel, run: cancelChange }, { label: S.notices.apply, run: () => void applyChange() }],
    });
    secondThought = setTimeout(applyChange, SECOND_THOUGHT);
  }

  function cancelChange() {
    clearTimeout(secondThought);
    store.set({ pending: null });
    dismiss("restart");
  }

  async function applyChange() {
    clearTimeout(secondThought);
    dismiss("restart");
    const { pending, settings, heldOut } = store.get();
    if (!pending) return;
    store.set({ pending: null });
    if (pending.data !== settings.data) return switchData(pending);
    if (!heldOut) return;
    await attempt(async (ready) => {
      const again = training.goesOn();
      const old = kept();
      try {
        const info = await ready.reconfigure(toConfig(pending, heldOut));
        // What was steered meanwhile holds.
        const now = store.get().settings;
        adopt(/** @type {Settings} */ ({ ...pending, ...Object.fromEntries(difference(settings, now).map((key) => [key, now[key]])) }));
        training.begun({ info, ...old, mapDims: null }, again);
      } catch (cause) {
        if (!(cause instanceof Error) || !["ConfigError", "TooLargeError"].includes(cause.name)) throw cause;
        notify({ id: "config", tone: "error", text: S.notices.config(cause.message) });
      }
    });
  }

  return {
    change,
    changeAll,
    cancelChange,
    adopt,
    keepAddress,
    /** @param {import("./presets.js").Kind} kind */
    choose(kind) {
      const wanted = asKind(latest(), kind);
      changeAll(store.get().own?.fit(wanted) ?? wanted);
    },
  };
}

/**
 * What differs, in words: the kind where it is another one, and the options that are no part of it.
 * @param {Settings} before
 * @param {Settings} wanted
 */
export function described(before, wanted) {
  return differences(before, wanted).map(({ label, from, to }) => S.notices.change(label, from, to)).join("; ");
}

/**
 * @param {Settings} before
 * @param {Settings} wanted
 * @param {boolean} [shared] Of two kinds, also whatever both have and do not share.
 */
export function differences(before, wanted, shared = false) {
  const [from, to] = [kindOf(before), kindOf(wanted)];
  const name = (/** @type {typeof from} */ kind) => (kind ? S.model.kinds[kind] : S.model.mix);
  const [was, is] = [applying(before), applying(wanted)];
  const isSaid = (/** @type {Key} */ key) => from === to || to === null || APART.includes(key) || (shared && was.has(key) && is.has(key) && !AXES.includes(key));
  const keys = difference(before, wanted).filter((key) => (was.has(key) || is.has(key)) && isSaid(key));
  const found = keys.map((key) => ({ label: S.model[key].label, from: shown(key, before), to: shown(key, wanted) }));
  if (from !== to && to !== null) found.unshift({ label: S.model.kind, from: name(from), to: name(to) });
  return found;
}

/**
 * A setting's value in words.
 * @param {Key} key
 * @param {Settings} settings
 */
function shown(key, settings) {
  const value = settings[key];
  if (Array.isArray(value)) return value.join(", ") || S.model.noLayers;
  return S.model.values[String(value)] ?? String(value);
}
