//! What a link says: a model's settings, what is shown of it, a second model beside it, the run that it leads to, and
//! drawings. Only what differs from the defaults is written, and of a second model only what differs from the first.

import { EXTRAS, readExtras, writeExtras } from "./goal.js";
import { notify } from "./notices.js";
import { allowed, defaults, difference, OPTIONS, parse, write } from "./options.js";
import { APART } from "./presets.js";
import { LINK } from "../strings/link.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./options.js").Settings} Settings
 * @typedef {import("./options.js").Key} Key
 * @typedef {{key: string, got: string, allowed: string, holds?: boolean}} Problem `holds`: it is only noted.
 * @typedef {Pick<State, "showManifold" | "mapDims">} ShownOfEach What each of two models has of its own.
 * @typedef {ShownOfEach & Pick<State, "onlyClass" | "filters" | "logLoss" | "errorChosen" | "lab" | "lesson" | "stays"
 *   | "projector" | "workers">} Shown
 * @typedef {{settings: Settings} & ShownOfEach} Second
 *
 * @typedef {object} Part A part of what is shown.
 * @property {string} key Its name in the address.
 * @property {keyof Shown | "isTwo"} name Its name in the state; `isTwo` says that there is a second model.
 * @property {unknown} initial
 * @property {(text: string, settings: Settings) => unknown} read Undefined where that is not allowed.
 * @property {(value: any) => string} write
 * @property {(settings: Settings) => string} allowed In the short form of the options.
 * @property {boolean} [ofEach] Whether each of two models has its own.
 */

/** Version of the address; raised when a key changes its meaning. */
const VERSION = 1;
/**
 * What turns the pairs of an older address into those of the next version, by the older one. There has been no other
 * version so far: an address without one, or with 0, was shortened or written by hand, and means what it says.
 * @type {Record<string, (pairs: [string, string][]) => [string, string][]>}
 */
const MIGRATIONS = { 0: (pairs) => pairs };
/** Stands before what is the second model's. */
const SECOND = "b.";
/** A class is a byte; how many there are is known once the images are there. */
const LAST_CLASS = 255;

/** One value of a few. @param {Record<string, unknown>} values */
const choice = (values) => ({
  read: (/** @type {string} */ text) => (Object.hasOwn(values, text) ? values[text] : undefined),
  write: (/** @type {unknown} */ value) => Object.keys(values).find((text) => isSame(values[text], value)) ?? "",
  allowed: () => Object.keys(values).join(", "),
});

/** @type {readonly Part[]} */
export const SHOWN = [
  { key: "grid", name: "showManifold", initial: null, ofEach: true, ...choice({ on: true, off: false }) },
  {
    key: "axes", name: "mapDims", initial: null, ofEach: true,
    read(text, { code }) {
      const numbers = /^\d\d?-\d\d?$/.test(text) ? text.split("-").map((part) => Number(part) - 1) : [];
      return numbers[0] !== numbers[1] && numbers.every((idx) => idx >= 0 && idx < code) ? numbers : undefined;
    },
    write: (dims) => dims.map((/** @type {number} */ idx) => idx + 1).join("-"),
    allowed: ({ code }) => `1-${code} twice`,
  },
  {
    key: "class", name: "onlyClass", initial: null,
    read: (text) => (/^\d{1,3}$/.test(text) && Number(text) <= LAST_CLASS ? Number(text) : undefined),
    write: String,
    allowed: () => `0-${LAST_CLASS}`,
  },
  {
    key: "filters", name: "filters", initial: null,
    ...choice({ encoder: { side: "encoder" }, decoder: { side: "decoder" } }),
  },
  { key: "scale", name: "logLoss", initial: true, ...choice({ linear: false }) },
  { key: "curve", name: "errorChosen", initial: false, ...choice({ error: true }) },
  {
    // Which labs there are, the labs know, which are fetched when one is wanted.
    key: "lab", name: "lab", initial: null,
    read: (text) => (/^[a-z-]{1,24}$/.test(text) ? text : undefined),
    write: String,
    allowed: () => "compress",
  },
  {
    // How many lessons there are, the lessons know, which are fetched when one is wanted.
    key: "lesson", name: "lesson", initial: null,
    read: (text) => (/^\d{1,3}$/.test(text) ? Number(text) : undefined),
    write: String,
    allowed: () => "1-10",
  },
  {
    // So it is with what can stay.
    key: "show", name: "stays", initial: null,
    read: (text) => (/^[a-z,-]{1,200}$/.test(text) ? text.split(",") : undefined),
    write: (names) => names.join(","),
    allowed: () => "hourglass,map,loss,…",
  },
  { key: "projector", name: "projector", initial: false, ...choice({ on: true }) },
  {
    key: "workers", name: "workers", initial: "auto",
    read: (text) => (text === "auto" ? text : /^([1-9]|1[0-6])$/.test(text) ? Number(text) : undefined),
    write: String,
    allowed: () => "1-16, auto",
  },
  { key: "compare", name: "isTwo", initial: false, ...choice({ b: true }) },
];

const OF_EACH = SHOWN.filter(({ ofEach }) => ofEach);
const OWN = OPTIONS.filter(({ key }) => !APART.includes(key));

/** @param {unknown} a @param {unknown} b */
const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Whether a key says something in an address. @param {string} key */
const isKnown = (key) => key === "v" || EXTRAS.includes(key)
  || [...OPTIONS, ...SHOWN].some((one) => one.key === key || SECOND + one.key === key);

/**
 * The pairs of an address in the words of this version. Of a newer version, whose words may mean something else, and
 * of a text that is no address, nothing is taken. Of a key that stands there more than once the last one holds.
 * @param {string} hash
 * @param {Problem[]} problems
 */
function pairsOf(hash, problems) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const last = new Map(given);
  for (const [key, got] of last) {
    if (isKnown(key) && given.getAll(key).length > 1) problems.push({ key, got, allowed: "once", holds: true });
  }
  const said = last.get("v");
  last.delete("v");
  let pairs = [...last];
  const version = said ?? (pairs.some(([key]) => isKnown(key)) ? "0" : "");
  const isOurs = /^\d{1,9}$/.test(version) && Number(version) <= VERSION;
  if ((pairs.length > 0 || said !== undefined) && !isOurs) {
    problems.push({ key: "v", got: version, allowed: String(VERSION) });
    return [];
  }
  for (let from = Number(version); from < VERSION; from += 1) pairs = MIGRATIONS[from](pairs);
  return pairs;
}

/**
 * What the part of the address after `#` says; what cannot be read keeps its default and is reported.
 * @param {string} hash With or without the leading `#`.
 * @returns {{settings: Settings, shown: Shown, second: Second | null, problems: Problem[]}
 *   & import("./goal.js").Extra}
 */
export function fromAddress(hash) {
  /** @type {Problem[]} */
  const problems = [];
  const all = pairsOf(hash, problems);
  const isExtra = (/** @type {[string, string]} */ [key]) => EXTRAS.includes(key);
  const isOther = (/** @type {[string, string]} */ [key]) => key.startsWith(SECOND);
  const ofFirst = all.filter((one) => !isOther(one) && !isExtra(one));
  const { settings, shown: { isTwo, ...shown } } = read(ofFirst, "", defaults(), OPTIONS, SHOWN, problems);
  const others = all.filter(isOther);
  const most = problems.length + others.length;
  const other = read(others, SECOND, settings, OWN, OF_EACH, problems);
  // What is said of a second model says that there is one.
  const second = isTwo || problems.length < most ? { settings: other.settings, ...other.shown } : null;
  const extra = readExtras(all.filter(isExtra), settings, second !== null, (key, got, what) =>
    problems.push({ key, got, allowed: what }));
  return /** @type {any} */ ({ settings, shown, second, ...extra, problems });
}

/**
 * @param {[string, string][]} given
 * @param {string} prefix Of the keys.
 * @param {Settings} before What holds where nothing is said.
 * @param {readonly import("./options.js").Option[]} options
 * @param {readonly Part[]} parts
 * @param {Problem[]} problems
 * @returns {{settings: Settings, shown: Record<string, unknown>}}
 */
function read(given, prefix, before, options, parts, problems) {
  const settings = { ...before };
  const shown = Object.fromEntries(parts.map(({ name, initial }) => [name, initial]));
  const known = [...options, ...parts].map(({ key }) => prefix + key).concat(prefix ? [] : EXTRAS).join(", ");
  const report = (/** @type {string} */ key, /** @type {string} */ got, /** @type {string} */ what) =>
    problems.push({ key, got, allowed: what });
  for (const [key, text] of given) {
    const option = options.find((one) => prefix + one.key === key);
    const value = option && parse(option, text);
    if (option && value !== undefined) Object.assign(settings, { [option.key]: value });
    else if (option) report(key, text, allowed(option));
  }
  // The bounds of what is shown are those of the model.
  for (const [key, text] of given) {
    const part = parts.find((one) => prefix + one.key === key);
    const value = part?.read(text, settings);
    if (part && value !== undefined) shown[part.name] = value;
    else if (part) report(key, text, part.allowed(settings));
    else if (options.every((one) => prefix + one.key !== key)) report(key, text, known);
  }
  return { settings, shown };
}

/**
 * The part of the address after `#`: the version and what is not at its default; empty when all is.
 * @param {Settings} settings
 * @param {Partial<Shown>} [shown]
 * @param {Second | null} [second]
 * @param {Partial<import("./goal.js").Extra>} [extra] In a link that is given away, not in the address bar.
 */
export function toAddress(settings, shown = {}, second = null, { goal = null, ink = null } = {}) {
  const parts = [
    ...written("", difference(defaults(), settings), settings, SHOWN, { ...shown, isTwo: second !== null }),
    ...(second ? written(SECOND, ownOf(settings, second), second.settings, OF_EACH, second) : []),
    ...writeExtras({ goal, ink }),
  ];
  return parts.length === 0 ? "" : `#v=${VERSION}&${parts.join("&")}`;
}

/**
 * In what the second model differs; the rest of its settings is the first's.
 * @param {Settings} first
 * @param {Second} second
 */
const ownOf = (first, { settings }) => difference(first, settings).filter((key) => !APART.includes(key));

/**
 * @param {string} prefix
 * @param {Key[]} keys
 * @param {Settings} settings
 * @param {readonly Part[]} parts
 * @param {Record<string, any>} shown
 */
function written(prefix, keys, settings, parts, shown) {
  const chosen = parts.filter(({ name, initial }) => !isSame(shown[name] ?? initial, initial));
  return [
    ...keys.map((key) => `${prefix}${key}=${write(settings[key])}`),
    ...chosen.map((part) => `${prefix}${part.key}=${part.write(shown[part.name])}`),
  ];
}

/**
 * The same for what the page shows, or is about to show. What a link has promised stays until it is there.
 * @param {State} state
 * @param {Partial<import("./store.js").Promised> | null} [extra]
 */
export function addressOf(state, extra = state.promised) {
  const { compare, linked, pending } = state;
  const second = compare ? { ...compare, settings: compare.pending ?? compare.settings } : linked;
  return toAddress(extra?.settings ?? pending ?? state.settings, state, second, extra ?? {});
}

/** So much of a fault is quoted, and of so many faults each is told. */
const QUOTED = 40;
const MOST_TOLD = 4;

/** Text of anybody's, short and whole. @param {string} text */
function quoted(text) {
  const signs = [...text.slice(0, 4 * QUOTED).replace(/[\p{C}\u2028\u2029]/gu, "\ufffd")];
  return signs.length > QUOTED ? `${signs.slice(0, QUOTED).join("")}…` : signs.join("");
}

/**
 * Says what of an address is not possible.
 * @param {import("./store.js").Store<State>} store
 * @param {Problem[]} problems
 */
export function tellProblems(store, problems) {
  for (const { key, got, allowed: what, holds } of problems.slice(0, MOST_TOLD)) {
    const text = holds ? LINK.repeated(quoted(key), quoted(got)) : key === "v" ? LINK.version(quoted(got))
      : isKnown(key) ? LINK.problem(quoted(key), quoted(got), what) : LINK.unknownKey(quoted(key));
    notify(store, { id: `address-${quoted(key)}${holds ? "-again" : ""}`, tone: "error", text });
  }
  const more = problems.length - MOST_TOLD;
  if (more > 0) notify(store, { id: "address-more", tone: "error", text: LINK.more(more) });
}
