//! Which pictures of the tray are selected, and which one the keys stand on.

export class TraySelection {
  /** The pictures of the page that is shown. @type {number[]} */
  ids = [];
  /** The place that the keys stand on. */
  active = 0;
  /** Where a row of selected pictures begins. */
  anchor = 0;
  /** @type {Set<number>} */
  #selected = new Set();

  get size() {
    return this.#selected.size;
  }

  /** The selected pictures, in the order in which they were selected. */
  get all() {
    return [...this.#selected];
  }

  /** The picture that the keys stand on, or none. */
  get activeId() {
    return this.ids.slice(this.active, this.active + 1);
  }

  /** @param {number} idx */
  isSelected(idx) {
    return this.#selected.has(this.ids[idx]);
  }

  /** @param {number} idx */
  toggle(idx) {
    const id = this.ids[idx];
    if (!this.#selected.delete(id)) this.#selected.add(id);
    this.anchor = idx;
  }

  /** Selects the row from the anchor to here. @param {number} idx */
  selectTo(idx) {
    const [from, to] = [Math.min(this.anchor, idx), Math.max(this.anchor, idx)];
    for (const id of this.ids.slice(from, to + 1)) this.#selected.add(id);
  }

  selectAll() {
    for (const id of this.ids) this.#selected.add(id);
  }

  clear() {
    this.#selected.clear();
  }

  /** Another page is shown. @param {number[]} ids */
  show(ids) {
    this.ids = ids;
    this.active = Math.max(0, Math.min(this.active, ids.length - 1));
  }
}
