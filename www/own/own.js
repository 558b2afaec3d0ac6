//! The visitor's own set: what the page can do with it. One set a page, whoever asks for it.

import { createDrop, Seen } from "./adding.js";
import { Collection, NO_CLASS } from "./collection.js";
import { createGap } from "./gap.js";
import { createIntake } from "./intake.js";
import { createKeeping } from "./keeping.js";
import { asFile, download, newestOf, previewOf } from "./look.js";
import { MOST_SIDE, wholePhoto } from "./photo.js";
import { prepareAgain } from "./prepare.js";
import { toSaved } from "./saved.js";
import { cleanAugmentation, cleanCutting, cleanPreparation, cleanSeed, cleanSettings, cleanShare, defaultSettings, MIXES, shareOf } from "./set-settings.js";
import { stateOf } from "./state.js";
import { createStorage } from "./storage.js";
import { createTraining } from "./training.js";
import { pageOf } from "./tray.js";
import { OWN_WORDS } from "./words.js";

/**
 * @typedef {import("./types.js").Own} Own
 * @typedef {import("./types.js").OwnState} OwnState
 * @typedef {import("./types.js").Source} Source
 * @typedef {import("../store.js").State} State
 * @typedef {import("../store.js").Store<State>} Store
 * @typedef {Pick<import("../actions.js").Actions, "notify" | "dismiss" | "changeAll" | "again">} Actions
 *
 * @typedef {object} Around Where the set stands; tests pass their own.
 * @property {() => import("../hourglass.js").Hourglass | null} lab
 * @property {import("./types.js").Intake} [intake]
 * @property {ReturnType<typeof createStorage>} [storage]
 * @property {boolean} [embedded]
 * @property {Pick<import("./training.js").Packs, "open">} [packs]
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
  let told = { version: 0, resized: 0, trainedVersion: null, progress: null, report: null, kept: null };

  const meta = () => ({ classes: collection.classes, settings: { ...settings, preparation: prepared, photo } });
  const keeping = createKeeping({ storage, embedded, collection, meta, tell });

  /** @param {Partial<OwnState>} patch */
  function tell(patch) {
    told = { ...told, ...patch };
    store.set({ own: stateOf(collection, { settings, photo, files, keeping: keeping.state, told }) });
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

  /** One thing at a time changes the pictures. @type {Promise<unknown>} */
  let underWay = Promise.resolve();
  /** @template T @param {() => Promise<T>} task @returns {Promise<T>} */
  function serial(task) {
    const turn = underWay.then(task);
    underWay = turn.catch(() => {});
    return turn;
  }
  let working = new AbortController();
  /**
   * What takes its time, with its progress; what fails leaves the set as it was.
   * @template T
   * @param {import("./types.js").Progress["doing"]} doing
   * @param {number} total
   * @param {T} otherwise
   * @param {(signal: AbortSignal, progress: (now: {done: number, total?: number, images: number}) => void) => Promise<T>} task
   */
  const work = (doing, total, otherwise, task) => serial(async () => {
    const mine = new AbortController();
    working = mine;
    const cancel = () => mine.abort();
    actions.dismiss("own");
    tell({ progress: { doing, done: 0, total, images: 0, cancel } });
    try {
      return await task(mine.signal, (now) => tell({ progress: { doing, total, ...now, cancel } }));
    } catch (cause) {
      if (!mine.signal.aborted) actions.notify({ id: "own", tone: "error", text: OWN_WORDS.failed(cause instanceof Error ? cause.message : String(cause)) });
      return otherwise;
    } finally {
      tell({ progress: null });
    }
  });

  /** @param {Source} source */
  async function readPhoto(source) {
    photo = await intake.photo(source, { maxSide: MOST_SIDE, channels: settings.preparation.channels });
    photoSource = source;
    changed();
  }

  /** @param {Source[]} sources @param {number} label */
  const addSources = (sources, label = NO_CLASS) => work("intake", sources.length, /** @type {import("./types.js").Outcome[]} */ ([]), async (signal, progress) => {
    seen.refresh();
    drops += 1;
    const drop = createDrop(collection, seen, drops, label, {
      intake,
      preparation: () => prepared,
      adopt(given, its) {
        settings = cleanSettings(given);
        prepared = settings.preparation;
        if (its) photo = its;
      },
    });
    files.set(drops, sources);
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
      const report = await drop.report(outcomes);
      tell({ report });
      if (settings.source === "patches" && drop.taken > 0) await readPhoto(sources[sources.length - 1]);
      return report;
    } finally {
      if (drop.taken === 0) files.delete(drops);
      changed();
    }
  });

  /** The pixels as the settings want them. */
  const prepare = () => {
    working.abort(); // an earlier wish, or an intake for it
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

  /** @param {() => void} change */
  function undoable(change) {
    collection.remember();
    change();
    changed();
  }

  const training = createTraining({
    store, actions, intake, collection, packs, tell,
    get: () => ({ settings, shape: prepared, photo, version: told.version ?? 0 }),
    set,
    settled: () => underWay,
  });

  tell({ progress: { doing: "restore", done: 0, total: 0, images: 0, cancel: () => {} } });
  const kept = await keeping.restore();
  if (kept) {
    settings = cleanSettings(kept.meta.settings);
    prepared = settings.preparation;
    photo = photoFrom(kept.meta.settings.photo);
    const each = prepared.size * prepared.size * prepared.channels;
    collection.classes = kept.meta.classes.filter((name) => typeof name === "string").slice(0, NO_CLASS);
    const drawings = kept.drawings.filter(({ pixels }) => pixels.length === each);
    const blocks = kept.blocks.filter(({ size, channels }) => size === prepared.size && channels === prepared.channels);
    drawings.forEach((drawing) => collection.putDrawing(drawing));
    blocks.forEach((block) => collection.putBlock({ ...block, drop: 0 }));
    collection.takeTouched();
    collection.forget();
    const lost = kept.lost + kept.drawings.length - drawings.length + kept.blocks.length - blocks.length;
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
      undoable(() => collection.addDrawing(ink, pixels, label));
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
      working.abort();
      undoable(() => collection.clear());
      photo = null;
      photoSource = null;
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
      const from = newestOf(files);
      if (source === "patches" && !photo && from) await work("prepare", 1, undefined, () => readPhoto(from));
    },
    setPhoto: (source) => work("prepare", 1, undefined, () => readPhoto(source)),
    setCutting: (patch) => set({ cutting: cleanCutting(patch, settings.cutting) }),
    train: () => void training.train(),
    cancel: () => working.abort(),
    saveFile: () => work("save", collection.count, undefined, async () => {
      const { augmentation, seed, mix, source, cutting } = settings;
      const chosen = { classes: collection.classes, preparation: prepared, augmentation, share: shareOf(settings, collection.count), seed, mix, source, cutting };
      download(await intake.save(toSaved(collection, chosen, photo)));
    }),
    keep: (keep) => keeping.choose(keep),
    page: (from, count) => pageOf(collection, from, count, prepared),
    preview: (id) => previewOf(id, { collection, files, intake, prepared, wanted: settings.preparation }),
    variants: training.variants,
    async wholePhoto() {
      return photo && wholePhoto(photo, settings.cutting, lab(), intake);
    },
    open: training.open,
  };
}

/** @param {any} one @returns {import("./types.js").Photo | null} */
function photoFrom(one) {
  return one?.data instanceof Uint8Array && one.data.length === one.width * one.height * one.channels ? one : null;
}
