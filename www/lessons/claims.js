//! What a lesson asks of the measured numbers: conditions as `error@eight < 0.5 * error@two`, and texts with numbers in
//! braces. Both are read by hand, character by character: nothing that a file holds becomes code.

/**
 * @typedef {object} Part A number, or a measure of a run times a number.
 * @property {number} factor With its sign.
 * @property {string | null} measure
 * @property {string | null} run
 *
 * @typedef {"<" | "<=" | ">" | ">="} Comparison
 * @typedef {{left: Part[], comparison: Comparison, right: Part[]}} Condition Sides are sums of their parts.
 *
 * What is known of a measure of a run; null where it was not measured.
 * @typedef {(measure: string, run: string) => number | null} ValueOf
 *
 * @typedef {{text: string} | {measure: string, run: string}} Piece Of a text.
 */

/** Whether a condition reads. Its message says in plain words what is wrong, with the text. */
export class ClaimError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = "ClaimError";
  }
}

/** So many characters a condition may have. */
export const LONGEST = 200;
/** So many parts a side may have. */
const MOST_PARTS = 4;
/** A token: a number, a name, or a sign. Every character belongs to one of them, to a space, or is a mistake. */
const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([a-zA-Z][a-zA-Z0-9]*(?:-[a-zA-Z0-9]+)*)|(<=|>=|[<>*@+-]))/y;

const COMPARISONS = ["<", "<=", ">", ">="];

/** @typedef {{number: number} | {name: string} | {sign: string}} Token */

/** @param {string} text @returns {Token[]} */
function tokensOf(text) {
  /** @type {Token[]} */
  const tokens = [];
  const end = text.trimEnd().length;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) throw new ClaimError(`“${text}”: what begins at “${text.slice(at).trim()}” cannot be read`);
    const [, number, name, sign] = found;
    tokens.push(number !== undefined ? { number: Number(number) } : name !== undefined ? { name } : { sign });
  }
  return tokens;
}

/**
 * The condition that a text says.
 * @param {string} text
 * @returns {Condition}
 */
export function parseCondition(text) {
  if (text.length > LONGEST) throw new ClaimError(`“${text.slice(0, 40)}…” is longer than ${LONGEST} characters`);
  const tokens = tokensOf(text);
  const isComparison = (/** @type {Token} */ token) => "sign" in token && COMPARISONS.includes(token.sign);
  const at = tokens.findIndex(isComparison);
  if (at < 0 || tokens.slice(at + 1).some(isComparison)) {
    throw new ClaimError(`“${text}” has to compare two sides with one of < <= > >=`);
  }
  const comparison = /** @type {Comparison} */ (/** @type {{sign: string}} */ (tokens[at]).sign);
  const [left, right] = [sumOf(tokens.slice(0, at), text), sumOf(tokens.slice(at + 1), text)];
  if ([...left, ...right].every(({ measure }) => measure === null)) {
    throw new ClaimError(`“${text}” compares no measure of a run, as in error@two`);
  }
  return { left, comparison, right };
}

/**
 * One side: parts with + or − between them, and perhaps a − before the first.
 * @param {Token[]} tokens
 * @param {string} text
 */
function sumOf(tokens, text) {
  /** @type {Part[]} */
  const parts = [];
  let [at, sign] = signAt(tokens, 0) === "-" ? [1, -1] : [0, 1];
  for (;;) {
    const { part, next } = partAt(tokens, at, text);
    parts.push({ ...part, factor: sign * part.factor });
    if (parts.length > MOST_PARTS) throw new ClaimError(`“${text}” has a side of more than ${MOST_PARTS} parts`);
    if (next === tokens.length) return parts;
    const between = signAt(tokens, next);
    if (between !== "+" && between !== "-") throw new ClaimError(`“${text}” lacks a sign between two parts`);
    [at, sign] = [next + 1, between === "+" ? 1 : -1];
  }
}

/** @param {Token[]} tokens @param {number} at */
function signAt(tokens, at) {
  const token = tokens[at];
  return token && "sign" in token ? token.sign : null;
}

/**
 * `NUMBER`, `MEASURE@RUN` or `NUMBER * MEASURE@RUN`.
 * @param {Token[]} tokens
 * @param {number} at
 * @param {string} text
 * @returns {{part: Part, next: number}}
 */
function partAt(tokens, at, text) {
  const first = tokens[at];
  if (first && "number" in first) {
    if (signAt(tokens, at + 1) !== "*") {
      return { part: { factor: first.number, measure: null, run: null }, next: at + 1 };
    }
    const { part, next } = partAt(tokens, at + 2, text);
    if (part.measure === null || part.factor !== 1) {
      throw new ClaimError(`“${text}”: a number stands before * and a measure of a run behind it`);
    }
    return { part: { ...part, factor: first.number }, next };
  }
  const run = tokens[at + 2];
  if (first && "name" in first && signAt(tokens, at + 1) === "@" && run && "name" in run) {
    return { part: { factor: 1, measure: first.name, run: run.name }, next: at + 3 };
  }
  throw new ClaimError(`“${text}” lacks a number, or a measure of a run as in error@two`);
}

/** The measures of runs that a condition speaks of. @param {Condition} condition */
export const measuresOf = ({ left, right }) => [...left, ...right].flatMap(({ measure, run }) =>
  (measure !== null && run !== null ? [{ measure, run }] : []));

/** @param {Part[]} parts @param {ValueOf} valueOf */
function sum(parts, valueOf) {
  let total = 0;
  for (const { factor, measure, run } of parts) {
    const value = measure === null || run === null ? 1 : valueOf(measure, run);
    if (value === null || Number.isNaN(value)) return null;
    total += factor * value;
  }
  return total;
}

/**
 * Whether a condition holds; null where nobody can say, since something of it was not measured.
 * @param {Condition | string} condition
 * @param {ValueOf} valueOf
 * @returns {boolean | null}
 */
export function holds(condition, valueOf) {
  const { left, comparison, right } = typeof condition === "string" ? parseCondition(condition) : condition;
  const [a, b] = [sum(left, valueOf), sum(right, valueOf)];
  if (a === null || b === null) return null;
  if (comparison === "<") return a < b;
  if (comparison === "<=") return a <= b;
  return comparison === ">" ? a > b : a >= b;
}

/**
 * Whether all conditions hold: false where one does not, whatever is known of the others.
 * @param {readonly string[]} when
 * @param {ValueOf} valueOf
 * @returns {boolean | null}
 */
export function allHold(when, valueOf) {
  const found = when.map((condition) => holds(condition, valueOf));
  if (found.includes(false)) return false;
  return found.includes(null) ? null : true;
}

/**
 * Which choice came out: the first whose conditions hold. Null where none does, or where nobody can say of an earlier
 * one.
 * @param {readonly {when: readonly string[]}[]} choices
 * @param {ValueOf} valueOf
 */
export function outcome(choices, valueOf) {
  for (const [idx, { when }] of choices.entries()) {
    const isSo = allHold(when, valueOf);
    if (isSo !== false) return isSo ? idx : null;
  }
  return null;
}

/** What stands in braces in a text, and what does not. */
const BRACES = /\{([^{}]*)\}/;
const NAMED = /^([a-zA-Z][a-zA-Z0-9]*)@([a-zA-Z][a-zA-Z0-9]*(?:-[a-zA-Z0-9]+)*)$/;

/**
 * A text in pieces: words, and measures of runs in braces.
 * @param {string} text
 * @returns {Piece[]}
 */
export function piecesOf(text) {
  return text.split(BRACES).map((part, idx) => {
    if (idx % 2 === 0) {
      if (/[{}]/.test(part)) throw new ClaimError(`“${part.slice(0, 40)}” has a brace without its other one`);
      return { text: part };
    }
    const found = NAMED.exec(part);
    if (!found) throw new ClaimError(`“{${part.slice(0, 40)}}” is no measure of a run, as in {error@two}`);
    return { measure: found[1], run: found[2] };
  });
}

/**
 * A text with its numbers filled in.
 * @param {string} text
 * @param {(measure: string, run: string) => string} textOf
 */
export const filled = (text, textOf) =>
  piecesOf(text).map((piece) => ("text" in piece ? piece.text : textOf(piece.measure, piece.run))).join("");
