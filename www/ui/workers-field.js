//! How many workers compute a step: a control behind "More…", there once training has begun.

import { WORKERS } from "../strings/workers.js";
import { el, setText, unique } from "./dom.js";

/** Workers that can be asked for. */
const MOST = 4;

/** @param {import("../app/store.js").Store<import("../app/store.js").State>} store */
export function addWorkersField(store) {
  const fields = document.querySelector("#model .more .fields");
  if (!fields) return;
  /** @type {import("../app/share-steps.js").Workers[]} */
  const steps = ["auto", ...Array.from({ length: MOST }, (_, i) => i + 1)];
  const [id, aboutId] = [unique("option-workers"), unique("about-workers")];
  const select = el("select", {
    id, name: "workers", "aria-describedby": aboutId,
    onchange: () => store.set({ workers: steps[select.selectedIndex] }),
  }, ...steps.map(choice));
  const about = el("p", { class: "note", id: aboutId });
  fields.append(el("div", { class: "field field-choice field-workers" },
    el("div", { class: "field-head" }, el("label", { for: id, text: WORKERS.label })), select, about));
  const update = () => {
    const { workers, snapshot } = store.get();
    // A link may ask for more than are offered.
    if (!steps.includes(workers)) select.append(choice(steps[steps.push(workers) - 1]));
    if (select.selectedIndex !== steps.indexOf(workers)) select.selectedIndex = steps.indexOf(workers);
    setText(about, WORKERS.about(snapshot?.workers ?? 1));
  };
  store.subscribe(update);
  update();
}

/** @param {number | "auto"} workers */
const choice = (workers) => el("option", { text: workers === "auto" ? WORKERS.auto : String(workers) });
