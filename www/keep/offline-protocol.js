//! What the page and its service worker say to each other.

/**
 * @typedef {object} Wish
 * @property {"claim" | "take over" | "bring the rest"} wish To serve this page, of `version`; to take the place of the
 *   version before; to bring the packs of images that have not come yet.
 * @property {string} version
 *
 * @typedef {"done" | "other version" | "other tabs" | "failed"} Answer
 */

export {};
