//! Playwright's `expect`, which looks again soon: by itself it comes to look once a second, and meanwhile a page that
//! trains keeps a core busy.

import { expect as seldom } from "@playwright/test";

/** After so many ms it is looked again; the last one holds from then on. */
const INTERVALS = [30, 60, 120];

/** @type {typeof seldom.poll} */
const poll = (look, how) => seldom.poll(look, {
  intervals: INTERVALS,
  ...(typeof how === "string" ? { message: how } : how),
});

export const expect = new Proxy(seldom, {
  get: (target, name) => (name === "poll" ? poll : Reflect.get(target, name)),
});
