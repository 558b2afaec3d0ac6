//! How many workers compute a step: a control behind "More…", there once training has begun.

import { WORKERS } from "../strings/workers.js";
import { el, setText, unique } from "./dom.js";

/** Workers that can be asked for. */
const MOST = 4;

/**
 * @param {import("../app/store.js").Store<import("../app/store.js").State>} store
 * @param {import("../app/share-steps.js").ShareSteps} share
 */
export function addWorkersField(store, share) {
  const fields = document.querySelector("#model .more .fields");
  if (!fields) return;
  /** @type {import("../app/share-steps.js").Workers[]} */
  const steps = ["auto", ...Array.from({ length: MOST }, (_, i) => i + 1)];
  const [id, aboutId] = [unique("option-workers"), unique("about-workers")];
  const select = el("select", {
    id, name: "workers", "aria-describedby": aboutId, onchange: () => share.want(steps[select.selectedIndex]),
  }, ...steps.map((step) => el("option", { text: step === "auto" ? WORKERS.auto : String(step) })));
  const about = el("p", { class: "note", id: aboutId });
  fields.append(el("div", { class: "field field-choice field-workers" },
    el("div", { class: "field-head" }, el("label", { for: id, text: WORKERS.label })), select, about));
  const update = () => setText(about, WORKERS.about(store.get().snapshot?.workers ?? 1));
  store.subscribe(update);
  update();
}
