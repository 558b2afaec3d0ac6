//! The door to "your own images": what is behind it is loaded when somebody opens it, drops a file, or pastes a picture.

import { HOME } from "../lib/spawn-worker.js";
import { S } from "../strings/strings.js";

/** @typedef {import("../app/store.js").State} State */

/**
 * @param {HTMLElement} container The section they stand in.
 * @param {import("../app/store.js").Store<State>} store
 * @param {import("../app/actions.js").Actions} actions
 * @param {() => import("../hourglass.js").Hourglass | null} lab
 */
export function createOwnImages(container, store, actions, lab) {
  /** The section and its words. @type {ReturnType<typeof loadPanel> | null} */
  let panel = null;
  /** The set behind them. @type {ReturnType<typeof load> | null} */
  let set = null;
  /** What had the focus before. @type {Element | null} */
  let opener = null;

  async function loadPanel() {
    const [{ createOwnPanel }, { readFolders }, { OWN }] = await Promise.all([
      import("./ui/panel.js"), import("./read-folders.js"), import("../strings/own.js"), style(),
    ]);
    const section = createOwnPanel(container, { explain: actions.explain, close });
    store.subscribe(section.update);
    return { section, readFolders, words: OWN };
  }

  async function load() {
    const [{ loadOwn }, { section }] = await Promise.all([import("./image-set.js"), panel ??= loadPanel()]);
    const own = await loadOwn(store, actions, { lab });
    section.fill(own);
    section.update(store.get());
    return own;
  }

  /**
   * Runs what needs the set, once it is there; what does not load is said, and can be tried again.
   * @param {boolean} isShown Whether the section opens, and at once.
   * @param {(own: Awaited<ReturnType<typeof load>>, panel: Awaited<ReturnType<typeof loadPanel>>) => unknown} then
   */
  async function behind(isShown, then) {
    ["own", "own-added"].forEach(actions.dismiss);
    try {
      const there = await (panel ??= loadPanel());
      if (isShown) show();
      const own = await (set ??= load());
      if (isShown) own.openPanel();
      await then(own, there);
    } catch (cause) {
      if (await isThere(panel) && await isThere(set)) return actions.explain(cause);
      if (!await isThere(panel)) panel = null;
      set = null;
      if (container.childElementCount === 0) container.hidden = true;
      actions.notify({ id: "own", tone: "error", text: S.data.own.failed, actions: [{ label: S.notices.again, run: () => void behind(isShown, then) }] });
    }
    return undefined;
  }

  function show() {
    if (container.hidden) opener = document.activeElement;
    container.hidden = false;
    container.focus({ preventScroll: true });
    container.scrollIntoView();
  }

  function close() {
    container.hidden = true;
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  }

  return {
    /** The set as `openPack` opens a pack; that needs no section. @param {{signal?: AbortSignal, skip?: number}} options */
    openPack: async (options) => (await (await import("./image-set.js")).loadOwn(store, actions, { lab })).open(options),
    open: () => void behind(true, () => {}),
    /** While something is held over the page. */
    prepare: () => void (panel ??= loadPanel()).catch(() => (panel = null)),
    /** @param {import("../ui/arrivals.js").Arrival} arrival */
    receive: ({ brought, isPasted }) => void behind(true, async (own, { section, readFolders, words }) => {
      const { sources, unread } = await readFolders(brought);
      // A pasted picture has no name of its own.
      const named = isPasted ? sources.map(({ file }) => ({ file, path: words.add.pasted(file.type) })) : sources;
      if (named.length + unread.length > 0) await own.addSources(named, section.label(), unread);
    }),
    /** The drawing on the small pad. @param {import("../app/actions.js").Ink} ink */
    addDrawing: (ink) => void behind(false, async (own, { section }) => {
      await own.addDrawing(ink, section.label());
      const { drawings = 0, pictures = 0 } = store.get().own ?? {};
      actions.notify({ id: "own-added", tone: "calm", text: S.data.own.added(drawings + pictures), actions: [{ label: S.data.own.show, run: () => void behind(true, () => {}) }] });
    }),
  };
}

/** Whether something asked for has come. @param {Promise<unknown> | null} asked */
const isThere = (asked) => (asked ?? Promise.reject(new Error())).then(() => true, () => false);

/** The style sheet, there before anything that it styles. */
function style() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("style/own.css", HOME).href;
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => {
      link.remove();
      reject(new Error("own.css did not arrive"));
    };
    document.head.append(link);
  });
}
