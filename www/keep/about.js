//! What stands around a kept run: written from the page's state, and read back as what the page is to become.

import { isOnSameImages } from "../app/earlier-runs.js";
import { addressOf, fromAddress } from "../app/link.js";
import { difference } from "../app/options.js";
import { trainedMs } from "../app/run-clock.js";
import { PACK_NAMES, PACKS, isBuiltIn } from "../data/pack-table.js";
import { PLACES, settingsOf } from "../embed/config-settings.js";
import { KEEP } from "../strings/keep.js";
import { S } from "../strings/strings.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../app/options.js").Settings} Settings
 * @typedef {import("./keep-protocol.js").About} About
 * @typedef {import("./keep-protocol.js").Opened} Opened
 * @typedef {import("./keep-protocol.js").Configs} Configs
 *
 * @typedef {object} Run What the page is to become.
 * @property {Settings} settings
 * @property {Partial<import("../app/link.js").Shown>} shown
 * @property {import("../app/link.js").Second | null} second
 * @property {Uint8Array | null} model Null for one at its first step.
 * @property {Uint8Array | null} compared
 * @property {Uint8Array | null} images The visitor's own set as a file.
 * @property {About["images"] | null} trainedOn What the images were; null where that is not known.
 * @property {import("../app/run-clock.js").Clock} clock
 * @property {import("../app/marks.js").Mark[]} marks
 * @property {Omit<import("../app/earlier-runs.js").EarlierRun, "id" | "pack">[]} earlier
 * @property {boolean} isTraining
 */

/** Texts are cut before the bound that the file has for them, in characters. */
const MOST_TEXT = 240;
/** @param {string} text */
const short = (text) => text.slice(0, MOST_TEXT);

/** Says in words why a file cannot be opened. */
export class KeepError extends Error {
  name = "KeepError";
}

/**
 * What stands around the run that the page shows.
 * @param {State} state
 * @param {number} step
 * @returns {About}
 */
export function aboutOf(state, step) {
  const { settings, run, clock, pack, loading, heldOut, marks, earlierRuns } = state;
  return {
    hourglass: 1, data: settings.data, address: addressOf(state, null), step,
    training: run === "training" || run === "waiting", trainedMs: trainedMs(clock), whole: clock.isWhole,
    images: { training: loading.total, heldOut: heldOut?.count ?? 0, classes: pack.classes.map(short) },
    marks: marks.map(({ step: at, control, text }) => ({ step: at, control: short(control), text: short(text) })),
    earlier: earlierRuns.filter((one) => isOnSameImages(one, pack)).map((one) => ({
      key: one.key.slice(0, 4 * MOST_TEXT), name: short(one.name), unit: one.unit, shown: one.shown,
      heldOut: [...one.heldOut], heldOutError: [...one.heldOutError],
    })),
  };
}

/**
 * The step that a saved model was at: while it trains the page hears of it a little later.
 * @param {Uint8Array} model What the library's `save()` gave.
 */
export function stepOf(model) {
  const length = new DataView(model.buffer, model.byteOffset).getUint32(0, true);
  const header = new TextDecoder().decode(model.subarray(8, 8 + length));
  // Within a text of the header these quotes would be escaped.
  return Number(/"step":"(\d+)"/.exec(header)?.[1]);
}

/**
 * What the page is to become by a file.
 * @param {Opened} opened
 * @param {State} state What a bare file of weights says nothing about, stays.
 * @returns {Run}
 */
export function runOf(opened, state) {
  const { about, model, compared, images, config, comparedConfig } = opened;
  if (!about) return bareRun(opened, state);
  if (about.data !== "own" && !isBuiltIn(about.data)) throw new KeepError(KEEP.unknownPack(about.data));
  if (!images) checkFit(about.data, config, state);
  const said = fromAddress(about.address);
  const settings = withConfig({ ...said.settings, data: about.data }, config);
  const base = said.second ?? { settings, showManifold: null, mapDims: null };
  const second = comparedConfig && { ...base, settings: withConfig(base.settings, comparedConfig) };
  return {
    settings, shown: said.shown, second, model, compared, images, trainedOn: about.images,
    clock: { ms: about.trainedMs, since: null, isWhole: about.whole },
    marks: about.marks.map((mark) => ({ ...mark, at: -Infinity })),
    earlier: about.earlier.map((one) => ({
      ...one, heldOut: Float32Array.from(one.heldOut), heldOutError: Float32Array.from(one.heldOutError),
    })),
    isTraining: about.training,
  };
}

/**
 * That the images that a run names are of its model's size.
 * @param {string} data
 * @param {Configs} config
 * @param {State} state
 */
function checkFit(data, config, { own }) {
  const { channels, height, width } = JSON.parse(config.whole).input;
  const mine = own?.source === "pictures" && own.drawings + own.pictures > 0 ? own.preparation : null;
  const shape = isBuiltIn(data) ? PACKS[data] : mine;
  if (!shape || shape.channels === channels && shape.size === height && shape.size === width) return;
  throw new KeepError(isBuiltIn(data) ? KEEP.doesNotFit(S.packs[data].name) : KEEP.ownDoNotFit);
}

/**
 * Weights alone: on the present images, if they are of the model's size, else on the first pack that is.
 * @param {Opened} opened
 * @param {State} state
 * @returns {Run}
 */
function bareRun({ model, config }, { settings, heldOut, run }) {
  const { channels, height, width } = JSON.parse(config.whole).input;
  const isPresent = heldOut !== null && heldOut.channels === channels && heldOut.height === height
    && heldOut.width === width;
  const fits = (/** @type {typeof PACK_NAMES[number]} */ name) =>
    PACKS[name].channels === channels && PACKS[name].size === height && PACKS[name].size === width;
  const data = isPresent ? settings.data : PACK_NAMES.find(fits);
  if (!data) throw new KeepError(KEEP.noImages(width, height, channels));
  return {
    settings: withConfig({ ...settings, data, beyond: undefined }, config), shown: {}, second: null, model,
    compared: null, images: null, trainedOn: null, clock: { ms: 0, since: null, isWhole: false }, marks: [],
    earlier: [], isTraining: run === "training" || run === "waiting",
  };
}

/**
 * Settings with a model's own configuration, which decides. What no option holds and is the default is left out.
 * @param {Settings} base
 * @param {Configs} configs
 */
function withConfig(base, { whole, short: needed }) {
  const [all, some] = [JSON.parse(whole), JSON.parse(needed)];
  // Without noise its amount says nothing, and the page's own stays for later.
  if (all.corruption?.kind === "none") delete all.corruption.amount;
  const isNeeded = (/** @type {string} */ key, /** @type {string} */ part) =>
    Object.hasOwn(PLACES, part ? `${key}.${part}` : key)
    || (part ? Object.hasOwn(Object(some[key]), part) : Object.hasOwn(some, key));
  const entries = Object.entries(all).flatMap(([key, value]) => {
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
      return isNeeded(key, "") ? [[key, value]] : [];
    }
    const parts = Object.entries(value).filter(([part]) => isNeeded(key, part));
    return parts.length > 0 ? [[key, Object.fromEntries(parts)]] : [];
  });
  const settings = settingsOf(JSON.stringify(Object.fromEntries(entries)), base);
  if (!settings) throw new KeepError(KEEP.unexpected);
  return settings.beyond === undefined && difference(settings, base).length === 0 ? base : settings;
}
