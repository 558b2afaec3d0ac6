//! One step in slow motion, below the hourglass: its phases, what each computes, and what leads through them.

import { mathNode } from "../../draw/formulas.js";
import { imageAt, tonesOf } from "../../draw/pixels.js";
import { SLOW } from "../../strings/slow.js";
import { el, iconButton, setText } from "../../ui/dom.js";
import { unitFormula } from "../equations.js";
import { isSameLoss } from "../make-step.js";
import { whole } from "../numbers.js";
import { phasesOf } from "../phases.js";
import { createArithmetic } from "./arithmetic.js";
import { contentOf } from "./content.js";
import { createControls } from "./controls.js";
import { createLight, isStillWanted } from "./light.js";
import { Player } from "./player.js";

/**
 * @typedef {import("../make-step.js").Page} Page
 * @typedef {import("../make-step.js").MadeStep} MadeStep
 * @typedef {import("../slow-protocol.js").OpenArgs} OpenArgs
 *
 * @typedef {object} Given
 * @property {Page} page
 * @property {HTMLElement} hourglass The section in which the panel opens.
 * @property {MadeStep} made
 * @property {(args: OpenArgs) => Promise<import("../slow-protocol.js").Arithmetic>} ask
 * @property {(row: number) => Promise<MadeStep | null>} follow
 * @property {() => void} close
 */

/** Whether the running model has made the same step. @param {MadeStep} made */
function liveWords({ record, live }) {
  if (live === null) return SLOW.notLive;
  return isSameLoss(record.batch.loss, live) ? SLOW.same(whole(record.batch.loss))
    : SLOW.notSame(whole(live), whole(record.batch.loss));
}

/** The panel of one step. */
export class Panel {
  #given;
  #info;
  #phases;
  #arithmetic;
  #light;
  #player;
  #controls;
  #parts;
  #resized;
  /** The step, as its image has it that is followed. */
  #made;
  /** How often a phase was shown: numbers that come late are of one before. */
  #fills = 0;

  /** @param {Given} given */
  constructor(given) {
    const { hourglass, made, ask, close, page: { store } } = given;
    const info = /** @type {import("../../app/store.js").ModelInfo} */ (store.get().info);
    const canvas = /** @type {HTMLCanvasElement} */ (hourglass.querySelector(".hourglass-picture"));
    const phases = phasesOf(info.layers);
    this.#given = given;
    this.#made = made;
    this.#info = info;
    this.#phases = phases;
    this.#arithmetic = createArithmetic(info, ask);
    this.#light = createLight(() => ({ canvas, info }), (front) => this.#show(front));
    this.#player = new Player(phases.length, (at, duration) => {
      if (duration >= 0) this.#light.play(phases[at], duration);
      this.#render();
    });
    this.#controls = createControls(this.#player);
    this.#parts = createParts(phases, (at) => this.#player.go(at), made);
    this.#resized = new ResizeObserver(() => this.#light.resize());
    const { node, head } = this.#parts;
    head.append(this.#controls.node, iconButton("close", SLOW.close, close));
    node.append(this.#arithmetic.node);
    node.addEventListener("keydown", (event) => {
      if (!this.#arithmetic.isOpen) onKey(event, this.#player, close);
    });
    this.#resized.observe(canvas);
  }

  open() {
    const { hourglass } = this.#given;
    const { node } = this.#parts;
    hourglass.querySelector(".figure-space")?.after(node);
    hourglass.toggleAttribute("data-slow", true);
    node.focus({ preventScroll: true });
    const isBelow = node.getBoundingClientRect().bottom > innerHeight;
    hourglass.scrollIntoView({ block: isBelow ? "start" : "nearest" });
    if (isStillWanted()) this.#player.go(0);
    else this.#player.play();
  }

  /** What is drawn follows the theme. */
  redraw() {
    this.#fill(this.#phases[this.#player.at]);
  }

  end() {
    const { hourglass, page } = this.#given;
    this.#player.hold();
    this.#light.end();
    this.#resized.disconnect();
    this.#parts.node.remove();
    hourglass.removeAttribute("data-slow");
    page.store.set({ slow: null });
  }

  /** What the hourglass shows. @param {number | null} front */
  #show(front) {
    const { record, bytes, size } = this.#made;
    const { store } = this.#given.page;
    const name = SLOW.followed(record.row + 1, record.rows.length);
    const { mu: code, sigma, z, stations, image: { mse } } = record;
    const before = store.get().slow;
    const walk = before?.walk.stations === stations ? before.walk
      : { stations, code, sigma, sample: sigma && z, place: /** @type {[number, number]} */ ([0, 0]), mse };
    store.set({ slow: { walk, image: imageAt(bytes, record.row, size), name, front } });
    setText(this.#parts.which, name);
  }

  #render() {
    const { at } = this.#player;
    const { steps, body } = this.#parts;
    steps.forEach((button, idx) => {
      if (idx === at) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    });
    this.#controls.update();
    const phase = this.#phases[at];
    const isShown = body.dataset.phase === phase && body.dataset.row === String(this.#made.record.row);
    if (!isShown) this.#fill(phase);
  }

  /** @param {import("../phases.js").Phase} phase */
  #fill(phase) {
    const { body, said, formula } = this.#parts;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.row;
    const content = contentOf(phase, {
      made: this.#made, info: this.#info, tones: tonesOf(this.#given.page.store.get()), total: this.#info.nImages,
      open: this.#arithmetic.show, follow: (row) => void this.#follow(row),
    });
    Object.assign(body.dataset, { phase, row: String(this.#made.record.row) });
    setText(said, content.said.join(" "));
    formula.replaceChildren(...content.formulas.map(mathNode));
    body.replaceChildren(...(content.body ? [content.body] : []));
    if (focused) /** @type {HTMLElement | null} */ (body.querySelector(`[data-row="${focused}"]`))?.focus();
    this.#fills += 1;
    if (content.unit) void this.#fillNumbers(content.unit, this.#fills);
  }

  /**
   * The layers' formula with the numbers of one unit, once they are there.
   * @param {OpenArgs} args
   * @param {number} mine
   */
  async #fillNumbers(args, mine) {
    const found = await this.#given.ask(args).catch(() => null);
    if (!found || mine !== this.#fills || found.nTerms === 0) return;
    this.#parts.formula.replaceChildren(mathNode(unitFormula(found.nTerms, found.sum, found.value)));
  }

  /** @param {number} row */
  async #follow(row) {
    const next = await this.#given.follow(row);
    if (!next) return;
    this.#made = next;
    this.#show(this.#given.page.store.get().slow?.front ?? null);
    this.#render();
  }
}

/**
 * @param {import("../phases.js").Phase[]} phases
 * @param {(at: number) => void} go
 * @param {MadeStep} made
 */
function createParts(phases, go, made) {
  const steps = phases.map((phase, at) => el("button", {
    type: "button", class: "slow-phase", text: SLOW.phase[phase], onclick: () => go(at),
  }));
  const said = el("p", { class: "slow-said", role: "status" });
  const formula = el("div", {
    class: "slow-formula", tabindex: 0, role: "group", "aria-label": SLOW.formula,
  });
  const body = el("div", { class: "slow-body" });
  const title = SLOW.title(made.record.step + 1);
  const which = el("p", { class: "slow-which" });
  const head = el("header", { class: "slow-head" }, el("h3", { text: title }));
  const node = el("section", { class: "slow", "aria-label": title, tabindex: -1 }, head,
    el("div", { class: "slow-phases", role: "group", "aria-label": SLOW.phases }, ...steps), said, formula, body,
    el("footer", { class: "slow-foot" }, which, el("p", { class: "slow-live", text: liveWords(made) })));
  return { node, head, steps, said, formula, body, which };
}

/**
 * @param {KeyboardEvent} event
 * @param {Player} player
 * @param {() => void} close
 */
function onKey(event, player, close) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const isButton = event.target instanceof Element && event.target.closest("button");
  /** @type {Record<string, () => void>} */
  const deeds = {
    ArrowLeft: () => player.go(player.at - 1),
    ArrowRight: () => player.go(player.at + 1),
    Home: () => player.go(0),
    End: () => player.go(Infinity),
    Escape: close,
    ...(isButton ? {} : { " ": () => event.repeat || player.toggle() }),
  };
  const deed = deeds[event.key];
  if (!deed) return;
  event.preventDefault();
  const isPhase = event.target instanceof Element && event.target.matches(".slow-phase");
  deed();
  // The next press is meant for the phase that is shown.
  if (isPhase) /** @type {HTMLElement | null} */ (event.target.parentElement?.querySelector("[aria-current]"))?.focus();
}
