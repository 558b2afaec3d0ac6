//! What a figure is made of: a bar with the controls that were asked for, the panels, what it has to say, and whose the
//! images are.

import { S } from "../strings/strings.js";
import { EMBED } from "../strings/embed.js";
import { createDrawing } from "../ui/drawing.js";
import { el, setText } from "../ui/dom.js";
import { createHourglassPanel } from "../ui/hourglass-panel.js";
import { createLossPanel } from "../ui/loss-panel.js";
import { createMapPanel } from "../ui/map-panel.js";
import { createReconstructionsPanel } from "../ui/reconstructions-panel.js";
import { createBar } from "./bar.js";
import { LABS_BY_NAME } from "./labs-by-name.js";
import { createNotes } from "./notes.js";
import { plainColors } from "./style.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../app/actions.js").Actions} Actions
 * @typedef {import("./wishes.js").Wishes} Wishes
 * @typedef {{update: (state: State) => void, close?: () => void}} Part
 */

/** @type {Record<string, (container: HTMLElement, actions: Actions) => Part>} */
const PANELS = {
  hourglass: createHourglassPanel,
  map: createMapPanel,
  reconstructions: createReconstructionsPanel,
  loss: createLossPanel,
  pad: (container, actions) => createDrawing(container, actions),
};

/** Type follows the article's within these bounds, in pixels: a reset to 10 px must not make it unreadable. */
const [LEAST_TYPE, MOST_TYPE] = [14, 20];

export class FigureView {
  #node = el("div", { class: "root", part: "figure", role: "group", "aria-label": EMBED.region, lang: "en" });
  #panels = el("div", { class: "embed-panels", part: "panels" });
  #foot = el("div", { class: "embed-foot", part: "foot" }, el("p"));
  #root;
  #store;
  #actions;
  #models;
  #bar;
  #notes;
  /** The panels by their names, in their order. @type {Map<string, {section: HTMLElement, part: Part}>} */
  #parts = new Map();
  /** @type {Wishes["theme"]} */
  #theme = "auto";
  #system = matchMedia("(prefers-color-scheme: dark)");
  #onSystem = () => this.#applyTheme();

  /**
   * @param {ShadowRoot} root
   * @param {CSSStyleSheet} sheet
   * @param {import("../app/store.js").Store<State>} store
   * @param {Actions} actions
   * @param {import("../app/models.js").Models} models
   * @param {{toggle: () => void}} pacer
   */
  constructor(root, sheet, store, actions, models, pacer) {
    this.#root = root;
    this.#store = store;
    this.#actions = actions;
    this.#models = models;
    this.#bar = createBar(actions, pacer);
    this.#notes = createNotes(actions);
    this.#node.append(this.#bar.node, this.#panels, this.#notes.node, this.#foot);
    const size = parseFloat(getComputedStyle(root.host).fontSize) || 16;
    this.#node.style.setProperty("--rem", `${Math.min(MOST_TYPE, Math.max(LEAST_TYPE, size))}px`);
    this.#system.addEventListener("change", this.#onSystem);
    root.adoptedStyleSheets = [sheet];
    root.replaceChildren(el("div", { class: "outer" }, this.#node));
    this.#applyTheme();
  }

  /** What attributes ask for. @param {Wishes} wishes */
  show({ show, controls, theme, problems }) {
    this.#theme = theme;
    this.#applyTheme();
    this.#bar.show(controls);
    this.#notes.tellProblems(problems);
    for (const [name, { section, part }] of this.#parts) {
      if (show.includes(name)) continue;
      part.close?.();
      section.remove();
      this.#parts.delete(name);
    }
    // What stands already stays as it is, in the order that is wanted now.
    this.#panels.append(...show.map((name) => this.#panel(name)));
    this.update(this.#store.get());
  }

  /** @param {string} name */
  #panel(name) {
    const before = this.#parts.get(name);
    if (before) return before.section;
    const isLab = Object.hasOwn(LABS_BY_NAME, name);
    const id = isLab ? `lab-${name}` : name === "pad" ? "draw" : name;
    // No landmark: several figures of a page would have several of one name.
    const looks = { class: isLab ? "panel labs" : "panel", part: `panel ${name}` };
    const section = el("section", { id, role: "group", ...looks });
    const part = isLab ? this.#lab(section, name) : PANELS[name](section, this.#actions);
    const title = section.querySelector("h2")?.id;
    if (title) section.setAttribute("aria-labelledby", title);
    this.#parts.set(name, { section, part });
    return section;
  }

  /** A lab is fetched when it is asked for. @param {HTMLElement} section @param {string} name @returns {Part} */
  #lab(section, name) {
    /** @type {Part | null} */
    let part = null;
    let isClosed = false;
    import("./lab-panel.js")
      .then(({ createLabPanel }) => createLabPanel(section, LABS_BY_NAME[name], {
        root: this.#root, store: this.#store, actions: this.#actions, models: this.#models,
      }))
      .then((made) => {
        if (isClosed) return made.close();
        part = made;
        made.update(this.#store.get());
      }, this.#actions.explain);
    return {
      update: (state) => part?.update(state),
      close() {
        isClosed = true;
        part?.close?.();
      },
    };
  }

  /** Another figure trains meanwhile. @param {boolean} isWaiting */
  tellTurn(isWaiting) {
    this.#bar.tellTurn(isWaiting);
  }

  #applyTheme() {
    const isDark = this.#theme === "auto" ? this.#system.matches : this.#theme === "dark";
    const theme = isDark ? "dark" : "light";
    this.#node.dataset.theme = theme;
    plainColors(this.#node);
    this.#store.set({ theme });
  }

  /** @param {State} state */
  update(state) {
    this.#bar.update(state);
    this.#notes.update(state);
    for (const { part } of this.#parts.values()) part.update(state);
    const { name } = state.pack;
    setText(/** @type {Element} */ (this.#foot.firstChild), name === "own" ? "" : S.packs[name].licence);
  }

  close() {
    this.#system.removeEventListener("change", this.#onSystem);
    for (const { part } of this.#parts.values()) part.close?.();
  }
}
