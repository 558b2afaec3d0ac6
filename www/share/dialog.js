//! The dialog that gives a link away: the link, its QR code, code for a page of one's own, and what all this holds.

import { runOf, travelling } from "./run-of.js";
import { attributesOf, elementCode, frameCode } from "./embed-code.js";
import { explain as explainIn } from "../app/faults.js";
import { addressOf } from "../app/link.js";
import { packInk } from "../app/ink.js";
import { HOME } from "../lib/spawn-worker.js";
import { SHARE } from "../strings/share.js";
import { check, chip, textButton } from "../ui/controls.js";
import { el, iconButton, setText, unique } from "../ui/dom.js";
import { createCopied, LONG, qrOf, styled } from "./link-parts.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../app/ink.js").Drawings} Drawings
 * @typedef {import("./run-of.js").RunOf} RunOf
 * @typedef {{page: (from: number, count: number) => import("../own/types.js").Page}} OwnSet
 *
 * @typedef {object} Given What there was when the dialog was asked for: training goes on behind it.
 * @property {State} state
 * @property {RunOf} run
 * @property {string | null} ink
 * @property {number} drawings How many of them can travel.
 *
 * @typedef {{withRun: boolean, withInk: boolean}} Chosen
 */

/**
 * @param {import("../app/store.js").Store<State>} store
 * @param {import("../app/models.js").Models} models
 * @param {() => Promise<OwnSet>} ownSet
 */
export async function share(store, models, ownSet) {
  const state = store.get();
  const run = runOf(state, models.first?.origin ?? null);
  const drawings = travelling(state.own);
  const ink = drawings > 0 ? await packInk(drawingsOf(state, (await ownSet()).page(0, drawings))) : null;
  await styled();
  if (document.querySelector("dialog[open]")) return;
  const explain = (/** @type {unknown} */ cause) => explainIn(store, cause);
  open({ state, run, ink, drawings }, () => void import("../class/dialog.js").then(({ openClassDialog }) =>
    openClassDialog(store)).catch(explain));
}

/**
 * The drawings with their classes: all that the set has, or, of many, those that are used.
 * @param {State} state
 * @param {import("../own/types.js").Page} page
 * @returns {Drawings}
 */
function drawingsOf({ own }, { ids, labels, data }) {
  const each = data.length / ids.length;
  const all = own?.classes ?? [];
  const used = [...new Set(labels)].filter((label) => label < all.length);
  const kept = all.length <= 20 ? all.map((_, label) => label) : used;
  return {
    classes: kept.map((label) => all[label]),
    drawings: ids.map((_, idx) => ({
      label: kept.includes(labels[idx]) ? kept.indexOf(labels[idx]) : 255,
      pixels: data.slice(idx * each, (idx + 1) * each),
    })),
  };
}

/** @param {Given} given @param {() => void} openForClass */
function open(given, openForClass) {
  const dialog = el("dialog", { class: "keys share", "aria-label": SHARE.title });
  const link = createCopied(SHARE.link, "input");
  const options = createOptions(given, show);
  const picture = el("div", { class: "share-qr" });
  const embed = createEmbed(given);
  const contents = el("div", { class: "share-contents" });
  const long = el("p", { class: "share-note" });
  const forClass = textButton(SHARE.forClass, () => {
    dialog.close();
    openForClass();
  });
  let turn = 0;

  function show() {
    const chosen = options.chosen();
    const address = linkOf(given, chosen);
    link.show(address);
    setText(long, address.length > LONG ? SHARE.long(address.length) : "");
    embed.show(chosen);
    contents.replaceChildren(...contentsOf(given, chosen));
    turn += 1;
    const mine = turn;
    void qrOf(address).then((nodes) => mine === turn && picture.replaceChildren(...nodes));
  }
  // What is pressed here is meant for the dialog alone.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(
    iconButton("close", SHARE.close, () => dialog.close()), el("h2", { text: SHARE.title }),
    el("div", { class: "share-link" }, el("div", { class: "share-main" }, link.node, long, options.node), picture),
    contents, el("p", { class: "share-class" }, `${SHARE.aboutClass} `, forClass), embed.node,
  );
  document.body.append(dialog);
  show();
  dialog.showModal();
  link.take();
}

/** @param {Given} given @param {Chosen} chosen */
function linkOf({ state, run, ink }, { withRun, withInk }) {
  const extra = { goal: withRun && "goal" in run ? run.goal : null, ink: withInk ? ink : null };
  const settings = withRun && "goal" in run ? run.settings : state.settings;
  return location.origin + location.pathname + addressOf({ ...state, settings }, extra);
}

/**
 * What goes into the link besides the settings, where there is a choice; else why there is none.
 * @param {Given} given
 * @param {() => void} changed
 */
function createOptions({ state, run, drawings }, changed) {
  const node = el("div", { class: "share-options" });
  const needsInk = state.settings.data === "own";
  const ink = check(SHARE.withInk(drawings), () => {
    if (needsInk && !ink.input.checked) step.input.checked = false;
    changed();
  });
  const step = check("goal" in run ? SHARE.withStep(run.goal.step) : "", () => {
    if (needsInk && step.input.checked) ink.input.checked = true;
    changed();
  });
  ink.input.checked = drawings > 0 && needsInk;
  step.input.checked = "goal" in run;
  const note = (/** @type {string} */ text) => el("p", { class: "share-note", text });
  if ("goal" in run) {
    node.append(step.node);
    if (run.goal.moves.length > 0) node.append(note(SHARE.withMoves(run.goal.moves.length)));
  } else {
    node.append(note(SHARE.whyNot[run.why]));
  }
  if (drawings > 0) node.append(ink.node);
  if (drawings > 0 && needsInk && "goal" in run) node.append(note(SHARE.needsInk));
  return { node, chosen: () => ({ withRun: step.input.checked, withInk: ink.input.checked }) };
}

/** @param {Given} given */
function createEmbed({ state, run }) {
  const code = createCopied(SHARE.code, "textarea");
  const note = el("p", { class: "share-note" });
  let isFrame = false;
  let shown = "";
  let framed = "";
  const name = unique("share-form");
  const reach = el("p", { class: "share-note" });
  const say = () => {
    code.show(isFrame ? framed : shown);
    setText(reach, isFrame ? SHARE.frameHeight : SHARE.elementElsewhere);
  };
  const forms = [SHARE.element, SHARE.frame].map((label, idx) => {
    const one = chip({ name, value: idx }, () => {
      isFrame = idx === 1;
      say();
    }, label);
    one.input.checked = idx === 0;
    return one.node;
  });
  // A lab goes into the figure.
  const left = chosenOf({ ...state, lab: null, lesson: null, stays: null, projector: false });
  const title = el("h3", { id: unique("share-embed"), text: SHARE.embed });
  const chips = el("div", { class: "chips", role: "radiogroup", "aria-labelledby": title.id }, ...forms);
  const node = el("section", { class: "share-embed" }, title, chips, code.node, reach, note);
  return {
    node,
    /** @param {Chosen} chosen */
    show({ withRun }) {
      const goal = withRun && "goal" in run ? run.goal : null;
      const settings = goal && "goal" in run ? run.settings : state.settings;
      const isPlain = settings.data !== "own";
      const attributes = attributesOf(settings, goal && isPlain ? goal.step : null, state.lab);
      shown = elementCode(new URL("embed.js", HOME).href, attributes);
      framed = frameCode(location.origin + location.pathname, attributes, SHARE.frameTitle);
      setText(note, [
        isPlain ? "" : SHARE.embedOwn, goal && goal.moves.length > 0 ? SHARE.embedMoves : "",
        state.compare ? SHARE.embedTwo : "", isPlain && settings.images > 0 ? SHARE.embedImages : "",
        left.length > 0 ? SHARE.embedShown(left) : "",
      ].filter(Boolean).join(" "));
      say();
    },
  };
}

/** What is chosen of what is shown, by name. @param {State} state */
function chosenOf({ compare, logLoss, errorChosen, ...state }) {
  const { parts } = SHARE;
  const ofEach = /** @type {const} */ (["showManifold", "mapDims"]).filter((name) =>
    state[name] !== null || (compare && compare[name] !== null));
  const others = /** @type {const} */ (["onlyClass", "filters"]).filter((name) => state[name] !== null);
  const opened = /** @type {const} */ (["lab", "lesson", "stays"]).filter((name) => state[name] !== null);
  return [
    ...[...ofEach, ...others].map((name) => parts[name]), ...(logLoss && !errorChosen ? [] : [parts.curves]),
    ...opened.map((name) => parts[name]), ...(state.projector ? [parts.projector] : []),
    ...(state.workers === "auto" ? [] : [parts.workers]),
  ];
}

/** What is in the link, and what is not. @param {Given} given @param {Chosen} chosen */
function contentsOf({ state, run, drawings }, { withRun, withInk }) {
  const { settings, compare, linked, own, lab, earlierRuns } = state;
  const { pictures = 0, drawings: all = 0 } = own ?? {};
  const goal = withRun && "goal" in run ? run.goal : null;
  const data = /** @type {import("../data/pack-table.js").PackName} */ (settings.data);
  const shown = chosenOf(state);
  const inside = [
    SHARE.settings(SHARE.images(data), settings.seed), shown.length > 0 ? SHARE.shown(shown) : "",
    compare || linked ? SHARE.second : "", goal ? SHARE.run(goal.step) : "", withInk ? SHARE.drawings(drawings) : "",
  ];
  const isTooMany = all > 0 && drawings === 0;
  const outside = [
    SHARE.weights, pictures > 0 ? SHARE.pictures(pictures) : "", isTooMany ? SHARE.tooMany(all) : "",
    drawings > 0 && !withInk ? SHARE.leftOut(drawings) : "",
    earlierRuns.length > 0 ? SHARE.earlier(earlierRuns.length) : "", lab === null ? "" : SHARE.findings,
  ];
  const list = (/** @type {string} */ title, /** @type {string[]} */ of) => el("section", {},
    el("h3", { text: title }), el("ul", {}, ...of.filter(Boolean).map((text) => el("li", { text }))));
  return [list(SHARE.inside, inside), list(SHARE.outside, outside)];
}
