//! Pictures of which a browser gives no file: dragged from another page, or pasted as an address. This page asks no
//! other site for anything, so all that can be had of them is what the text itself holds.

import { OWN_WORDS } from "../strings/own-notices.js";

/**
 * @typedef {import("./types.js").Source} Source
 * @typedef {import("./types.js").Outcome} Outcome
 */

/** So many addresses of one text are looked at. */
const MOST = 100;
/** So much of an address is shown. */
const SHOWN = 100;

/**
 * @param {readonly string[]} texts Of what was dropped or pasted: its addresses, its plain text, and its HTML.
 * @returns {{sources: Source[], unread: Outcome[]}} Pictures that the text holds as data, and a word on each other one.
 */
export function fromTexts([list = "", plain = "", html = ""]) {
  // Nothing of a document that is parsed so is fetched.
  const images = [...new DOMParser().parseFromString(html, "text/html").images];
  const found = images.map((image) => image.getAttribute("src") ?? "");
  const lines = (list || plain).split(/\r?\n/).filter((line) => !line.startsWith("#"));
  const addresses = new Set([...(images.length > 0 ? found : lines)].map((one) => one.trim()).filter(Boolean));
  /** @type {Source[]} */
  const sources = [];
  /** @type {Outcome[]} */
  const unread = [];
  for (const address of [...addresses].slice(0, MOST)) {
    const file = pictureIn(address);
    if (file) sources.push({ file, path: OWN_WORDS.fromPage });
    else {
      const path = address.length > SHOWN ? `${address.slice(0, SHOWN)} …` : address;
      unread.push({ path, result: "refused", images: 0, text: OWN_WORDS.onOtherPage });
    }
  }
  return { sources, unread };
}

/**
 * The picture that a `data:` address holds.
 * @param {string} address
 */
export function pictureIn(address) {
  const [, type, parameters, data] = /^data:(image\/[^,;]*)([^,]*),(.*)$/is.exec(address) ?? [];
  if (!type) return null;
  try {
    const isPacked = /;\s*base64\s*$/i.test(parameters);
    // Each % stands for a byte, so this is no text in UTF-8.
    const plain = data.replace(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
    const bytes = isPacked ? atob(plain) : plain;
    return new File([Uint8Array.from(bytes, (character) => character.charCodeAt(0))], OWN_WORDS.fromPage, { type });
  } catch {
    return null;
  }
}
