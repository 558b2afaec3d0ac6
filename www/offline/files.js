//! The files of the site by path, with hashes (sha256-…). `xtask/offline.js` has another one: sources that are served
//! as they are have no service worker.

/** Names one state of all files. */
export const VERSION = "";
/** What comes at once. @type {Record<string, string>} */
export const CORE = {};
/** What comes afterwards: the packs that are large, and the article. @type {Record<string, string>} */
export const LATER = {};
