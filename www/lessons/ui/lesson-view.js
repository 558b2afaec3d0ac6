//! One lesson: its words, the prediction, how far its runs are, and what came out.

import { LESSONS } from "../../strings/lessons.js";
import { LABS } from "../../strings/labs.js";
import { S } from "../../strings/strings.js";
import { textButton } from "../../ui/controls.js";
import { el, setText, unique } from "../../ui/dom.js";
import { light } from "../lights.js";
import { LESSON_TABLE } from "../../strings/lesson-table.js";
import { createChoices } from "./choices.js";
import { createResults } from "./results.js";
import { createRunning } from "./running.js";
import { showMe } from "./show-me.js";

/**
 * @typedef {import("../../app/store.js").State} State
 * @typedef {import("../player.js").Player} Player
 */

/**
 * @param {import("../../keep/page.js").Page} page
 * @param {Player} player
 * @param {number | null} number Of the page's own lessons.
 * @param {{list: () => void, next: () => void}} go
 */
export function createLessonView(page, player, number, go) {
  const { lesson } = player;
  const { store } = page;
  const title = el("h3", { id: unique("lesson-question"), tabindex: -1 });
  const which = el("p", { class: "note lesson-which" });
  const intro = el("div", { class: "lesson-intro" }, ...lesson.intro.map((text) => el("p", { text })));
  const choices = createChoices(title.id, (idx) => player.choose(idx));
  const ask = createAsk(player, (without) => void start(without));
  const running = createRunning(() => player.stop());
  const results = createResults();
  const after = createAfter(page, player, number, { ...go, question: () => readOn(node, title) });
  /** @type {import("./sheet.js").Pictures} */
  const pictures = new Map();
  const head = headOf(page, player, number, go, pictures);
  const node = el("div", { class: "lesson-view" }, head.node,
    el("h3", { class: "lesson-title", text: lesson.title }), intro, which, title, choices.node, ask.node, running.node,
    results.node, after.node);

  const start = async (/** @type {boolean} */ without) => {
    const coming = player.run(without);
    if (player.state.phase === "run") running.take();
    await coming;
    // What was pressed is hidden now: reading goes on at what came out, or at why nothing did.
    readOn(node, player.state.phase === "see" ? results.verdict : ask.fault);
    if (player.state.phase !== "see") return;
    // What a worksheet shows is what was to be seen when the question was answered.
    const { round, state: { round: idx } } = player;
    const sheet = await import("./sheet.js").catch(() => null);
    if (sheet && player.state.round === idx) pictures.set(idx, sheet.picturesOf(round, store.get()));
  };
  let lit = -1;
  /** @param {State} state */
  function update(state) {
    const { round: idx, phase, choice, running: how, measured } = player.state;
    const { round } = player;
    if (node.isConnected && lit !== idx) {
      lit = idx;
      head.lit();
      light(round.light ?? []);
    }
    setText(which, LESSONS.question(idx + 1, lesson.rounds.length));
    setText(title, round.question);
    intro.hidden = idx > 0;
    choices.update(round.choices, { choice, isFixed: phase !== "predict", came: phase === "see" ? player.came : null });
    ask.update(state);
    running.update(phase === "run" ? how : null, round.runs);
    results.update(round, measured, phase, player);
    after.update();
  }
  player.subscribe(() => update(store.get()));
  return {
    node,
    update,
    /** It is shown anew, with what it talks about. */
    open() {
      lit = -1;
      update(store.get());
    },
  };
}

/**
 * Goes on at a line, where the focus was on what is hidden now, or nowhere.
 * @param {HTMLElement} view
 * @param {HTMLElement} line
 */
function readOn(view, line) {
  const { activeElement } = document;
  if (activeElement === document.body || view.contains(activeElement)) line.focus({ preventScroll: true });
  bringToHead(line);
}

/**
 * Which lesson it is, and what can be done with it besides.
 * @param {import("../../keep/page.js").Page} page
 * @param {Player} player
 * @param {number | null} number
 * @param {{list: () => void}} go
 * @param {import("./sheet.js").Pictures} pictures
 */
function headOf(page, player, number, { list }, pictures) {
  const sheet = textButton(LESSONS.worksheet, () => void import("./sheet.js")
    .then(({ printLesson }) => printLesson(page, player, number, pictures)).catch(page.actions.explain));
  const all = textButton(LESSONS.everything, () => {
    const isAll = all.textContent === LESSONS.everything;
    light(isAll ? null : player.round.light ?? []);
    setText(all, isAll ? LESSONS.onlyThese : LESSONS.everything);
  });
  const node = el("div", { class: "lesson-row" },
    el("p", { class: "note", text: number === null ? LESSONS.ofFile : LESSONS.heading(number, LESSON_TABLE.length) }),
    textButton(LESSONS.list, list), sheet, all);
  return {
    node,
    /** Another question has its own controls. */
    lit: () => setText(all, LESSONS.everything),
  };
}

/**
 * What will be done, and the button that begins it.
 * @param {Player} player
 * @param {(without: boolean) => void} start
 */
function createAsk(player, start) {
  const plan = el("p", { class: "note" });
  const data = el("p", { class: "note lesson-data" });
  const empty = el("p", { class: "note", role: "status" });
  const without = textButton(LESSONS.without, () => start(true), { hidden: true });
  const fault = el("p", { class: "lesson-fault", role: "alert", tabindex: -1 });
  const run = el("button", { type: "button", class: "lesson-run", onclick: () => start(false) });
  const body = el("div", { class: "lesson-ask" }, data, plan, el("div", { class: "lesson-row" }, run, without), empty);
  return {
    node: el("div", {}, fault, body),
    fault,
    /** @param {State} state */
    update(state) {
      const { phase, fault: text, isAsked } = player.state;
      setText(fault, text);
      body.hidden = phase !== "predict";
      setText(plan, planOf(player.round.runs));
      const other = otherData(state, player.lesson.data);
      setText(data, other);
      setText(run, other ? LESSONS.runData(S.packs[player.lesson.data].name) : LESSONS.run);
      setText(empty, isAsked ? LESSONS.empty : "");
      without.hidden = !isAsked;
    },
  };
}

/**
 * Scrolls the controls by themselves so far that a line is on top; or the page, where that is what scrolls.
 * @param {HTMLElement} line
 */
function bringToHead(line) {
  const rail = [...document.querySelectorAll("#rail, #lesson")].find((node) => node.scrollHeight > node.clientHeight
    && getComputedStyle(node).overflowY === "auto");
  if (!rail) return line.scrollIntoView({ block: "nearest" });
  rail.scrollTop += line.getBoundingClientRect().top - rail.getBoundingClientRect().top - 8;
}

/** What a press of the button does. @param {import("../lesson.js").Run[]} runs */
function planOf(runs) {
  const labs = [...new Set(runs.map(({ lab }) => lab).filter(Boolean))].map((lab) => LABS.titles[String(lab)].title);
  return LESSONS.plan(runs.map(({ label }) => label), Math.max(...runs.map(({ steps }) => steps)), labs.join(", "));
}

/**
 * That other images are wanted than those that are there, and what becomes of these.
 * @param {State} state
 * @param {import("../lesson.js").Lesson["data"]} data
 */
function otherData({ pack }, data) {
  if (pack.name === data) return "";
  const stays = pack.name === "own" ? LESSONS.ownSet : LESSONS.otherSet(S.packs[pack.name].name);
  return LESSONS.otherData(S.packs[data].name, stays);
}

/**
 * What stands below the results: where to look, why it is so, and where to go on.
 * @param {import("../../keep/page.js").Page} page
 * @param {Player} player
 * @param {number | null} number
 * @param {{list: () => void, next: () => void, question: () => void}} go
 */
function createAfter(page, player, number, go) {
  const see = el("div", { class: "lesson-see" });
  const changed = el("p", { class: "note", role: "status" });
  const back = textButton(LESSONS.backToModel, () => void player.modelAgain());
  const claim = el("p", { class: "lesson-claim" });
  const why = el("div", { class: "lesson-why" });
  const mine = el("div", { class: "lesson-try" }, el("h4", { text: LESSONS.tryIt }),
    el("p", { text: player.lesson.try }));
  const next = el("button", { type: "button", class: "lesson-run", text: LESSONS.next, onclick: () => {
    player.next();
    go.question();
  } });
  const following = LESSON_TABLE.find((entry) => number !== null && entry.number === number + 1);
  const nextLesson = el("button", {
    type: "button", class: "lesson-run", text: following ? LESSONS.nextLesson(following.title) : LESSONS.list,
    onclick: following ? go.next : go.list,
  });
  const again = textButton(LESSONS.again, () => {
    player.again();
    go.question();
  });
  const node = el("div", { class: "lesson-after" }, see, el("div", { class: "lesson-changed" }, changed, back),
    claim, why, mine, el("div", { class: "lesson-row" }, next, nextLesson, again));
  const words = (/** @type {string[]} */ texts) => texts.map((text) => el("p", { text: player.filled(text) }));
  let last = "";
  return {
    node,
    update() {
      const { phase, round: idx, changed: what, measured } = player.state;
      node.hidden = phase !== "see";
      setText(changed, what ? LESSONS.changed(what) : "");
      back.hidden = !what;
      const now = JSON.stringify([phase, idx, measured]);
      if (node.hidden || now === last) return;
      last = now;
      const { round, isTrue } = player;
      see.replaceChildren(el("h4", { text: LESSONS.see }), ...words(round.see), showMe(page, round));
      const is = isTrue === null ? "unknown" : isTrue ? "true" : "false";
      setText(claim, `${LESSONS.claim[is]} ${player.filled(round.claim.text)}`);
      why.replaceChildren(el("h4", { text: LESSONS.why }), ...words(round.explain));
      next.hidden = player.isLastRound;
      nextLesson.hidden = mine.hidden = !player.isLastRound;
    },
  };
}
