//! What the page has to say, in the store: notices come and go by their ids.

/** @typedef {import("./store.js").Notice} Notice */
/** @typedef {Pick<import("./store.js").Store<import("./store.js").State>, "get" | "set">} Store */

/**
 * Notices with one more, which replaces an older one of the same id.
 * @param {Notice[]} notices
 * @param {Notice} notice
 * @returns {Notice[]}
 */
export function withNotice(notices, notice) {
  return [...notices.filter(({ id }) => id !== notice.id), notice];
}

/**
 * Notices without those named.
 * @param {Notice[]} notices
 * @param {string[]} ids
 * @returns {Notice[]}
 */
export function withoutNotices(notices, ...ids) {
  return notices.some(({ id }) => ids.includes(id)) ? notices.filter(({ id }) => !ids.includes(id)) : notices;
}

/** @param {Store} store @param {Notice} notice */
export function notify(store, notice) {
  store.set({ notices: withNotice(store.get().notices, notice) });
}

/** @param {Store} store @param {string[]} ids */
export function dismiss(store, ...ids) {
  store.set({ notices: withoutNotices(store.get().notices, ...ids) });
}
