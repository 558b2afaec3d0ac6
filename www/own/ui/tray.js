//! The tray: the pictures of the set, a page at a time, to be looked at, selected, put into a class and deleted.

import { changes } from "../../app/store.js";
import { CLASS_COLORS } from "../../draw/inks.js";
import { imageAt } from "../../draw/pixels.js";
import { OWN } from "../../strings/own.js";
import { S } from "../../strings/strings.js";
import { el, iconButton, onResize, paced, setText, unique } from "../../ui/dom.js";
import { NO_CLASS } from "../limits.js";
import { showSquare, tonesOf } from "./controls.js";
import { TraySelection } from "./tray-selection.js";
import { createClassList, createTrayTools } from "./tray-tools.js";

/** @typedef {import("../../app/store.js").State} State */

/** Rows of one page. */
const ROWS = 6;
/** Pictures of one page at most, on the widest of screens. */
const MOST = 240;

const words = OWN.tray;

export class Tray {
  node;
  #own;
  #onChoose;
  #tools;
  #classes;
  #selection = new TraySelection();
  #list;
  #empty = el("div", { class: "own-empty", tabindex: -1 },
    el("p", { text: words.empty }), el("p", { class: "note", text: OWN.add.kinds }));
  #mixed = el("p", { class: "note own-mixed", hidden: true });
  #where = el("span", { class: "note" });
  #back = iconButton("left", words.earlier, () => this.#turn(-this.#perPage));
  #on = iconButton("right", words.later, () => this.#turn(this.#perPage));
  #pager = el("div", { class: "own-pager" }, this.#back, this.#where, this.#on);
  /** The places of a page, of which the first ones are used. @type {ReturnType<typeof createCell>[]} */
  #cells = [];
  /** @type {State | null} */
  #current = null;
  /** How many pictures there were at the last update. */
  #total = 0;
  #from = 0;
  #perPage = 60;
  #fill = paced(() => this.#fillNow(), 100);
  #changed = changes((/** @type {State} */ { own, theme }) => [own?.version, theme]);

  /**
   * @param {import("../image-set.js").ImageSet} own
   * @param {(id: number | null) => void} onChoose Hears of the picture that was last pointed at.
   */
  constructor(own, onChoose) {
    this.#own = own;
    this.#onChoose = onChoose;
    this.#tools = createTrayTools(own, this);
    this.#classes = createClassList(own);
    const keysId = unique("own-keys");
    this.#list = el("div", {
      class: "own-grid", role: "listbox", "aria-multiselectable": "true",
      "aria-label": words.label, "aria-describedby": keysId,
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
    });
    this.node = el("div", { class: "own-tray" },
      el("h3", { class: "visually-hidden", text: words.title }), this.#classes.node,
      el("p", { id: keysId, class: "visually-hidden", text: words.keys }),
      el("div", { class: "own-grid-place" }, this.#list, this.#empty), this.#mixed,
      el("div", { class: "own-tray-foot" }, this.#tools.node, this.#pager));
    onResize(this.#list, () => {
      if (this.#list.clientWidth === 0) return;
      const next = Math.min(MOST, this.#columns() * ROWS);
      if (next === this.#perPage) return;
      this.#perPage = next;
      this.#fill();
    });
  }

  get selected() {
    return this.#selection.all;
  }

  selectAll() {
    this.#selection.selectAll();
    this.#mark();
  }

  selectNone() {
    this.#selection.clear();
    this.#mark();
  }

  /** Something with the focus is gone: a picture gets it, or the empty tray. */
  refocus() {
    const { ids, active } = this.#selection;
    if (ids.length === 0) this.#empty.focus();
    else if (!this.#list.contains(document.activeElement)) this.#focusOn(Math.min(active, ids.length - 1));
  }

  /** @param {State} state */
  update(state) {
    this.#current = state;
    if (!state.own) return;
    const total = state.own.drawings + state.own.pictures;
    // A picture that is gone is no longer selected.
    if (total < this.#total) this.#selection.clear();
    this.#total = total;
    if (this.#changed(state)) this.#fill();
    this.#updateTools();
  }

  #updateTools() {
    this.#classes.update(this.#current);
    this.#tools.update(this.#current, this.#selection.size);
  }

  /** @param {number} by */
  #turn(by) {
    this.#from = Math.max(0, Math.min(this.#from + by, this.#lastStart()));
    this.#selection.active = this.#selection.anchor = 0;
    this.#fill();
  }

  #lastStart() {
    return Math.floor(Math.max(0, this.#total - 1) / this.#perPage) * this.#perPage;
  }

  #columns() {
    return Math.max(1, getComputedStyle(this.#list).gridTemplateColumns.split(" ").length);
  }

  /** Shows which pictures are selected. */
  #mark() {
    const { ids, active } = this.#selection;
    this.#cells.slice(0, ids.length).forEach(({ node }, idx) => {
      node.setAttribute("aria-selected", String(this.#selection.isSelected(idx)));
      node.tabIndex = idx === active ? 0 : -1;
    });
    this.#updateTools();
  }

  /** @param {number} idx */
  #focusOn(idx) {
    const { ids } = this.#selection;
    if (idx < 0 || idx >= ids.length) return;
    this.#selection.active = idx;
    this.#mark();
    this.#cells[idx].node.focus();
    this.#onChoose(ids[idx]);
  }

  #addCell() {
    const idx = this.#cells.length;
    const cell = createCell();
    const selection = this.#selection;
    cell.node.addEventListener("click", ({ shiftKey }) => {
      selection.active = idx;
      if (shiftKey) selection.selectTo(idx);
      else selection.toggle(idx);
      this.#mark();
      cell.node.focus({ preventScroll: true });
      this.#onChoose(selection.ids[idx]);
    });
    // A screen reader moves the focus without keys.
    cell.node.addEventListener("focus", () => {
      if (selection.active === idx) return;
      selection.active = idx;
      this.#mark();
    });
    this.#cells.push(cell);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const selection = this.#selection;
    const to = this.#placeOf(event.key);
    if (to !== undefined) {
      if (event.shiftKey) selection.selectTo(to);
      else selection.anchor = to;
      this.#focusOn(to);
    } else if (event.key === " " || event.key === "Enter") {
      selection.toggle(selection.active);
      this.#mark();
    } else if (event.key === "a" && (event.ctrlKey || event.metaKey)) this.selectAll();
    else if (event.key === "Delete" || event.key === "Backspace") {
      this.#tools.remove(selection.size > 0 ? selection.all : selection.activeId);
    } else if (event.key === "Escape" && selection.size > 0) this.selectNone();
    else if (event.key === "PageDown") this.#turn(this.#perPage);
    else if (event.key === "PageUp") this.#turn(-this.#perPage);
    else return;
    event.preventDefault();
  }

  /** Where a key leads, if it is one of those that move. @param {string} key */
  #placeOf(key) {
    const { active, ids } = this.#selection;
    const steps = /** @type {Record<string, () => number>} */ ({
      ArrowLeft: () => active - 1, ArrowRight: () => active + 1,
      ArrowUp: () => active - this.#columns(), ArrowDown: () => active + this.#columns(),
      Home: () => 0, End: () => ids.length - 1,
    });
    const step = steps[key]?.();
    return step === undefined ? undefined : Math.max(0, Math.min(step, ids.length - 1));
  }

  #fillNow() {
    const state = this.#current;
    if (!state?.own) return;
    this.#from = Math.min(this.#from, this.#lastStart());
    const page = this.#own.page(this.#from, this.#perPage);
    const hadFocus = this.#list.contains(document.activeElement);
    this.#selection.show(page.ids);
    const n = page.ids.length;
    while (this.#cells.length < n) this.#addCell();
    const nodes = this.#cells.slice(0, n).map(({ node }) => node);
    if (this.#list.childElementCount !== n) this.#list.replaceChildren(...nodes);
    this.#list.toggleAttribute("data-named", state.own.classes.length > 0);
    this.#draw(page, state);
    this.#explainTones(state.own);
    this.#empty.hidden = this.#total > 0;
    this.#list.hidden = this.#total === 0;
    if (hadFocus && this.#total === 0) this.#empty.focus();
    else if (hadFocus && !this.#list.contains(document.activeElement)) this.#focusOn(this.#selection.active);
    this.#pager.hidden = this.#total <= this.#perPage;
    setText(this.#where, words.range(this.#from + 1, this.#from + n, this.#total));
    this.#back.disabled = this.#from === 0;
    this.#on.disabled = this.#from >= this.#lastStart();
    this.#mark();
  }

  /** @param {import("../types.js").Page} page @param {State} state */
  #draw({ ids, labels, kinds, data, size, channels }, state) {
    const classes = state.own?.classes ?? [];
    const tones = tonesOf(state);
    const colors = CLASS_COLORS[state.theme];
    ids.forEach((_, idx) => {
      const cell = this.#cells[idx];
      const label = labels[idx];
      const name = label === NO_CLASS ? "" : classes[label] ?? "";
      showSquare(cell.canvas, imageAt(data, idx, size * size * channels), size, channels, tones);
      cell.node.setAttribute("aria-label", words.item(this.#from + idx + 1, name, kinds[idx] === "drawing"));
      cell.node.title = name;
      cell.mark.style.background = label === NO_CLASS ? "" : colors[label % colors.length];
      setText(cell.name, name);
    });
  }

  /**
   * Says why drawings or photos look like negatives: the tray shows both in the same tones, dark on light or the
   * other way around.
   * @param {import("../types.js").OwnState} set
   */
  #explainTones({ drawings, pictures, mix, preparation }) {
    setText(this.#mixed, mix === null ? words.mixed : words.negative(S.packs[mix].name));
    this.#mixed.hidden = pictures === 0 || preparation.channels !== 1 || (mix === null && drawings === 0);
  }
}

/** The place of one picture. */
function createCell() {
  const canvas = el("canvas", { class: "pixels" });
  const name = el("span", { class: "own-cell-name", "aria-hidden": "true" });
  const mark = el("i", { class: "own-cell-mark" });
  const node = el("div", { class: "own-cell", role: "option", tabindex: -1 }, canvas, mark, name);
  return { canvas, name, mark, node };
}
