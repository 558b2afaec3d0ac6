//! The address bar: it says what the page shows, and the page follows it.

import { S } from "../strings/strings.js";
import { notify } from "./notices.js";
import { fromAddress, toAddress } from "./options.js";

/**
 * @typedef {import("./store.js").Store<import("./store.js").State>} Store
 * @typedef {ReturnType<typeof fromAddress>["problems"]} Problems
 */

/** Writes what the page shows. @param {Pick<Store, "get">} store */
export function keepAddress(store) {
  history.replaceState(null, "", location.pathname + location.search + toAddress(store.get().settings));
}

/** Says what of an address is not possible. @param {Store} store @param {Problems} problems */
export function tellProblems(store, problems) {
  for (const { key, got, allowed } of problems) {
    const text = key === "v" ? S.notices.addressVersion(got) : S.notices.address(key, got, allowed);
    notify(store, { id: `address-${key}`, tone: "error", text });
  }
}

/**
 * Follows the address when the visitor changes it.
 * @param {Store} store
 * @param {Pick<import("./actions.js").Actions, "changeAll">} actions
 */
export function followAddress(store, actions) {
  addEventListener("hashchange", () => {
    const { settings, problems } = fromAddress(location.hash);
    const isOurs = location.hash.startsWith("#v=");
    // A link within the page (the skip link) says nothing of the model, and a faulty address changes nothing.
    if (isOurs && problems.length === 0) actions.changeAll(settings);
    else keepAddress(store);
    if (isOurs) tellProblems(store, problems);
  });
}
