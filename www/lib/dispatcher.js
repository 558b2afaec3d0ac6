//! A worker's end of the wire: it finds each command in the worker's table, answers it exactly once, and says when the
//! engine is broken.

import { HourglassError, isNamed, toPlain } from "./protocol.js";

/** @typedef {import("./protocol.js").Command} Command */
/** @typedef {import("./protocol.js").FromWorker} FromWorker */
/** @typedef {import("./protocol.js").PlainError} PlainError */
/** @typedef {(message: FromWorker, transfer: Transferable[]) => void} Post */

/** Each command's name, and the function that gives its result.
 * @typedef {Record<string, (dispatcher: any, args: any, id: number) => unknown>} Commands */

/** Hears the messages of one worker. Each worker extends this class with what its commands work on. */
export class Dispatcher {
  /** What the engine wrote before it trapped, if it did. @type {() => string | null} */
  lastPanic = () => null;
  #commands;
  #post;
  /** Commands without an answer, and whether somebody still waits for it. @type {Map<number, boolean>} */
  #unanswered = new Map();
  /** Set when the engine can no longer be trusted. @type {PlainError | null} */
  #broken = null;

  /**
   * @param {Commands} commands
   * @param {Post} post
   */
  constructor(commands, post) {
    this.#commands = commands;
    this.#post = post;
  }

  get isBroken() {
    return this.#broken !== null;
  }

  /** Whether a command should go on: it has no answer yet, and was not cancelled. @param {number} id */
  isWanted(id) {
    return !this.isBroken && this.#unanswered.get(id) === true;
  }

  /** @param {any} message of the type `ToWorker`; anything else throws */
  handle(message) {
    switch (message?.type) {
      case "command":
        return this.#command(message);
      case "cancel":
        return this.#cancel(message.id);
      case "ack":
        return this.acknowledge();
      default:
        throw unknown(`message: got ${JSON.stringify(message?.type)}, wanted "command", "cancel" or "ack"`);
    }
  }

  /**
   * Runs a command at once, and answers when it is done. A worker whose commands have an order overrides this.
   * @param {Command} command
   */
  start(command) {
    void this.#runAndAnswer(command);
  }

  /** What a worker does at once for a command that should end. @param {number} _id */
  cancel(_id) {}

  /** What a worker does when the page has shown a snapshot. */
  acknowledge() {}

  /** @param {Command} command */
  run({ id, name, args }) {
    return this.#commands[name](this, args, id);
  }

  /**
   * Answers a command with its result, whose arrays and bitmaps are handed over instead of copied.
   * @param {number} id
   * @param {unknown} result
   */
  reply(id, result) {
    this.#answer({ type: "reply", id, result }, transferables(result));
  }

  /**
   * @param {number} id
   * @param {Error} error
   */
  fail(id, error) {
    this.#answer({ type: "reply", id, error: toPlain(error) }, []);
  }

  /**
   * @param {string} name
   * @param {object} detail
   * @param {Transferable[]} [transfer]
   * @param {number} [id] of the command that the event belongs to
   */
  emit(name, detail, transfer = [], id) {
    this.#post(id === undefined ? { type: "event", name, detail } : { type: "event", name, detail, id }, transfer);
  }

  /**
   * The engine can no longer be trusted: every command, now and later, fails with the same error. The panic goes first,
   * so that the page gives this worker up before it hears of single commands.
   * @param {unknown} cause
   */
  break(cause) {
    if (this.#broken) return;
    const why = this.lastPanic() ?? (cause instanceof Error ? cause.message : String(cause));
    const { message, ...detail } = this.sayBroken(why);
    this.#broken = { name: "EnginePanicError", message, cause: String(cause) };
    this.emit("panic", { ...detail, error: this.#broken });
    for (const id of this.#unanswered.keys()) this.#answer({ type: "reply", id, error: this.#broken }, []);
  }

  /**
   * The message of a panic, and what else the page should know of it.
   * @param {string} why
   * @returns {{message: string, [detail: string]: unknown}}
   */
  sayBroken(why) {
    return { message: `The engine stopped: ${why}` };
  }

  /** @param {Command} command */
  #command(command) {
    const { id, name } = command;
    this.#unanswered.set(id, true);
    if (this.#broken) {
      this.#answer({ type: "reply", id, error: this.#broken }, []);
    } else if (name === "ping") {
      this.reply(id, null);
    } else if (Object.hasOwn(this.#commands, name)) {
      this.start(command);
    } else {
      const error = unknown(`command: got ${JSON.stringify(name)}`);
      this.fail(id, error);
      throw error;
    }
  }

  /** @param {number} id of a command that may have ended by itself */
  #cancel(id) {
    if (!this.#unanswered.has(id)) return;
    this.#unanswered.set(id, false);
    this.cancel(id);
  }

  /** @param {Command} command */
  async #runAndAnswer(command) {
    try {
      this.reply(command.id, await this.run(command));
    } catch (error) {
      if (isNamed(error)) this.fail(command.id, error);
      else this.break(error);
    }
  }

  /**
   * @param {import("./protocol.js").Reply} reply
   * @param {Transferable[]} transfer
   */
  #answer(reply, transfer) {
    if (this.#unanswered.delete(reply.id)) this.#post(reply, transfer);
  }
}

/**
 * The distinct buffers and bitmaps below a value: a message hands them over instead of copying them.
 * @param {unknown} value
 * @param {Set<Transferable>} [found]
 * @returns {Transferable[]}
 */
export function transferables(value, found = new Set()) {
  if (ArrayBuffer.isView(value)) found.add(/** @type {ArrayBuffer} */ (value.buffer));
  else if (isBitmap(value)) found.add(value);
  else if (value && typeof value === "object") for (const part of Object.values(value)) transferables(part, found);
  return [...found];
}

/**
 * @param {unknown} value
 * @returns {value is ImageBitmap}
 */
function isBitmap(value) {
  return typeof ImageBitmap === "function" && value instanceof ImageBitmap;
}

/** @param {string} what */
function unknown(what) {
  return new HourglassError("ProtocolError", `Unknown ${what}. Files of two versions are mixed; reload the page.`);
}
