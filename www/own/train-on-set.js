//! From the set to a model on it: as the page's pack, with the defaults for few pictures and a word about what is special.

import { difference } from "../app/options.js";
import { PACKS } from "../data/pack-table.js";
import { openPack } from "../data/packs.js";
import { HOME } from "../lib/spawn-worker.js";
import { fewWords, forFew, isFew } from "./small-set.js";
import { openPictures, picturesOf } from "./as-pack.js";
import { patchesOf } from "./patches.js";
import { shareOf } from "./set-settings.js";
import { augmentationOf } from "./state.js";
import { OWN_WORDS } from "../strings/own-notices.js";
import { S } from "../strings/strings.js";

/**
 * @typedef {import("../app/options.js").Settings} Settings
 * @typedef {import("./as-pack.js").Opened} Opened
 * @typedef {import("./as-pack.js").Pictures} Pictures
 *
 * @typedef {object} Packs How the packs that the page comes with are opened.
 * @property {(name: import("./types.js").MixName, options: {signal?: AbortSignal}) => Promise<Opened>} open
 *
 * @typedef {object} Inside
 * @property {import("../app/store.js").Store<import("../app/store.js").State>} store
 * @property {import("./image-set.js").Actions} actions
 * @property {import("./types.js").Intake} intake
 * @property {import("./collection.js").Collection} collection
 * @property {Packs} [packs]
 * @property {(patch: Partial<import("./types.js").OwnState>) => void} tell
 * @property {() => {settings: import("./set-settings.js").SetSettings, shape: {size: number, channels: 1 | 3},
 *   photo: import("./types.js").Photo | null, version: number}} get
 * @property {(patch: Partial<import("./set-settings.js").SetSettings>) => void} set
 * @property {() => Promise<unknown>} settled Once nothing is on its way into the set.
 */

/** @type {Packs} */
const OWN_PACKS = {
  async open(name, options) {
    const opened = await openPack(PACKS[name].files, { ...options, base: new URL("data/", HOME) });
    return { ...opened, classes: opened.classes ?? S.packs[name].classes ?? [] };
  },
};

/** @param {Inside} inside */
export function createTraining({ store, actions, intake, collection, packs = OWN_PACKS, tell, get, set, settled }) {
  /** Whether the visitor does not want the defaults for few. */
  let declined = false;
  /** What was opened last, so that the rest of it can be asked for again. @type {{pictures: Pictures, settings: import("./set-settings.js").SetSettings, version: number} | null} */
  let last = null;

  async function train() {
    actions.dismiss("own");
    actions.dismiss("own-few");
    await settled();
    const { settings } = get();
    const before = { ...latest(), data: "own" };
    const wanted = fit(before);
    const changed = difference(before, wanted);
    if (changed.length > 0) {
      const { count } = collection;
      const { variants } = augmentationOf(settings, count);
      actions.notify({ id: "own-few", tone: "calm", text: fewWords(count, wanted, variants), actions: [{ label: OWN_WORDS.undo, run: () => {
        declined = true;
        actions.dismiss("own-few");
        set({ augmentation: { ...settings.augmentation, variants: 0 }, chosen: true });
        start({ ...latest(), data: "own", ...Object.fromEntries(changed.map((key) => [key, before[key]])) });
      } }] });
      forgetWhen(changed, wanted);
    }
    start(wanted);
  }

  const latest = () => store.get().pending ?? store.get().settings;

  /**
   * The settings with the defaults for few, where there are few.
   * @param {Settings} settings
   * @returns {Settings}
   */
  function fit(settings) {
    const { source, mix } = get().settings;
    return settings.data === "own" && !declined && isFew({ count: collection.count, source, mix }) ? { ...settings, ...forFew(settings) } : settings;
  }

  /** Ends the notice once it is not true any more. @param {import("../app/options.js").Key[]} keys @param {Settings} wanted */
  function forgetWhen(keys, wanted) {
    let stood = false;
    const stop = store.subscribe(({ settings }) => {
      const isTrue = settings.data === "own" && difference(settings, wanted).every((key) => !keys.includes(key));
      stood ||= isTrue;
      if (isTrue || !stood) return;
      stop();
      actions.dismiss("own-few");
    });
  }

  /** @param {Settings} wanted */
  function start(wanted) {
    if (store.get().settings.data === "own") void actions.again(wanted);
    else actions.changeAll(wanted);
  }

  /** @param {{signal?: AbortSignal, skip?: number}} options @returns {Promise<Opened>} */
  async function open({ signal, skip = 0 } = {}) {
    await settled();
    if (!last || skip === 0) {
      const { settings, shape, photo, version } = get();
      const pictures = settings.source === "patches" ? await patchesOf(photo, settings.cutting, settings.seed, intake) : picturesOf(collection, shape);
      last = { pictures, settings, version };
    }
    const { pictures, settings, version } = last;
    const { seed, source } = settings;
    const share = shareOf(settings, pictures.count);
    const mix = source === "pictures" && settings.mix ? await packs.open(settings.mix, { signal }) : null;
    const opened = await openPictures(pictures, { intake, augmentation: augmentationOf(settings, pictures.count), share, seed, mix, skip });
    return {
      ...opened,
      sameHeldOut: opened.heldOutCount === 0,
      light: pictures.channels === 1 && (source === "patches" || collection.pictures > 0) && mix === null,
      paper: pictures.channels === 3 && source === "pictures" ? 255 : 0,
      taken() {
        tell({ trainedVersion: version });
        if (opened.heldOutCount > 0) return actions.dismiss("own-held-out");
        const text = pictures.count === 1 ? OWN_WORDS.one : OWN_WORDS.noneHeldOut;
        actions.notify({ id: "own-held-out", tone: "calm", text });
      },
    };
  }

  return {
    train,
    open,
    fit,
    /** @param {number} n @param {number} [id] */
    async variants(n, id) {
      const { settings, shape } = get();
      const { size, channels } = shape;
      const found = id === undefined ? null : collection.find(id);
      const each = size * size * channels;
      const pictures = picturesOf(collection, shape);
      if (pictures.count === 0) return null;
      const block = collection.blocks.at(-1);
      const newest = block ? pictures.image(pictures.count - 1) : collection.drawings[collection.drawings.length - 1].pixels;
      const one = !found ? newest : "drawing" in found ? found.drawing.pixels : found.block.data.subarray(found.row * each, (found.row + 1) * each);
      const data = await intake.augment(one.slice(), { channels, height: size, width: size }, { ...settings.augmentation, variants: n - 1 }, settings.seed, 0);
      return { data, count: n, size, channels };
    },
  };
}
