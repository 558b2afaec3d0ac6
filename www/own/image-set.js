//! The visitor's own set: what the page can do with it. One set a page, whoever asks for it.

import { createDrop, inOrder, Seen } from "./add-files.js";
import { Collection, NO_CLASS } from "./collection.js";
import { createGap } from "./ui/overfitting-note.js";
import { HeldOutCount } from "./held-out.js";
import { createIntake } from "./intake.js";
import { createKeeping } from "./autosave.js";
import { putKept } from "./check-records.js";
import { asFile, download, newestFile, previewOf } from "./preview.js";
import { MOST_SIDE, wholePhoto } from "./patches.js";
import { prepareAgain } from "./reprepare.js";
import { toSaved } from "./saved-file.js";
import { cleanAugmentation, cleanCutting, cleanPreparation, cleanSeed, cleanSettings, cleanShare, defaultSettings, MIXES, shareOf } from "./set-settings.js";
import { stateOf } from "./state.js";
import { createStorage } from "./database.js";
import { createTraining } from "./train-on-set.js";
import { pageOf } from "./tray-page.js";
import { OWN_WORDS } from "../strings/own-notices.js";
import { createWork } from "./task-queue.js";

/**
 * @typedef {import("./types.js").Own} Own
 * @typedef {import("./types.js").OwnState} OwnState
 * @typedef {import("./types.js").Source} Source
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../app/store.js").Store<State>} Store
 * @typedef {Pick<import("../app/actions.js").Actions, "notify" | "dismiss" | "changeAll" | "again">} Actions
 *
 * @typedef {object} Around Where the set stands; tests pass their own.
 * @property {() => import("../hourglass.js").Hourglass | null} lab
 * @property {import("./types.js").Intake} [intake]
 * @property {ReturnType<typeof createStorage>} [storage]
 * @property {boolean} [embedded]
 * @property {Pick<import("./train-on-set.js").Packs, "open">} [packs]
 */

/** @type {WeakMap<object, Promise<Own>>} */
const sets = new WeakMap();

/**
 * The page's set, with what is kept of an earlier visit.
 * @param {Store} store
 * @param {Actions} actions
 * @param {Around} around
 * @returns {Promise<Own>}
 */
export function loadOwn(store, actions, around) {
  const there = sets.get(store) ?? create(store, actions, around);
  sets.set(store, there);
  // What failed can be tried again.
  there.catch(() => sets.delete(store));
  return there;
}

/** @param {Store} store @param {Actions} actions @param {Around} around @returns {Promise<Own>} */
async function create(store, actions, { lab, intake = createIntake(), storage = createStorage(), embedded = globalThis.top !== globalThis.self, packs }) {
  const collection = new Collection();
  const seen = new Seen(collection);
  /** The files of each intake, as long as the page is open. @type {Map<number, Source[]>} */
  const files = new Map();
  let settings = defaultSettings();
  /** How the pixels that are there were prepared; `settings.preparation` is how they should be. */
  let prepared = settings.preparation;
  let drops = 0;
  /** @type {import("./types.js").Photo | null} */
  let photo = null;
  /** @type {Source | null} */
  let photoSource = null;
  /** @type {Partial<OwnState>} */
  let told = { version: 0, resized: 0, trainedVersion: null, progress: null, report: null, kept: null, fit: (wanted) => training.fit(wanted) };

  const meta = () => ({ classes: collection.classes, settings: { ...settings, preparation: prepared }, photo });
  const keeping = createKeeping({ storage, embedded, collection, meta, tell });

  const heldOutCount = new HeldOutCount(intake.heldOutCount, () => tell({}));

  /** @param {Partial<OwnState>} patch */
  function tell(patch) {
    told = { ...told, ...patch };
    store.set({ own: stateOf(collection, { settings, photo, files, keeping: keeping.state, heldOutCount, told }) });
  }
  /** The set is another one now. @param {Partial<OwnState>} [patch] */
  function changed(patch) {
    tell({ ...patch, version: (told.version ?? 0) + 1 });
    keeping.later();
  }
  /** @param {Partial<import("./set-settings.js").SetSettings>} patch */
  function set(patch) {
    settings = { ...settings, ...patch };
    changed();
  }

  const { work, serial, settled, stop, stopAll, failed } = createWork(actions, tell);

  /** @param {Source} source */
  async function readPhoto(source) {
    photo = await intake.photo(source, { maxSide: MOST_SIDE, channels: settings.preparation.channels });
    photoSource = source;
    changed();
  }

  /** @param {Source[]} given @param {number} label @param {import("./types.js").Outcome[]} unread Told with the rest. */
  const addSources = (given, label = NO_CLASS, unread = []) => work("intake", given.length, /** @type {import("./types.js").Outcome[]} */ ([]), async (signal, progress) => {
    const sources = inOrder(given);
    seen.refresh();
    const mine = (drops += 1);
    const drop = createDrop(collection, seen, mine, label, {
      intake, signal, changed,
      preparation: () => prepared,
      adopt(chosen, its) {
        const before = prepared;
        settings = cleanSettings(chosen);
        prepared = settings.preparation;
        if (before.size !== prepared.size || before.channels !== prepared.channels) {
          collection.forget(); // what could be taken back is of another size
          collection.remember({ adds: "drop" });
        }
        if (its) [photo, photoSource] = [its, null];
      },
    });
    files.set(mine, sources);
    try {
      const outcomes = await intake.take(sources, prepared, { signal, room: collection.room(prepared), onProgress: progress, onBlock: (block) => {
        drop.block(block);
        changed();
      } }).catch((cause) => {
        // What came before it was stopped stays, and is told.
        if (signal.aborted && cause?.outcomes) return /** @type {import("./types.js").Outcome[]} */ (cause.outcomes);
        tell({ report: cause?.outcomes ?? null });
        throw cause;
      });
      const report = [...await drop.report(outcomes), ...unread];
      tell({ report });
      const newest = settings.source === "patches" && drop.taken > 0 && newestFile(collection, files);
      if (newest) await readPhoto(newest).catch(failed);
      return report;
    } finally {
      if (drop.taken === 0) files.delete(mine);
      changed();
    }
  });

  /** The pixels as the settings want them. */
  const prepare = () => {
    stop("prepare"); // an earlier wish
    return work("prepare", collection.count, undefined, async (signal, progress) => {
      const now = settings.preparation;
      if (JSON.stringify(now) === JSON.stringify(prepared)) return;
      try {
        const result = await prepareAgain(collection, prepared, now, { intake, files, signal, progress: (done) => progress({ done, images: done }) });
        collection.replacePixels(result.blocks, result.drawings);
        prepared = now;
        if (photoSource && photo?.channels !== now.channels) await readPhoto(photoSource);
        changed({ resized: result.resized });
      } catch (cause) {
        // Unless there is a newer wish, the settings say again what is.
        if (settings.preparation === now) settings = { ...settings, preparation: prepared };
        throw cause;
      }
    });
  };

  /** @param {() => void} change @param {import("./undo.js").Change} [about] */
  function undoable(change, about) {
    collection.remember(about);
    change();
    changed();
  }

  const training = createTraining({
    store, actions, intake, collection, packs, tell,
    get: () => ({ settings, shape: prepared, photo, version: told.version ?? 0 }),
    set,
    settled,
  });

  tell({ progress: { doing: "restore", done: 0, total: 0, images: 0, cancel: () => {} } });
  const kept = await keeping.restore();
  if (kept) {
    settings = cleanSettings(kept.meta.settings);
    prepared = settings.preparation;
    photo = kept.meta.photo;
    const lost = kept.lost + putKept(kept, collection, prepared);
    if (lost > 0) actions.notify({ id: "own-kept", tone: "error", text: OWN_WORDS.lostRecords(lost) });
  }
  tell({ progress: null, kept: kept ? "saved" : null });
  createGap(store);

  return {
    openPanel() {
      tell({});
    },
    addDrawing: (ink, label = NO_CLASS) => serial(async () => {
      const pixels = await intake.ink([ink], prepared);
      undoable(() => collection.addDrawing(ink, pixels, label), { adds: "drawing" });
    }),
    addSources,
    addBitmap: async (bitmap, name, label) => addSources([{ file: await asFile(bitmap), path: name }], label),
    remove: (ids) => undoable(() => collection.remove(ids)),
    relabel: (ids, label) => undoable(() => collection.relabel(ids, label)),
    undo: () => serial(async () => {
      collection.undo();
      changed();
    }),
    addClass(name) {
      const before = collection.classes;
      const label = collection.addClass(name);
      if (collection.classes !== before) changed();
      return label;
    },
    renameClass: (label, name) => undoable(() => collection.renameClass(label, name)),
    clear() {
      stopAll();
      const was = { photo, photoSource, files: [...files] };
      undoable(() => collection.clear(), { back() {
        ({ photo, photoSource } = was);
        for (const [drop, sources] of was.files) files.set(drop, sources);
      } });
      [photo, photoSource] = [null, null];
      files.clear();
      changed({ report: null });
    },
    async setPreparation(patch) {
      const preparation = { ...cleanPreparation(patch, settings.preparation), ...(settings.mix && MIXES[settings.mix]) };
      set({ preparation });
      await prepare();
    },
    setAugmentation: (patch) => set({ augmentation: cleanAugmentation(patch, settings.augmentation), chosen: settings.chosen || patch.variants !== undefined }),
    async setMix(mix) {
      const { size, channels } = settings.preparation;
      const alone = mix === null ? null : settings.alone ?? { size, channels };
      set({ mix, alone, preparation: { ...settings.preparation, ...(mix === null ? settings.alone : MIXES[mix]) } });
      await prepare();
    },
    setShare: (share) => set({ share: cleanShare(share) }),
    setSeed: (seed) => set({ seed: cleanSeed(seed) }),
    async useAs(source) {
      set({ source });
      const from = newestFile(collection, files);
      if (source === "patches" && !photo && from) await work("prepare", 1, undefined, () => readPhoto(from));
    },
    setPhoto: (source) => work("prepare", 1, undefined, () => readPhoto(source)),
    setCutting: (patch) => set({ cutting: cleanCutting(patch, settings.cutting) }),
    train: () => void training.train(),
    cancel: () => stop(),
    saveFile: () => work("save", collection.count, undefined, async () => {
      const { augmentation, seed, mix, source, cutting } = settings;
      const chosen = { classes: collection.classes, preparation: prepared, augmentation, share: shareOf(settings, collection.count), seed, mix, source, cutting };
      download(await intake.save(toSaved(collection, chosen, photo)));
    }),
    keep: (keep) => keeping.choose(keep),
    page: (from, count) => pageOf(collection, from, count, prepared),
    preview: (id) => previewOf(id, { collection, files, intake, wanted: settings.preparation }),
    variants: training.variants,
    async wholePhoto() {
      return photo && wholePhoto(photo, settings.cutting, lab(), intake);
    },
    open: training.open,
  };
}
