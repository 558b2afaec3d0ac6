//! How the newest table was read: nine of its pictures with their classes, and three controls that read it otherwise.

import { changes } from "../../app/store.js";
import { showPixels } from "../../draw/pixels.js";
import { OWN_WORDS } from "../../strings/own-notices.js";
import { TABLES } from "../../strings/tables.js";
import { el, setText, unique } from "../../ui/dom.js";
import { newest, section } from "./controls.js";

/**
 * @typedef {import("../image-set.js").ImageSet} ImageSet
 * @typedef {import("../types.js").Reading} Reading
 * @typedef {import("../types.js").TableInfo} TableInfo
 * @typedef {import("../types.js").TableLook} TableLook
 */

/** Pictures that are shown. */
const PICTURES = 9;
/** The controls, each with its words. */
const CONTROLS = /** @type {const} */ ({ columns: TABLES.column, pictures: TABLES.picture, values: TABLES.value });

/**
 * @param {ImageSet} own
 * @param {(cause: unknown) => void} explain
 */
export function createTablePanel(own, explain) {
  /** @type {TableInfo[]} */
  let tables = [];
  /** The table that is shown, by its place among all. */
  let chosen = 0;
  /** What was chosen and is not yet what the set holds. @type {Reading | null} */
  let wish = null;
  const which = choice(TABLES.which, (idx) => {
    [chosen, wish] = [idx, null];
    void show();
  }, 2);
  const view = createView((key, reading) => {
    wish = changed(wish ?? tables[chosen].reading, key, reading);
    void show();
    void read();
  });
  const part = section(TABLES.title, "table", () => void show(),
    el("div", { class: "own-stack" }, which.node, ...view.pictures),
    el("div", { class: "own-stack" }, ...view.controls));
  part.node.hidden = true;

  /** The nine pictures follow at once, and the set once the whole table is read: the last wish counts. */
  const show = newest(async () => {
    const table = tables[chosen];
    if (!table || !part.node.open) return;
    const reading = wish ?? table.reading;
    try {
      view.wait();
      const look = await own.tables.look(table, reading);
      if (look) view.show(look, reading, table);
    } catch (cause) {
      wish = null;
      view.fail(OWN_WORDS.notReadSo(table.path, cause instanceof Error ? cause.message : String(cause)));
    }
  });
  const read = newest(async () => {
    const [table, reading] = [tables[chosen], wish];
    if (!table || !reading) return;
    const isRead = await own.tables.read(table, reading).then(() => true, explain);
    if (wish !== reading) return;
    // The page's state tells of it with the next frame, and another change may come before.
    if (isRead) tables = tables.map((one) => (one === table ? { ...table, reading } : one));
    wish = null;
    await show();
  });

  const isOther = changes((/** @type {import("../../app/store.js").State} */ { own: state }) =>
    [JSON.stringify(state?.tables ?? [])]);

  /** @param {import("../../app/store.js").State} state */
  function update(state) {
    if (!isOther(state)) return;
    const before = tables[chosen];
    const [newestBefore] = tables;
    tables = state.own?.tables ?? [];
    part.node.hidden = tables.length === 0;
    if (tables.length === 0) return;
    const isNew = tables.length > 0 && !isSame(newestBefore, tables[0]) && !isSame(before, tables[0]);
    chosen = isNew ? 0 : Math.max(0, tables.findIndex((one) => isSame(before, one)));
    // What was guessed is shown before anything is trained on it.
    if (isNew) [part.node.open, wish] = [true, null];
    which.options(TABLES.entries(tables), chosen);
    part.say(TABLES.now(tables[chosen].reading));
    if (!wish) void show();
  }
  return { node: part.node, update };
}

/** @param {TableInfo | undefined} one @param {TableInfo} other */
const isSame = (one, other) => one?.drop === other.drop && one.path === other.path;

/**
 * A reading with what one control has changed; the other controls stay, as far as they fit.
 * @param {Reading} now
 * @param {keyof typeof CONTROLS} key
 * @param {Reading} wanted
 * @returns {Reading}
 */
function changed(now, key, wanted) {
  const { axes, height, width, channels, from, to, header, ignored, label } = wanted;
  if (key === "values") return { ...now, from, to, isOpen: false };
  if (key === "pictures") return { ...now, axes, height, width, channels };
  const isAsLarge = height * width * channels === now.height * now.width * now.channels;
  const columns = { header, ignored, label };
  // Values that somebody has chosen stay; else other columns may have other ones, on which the whole file decides.
  const values = now.isOpen === false ? {} : { from, to, isOpen: true };
  return { ...now, ...columns, ...(isAsLarge ? {} : { axes, height, width, channels }), ...values };
}

/**
 * Pictures of a table, how they were read, and the controls.
 * @param {(key: keyof typeof CONTROLS, reading: Reading) => void} onChoose
 */
function createView(onChoose) {
  /** @type {TableLook | null} */
  let shown = null;
  const grid = createGrid();
  const said = el("p", { class: "own-table-said", role: "status" });
  const hint = el("p", { class: "note" });
  const controls = Object.entries(CONTROLS).map(([name, words]) => {
    const key = /** @type {keyof typeof CONTROLS} */ (name);
    const onIndex = (/** @type {number} */ idx) => shown && onChoose(key, shown.choices[key][idx]);
    return { key, words, ...choice(TABLES[key], onIndex) };
  });
  return {
    pictures: [said, grid.node, hint],
    controls: controls.map(({ node }) => node),
    wait: () => setText(said, TABLES.wait),
    /** What is shown stays, as the set does. @param {string} text */
    fail(text) {
      setText(said, text);
      for (const { select } of controls) select(0);
    },
    /** @param {TableLook} look @param {Reading} reading @param {TableInfo} table */
    show(look, reading, { path, together }) {
      shown = look;
      setText(said, [TABLES.said(reading), ...together.filter((one) => one !== path).map(TABLES.labels)].join(" "));
      setText(hint, TABLES.hint(look.pictures.length));
      grid.show(look);
      for (const { key, words, options } of controls) options(look.choices[key].map(words), 0);
    },
  };
}

/**
 * A list of which one is chosen.
 * @param {string} label
 * @param {(idx: number) => void} onChoose
 * @param {number} [least] With fewer entries it is not shown.
 */
function choice(label, onChoose, least = 1) {
  const id = unique("own-table");
  const select = el("select", { id, class: "own-select", onchange: () => onChoose(select.selectedIndex) });
  const node = el("div", { class: "field own-choice" }, el("label", { for: id, text: label }), select);
  let key = "";
  return {
    node,
    /** @param {number} idx */
    select: (idx) => void (select.selectedIndex = idx),
    /** @param {string[]} texts @param {number} idx The one that is chosen. */
    options(texts, idx) {
      const fresh = texts.join("\n");
      if (fresh !== key) select.replaceChildren(...texts.map((text) => el("option", { text })));
      key = fresh;
      select.selectedIndex = idx;
      node.hidden = texts.length < least;
      select.disabled = texts.length < 2;
    },
  };
}

/** Nine pictures with the names of their classes. */
function createGrid() {
  const cells = Array.from({ length: PICTURES }, () => {
    const canvas = el("canvas", { class: "pixels", role: "img" });
    const caption = el("figcaption", { class: "note" });
    return { canvas, caption, node: el("figure", {}, canvas, caption) };
  });
  const node = el("div", { class: "own-table-grid" }, ...cells.map((cell) => cell.node));
  /** @param {TableLook} look */
  function show({ pictures, classes, width, height }) {
    cells.forEach(({ canvas, caption, node: cell }, idx) => {
      const picture = pictures[idx];
      cell.hidden = picture === undefined;
      if (!picture) return;
      showPixels(canvas, width, height, (out) => out.set(picture));
      canvas.setAttribute("aria-label", TABLES.alt(idx, classes[idx]));
      setText(caption, classes[idx] ?? "");
    });
  }
  return { node, show };
}
