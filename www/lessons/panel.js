//! The lessons' panel: the list of them, or the one that is open, at the head of the page's controls.

import { notify } from "../app/notices.js";
import { LESSONS } from "../strings/lessons.js";
import { el, iconButton } from "../ui/dom.js";
import { fetchLesson, LessonFileError, readLesson } from "./lesson.js";
import { LESSON_TABLE } from "../strings/lesson-table.js";
import { light } from "./lights.js";
import { Player } from "./player.js";
import { Progress } from "./progress.js";
import { Stage } from "./stage.js";
import { createLessonList } from "./ui/lesson-list.js";
import { createLessonView } from "./ui/lesson-view.js";

/**
 * @typedef {import("../keep/page.js").Page} Page
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("./lesson.js").Lesson} Lesson
 * @typedef {{player: Player, view: ReturnType<typeof createLessonView>}} Open
 */

/** @param {Page} page @param {HTMLElement} opener What opened it, and gets the focus when it is closed. */
export function createLessonsPanel(page, opener) {
  const rail = document.getElementById("rail");
  if (!rail) throw new Error("the page has no rail");
  const panel = new LessonsPanel(page, opener);
  rail.prepend(panel.node);
  page.store.subscribe((state) => panel.update(state));
  panel.update(page.store.get());
}

class LessonsPanel {
  #page;
  #opener;
  #stage;
  #progress = new Progress();
  #body = el("div", { class: "lesson-body" });
  #list;
  /** The lessons that were opened, each where it was left. @type {Map<Lesson, Open>} */
  #played = new Map();
  /** By their numbers. @type {Map<number, Lesson>} */
  #lessons = new Map();
  /** One out of a file takes the place of the list. @type {Lesson | null} */
  #fromFile = null;
  /** What stands in the panel. @type {number | Lesson | null} */
  #shown = null;

  /** @param {Page} page @param {HTMLElement} opener */
  constructor(page, opener) {
    this.#page = page;
    this.#opener = opener;
    this.#stage = new Stage(page);
    const title = el("h2", { id: "lesson-title", text: LESSONS.title });
    const close = iconButton("close", LESSONS.close, () => this.#close());
    this.node = el("section", {
      id: "lesson", class: "panel lesson", "aria-labelledby": title.id, tabindex: -1, hidden: true,
    }, el("header", { class: "panel-head" }, title, close), this.#body);
    this.#list = createLessonList(this.#progress, {
      choose: (number) => page.store.set({ lesson: number }), open: (file) => this.#openFile(file),
      forClass: () => void import("../class/dialog.js").then((dialog) => dialog.openClassDialog(page.store))
        .catch(page.actions.explain),
    });
  }

  /** @param {State} state */
  update(state) {
    const { lesson } = state;
    this.node.hidden = lesson === null;
    document.body.toggleAttribute("data-lesson", lesson !== null);
    const wanted = lesson === 0 && this.#fromFile ? this.#fromFile : lesson;
    if (wanted !== this.#shown) this.#show(wanted);
    const open = this.#open;
    open?.player.look(state);
    open?.view.update(state);
  }

  /** @returns {Open | undefined} */
  get #open() {
    const lesson = typeof this.#shown === "number" ? this.#lessons.get(this.#shown) : this.#shown;
    return lesson ? this.#played.get(lesson) : undefined;
  }

  /** @param {number | Lesson | null} wanted */
  #show(wanted) {
    this.#open?.player.stop();
    const isOpening = this.#shown === null;
    this.#shown = wanted;
    light(null);
    if (wanted === null || wanted === 0) this.#stage.release();
    if (wanted === null) return this.#offerBack();
    if (wanted === 0) this.#showList();
    else if (typeof wanted !== "number") this.#play(wanted, null);
    else void this.#fetch(wanted);
    // Who has opened it, or gone from one to the next, reads on at its head.
    if (!isOpening || document.activeElement === this.#opener) this.node.focus({ preventScroll: true });
    if (!isOpening || document.activeElement === this.node) this.node.scrollIntoView({ block: "nearest" });
  }

  #showList() {
    this.#fromFile = null;
    this.#list.update();
    this.#body.replaceChildren(this.#list.node);
  }

  /** @param {number} number */
  async #fetch(number) {
    const { store } = this.#page;
    const entry = LESSON_TABLE.find((one) => one.number === number);
    if (!entry) {
      notify(store, { id: "lesson", tone: "error", text: LESSONS.unknown(number, LESSON_TABLE.length) });
      store.set({ lesson: 0 });
      return;
    }
    try {
      if (!this.#lessons.has(number)) {
        this.#body.replaceChildren(el("p", { class: "note", role: "status", text: LESSONS.loading }));
        this.#lessons.set(number, await fetchLesson(entry));
      }
      if (this.#shown === number) this.#play(/** @type {Lesson} */ (this.#lessons.get(number)), number);
    } catch {
      if (this.#shown !== number) return;
      const again = el("button", { type: "button", class: "text-button", text: LESSONS.tryAgain, onclick: () => {
        void this.#fetch(number);
      } });
      this.#body.replaceChildren(el("p", { class: "note", role: "alert", text: LESSONS.missing }), again);
    }
  }

  /** @param {Lesson} lesson @param {number | null} number */
  #play(lesson, number) {
    const { store } = this.#page;
    this.#stage.hold();
    const known = this.#played.get(lesson);
    const player = known?.player ?? new Player(lesson, this.#stage, {
      from: this.#progress.of(lesson.id), done: (rounds) => this.#progress.reach(lesson.id, rounds),
    });
    const view = known?.view ?? createLessonView(this.#page, player, number, {
      list: () => {
        this.#fromFile = null;
        store.set({ lesson: 0 });
        // From a lesson out of a file the address does not change.
        this.update(store.get());
      },
      next: () => number !== null && store.set({ lesson: number + 1 }),
    });
    this.#played.set(lesson, { player, view });
    this.#body.replaceChildren(view.node);
    view.open();
  }

  /** @param {File} file */
  async #openFile(file) {
    try {
      this.#list.tell([]);
      this.#fromFile = await readLesson(file);
      this.update(this.#page.store.get());
    } catch (cause) {
      const isOurs = cause instanceof LessonFileError;
      this.#list.tell(isOurs ? [cause.message, ...cause.faults] : [LESSONS.fileUnread]);
    }
  }

  #close() {
    const hadFocus = this.node.contains(document.activeElement);
    this.#fromFile = null;
    this.#page.store.set({ lesson: null });
    this.update(this.#page.store.get());
    if (hadFocus) this.#opener.focus({ preventScroll: true });
  }

  /** Leaving, by whatever way, offers what was there before; what is trained then is the visitor's own again. */
  #offerBack() {
    const { store, actions } = this.#page;
    const bringBack = this.#stage.leave();
    if (!bringBack) return;
    let isOnItsWay = false;
    const back = async () => {
      if (isOnItsWay) return;
      isOnItsWay = true;
      // Where the images do not come, it can be tried again.
      await bringBack().then(() => actions.dismiss("lesson"), actions.explain);
      isOnItsWay = false;
    };
    notify(store, {
      id: "lesson", tone: "calm", text: LESSONS.left, actions: [{ label: LESSONS.bringBack, run: () => void back() }],
    });
  }
}
