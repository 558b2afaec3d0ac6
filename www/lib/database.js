//! One of the browser's databases: opened when it is wanted, each change a transaction of which all happens or nothing.

/** @typedef {"blocked" | "full" | "elsewhere"} Refusal */
/** @typedef {(name: string) => IDBObjectStore} OpenStore */

/** A browser that does not answer within this time, in milliseconds, is taken for one that allows no database. */
const PATIENCE = 8000;
/** Errors that come and go: the same may work the next time. */
const PASSING = ["UnknownError", "AbortError", "TimeoutError", "InvalidStateError", "TransactionInactiveError"];

/** Says why something could not be kept. */
export class StorageError extends Error {
  name = "StorageError";
  /** @param {Refusal} reason @param {unknown} [cause] */
  constructor(reason, cause) {
    super(reason, { cause });
    this.reason = reason;
    /** Whether trying again may help. */
    this.isPassing = reason === "blocked" && PASSING.includes(nameOf(cause));
  }
}

/** @param {unknown} cause */
const nameOf = (cause) => (cause instanceof Error || cause instanceof DOMException ? cause.name : "");

/** @param {unknown} cause */
function refusal(cause) {
  if (cause instanceof StorageError) return cause;
  return new StorageError(nameOf(cause) === "QuotaExceededError" ? "full" : "blocked", cause);
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
export const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export class Database {
  #name;
  #stores;
  #factory;
  /** @type {Promise<IDBDatabase> | null} */
  #opening = null;

  /**
   * @param {string} name
   * @param {string[]} stores
   * @param {() => IDBFactory | undefined} factory
   */
  constructor(name, stores, factory) {
    this.#name = name;
    this.#stores = stores;
    this.#factory = factory;
  }

  #open() {
    this.#opening ??= new Promise((resolve, reject) => {
      const factory = this.#factory();
      if (!factory) throw new StorageError("blocked");
      const late = () => reject(new StorageError("blocked", new DOMException("no answer", "TimeoutError")));
      const timer = setTimeout(late, PATIENCE);
      const request = factory.open(this.#name, 1);
      request.onupgradeneeded = () => this.#stores.forEach((name) => request.result.createObjectStore(name));
      request.onerror = () => {
        clearTimeout(timer);
        reject(request.error);
      };
      request.onsuccess = () => {
        clearTimeout(timer);
        const forget = () => (this.#opening = null);
        // A newer page in another tab, or the visitor's wish to delete all, must not wait for this page.
        request.result.onversionchange = () => {
          request.result.close();
          forget();
        };
        // The browser itself closes a database whose data it deletes.
        request.result.onclose = forget;
        resolve(request.result);
      };
    });
    this.#opening.catch(() => (this.#opening = null));
    return this.#opening;
  }

  /**
   * One transaction over everything: all of it happens or nothing.
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {(store: OpenStore) => Promise<T> | T} task
   * @returns {Promise<T>}
   */
  async transact(mode, task) {
    try {
      const db = await this.#open();
      const transaction = db.transaction(this.#stores, mode);
      const end = new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve(null);
        transaction.onabort = () => reject(transaction.error ?? new StorageError("blocked"));
      });
      end.catch(() => {}); // Also where the task fails first: `aborted` then tells the reason.
      try {
        // Where the transaction ends early, so does the task.
        const early = /** @type {Promise<never>} */ (end.then(() => new Promise(() => {})));
        const result = await Promise.race([task((name) => transaction.objectStore(name)), early]);
        await end;
        return result;
      } catch (cause) {
        throw aborted(transaction, cause);
      }
    } catch (cause) {
      throw refusal(cause);
    }
  }
}

/** Ends a transaction, and says why it failed. @param {IDBTransaction} transaction @param {unknown} cause */
function aborted(transaction, cause) {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself.
  }
  // Where the room runs out, the transaction knows why, and the request need not.
  return transaction.error?.name === "QuotaExceededError" ? transaction.error : cause;
}
