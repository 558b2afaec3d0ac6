//! Types that several tests share, and what brings values to them.

/** @typedef {import("../../www/app/store.js").State} State */
/** @typedef {import("../../www/app/options.js").Settings} Settings */
/** @typedef {import("node:test").TestContext} TestContext */

/** What has no parts that could be missing. @typedef {ArrayBufferView | ((...args: any[]) => any)} Whole */

/**
 * A value of which everything is there. Tests read the state like this: where something is missing after all, reading
 * it throws, and the test fails.
 * @template T
 * @typedef {T extends Whole ? T : T extends object ? {[Key in keyof T]-?: Present<NonNullable<T[Key]>>} : T} Present
 */

/**
 * A value of which parts may be missing.
 * @template T
 * @typedef {T extends Whole ? T : T extends object ? {[Key in keyof T]?: Partly<T[Key]>} : T} Partly
 */

/**
 * A store of the page's state.
 * @typedef {{get: () => Present<State>} & import("../../www/app/store.js").Store<State>} TestStore
 */

/**
 * A value of which a test gives only what matters to it.
 * @template T
 * @param {Partly<NoInfer<T>>} value
 * @returns {T}
 */
export const partly = (value) => /** @type {T} */ (value);

/**
 * A value of which a test knows that everything is there.
 * @template T
 * @param {T} value
 * @returns {Present<NonNullable<T>>}
 */
export const present = (value) => /** @type {Present<NonNullable<T>>} */ (value);
