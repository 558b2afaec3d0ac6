//! The sets of images in words: those of the packs stand in their table, those of the visitor's own set here.

import { PACKS } from "../data/pack-table.js";

/** @type {Record<import("../data/pack-table.js").PackName, import("../data/pack-table.js").PackWords>} */
export const PACK_WORDS = {
  ...PACKS,
  own: {
    name: "Yours",
    caption: "Your own images",
    facts: "Images of your own: drawn, or from your files",
    licence: "Yours; they stay in this browser",
    one: "picture",
    draw: "Draw something",
  },
};
