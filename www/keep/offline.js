//! The page without a network: its service worker is asked for once training has begun, and a new version is taken when
//! the visitor wants it. Only the built site has one; its page names a manifest.

import { KEEP_OFFLINE as WORDS } from "../strings/keep-offline.js";

/**
 * @typedef {import("./offline-protocol.js").Wish} Wish
 * @typedef {import("./offline-protocol.js").Answer} Answer
 * @typedef {import("../app/store.js").Notice} Notice
 *
 * @typedef {object} Page
 * @property {(notice: Notice) => void} notify
 * @property {() => Promise<boolean>} beforeReload Keeps what has been trained; false where it would be lost.
 * @property {() => void} keep Opens the dialog in which a run is saved.
 */

/** A page that stays open asks for a new version so often, in milliseconds. */
const ASK_EVERY = 60 * 60 * 1000;

/** What of the site is here without a network. @typedef {"none" | "coming" | "page" | "all"} Offline */

/** What of the site is here. @type {Offline} */
let here = "none";

/** What of the site works without a network by now. */
export const offlineState = () => here;

/**
 * To be called once: brings the site for later visits, and tells of new versions.
 * @param {Page} page
 */
export async function keepOffline(page) {
  const { serviceWorker } = navigator;
  // Where storage is closed to the page, or it is no built site, there is nothing to bring.
  if (!serviceWorker || !document.querySelector("link[rel=manifest]")) return;
  here = "coming";
  try {
    const registration = await serviceWorker.register("service-worker.js", { updateViaCache: "none" });
    tellOfUpdates(registration, page);
    const wasHere = registration.active !== null;
    await serviceWorker.ready;
    const { active } = registration;
    if (!active) return;
    if (!serviceWorker.controller) await ask(active, "claim");
    here = "page";
    if (!isThrifty() && await ask(active, "bring the rest") === "done") here = "all";
    // Not every browser looks for a new version at each visit.
    if (wasHere) await registration.update();
  } catch {
    // The page needs none of this: without it, it is fetched as before.
    if (here === "coming") here = "none";
  }
}

/** Whether large packs should wait until they are wanted: the visitor saves data, or the network is slow. */
function isThrifty() {
  const { connection } = /** @type {{connection?: {saveData?: boolean, effectiveType?: string}}} */ (navigator);
  return Boolean(connection?.saveData) || /2g|3g/.test(connection?.effectiveType ?? "");
}

/** @param {ServiceWorkerRegistration} registration @param {Page} page */
function tellOfUpdates(registration, page) {
  let isTold = false;
  const tell = () => {
    const { waiting } = registration;
    // The very first version replaces none.
    if (!waiting || !navigator.serviceWorker.controller || isTold) return;
    isTold = true;
    const run = () => void takeOver(waiting, page);
    page.notify({ id: "version", tone: "calm", text: WORDS.ready, actions: [{ label: WORDS.reload, run }] });
  };
  tell();
  registration.addEventListener("updatefound", () => {
    const { installing } = registration;
    installing?.addEventListener("statechange", () => {
      if (installing.state !== "installed") return;
      isTold = false;
      tell();
    });
  });
  let asked = performance.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || performance.now() - asked < ASK_EVERY) return;
    asked = performance.now();
    // Without a network there is no new version either.
    void registration.update().catch(() => {});
  });
}

/** @param {ServiceWorker} waiting @param {Page} page @param {boolean} [isSure] Whether a run may be lost by it. */
export async function takeOver(waiting, page, isSure = false) {
  const isKept = await page.beforeReload().catch(() => false);
  if (!isKept && !isSure) {
    return page.notify({
      id: "version", tone: "calm", text: WORDS.notKept, actions: [
        { label: WORDS.keep, run: page.keep },
        { label: WORDS.reloadWithout, run: () => void takeOver(waiting, page, true) },
      ],
    });
  }
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  const answer = await ask(waiting, "take over");
  if (answer === "done") return undefined;
  const again = { label: WORDS.reload, run: () => void takeOver(waiting, page) };
  const text = answer === "other tabs" ? WORDS.otherTabs : WORDS.failed;
  return page.notify({ id: "version", tone: "calm", text, actions: [again] });
}

/** @param {ServiceWorker} worker @param {Wish["wish"]} wish @returns {Promise<Answer>} */
function ask(worker, wish) {
  const { port1, port2 } = new MessageChannel();
  const version = document.documentElement.dataset.version ?? "";
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => {
      port1.close();
      resolve(data);
    };
    worker.postMessage({ wish, version }, [port2]);
  });
}
