//! The door to "your own images". The room behind it is loaded once somebody opens it, drops a file, or pastes a
//! picture.

import { HOME } from "../lib/spawn-worker.js";
import { S } from "../strings/strings.js";
import { loadStyle } from "../ui/dom.js";

/**
 * @typedef {import("../app/store.js").Store<import("../app/store.js").State>} Store
 * @typedef {import("./image-set.js").ImageSet} ImageSet
 * @typedef {Awaited<ReturnType<typeof loadPanel>>} Panel
 */

export class Door {
  #container;
  #store;
  #actions;
  #panel;
  #set;
  #filled;
  /** What had the focus before the section was opened. @type {Element | null} */
  #opener = null;

  /**
   * @param {HTMLElement} container The section.
   * @param {HTMLElement} loss The panel that gets the over-fitting note.
   * @param {Store} store
   * @param {import("../app/actions.js").Actions} actions
   * @param {() => import("../hourglass.js").Hourglass | null} hourglass
   */
  constructor(container, loss, store, actions, hourglass) {
    this.#container = container;
    this.#store = store;
    this.#actions = actions;
    const page = { explain: actions.explain, close: () => this.#close() };
    this.#panel = new Loaded(() => loadPanel(container, store, page));
    this.#set = new Loaded(() => loadSet(loss, store, actions, hourglass));
    this.#filled = new Loaded(async () => {
      const [set, { section }] = await Promise.all([this.#set.get(), this.#panel.get()]);
      section.fill(set);
      section.update(store.get());
      return set;
    });
  }

  open = () => void this.#behind(true, () => {});

  /** To be called while something is held over the page. A panel that does not come is told once it is needed. */
  prepare = () => void this.#panel.get().catch(() => {});

  /** @param {import("../ui/arrivals.js").Arrival} arrival */
  receive = ({ brought, isPasted, texts }) => void this.#behind(true, async (set, { section, readFolders, words }) => {
    const { sources, unread } = await readFolders(brought, texts);
    // A pasted picture has no name of its own.
    const named = isPasted ? sources.map(({ file }) => ({ file, path: words.add.pasted(file.type) })) : sources;
    if (named.length + unread.length > 0) await set.addSources(named, section.label(), unread);
  });

  /** The drawing on the small pad. @param {import("../app/actions.js").Ink} ink */
  addDrawing = (ink) => void this.#behind(false, async (set, { section }) => {
    await set.addDrawing(ink, section.label());
    const { drawings = 0, pictures = 0 } = this.#store.get().own ?? {};
    const text = S.data.own.added(drawings + pictures);
    const show = { label: S.data.own.show, run: this.open };
    this.#actions.notify({ id: "own-added", tone: "calm", text, actions: [show] });
  });

  /** The set, told to the page. */
  get = () => this.#filled.get();

  /** The set as `openPack` opens a pack. @param {{signal?: AbortSignal, skip?: number}} options */
  openPack = async (options) => (await this.#set.get()).open(options);

  /**
   * Runs a task on the set, once that is there. Where something does not load, that is told, and can be tried again.
   * @param {boolean} isShown Whether the section opens.
   * @param {(set: ImageSet, panel: Panel) => unknown} task
   */
  async #behind(isShown, task) {
    for (const id of ["own", "own-added"]) this.#actions.dismiss(id);
    try {
      const panel = await this.#panel.get();
      if (isShown) this.#show();
      const set = await this.#filled.get();
      if (isShown) set.openPanel();
      await task(set, panel);
    } catch (cause) {
      if (this.#panel.isThere && this.#filled.isThere) return this.#actions.explain(cause);
      if (this.#container.childElementCount === 0) this.#container.hidden = true;
      const again = { label: S.notices.again, run: () => void this.#behind(isShown, task) };
      this.#actions.notify({ id: "own", tone: "error", text: S.data.own.failed, actions: [again] });
    }
    return undefined;
  }

  #show() {
    if (this.#container.hidden) this.#opener = document.activeElement;
    this.#container.hidden = false;
    this.#container.focus({ preventScroll: true });
    this.#container.scrollIntoView();
  }

  #close() {
    this.#container.hidden = true;
    if (this.#opener instanceof HTMLElement && this.#opener.isConnected) this.#opener.focus();
  }
}

/** Something that is loaded at the first wish; where that fails, at the next wish again. @template T */
class Loaded {
  #load;
  /** @type {Promise<T> | null} */
  #there = null;

  /** @param {() => Promise<T>} load */
  constructor(load) {
    this.#load = load;
  }

  get() {
    if (this.#there) return this.#there;
    const there = this.#load();
    this.#there = there;
    there.catch(() => (this.#there = null));
    return there;
  }

  /** Whether it has come, or is on its way. */
  get isThere() {
    return this.#there !== null;
  }
}

/**
 * The section and its words.
 * @param {HTMLElement} container
 * @param {Store} store
 * @param {{explain: (cause: unknown) => void, close: () => void}} page
 */
async function loadPanel(container, store, page) {
  const [{ createOwnPanel }, { readFolders }, { OWN }] = await Promise.all([
    import("./ui/panel.js"), import("./read-folders.js"), import("../strings/own.js"),
    loadStyle(new URL("style/own.css", HOME)),
  ]);
  const section = createOwnPanel(container, page);
  store.subscribe(section.update);
  return { section, readFolders, words: OWN };
}

/**
 * The set, with the note that goes with training on it.
 * @param {HTMLElement} loss
 * @param {Store} store
 * @param {import("../app/actions.js").Actions} actions
 * @param {() => import("../hourglass.js").Hourglass | null} hourglass
 */
async function loadSet(loss, store, actions, hourglass) {
  const [{ loadImageSet }, { createOverfittingNote }] = await Promise.all([
    import("./image-set.js"), import("./ui/overfitting-note.js"),
  ]);
  const set = await loadImageSet(store, actions, { hourglass });
  store.subscribe(createOverfittingNote(loss).update);
  return set;
}
