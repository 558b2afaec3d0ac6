//! What a class's link makes of the page: a part of it, or all in large type. Fetched where an address asks for one of
//! them, before anything of the page is seen, and when the visitor wants it.

import { arrange } from "./arrange.js";
import { NAMES, seen, sorted } from "./parts.js";
import { Projector } from "./projector.js";
import { tellProblems } from "../app/address.js";
import { changes } from "../app/store.js";
import { HOME } from "../lib/spawn-worker.js";
import { CLASS } from "../strings/class.js";
import { S } from "../strings/strings.js";
import { textButton } from "../ui/controls.js";
import { el, loadStyle } from "../ui/dom.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../app/store.js").Store<State>} Store
 * @typedef {Pick<State, "stays" | "projector" | "lesson">} Asked
 */

/** @type {Promise<void> | null} */
let entered = null;

/**
 * Shows what stays, now and from here on.
 * @param {Store} store
 * @param {Asked} [asked] What the address asks for, where the page has not begun.
 */
export function enter(store, asked) {
  entered ??= begin(store, asked ?? store.get()).catch((cause) => {
    entered = null;
    throw cause;
  });
  return entered;
}

/** @param {Store} store @param {Asked} asked */
async function begin(store, asked) {
  const projector = new Projector(store);
  await Promise.all([loadStyle(new URL("style/class.css", HOME)), asked.projector && projector.prepare()]);
  const notes = el("div", { class: "class-notes" });
  document.querySelector(".top")?.append(notes);
  const part = el("p", {}, `${CLASS.part} `, textButton(CLASS.all, () => leave({ stays: null })));
  const large = el("p", {}, `${CLASS.large} `, textButton(CLASS.usual, () => leave({ projector: false })));
  /** What was pressed is gone with its line. @param {Partial<Asked>} patch */
  const leave = (patch) => {
    store.set(patch);
    store.flush();
    firstPanel(store.get().stays)?.focus({ preventScroll: true });
  };
  const changed = changes((/** @type {Asked & {isTwo: boolean}} */ { stays, projector: isOn, isTwo }) =>
    [stays, isOn, isTwo]);
  /** @param {Asked & {isTwo: boolean}} now */
  const show = (now) => {
    if (!changed(now)) return;
    place(now);
    notes.replaceChildren(...(now.stays ? [part] : []), ...(now.projector ? [large] : []));
    projector.show(now.projector);
  };
  show({ ...asked, isTwo: false });
  ignoreHidden();
  store.subscribe((state) => {
    const { stays, projector: isOn, lesson, compare } = state;
    const { known, unknown } = sorted(stays ?? []);
    if (stays && unknown.length > 0) {
      void tellProblems(store, [{ key: "show", got: unknown.join(), allowed: NAMES.join(", ") }]);
      store.set({ stays: known.length > 0 ? known : null });
      return;
    }
    show({ stays, projector: isOn, lesson, isTwo: compare !== null });
  });
}

/** @param {Asked & {isTwo: boolean}} now */
function place({ stays, projector, lesson, isTwo }) {
  const { dataset, style } = document.body;
  const parts = seen(stays);
  if (stays || projector) {
    const { rails, ...areas } = arrange(parts, isTwo, lesson !== null);
    dataset.away = NAMES.filter((name) => !parts.has(name)).join(" ");
    dataset.rails = rails.join(" ");
    for (const [name, text] of Object.entries(areas)) style.setProperty(`--class-${name}`, text);
  } else {
    delete dataset.away;
    delete dataset.rails;
  }
  const [skip, first] = [document.getElementById("skip"), firstPanel(stays)];
  if (!skip || !first) return;
  skip.setAttribute("href", `#${first.id}`);
  skip.textContent = first.id === "hourglass" ? S.skip : CLASS.skip;
}

/**
 * Where the skip link leads, and the focus when the page has changed: the first of these that is seen.
 * @type {Partial<Record<import("./parts.js").Part, string>>}
 */
const PANELS = {
  hourglass: "hourglass", map: "map", pad: "draw", reconstructions: "reconstructions", loss: "loss", model: "model",
  data: "data", compare: "compare", labs: "labs",
};

/** @param {State["stays"]} stays */
function firstPanel(stays) {
  const parts = seen(stays);
  const [, id] = Object.entries(PANELS).find(([name]) => [...parts].some((one) => one === name)) ?? ["", ""];
  const panel = document.getElementById(id);
  if (panel) panel.tabIndex = -1;
  return panel;
}

/** A button that is hidden is pressed by nobody but a key, and then does nothing. */
function ignoreHidden() {
  document.addEventListener("click", (event) => {
    const { target, isTrusted } = event;
    if (isTrusted || !(target instanceof Element) || !target.closest(".transport")) return;
    if (target.getClientRects().length === 0) event.stopImmediatePropagation();
  }, true);
}
