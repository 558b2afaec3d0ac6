//! When a figure trains: while it is wanted and seen, and its turn has come.

import { sharedTurns } from "./turns.js";

/** @typedef {import("../app/store.js").State} State */

/** Whether a run is under way. @param {State["run"]} run */
const isUnderWay = (run) => run === "training" || run === "waiting" || run === "restarting";

/** @typedef {import("./turns.js").Trains} Trains */

/** @implements {Trains} */
export class Pacer {
  #store;
  #actions;
  #tell;
  #turns;
  #end;
  /** Whether it is its turn. */
  #hasTurn = false;
  /** Whether it is to train. */
  wants = false;
  isSeen = false;

  /**
   * @param {import("../app/store.js").Store<State>} store
   * @param {Pick<import("../app/actions.js").Actions, "play" | "toggle">} actions
   * @param {(isWaiting: boolean) => void} tell Whether it waits for its turn.
   */
  constructor(store, actions, tell, turns = sharedTurns()) {
    this.#store = store;
    this.#actions = actions;
    this.#tell = tell;
    this.#turns = turns;
    this.#end = store.subscribe((state) => this.#follow(state));
  }

  /** Asked for by hand: another figure gives way. */
  play() {
    this.wants = true;
    if (!this.#isReady || !this.isSeen) return;
    this.#hasTurn = true;
    this.#turns.take(this);
    this.begin();
  }

  /** The button. */
  toggle() {
    if (isUnderWay(this.#store.get().run)) this.pause();
    else this.play();
  }

  pause() {
    this.wants = false;
    this.#rest();
    this.settle();
  }

  /** Begins or ends as things stand. */
  settle() {
    const may = this.wants && this.isSeen && this.#isReady;
    if (may && !this.#hasTurn) this.#turns.ask(this);
    if (!may) {
      this.#turns.leave(this);
      this.#hasTurn = false;
      if (this.wants) this.#rest();
    }
    this.#tell(may && this.#turns.isWaiting(this));
  }

  get #isReady() {
    return this.#store.get().phase === "ready";
  }

  begin() {
    this.#hasTurn = true;
    this.#tell(false);
    const { run } = this.#store.get();
    // What has finished by itself goes on beyond that.
    if (run === "finished") this.#actions.toggle();
    else if (!isUnderWay(run)) this.#actions.play();
  }

  holdUp() {
    this.#hasTurn = false;
    this.#rest();
    this.#tell(true);
  }

  #rest() {
    const { run } = this.#store.get();
    if (run === "training" || run === "waiting") this.#actions.toggle();
  }

  /** The figure's own buttons and messages start and end runs, too. @param {State} state */
  #follow({ run, phase }) {
    if (isUnderWay(run) && !this.#hasTurn) {
      this.wants = true;
      if (!this.isSeen) return this.#rest();
      this.#hasTurn = true;
      this.#turns.take(this);
      this.#tell(false);
    } else if (this.#hasTurn && !isUnderWay(run) && phase !== "loading") {
      this.wants = this.#hasTurn = false;
      this.#turns.leave(this);
    }
  }

  close() {
    this.#end();
    this.#turns.leave(this);
    this.#rest();
  }
}
