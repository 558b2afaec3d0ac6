//! The address bar of a page that a test stands in for.

import { after, before } from "node:test";

/** Stands in for `location` and `history` during a file's tests; gives the address that was written last. */
export function fakeAddress() {
  const { history, location } = globalThis;
  const bar = { address: "" };
  before(() =>
    Object.assign(globalThis, {
      location: { pathname: "/", search: "", hash: "" },
      history: {
        replaceState: (/** @type {unknown} */ _state, /** @type {string} */ _title, /** @type {string} */ url) =>
          (bar.address = url),
      },
    }),
  );
  after(() => Object.assign(globalThis, { history, location }));
  return bar;
}
