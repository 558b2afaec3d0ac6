//! The labs' panel: a tab for each, whose widget is fetched when it is opened.

import { tellProblems } from "../app/address.js";
import { HOME } from "../lib/spawn-worker.js";
import { LABS } from "../strings/labs.js";
import { check } from "../ui/controls.js";
import { el, loadStyle } from "../ui/dom.js";
import { LAB_TABLE } from "./lab-table.js";
import { Laboratory } from "./laboratory.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("./lab-table.js").LabWidget} LabWidget
 */

/**
 * @param {HTMLElement} container
 * @param {import("../app/store.js").Store<State>} store
 * @param {import("../app/actions.js").Actions} actions
 * @param {import("../app/models.js").Models} models
 */
export async function createLabsPanel(container, store, actions, models) {
  await loadStyle(new URL("style/labs.css", HOME));
  const laboratory = new Laboratory(store, actions, models);
  // An address that names a lab wants it to be seen.
  let isWanted = store.get().lab !== null;
  const onThere = () => {
    if (isWanted) container.scrollIntoView();
    isWanted = false;
  };
  const tabs = LAB_TABLE.map((lab) => createTab(lab, laboratory, actions.explain, onThere));
  const choose = (/** @type {string} */ name) => store.set({ lab: name });
  const list = el("div", { class: "lab-tabs", role: "tablist", "aria-label": LABS.choose });
  list.append(...tabs.map(({ button }) => button));
  tabs.forEach(({ name, button }) => button.addEventListener("click", () => {
    choose(name);
    update();
  }));
  list.addEventListener("keydown", (event) => moveAmong(event, tabs.map(({ button }) => button)));
  const hold = check(LABS.hold, (isOn) => laboratory.hold(isOn), { checked: true });
  hold.node.classList.add("lab-hold");
  container.append(el("div", { class: "lab-bar" }, list, hold.node), ...tabs.map(({ panel }) => panel));

  // What the labs are used with stands at the left, where notices do: these go to the other side.
  new IntersectionObserver((entries) => {
    document.body.toggleAttribute("data-labs", entries[entries.length - 1].isIntersecting);
  }, { rootMargin: "-50% 0px 0px 0px" }).observe(container);

  const update = () => {
    const page = store.get();
    if (page.lab !== null && LAB_TABLE.every(({ name }) => name !== page.lab)) {
      const allowed = LAB_TABLE.map(({ name }) => name).join(", ");
      void tellProblems(store, [{ key: "lab", got: page.lab, allowed }]);
      store.set({ lab: null });
      return;
    }
    const open = page.lab ?? LAB_TABLE[0].name;
    tabs.forEach((tab) => tab.update(tab.name === open, page));
  };
  store.subscribe(update);
  laboratory.subscribe(update);
  update();
  return laboratory;
}

/**
 * @param {import("./lab-table.js").Lab} lab
 * @param {Laboratory} laboratory
 * @param {(cause: unknown) => void} explain
 * @param {() => void} onThere
 */
function createTab({ name, load }, laboratory, explain, onThere) {
  const { title } = LABS.titles[name];
  const ids = { tab: `lab-tab-${name}`, panel: `lab-${name}` };
  const button = el("button", {
    id: ids.tab, type: "button", role: "tab", class: "lab-tab", "aria-controls": ids.panel, text: title,
  });
  const panel = el("div", { id: ids.panel, role: "tabpanel", class: "lab", "aria-labelledby": ids.tab });
  /** @type {LabWidget | null} */
  let widget = null;
  let [isAsked, hasFailed] = [false, false];
  /** @param {State} page */
  const fetchWidget = (page) => {
    isAsked = true;
    load().then(({ createLab }) => {
      widget = createLab(laboratory, name);
      panel.replaceChildren(widget.node);
      widget.update(laboratory.of(name), page);
      onThere();
    }).catch((cause) => {
      hasFailed = true;
      panel.replaceChildren(el("p", { class: "note", text: LABS.missing }));
      explain(cause);
    });
  };
  // What did not come is fetched again when the visitor asks for it, and not before.
  button.addEventListener("click", () => {
    if (hasFailed) isAsked = hasFailed = false;
  });
  return {
    name, button, panel,
    /** @param {boolean} isOpen @param {State} page */
    update(isOpen, page) {
      button.setAttribute("aria-selected", String(isOpen));
      button.tabIndex = isOpen ? 0 : -1;
      const isBusy = laboratory.isBusy(name);
      button.toggleAttribute("data-busy", isBusy);
      button.title = isBusy ? LABS.busy : "";
      panel.hidden = !isOpen;
      if (isOpen && !isAsked) fetchWidget(page);
      if (isOpen) widget?.update(laboratory.of(name), page);
    },
  };
}

/** The arrow keys go from tab to tab, which opens it. @param {KeyboardEvent} event @param {HTMLElement[]} buttons */
function moveAmong(event, buttons) {
  const at = buttons.findIndex((button) => button.matches(":focus"));
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  const button = buttons[(to + buttons.length) % buttons.length];
  button.focus();
  button.click();
}
