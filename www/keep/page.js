//! What the parts of the page that keep something are given.

/**
 * @typedef {object} Page
 * @property {import("../app/store.js").Store<import("../app/store.js").State>} store
 * @property {import("../app/models.js").Models} models
 * @property {import("../app/actions.js").Actions} actions
 * @property {import("../app/comparison-door.js").ComparisonDoor} comparison
 * @property {Pick<import("../own/door.js").Door, "get" | "receive">} own
 * @property {Pick<ReturnType<typeof import("../labs/door.js").createLabsDoor>, "enter">} labs
 */

export {};
