//! The browser's database and its small memory, in memory: as much of both as the visitor's set needs.

/**
 * What a test asks for is there.
 * @typedef {{get: (name: string) => Map<any, any>} & Map<string, Map<any, any>>} Stores
 */

const soon = (/** @type {() => void} */ run) => setTimeout(run, 0);

/** What has been asked of the database, and is answered later. */
class FakeRequest {
  /** @type {any} */
  result = undefined;
  /** @type {unknown} */
  error = null;
  onsuccess = () => {};
  onerror = () => {};
  onupgradeneeded = () => {};
  #work;

  /** @param {() => unknown} [work] */
  constructor(work = () => undefined) {
    this.#work = work;
  }

  run() {
    try {
      this.result = this.#work();
      this.onsuccess();
    } catch (error) {
      this.error = error;
      this.onerror();
    }
  }
}

/** One transaction: its requests run one after the other, and what it did is taken back where it is aborted. */
class FakeTransaction {
  /** @type {unknown} */
  error = null;
  oncomplete = () => {};
  onabort = () => {};
  #ended = false;
  /** @type {FakeRequest[]} */
  #queue = [];
  /** @type {Map<string, Map<any, any>>} */
  #before = new Map();
  #stores;
  #full;

  /**
   * @param {Stores} stores
   * @param {() => boolean} full whether nothing more can be put
   */
  constructor(stores, full) {
    this.#stores = stores;
    this.#full = full;
    this.#remember();
  }

  #remember() {
    for (const [name, values] of this.#stores) this.#before.set(name, new Map(values));
  }

  /** @param {unknown} [error] */
  abort(error = null) {
    if (this.#ended) throw Object.assign(new Error("it has ended"), { name: "InvalidStateError" });
    this.#ended = true;
    this.error = error;
    for (const [name, values] of this.#before) this.#stores.set(name, values);
    this.onabort();
  }

  /** @param {string} name */
  objectStore(name) {
    // Another one stands in its place once a transaction was aborted.
    const store = () => this.#stores.get(name);
    const ask = (/** @type {() => unknown} */ work) => {
      const request = new FakeRequest(work);
      this.#queue.push(request);
      return request;
    };
    return {
      get: (/** @type {unknown} */ key) => ask(() => structuredClone(store().get(key))),
      getAllKeys: () => ask(() => [...store().keys()]),
      getAll: () => ask(() => structuredClone([...store().values()])),
      put: (/** @type {unknown} */ value, /** @type {unknown} */ key) => ask(() => {
        if (this.#full()) {
          const error = Object.assign(new Error("no room"), { name: "QuotaExceededError" });
          this.abort(error);
          throw error; // which the request hears, too
        }
        return store().set(key, structuredClone(value));
      }),
      delete: (/** @type {unknown} */ key) => ask(() => store().delete(key)),
      clear: () => ask(() => store().clear()),
    };
  }

  /** Runs what is asked, until nothing more comes. */
  async run() {
    this.#remember();
    for (let idle = 0; idle < 3 && !this.#ended; idle += 1) {
      await new Promise((resolve) => soon(() => resolve(undefined)));
      for (let next = this.#queue.shift(); next && !this.#ended; next = this.#queue.shift()) {
        idle = 0;
        next.run();
        await null;
      }
    }
    if (this.#ended) return;
    this.#ended = true;
    this.oncomplete();
  }
}

/**
 * What several tabs share.
 * @param {{full?: () => boolean, blocked?: boolean, fault?: () => Error | false}} [faults]
 * @returns {IDBFactory & {stores: Stores}}
 */
export function fakeDatabase({ full = () => false, blocked = false, fault = () => false } = {}) {
  /** @type {Stores} */
  const stores = new Map();
  /** One transaction after the other. */
  let last = Promise.resolve();
  const connection = {
    createObjectStore: (/** @type {string} */ name) => stores.set(name, new Map()),
    transaction() {
      const error = fault();
      if (error) throw error;
      const transaction = new FakeTransaction(stores, full);
      last = last.then(() => transaction.run());
      return transaction;
    },
    close() {},
  };
  const factory = {
    stores,
    open() {
      const request = Object.assign(new FakeRequest(), { result: connection, error: new Error("denied") });
      soon(() => {
        if (blocked) return request.onerror();
        if (stores.size === 0) request.onupgradeneeded();
        return request.onsuccess();
      });
      return request;
    },
  };
  return /** @type {any} */ (factory);
}

/**
 * What localStorage promises.
 * @returns {Storage}
 */
export function fakeMemory() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  /** @type {Partial<Storage>} */
  const memory = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
  return /** @type {Storage} */ (memory);
}
