//! The time line: a slider over the steps so far, the mark of the step that was looked at, and what can be done there.

import { isDeath } from "../app/faults.js";
import { changes, isComplete } from "../app/store.js";
import { ladder } from "../keep/film/ladder.js";
import { PAST } from "../strings/past.js";
import { textButton } from "../ui/controls.js";
import { el, iconButton, paced, setText } from "../ui/dom.js";
import { goOnFrom } from "./go-on.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../keep/page.js").Page} Page
 */

/** So many places has the slider: more would lie on the same pixel. */
const PLACES = 600;
/** With less memory, in GiB, a second model is made only where it is used. */
const LITTLE_MEMORY = 4;

export class TimeLine {
  #page;
  #way;
  #past;
  #slider = el("input", { type: "range", class: "past-slider", "aria-label": PAST.slider, title: PAST.help, min: 0 });
  #tick = el("i", { class: "past-tick", hidden: true });
  #text = el("p", { class: "note past-text" });
  #said = el("p", { class: "visually-hidden", role: "status" });
  #show = textButton("", () => this.#toggle());
  #buttons;
  /** The steps at the slider's places. */
  #steps = [0];
  /** How the past is looked at, if it is. @type {"now" | "drag" | "keys" | "held"} */
  #mode = "now";
  /** The step that is looked at, or was last. @type {number | null} */
  #mark = null;
  /** The step that the figures show, and whether it is the one that is wanted. */
  #shown = { step: /** @type {number | null} */ (null), isExact: false };
  #isDown = false;
  #isBranching = false;
  #wantsFocus = false;
  #changed = changes((/** @type {State} */ state) => [
    reasonOf(state, this.#way.begins), state.snapshot?.step,
  ]);
  #drawNow = paced(() => this.#draw(), 200);

  /**
   * @param {Page} page
   * @param {import("./way.js").Way} way
   * @param {import("./past-run.js").PastRun} past
   */
  constructor(page, way, past) {
    this.#page = page;
    this.#way = way;
    this.#past = past;
    const looks = { class: "past-buttons", role: "group", "aria-label": PAST.mark, hidden: true };
    const goOn = textButton(PAST.goOn, () => void this.#goOn());
    this.#buttons = el("span", looks, this.#show, goOn, iconButton("close", PAST.forget, () => this.#forget()));
    this.#listen();
  }

  get nodes() {
    return [
      el("div", { class: "past-track" }, this.#slider, this.#tick),
      el("div", { class: "past-side" }, this.#text, this.#buttons), this.#said,
    ];
  }

  #listen() {
    const slider = this.#slider;
    const warm = () => {
      const { deviceMemory = LITTLE_MEMORY } = /** @type {{deviceMemory?: number}} */ (navigator);
      if (!slider.disabled && deviceMemory >= LITTLE_MEMORY) this.#past.warm();
    };
    slider.addEventListener("pointerenter", warm);
    slider.addEventListener("focus", warm);
    slider.addEventListener("pointerdown", () => {
      if (slider.disabled) return;
      this.#mode = "drag";
      this.#isDown = true;
      const end = () => {
        for (const name of ["pointerup", "pointercancel"]) removeEventListener(name, end);
        this.#isDown = false;
        if (this.#mode === "drag") this.letGo();
      };
      for (const name of ["pointerup", "pointercancel"]) addEventListener(name, end);
    });
    slider.addEventListener("input", () => this.#move());
    slider.addEventListener("blur", () => this.#mode === "keys" && this.letGo());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.letGo();
    });
  }

  /** The slider stands elsewhere. */
  #move() {
    // Whoever has pressed Escape may drag on, and lets go later.
    this.#mode = this.#isDown ? "drag" : "keys";
    const at = Number(this.#slider.value);
    if (at >= this.#steps.length - 1) this.#leave();
    else this.#look(this.#steps[at]);
  }

  /** @param {number} step */
  #look(step) {
    this.#mark = step;
    this.#shown = { ...this.#shown, isExact: false };
    this.#past.show(step);
    this.#draw();
  }

  /** The figures show now again. */
  #leave() {
    this.#past.rest();
    this.#shown = { step: null, isExact: false };
    if (this.#page.store.get().past) setText(this.#said, PAST.back);
    this.#page.store.set({ past: null });
    this.#draw();
  }

  /** Whoever looked has let go. */
  letGo() {
    if (this.#mode === "now") return;
    this.#mode = "now";
    this.#leave();
  }

  #toggle() {
    if (this.#mode === "held") return this.letGo();
    if (this.#mark === null) return undefined;
    this.#mode = "held";
    return this.#look(this.#mark);
  }

  #forget() {
    this.letGo();
    this.#mark = null;
    this.#draw();
    this.#slider.focus();
  }

  async #goOn() {
    const { actions } = this.#page;
    if (this.#mark === null || this.#isBranching) return;
    this.#isBranching = true;
    this.#mode = "held";
    this.#look(this.#mark);
    try {
      await goOnFrom(this.#page, this.#way, this.#past, this.#mark);
    } catch (cause) {
      if (!(cause instanceof Error && cause.name === "AbortError")) actions.explain(cause);
    } finally {
      this.#isBranching = false;
      this.letGo();
      // The button that was pressed is gone with its mark, and the slider may still be out of use.
      this.#wantsFocus = true;
      this.#draw();
    }
  }

  /** Another way, or one that has lost its end: there is nothing of it to be seen. */
  renew() {
    this.letGo();
    this.#past.end();
    this.#mark = null;
    this.#drawNow();
  }

  /**
   * The model as it was.
   * @param {import("./past-run.js").Seen} seen
   * @param {boolean} isExact
   */
  shown(seen, isExact) {
    if (this.#mode === "now") return;
    const step = seen.snapshot?.step ?? null;
    this.#shown = { step, isExact };
    this.#page.store.set({ past: seen });
    if (isExact && step !== null) setText(this.#said, PAST.shows(step));
    this.#draw();
  }

  /** @param {unknown} cause */
  failed(cause) {
    this.letGo();
    const why = cause instanceof Error ? cause.message : String(cause);
    this.#tell(isDeath(cause) ? PAST.died : PAST.failed(why));
  }

  /** The second model's worker has gone. */
  died() {
    this.letGo();
    this.#tell(PAST.died);
  }

  /** @param {string} text */
  #tell(text) {
    this.#page.actions.notify({ id: "past", tone: "error", text });
  }

  /** @param {State} state */
  update(state) {
    if (!this.#changed(state)) return;
    if (reasonOf(state, this.#way.begins) !== null) this.letGo();
    this.#drawNow();
  }

  #draw() {
    const state = this.#page.store.get();
    const reason = reasonOf(state, this.#way.begins);
    const last = state.snapshot?.step ?? 0;
    const slider = this.#slider;
    slider.disabled = reason !== null;
    if (this.#wantsFocus && !slider.disabled) {
      this.#wantsFocus = false;
      if (document.activeElement === document.body) slider.focus({ preventScroll: true });
    }
    if (this.#mode !== "drag" && this.#mode !== "keys") {
      // While someone drags, the places stay where they are.
      this.#steps = ladder(Math.min(this.#way.begins ?? last, last), last, PLACES);
      slider.max = String(this.#steps.length - 1);
      slider.value = String(this.#mode === "held" ? this.#placeOf(this.#mark ?? last) : this.#steps.length - 1);
    }
    const at = Number(slider.value);
    slider.style.setProperty("--share", String(this.#shareOf(at)));
    const isNow = at >= this.#steps.length - 1;
    const step = this.#mode === "held" && this.#mark !== null ? this.#mark : this.#steps[at];
    slider.setAttribute("aria-valuetext", isNow ? PAST.now(last) : PAST.value(step, last));
    this.#drawMark(reason !== null);
    setText(this.#text, reason === null ? this.#words() : PAST.off[reason]);
    this.#sign();
  }

  /** @param {boolean} isOff */
  #drawMark(isOff) {
    const mark = this.#mark;
    this.#tick.hidden = mark === null || isOff;
    // With the keyboard they are what comes after the slider.
    this.#buttons.hidden = mark === null || isOff || this.#mode === "drag";
    this.#text.hidden = !this.#buttons.hidden;
    if (mark === null) return;
    this.#tick.style.setProperty("--at", String(this.#shareOf(this.#placeOf(mark))));
    setText(this.#show, PAST.show(mark));
    this.#show.setAttribute("aria-pressed", String(this.#mode === "held"));
  }

  /** The nearest place of a step. @param {number} step */
  #placeOf(step) {
    const at = this.#steps.findIndex((place) => place >= step);
    return at < 0 ? this.#steps.length - 1 : at;
  }

  /** @param {number} place */
  #shareOf(place) {
    return this.#steps.length > 1 ? place / (this.#steps.length - 1) : 1;
  }

  #words() {
    const { step, isExact } = this.#shown;
    if (this.#mode !== "now" && this.#mark !== null) {
      return isExact && step === this.#mark ? PAST.shows(step) : PAST.coming(step, this.#mark);
    }
    const { begins, rungs, hasFailed } = this.#way;
    if (hasFailed) return PAST.refused;
    if (rungs.areFew) return PAST.few;
    return begins ? PAST.begins(begins) : PAST.invite;
  }

  /** Says in the headings of the figures that they show the past. */
  #sign() {
    const { step } = this.#shown;
    const { body } = document;
    body.toggleAttribute("data-past", step !== null);
    if (step !== null) body.style.setProperty("--past", JSON.stringify(PAST.was(step)));
  }
}

/**
 * Why nothing can be looked at now; null where it can.
 * @param {State} state
 * @param {number | null} begins
 * @returns {keyof typeof PAST["off"] | null}
 */
function reasonOf(state, begins) {
  const { compare, switching, phase, snapshot, run, slow } = state;
  if (compare) return "compared";
  // Its panel stands above the slider, which would move away from under a hand that closes it by dragging.
  if (slow) return "slow";
  if (switching || phase !== "ready" || run === "restarting") return "coming";
  if (!snapshot || snapshot.step === 0) return "untrained";
  if (!isComplete(state)) return "images";
  return begins === null ? "large" : null;
}
