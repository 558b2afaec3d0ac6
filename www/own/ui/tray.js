//! The tray: what there is, a page at a time, to be looked at, selected, put into a class and deleted.

import { imageAt } from "../../draw/pixels.js";
import { changes } from "../../app/store.js";
import { S } from "../../strings/strings.js";
import { el, iconButton, onResize, paced, setText, unique } from "../../ui/dom.js";
import { CLASS_COLORS } from "../../draw/inks.js";
import { NONE } from "./add-panel.js";
import { showSquare, tonesOf } from "./controls.js";
import { createTrayTools } from "./tray-tools.js";
import { OWN } from "../../strings/own.js";

/** @typedef {import("../../app/store.js").State} State */

/** Rows of one page. */
const ROWS = 6;
/** Thumbnails drawn at most, on the widest of screens. */
const MOST = 240;

/**
 * @param {import("../image-set.js").ImageSet} own
 * @param {(id: number | null) => void} onChoose Hears of the picture that was last pointed at.
 */
export function createTray(own, onChoose) {
  const words = OWN.tray;
  /** @type {State | null} */
  let current = null;
  let from = 0;
  let perPage = 60;
  let active = 0;
  let anchor = 0;
  /** @type {Set<number>} */
  const selected = new Set();
  /** @type {number[]} */
  let ids = [];
  /** @type {{node: HTMLElement, canvas: HTMLCanvasElement, name: HTMLElement, mark: HTMLElement}[]} */
  const cells = [];

  const keysId = unique("own-keys");
  const list = el("div", { class: "own-grid", role: "listbox", "aria-multiselectable": "true", "aria-label": words.label, "aria-describedby": keysId });
  const empty = el("div", { class: "own-empty", tabindex: -1 }, el("p", { text: words.empty }), el("p", { class: "note", text: OWN.add.kinds }));
  const mixed = el("p", { class: "note own-mixed", hidden: true });
  const where = el("span", { class: "note" });
  const back = iconButton("left", words.earlier, () => turn(-perPage));
  const on = iconButton("right", words.later, () => turn(perPage));
  const pager = el("div", { class: "own-pager" }, back, where, on);
  const tools = createTrayTools(own, {
    selected: () => [...selected],
    selectAll: () => select(ids, true),
    selectNone: () => {
      selected.clear();
      mark();
    },
    removed() {
      if (ids.length === 0) empty.focus();
      else if (!list.contains(document.activeElement)) focusOn(Math.min(active, ids.length - 1));
    },
  });
  const node = el("div", { class: "own-tray" },
    el("h3", { class: "visually-hidden", text: words.title }), tools.classes,
    el("p", { id: keysId, class: "visually-hidden", text: words.keys }),
    el("div", { class: "own-grid-place" }, list, empty), mixed, el("div", { class: "own-tray-foot" }, tools.actions, pager));

  const total = () => (current?.own ? current.own.drawings + current.own.pictures : 0);

  /** @param {number} by */
  function turn(by) {
    from = Math.max(0, Math.min(from + by, lastStart()));
    active = anchor = 0;
    fill();
  }
  const lastStart = () => Math.floor(Math.max(0, total() - 1) / perPage) * perPage;

  /** @param {number[]} some @param {boolean} isOn */
  function select(some, isOn) {
    for (const id of some) {
      if (isOn) selected.add(id);
      else selected.delete(id);
    }
    mark();
  }

  /** @param {number} to */
  function selectTo(to) {
    select(ids.slice(Math.min(anchor, to), Math.max(anchor, to) + 1), true);
  }

  function mark() {
    cells.slice(0, ids.length).forEach(({ node: cell }, idx) => {
      cell.setAttribute("aria-selected", String(selected.has(ids[idx])));
      cell.tabIndex = idx === active ? 0 : -1;
    });
    tools.update(current, selected.size);
  }

  /** @param {number} idx */
  function focusOn(idx) {
    if (idx < 0 || idx >= ids.length) return;
    active = idx;
    mark();
    cells[idx].node.focus();
    onChoose(ids[idx]);
  }

  function cell() {
    const idx = cells.length;
    const canvas = el("canvas", { class: "pixels" });
    const name = el("span", { class: "own-cell-name", "aria-hidden": "true" });
    const line = el("i", { class: "own-cell-mark" });
    const one = el("div", { class: "own-cell", role: "option", tabindex: -1 }, canvas, line, name);
    one.addEventListener("click", (event) => {
      active = idx;
      if (event.shiftKey) selectTo(idx);
      else {
        select([ids[idx]], !selected.has(ids[idx]));
        anchor = idx;
      }
      one.focus({ preventScroll: true });
      onChoose(ids[idx]);
    });
    // A screen reader moves the focus without keys.
    one.addEventListener("focus", () => {
      if (active === idx) return;
      active = idx;
      mark();
    });
    cells.push({ node: one, canvas, name, mark: line });
  }

  const columns = () => Math.max(1, getComputedStyle(list).gridTemplateColumns.split(" ").length);

  list.addEventListener("keydown", (event) => {
    const steps = /** @type {Record<string, () => number>} */ ({
      ArrowLeft: () => active - 1, ArrowRight: () => active + 1, ArrowUp: () => active - columns(), ArrowDown: () => active + columns(),
      Home: () => 0, End: () => ids.length - 1,
    });
    const step = steps[event.key]?.();
    const all = event.key === "a" && (event.ctrlKey || event.metaKey);
    const gone = event.key === "Delete" || event.key === "Backspace";
    if (step !== undefined) {
      const to = Math.max(0, Math.min(step, ids.length - 1));
      if (event.shiftKey) selectTo(to);
      else anchor = to;
      focusOn(to);
    } else if (event.key === " " || event.key === "Enter") {
      select([ids[active]], !selected.has(ids[active]));
      anchor = active;
    } else if (all) select(ids, true);
    else if (gone) tools.remove(selected.size > 0 ? [...selected] : ids.slice(active, active + 1));
    else if (event.key === "Escape" && selected.size > 0) tools.selectNone();
    else if (event.key === "PageDown") turn(perPage);
    else if (event.key === "PageUp") turn(-perPage);
    else return;
    event.preventDefault();
  });

  const fill = paced(() => {
    if (!current?.own) return;
    const { classes } = current.own;
    from = Math.min(from, lastStart());
    const page = own.page(from, perPage);
    const hadFocus = list.contains(document.activeElement);
    ids = page.ids;
    while (cells.length < ids.length) cell();
    if (list.childElementCount !== ids.length) list.replaceChildren(...cells.slice(0, ids.length).map((one) => one.node));
    active = Math.max(0, Math.min(active, ids.length - 1));
    const tones = tonesOf(current);
    const colors = CLASS_COLORS[current.theme];
    list.toggleAttribute("data-named", classes.length > 0);
    const features = page.size * page.size * page.channels;
    ids.forEach((_, idx) => {
      const one = cells[idx];
      const label = page.labels[idx];
      const name = label === NONE ? "" : classes[label] ?? "";
      showSquare(one.canvas, imageAt(page.data, idx, features), page.size, page.channels, tones);
      one.node.setAttribute("aria-label", words.item(from + idx + 1, name, page.kinds[idx] === "drawing"));
      one.node.title = name;
      one.mark.style.background = label === NONE ? "" : colors[label % colors.length];
      setText(one.name, name);
    });
    const { drawings, pictures, mix, preparation } = current.own;
    setText(mixed, mix === null ? words.mixed : words.negative(S.packs[mix].name));
    mixed.hidden = pictures === 0 || preparation.channels !== 1 || (mix === null && drawings === 0);
    const all = total();
    empty.hidden = all > 0;
    list.hidden = all === 0;
    if (hadFocus && all === 0) empty.focus();
    else if (hadFocus && !list.contains(document.activeElement)) focusOn(active);
    pager.hidden = all <= perPage;
    setText(where, words.range(from + 1, from + ids.length, all));
    back.disabled = from === 0;
    on.disabled = from >= lastStart();
    mark();
  }, 100);

  onResize(list, () => {
    if (list.clientWidth === 0) return;
    const next = Math.min(MOST, columns() * ROWS);
    if (next === perPage) return;
    perPage = next;
    fill();
  });

  const changed = changes((/** @type {State} */ { own: state, theme }) => [state?.version, theme]);
  let versionOfSelection = 0;

  /** @param {State} state */
  function update(state) {
    current = state;
    if (!state.own) return;
    // What is no longer there is no longer selected.
    if (state.own.drawings + state.own.pictures < versionOfSelection) selected.clear();
    versionOfSelection = state.own.drawings + state.own.pictures;
    if (changed(state)) fill();
    tools.update(state, selected.size);
  }
  return { node, update };
}
