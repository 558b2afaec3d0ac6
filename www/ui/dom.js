//! Small helpers for building the page's elements; text always goes in as text.

import { isForPaper } from "../draw/resolution.js";

/**
 * @typedef {Record<string, string | number | boolean | ((event: any) => void) | undefined>} Properties
 * Keys that start with "on" are listeners; true and false set and leave out an attribute; "text" is the text.
 */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Properties} [properties]
 * @param {...(Node | string | null)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else if (key === "text") node.textContent = String(value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/**
 * Sets an element's text only where it is new, so that nothing is laid out or announced twice.
 * @param {Element} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** How often each name was asked for. @type {Map<string, number>} */
const used = new Map();

/**
 * A name for an id or a radio group that nothing else has: the name itself the first time, then with a number.
 * @param {string} name
 */
export function unique(name) {
  const n = (used.get(name) ?? 0) + 1;
  used.set(name, n);
  return n === 1 ? name : `${name}-${n}`;
}

/** Outlines on a grid of 16, drawn with the text's color. */
const ICONS = {
  play: "M5 3.5v9l7.5-4.5z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  step: "M4 4l5 4-5 4zM12 4v8",
  epoch: "M2.5 4l4.5 4-4.5 4zM8 4l4.5 4L8 12zM14 4v8",
  reset: "M4.2 5.2A5 5 0 1 1 3 8.6M3.6 2.4v3.2h3.2",
  dice: "M3.5 3h9a.5.5 0 0 1 .5.5v9a.5.5 0 0 1-.5.5h-9a.5.5 0 0 1-.5-.5v-9a.5.5 0 0 1 .5-.5z"
    + "M6 6h.01M10 6h.01M8 8h.01M6 10h.01M10 10h.01",
  sun: "M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2"
    + "M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9",
  moon: "M13 9.4A5.4 5.4 0 1 1 6.6 3a4.4 4.4 0 0 0 6.4 6.4z",
  share: "M8 10V2M5 5l3-3 3 3M3 9v4.5h10V9",
  keep: "M8 2v8M5 7l3 3 3-3M3 9v4.5h10V9",
  question: "M6 6.2a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.4M8 12h.01",
  keys: "M1.5 4h13v8h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M5 9.5h6",
  close: "M4 4l8 8M12 4l-8 8",
  left: "M10 3.5L5.5 8l4.5 4.5",
  right: "M6 3.5L10.5 8 6 12.5",
  plus: "M8 3.5v9M3.5 8h9",
  minus: "M3.5 8h9",
  hourglass: "M3.5 2.5h9M3.5 13.5h9M4.5 2.5c0 3.2 2.8 4 2.8 5.5s-2.8 2.3-2.8 5.5"
    + "M11.5 2.5c0 3.2-2.8 4-2.8 5.5s2.8 2.3 2.8 5.5",
};

/**
 * @param {keyof typeof ICONS} name
 * @returns {SVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/**
 * A button that shows an icon and says its name.
 * @param {keyof typeof ICONS} name
 * @param {string} label
 * @param {() => void} run
 * @param {string} [hint]
 */
export function iconButton(name, label, run, hint = label) {
  const looks = { type: "button", class: "icon-button", "aria-label": label, title: hint };
  return el("button", { ...looks, onclick: run }, icon(name));
}

/**
 * A figure's heading with its caption and its help.
 * @param {string} title
 * @param {Node} help
 * @param {string} id
 */
export function heading(title, help, id) {
  const caption = el("p", { class: "caption" });
  const name = el("h2", { id: unique(id), text: title });
  return { node: el("header", { class: "panel-head" }, name, help, caption), title: name, caption };
}

/** A frame that takes longer than this, in milliseconds, is felt. */
const SLOW = 20;
/** After a slow one the page rests for this many times as long, but not longer than so many milliseconds. */
const REST = { times: 3, longest: 250 };

/** Drawings that wait for a frame of their own. @type {(() => void)[]} */
const turns = [];
/** Whether the next of them is on its way. */
let isTaking = false;

function ask() {
  isTaking = true;
  requestAnimationFrame(takeTurn);
}

function takeTurn() {
  const begun = performance.now();
  // What a drawing costs is known once its frame has been painted. On a slow machine the page then rests, so that it
  // is free most of the time. This is asked for first: a drawing that throws must not hold up the others.
  setTimeout(() => {
    const cost = performance.now() - begun;
    isTaking = false;
    if (turns.length === 0) return;
    if (cost <= SLOW) return ask();
    isTaking = true;
    setTimeout(ask, Math.min(REST.times * cost, REST.longest));
  });
  turns.shift()?.();
}

/**
 * Calls `draw` at most once in `gap` milliseconds, the last time always. What is paced takes turns, one drawing a
 * frame, so that the charts never add up to one long frame.
 * @param {() => void} draw
 * @param {number} gap
 */
export function paced(draw, gap) {
  let last = -Infinity;
  let due = false;
  let isDrawn = false;
  const go = () => {
    turns.push(() => {
      due = false;
      last = performance.now();
      draw();
    });
    if (!isTaking) ask();
  };
  return () => {
    if (isForPaper()) {
      // What asks to be drawn again while it is drawn goes on moving, and does not on paper.
      if (!isDrawn) {
        isDrawn = true;
        draw();
        isDrawn = false;
      }
    } else if (!due) {
      due = true;
      const wait = last + gap - performance.now();
      if (wait <= 0) go();
      else setTimeout(go, wait);
    }
  };
}

/** After a failure, so long until the next attempt to fetch a part, in milliseconds. */
const RETRY = 5000;

/**
 * A part of a panel that is fetched when it is first wanted.
 * @template T
 * @param {() => Promise<T>} fetch
 * @param {(cause: unknown) => void} explain Why it did not come.
 * @returns {(isWanted: boolean, use: (part: T) => void) => void} Uses the part at once where it is there.
 */
export function onDemand(fetch, explain) {
  /** @type {T | null} */
  let part = null;
  let isAsked = false;
  return (isWanted, use) => {
    if (part) return use(part);
    if (!isWanted || isAsked) return;
    isAsked = true;
    fetch().then((got) => use(part = got), (cause) => {
      setTimeout(() => (isAsked = false), RETRY);
      explain(cause);
    });
  };
}

/**
 * Calls `draw` when the element has another size, or as many other pixels on another screen or at another zoom.
 * @param {Element} node
 * @param {() => void} draw
 */
export function onResize(node, draw) {
  let last = "";
  const observer = new ResizeObserver(([entry]) => {
    const { width, height } = entry.contentRect;
    const size = `${Math.round(width)}×${Math.round(height)}×${devicePixelRatio}`;
    if (size === last) return;
    last = size;
    draw();
  });
  try {
    observer.observe(node, { box: "device-pixel-content-box" });
  } catch {
    observer.observe(node); // WebKit does not count a screen's pixels.
  }
}

/**
 * Calls `draw` when the element comes onto the screen, or has another size.
 * @param {Element} node
 * @param {() => void} draw
 * @returns {() => boolean} Whether it is on the screen: what is not need not be drawn.
 */
export function onSight(node, draw) {
  let isSeen = true;
  onResize(node, draw);
  new IntersectionObserver((entries) => {
    isSeen = entries[entries.length - 1].isIntersecting;
    if (isSeen) draw();
  }).observe(node);
  return () => isSeen || isForPaper();
}

/** A style sheet, there before anything that it styles. @param {URL} url */
export function loadStyle({ href }) {
  const link = el("link", { rel: "stylesheet", href });
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => {
      link.remove();
      reject(new Error(`${href} did not arrive`));
    };
    document.head.append(link);
  });
}
