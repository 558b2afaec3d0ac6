//! The address bar: it says what the page shows, and the page follows it.

import { defaults } from "./options.js";
import { changes } from "./store.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./store.js").Store<State>} Store
 * @typedef {ReturnType<typeof import("./link.js").fromAddress>} Link
 * @typedef {{follow: (link: Link) => Promise<void>,
 *   open: (link: Pick<Link, "settings"> & Partial<Link>) => Promise<void>}} Follower
 */

/** Browsers refuse more than a hundred new addresses in 30 s: one comes at most every so many ms. */
const PAUSE = 350;

/** What reads and writes links: fetched for the first that is there, or that is to be written. */
const fetchLinks = () => import("./link.js");

/**
 * What the address asks for as the page opens; nothing, and why, where what reads it does not come.
 * @param {string} hash
 * @returns {Promise<Pick<Link, "settings" | "problems"> & Partial<Link> & {cause?: unknown}>}
 */
export async function readAddress(hash) {
  const nothing = { settings: defaults(), problems: [] };
  if (hash.length < 2) return nothing;
  return fetchLinks().then(({ fromAddress }) => fromAddress(hash), (cause) => ({ ...nothing, cause }));
}

/** Keeps the address what the page shows. @param {Store} store @param {(cause: unknown) => void} explain */
export function keepAddress(store, explain) {
  const changed = changes((/** @type {State} */ { settings, pending, compare, linked, promised, ...state }) => [
    settings, pending, promised, compare?.settings, compare?.pending, compare?.showManifold, compare?.mapDims, linked,
    state.showManifold, state.mapDims, state.onlyClass, state.filters, state.logLoss, state.errorChosen, state.lab,
    state.lesson, state.stays, state.projector, state.workers,
  ]);
  let last = -PAUSE;
  let isDue = false;
  /** @param {string} hash */
  const write = (hash) => {
    isDue = false;
    last = performance.now();
    // An address that the visitor has changed meanwhile is followed first.
    if (hash === location.hash) putRight(store).catch(explain);
  };
  changed(store.get());
  return store.subscribe((state) => {
    leaveOut(store, state);
    if (!changed(state) || isDue) return;
    isDue = true;
    setTimeout(write, last + PAUSE - performance.now(), location.hash);
  });
}

/** Writes what the page shows. @param {Store} store */
async function putRight(store) {
  const address = (await fetchLinks()).addressOf(store.get());
  if (address !== location.hash) history.replaceState(null, "", location.pathname + location.search + address);
}

/** A class that the images do not have is not shown alone. @param {Store} store @param {State} state */
function leaveOut(store, { pack: { classes }, onlyClass }) {
  if (onlyClass === null || classes.length === 0 || onlyClass < classes.length) return;
  store.set({ onlyClass: null });
  void tellProblems(store, [{ key: "class", got: String(onlyClass), allowed: `0-${classes.length - 1}` }]);
}

/** Says what of an address is not possible. @param {Store} store @param {Link["problems"]} problems */
export async function tellProblems(store, problems) {
  if (problems.length > 0) (await fetchLinks()).tellProblems(store, problems);
}

/**
 * Follows the address when the visitor changes it, and opens what a link names beyond the first model.
 * @param {Store} store
 * @param {() => Promise<Follower>} fetchFollower It is fetched when it is wanted.
 * @param {(cause: unknown) => void} explain
 * @param {Parameters<Follower["open"]>[0]} link That the page opens with.
 */
export function followAddress(store, fetchFollower, explain, link) {
  /** @type {Promise<Follower> | null} */
  let follower = null;
  /** @param {(follower: Follower) => Promise<void>} act */
  const withFollower = (act) => {
    follower ??= fetchFollower();
    return follower.then(act).catch((cause) => {
      follower = null;
      explain(cause);
    });
  };
  const hear = async () => {
    const { hash } = location;
    const link = (await fetchLinks()).fromAddress(hash);
    // A link within the page (the skip link) says nothing of the model, and a faulty address changes nothing.
    const isOurs = hash.includes("=");
    if (isOurs) await tellProblems(store, link.problems);
    if (isOurs && link.problems.every(({ holds }) => holds)) void withFollower((follower) => follower.follow(link));
    else await putRight(store);
  };
  addEventListener("hashchange", () => void hear().catch(explain));
  const { goal, ink, problems } = link;
  const isMore = goal || ink;
  if (isMore) store.set({ promised: /** @type {Link} */ (link) });
  if (problems?.length) void putRight(store).catch(explain);
  return isMore || store.get().linked ? withFollower((follower) => follower.open(link)) : undefined;
}
