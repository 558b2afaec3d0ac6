//! Shows the captions, one at a time, each in its panel's heading while its figure is in sight. There it takes the
//! place of the heading's own line, and its buttons stand beside the title: nothing moves and nothing is hidden.

import { HOME } from "../lib/spawn-worker.js";
import { FIRST } from "../strings/first-minute.js";
import { textButton } from "../ui/controls.js";
import { el, iconButton, loadStyle, onResize, setText } from "../ui/dom.js";
import { Happenings, NAMES } from "./rules.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("./rules.js").Name} Name
 * @typedef {{name: Name, node: HTMLElement, panel: HTMLElement, left: number, begun: number}} Shown
 */

/** How often it is looked whether something has happened, in ms. */
const EVERY = 500;
/** A caption stays for so long in sight, in ms, or as long as the pointer or the focus is on it. */
const STAYS = 12_000;
/** Out of sight its time goes so many times as fast. */
const AWAY = 4;
/** Between two captions, in ms. */
const REST = 2000;
/** So much of the figure below the heading must be in sight, in pixels. */
const IN_SIGHT = 120;

/** The panels that the captions are about. @type {Record<Name, string>} */
const PANELS = { clouds: "map", loss: "loss", draw: "draw" };

export class Captions {
  #store;
  #told;
  #happenings = new Happenings();
  #said = el("p", { class: "visually-hidden", role: "status" });
  /** @type {Shown | null} */
  #shown = null;
  #rest = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /** @param {import("../app/store.js").Store<State>} store @param {import("./told.js").Told} told */
  constructor(store, told) {
    this.#store = store;
    this.#told = told;
  }

  async start() {
    await loadStyle(new URL("style/first-minute.css", HOME));
    // There before it says something, or readers would not hear it.
    document.querySelector("main")?.append(this.#said);
    this.#timer = setInterval(() => this.#look(), EVERY);
  }

  #look() {
    const state = this.#store.get();
    const { hasDrawn } = this.#happenings;
    const happened = this.#happenings.of(state, (name) => this.#told.has(name));
    if (this.#happenings.hasDrawn && !hasDrawn) this.#told.add("draw");
    if (this.#shown) return this.#goOn(this.#shown, state);
    if (this.#told.isAll) return this.#end();
    this.#rest -= EVERY;
    if (this.#rest > 0 || document.hidden || state.compare || state.past || state.lesson !== null) return;
    for (const name of NAMES) {
      const panel = document.getElementById(PANELS[name]);
      const text = wordsOf(name, happened);
      if (text && panel && !this.#told.has(name) && isInSight(panel)) return this.#show(name, panel, text, state.begun);
    }
  }

  /** @param {Shown} shown @param {State} state */
  #goOn(shown, { begun, compare }) {
    const { name, node, panel } = shown;
    // What it says is of a model that has gone, or it is done.
    if (begun !== shown.begun || compare || (name === "draw" && this.#happenings.hasDrawn)) return this.#leave();
    if (document.hidden || node.matches(":hover, :focus-within")) return;
    // One that was scrolled away has been seen, and must not keep back what is due elsewhere for long.
    shown.left -= isInSight(panel) ? EVERY : AWAY * EVERY;
    if (shown.left <= 0) this.#leave();
  }

  /** @param {Name} name @param {HTMLElement} panel @param {string} text @param {number} begun */
  #show(name, panel, text, begun) {
    const head = panel.querySelector(".panel-head");
    if (!head) return;
    const none = () => {
      this.#told.add(...NAMES);
      this.#leave();
    };
    const node = el("div", { class: "first-minute", role: "note", "aria-label": FIRST.what },
      el("p", { text }),
      el("div", { class: "first-minute-buttons" },
        textButton(FIRST.none, none), iconButton("close", FIRST.close, () => this.#leave())));
    head.classList.add("has-first-minute");
    head.append(node);
    onResize(head, () => place(node, head));
    place(node, head);
    this.#told.add(name);
    this.#shown = { name, node, panel, left: STAYS, begun };
    setText(this.#said, text);
  }

  #leave() {
    if (!this.#shown) return;
    const { node, panel } = this.#shown;
    // The focus does not fall off the page with the button that had it.
    const hadFocus = node.contains(document.activeElement);
    node.parentElement?.classList.remove("has-first-minute");
    node.remove();
    /** @type {HTMLElement | null} */
    const next = panel.querySelector("button, [tabindex='0']");
    if (hadFocus) next?.focus({ preventScroll: true });
    setText(this.#said, "");
    this.#shown = null;
    this.#rest = REST;
    if (this.#told.isAll) this.#end();
  }

  #end() {
    clearInterval(this.#timer);
    this.#said.remove();
  }
}

/** @param {Name} name @param {import("./rules.js").Happened} happened */
function wordsOf(name, { clouds, loss, draw }) {
  if (name === "clouds") return clouds && FIRST.clouds(clouds);
  if (name === "loss") return loss && FIRST.loss(loss);
  return draw && FIRST.draw(draw);
}

/** Whether a panel's heading and what is just below it are seen, with nothing over them. @param {HTMLElement} panel */
function isInSight(panel) {
  const title = panel.querySelector(".panel-head h2")?.getBoundingClientRect();
  if (!title) return false;
  const [x, y] = [title.x + 8, title.y + title.height / 2];
  return [y, title.bottom + IN_SIGHT].every((at) => panel.contains(document.elementFromPoint(x, at)));
}

/**
 * Puts the words where the heading's own line is, and the buttons at the end of the title's, before what stands there
 * already, or above it where that is too full.
 * @param {HTMLElement} node
 * @param {Element} head
 */
function place(node, head) {
  const caption = /** @type {HTMLElement | null} */ (head.querySelector(".caption"));
  const buttons = node.querySelector(".first-minute-buttons");
  if (!caption || !buttons) return;
  node.style.setProperty("--line", `${caption.offsetTop}px`);
  node.style.setProperty("--room", `${caption.offsetHeight}px`);
  const { right } = head.getBoundingClientRect();
  const boxes = [...head.children].filter((child) => child !== node && child !== caption)
    .map((child) => child.getBoundingClientRect()).filter(({ width }) => width > 0);
  const isAtEnd = (/** @type {DOMRect} */ box) => box.right >= right;
  const end = Math.min(right, ...boxes.filter(isAtEnd).map((box) => box.left));
  const begin = Math.max(...boxes.filter((box) => !isAtEnd(box)).map((box) => box.right));
  node.style.setProperty("--end", `${right - end}px`);
  node.toggleAttribute("data-above", end - begin < buttons.getBoundingClientRect().width);
}
