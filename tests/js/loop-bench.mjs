//! Runs the worker's loop without a worker: a clock that only work moves, and turns taken by hand.

import { Loop } from "../../www/worker/loop.js";
import { fakeSession } from "./fake-session.mjs";
import { Clock } from "./fake-training.mjs";

/** A loop, what it has posted, and the means to go on. */
export class LoopBench {
  clock = new Clock();
  /** Everything posted, with the clock's time. @type {any[]} */
  posted = [];
  /** @type {string[]} */
  calls = [];
  /** @type {string[]} */
  warnings = [];
  /** @type {(() => void)[]} */
  #turns = [];
  /** @type {{task: () => void, at: number}[]} */
  #timers = [];
  #lastId = 0;

  /**
   * @param {Parameters<typeof fakeSession>[0] & {acknowledges?: boolean, lastPanic?: string, loadError?: Error}}
   *   [options]
   */
  constructor(options = {}) {
    this.acknowledges = options.acknowledges ?? true;
    const Session = fakeSession({ ...options, clock: this.clock, calls: this.calls });
    this.loop = new Loop({
      loadEngine: async () => {
        if (options.loadError) throw options.loadError;
        return { glue: { Session }, lastPanic: () => options.lastPanic ?? null };
      },
      post: (message, transfer) => {
        this.posted.push({ at: this.clock.ms, ...structuredClone(message, { transfer }) });
        if (this.acknowledges && "name" in message && message.name === "snapshot")
          this.#turns.push(() => this.loop.handle({ type: "ack" }));
      },
      now: this.clock.now,
      defer: (task) => this.#turns.push(task),
      later: (task, ms) => this.#timers.push({ task, at: this.clock.ms + ms }),
      warn: (message) => this.warnings.push(message),
    });
  }

  /**
   * Sends a command and returns its id.
   * @param {string} name
   * @param {object} [args]
   */
  send(name, args = {}) {
    const id = ++this.#lastId;
    this.loop.handle({ type: "command", id, name, args });
    return id;
  }

  /** Asks for the end of a command. @param {number} id */
  cancel(id) {
    this.loop.handle({ type: "cancel", id });
  }

  train(bounds = {}) {
    return this.send("train", { steps: null, epochs: null, seconds: null, untilPlateau: false, ...bounds });
  }

  /** Opens with `count` of `total` images, all bytes 1, and held-out images, two unless others are given. */
  async open({ count = 8, total = 8, config = {}, heldOut = Uint8Array.of(1, 1, 1, 1, 2, 2, 2, 2) } = {}) {
    const id = this.send("open", { config: JSON.stringify(config), width: 2, height: 2, channels: 1, total });
    await new Promise((resolve) => setImmediate(resolve));
    this.append(count);
    this.send("appendHeldOut", { bytes: heldOut, labels: null, count: heldOut.length / 4 });
    return this.reply(id);
  }

  /** @param {number} count */
  append(count) {
    return this.send("append", { bytes: new Uint8Array(count * 4).fill(1), labels: null, count });
  }

  /** One turn of the loop; false when it has nothing to do. */
  turn() {
    const task = this.#turns.shift();
    if (task) {
      task();
      return true;
    }
    this.#timers.sort((a, b) => a.at - b.at);
    const timer = this.#timers.shift();
    if (!timer) return false;
    this.clock.ms = Math.max(this.clock.ms, timer.at);
    timer.task();
    return true;
  }

  /** Turns until `condition` holds, or, without one, until the loop sleeps. */
  run(condition = () => false) {
    for (let turns = 0; turns < 100_000; turns++) {
      if (condition() || !this.turn()) return;
    }
    throw new Error("The loop does not come to rest");
  }

  /** Turns for some time of the loop's clock. @param {number} ms */
  runFor(ms) {
    const end = this.clock.ms + ms;
    this.run(() => this.clock.ms >= end);
  }

  /** @param {number} id */
  replies(id) {
    return this.posted.filter((message) => message.type === "reply" && message.id === id);
  }

  /** The one reply to a command. @param {number} id */
  reply(id) {
    const replies = this.replies(id);
    if (replies.length !== 1) throw new Error(`got ${replies.length} replies to command ${id}, wanted 1`);
    return replies[0];
  }

  /** @param {string} name */
  events(name) {
    return this.posted.filter((message) => message.type === "event" && message.name === name);
  }
}
