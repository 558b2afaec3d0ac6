//! Tables as text for programs that read CSV (RFC 4180): one header line, and each number as the shortest text that
//! reads back as the same number.

/** @typedef {string | number | null | undefined} Cell */

/** Numbers of 32 bits that are smaller have fewer digits. */
const TINY = 1.1754944e-38;

/**
 * A number that the engine has in 32 bits, in as few digits as tell it apart from its neighbors.
 * @param {number} value
 */
export function shortest(value) {
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  if (Math.fround(value) !== value) return String(value);
  // Six digits tell all short decimals apart, but for the tiniest numbers, and nine any number of 32 bits.
  for (let digits = Math.abs(value) < TINY ? 1 : 6; digits < 9; digits += 1) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(Number(value.toPrecision(9)));
}

/** @param {Cell} cell */
function written(cell) {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number") return Number.isNaN(cell) ? "" : shortest(cell);
  // A name that begins so would be a formula to a program for tables.
  const text = /^[=+@\t\r-]/.test(cell) ? `'${cell}` : cell;
  return /["\r\n,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line. @param {Cell[]} cells */
export const line = (cells) => `${cells.map(written).join(",")}\r\n`;

/**
 * Curves beside each other: a line for each step at which one of them has a point.
 * @param {string} step The first column's name.
 * @param {{name: string, points: ArrayLike<number>}[]} curves Pairs (step, value).
 */
export function curvesTable(step, curves) {
  /** @type {Map<number, Cell[]>} */
  const rows = new Map();
  curves.forEach(({ points }, column) => {
    for (let at = 0; at + 1 < points.length; at += 2) {
      let row = rows.get(points[at]);
      if (!row) rows.set(points[at], row = new Array(curves.length).fill(null));
      row[column] = points[at + 1];
    }
  });
  const steps = [...rows.keys()].sort((a, b) => a - b);
  return line([step, ...curves.map(({ name }) => name)])
    + steps.map((at) => line([at, ...rows.get(at) ?? []])).join("");
}

/** So many lines are written at once; the page then has its turn. */
const AT_ONCE = 2000;

/**
 * A long table, written in parts between which the page goes on.
 * @param {string[]} head
 * @param {number} count Of the lines.
 * @param {(idx: number) => Cell[]} row
 * @param {() => Promise<unknown>} turn
 */
export async function longTable(head, count, row, turn = () => new Promise((done) => setTimeout(done))) {
  const parts = [line(head)];
  for (let from = 0; from < count; from += AT_ONCE) {
    const to = Math.min(count, from + AT_ONCE);
    parts.push(Array.from({ length: to - from }, (_, idx) => line(row(from + idx))).join(""));
    if (to < count) await turn();
  }
  return new Blob(parts, { type: "text/csv" });
}
