// A worker's side and a page's side of one small call protocol: {id, method, args} there, {id, value | error} back.

/**
 * Runs in a worker: answers calls with the named methods.
 * @param {Record<string, (...args: any[]) => unknown>} methods
 */
export function answer(methods) {
  self.addEventListener("message", async (event) => {
    const { id, method, args } = event.data;
    try {
      const run = methods[method];
      if (!run) throw new Error(`no method ${method}`);
      self.postMessage({ id, value: await run(...args) });
    } catch (error) {
      self.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
    }
  });
}

/** Runs in the page: a worker whose methods are called by name. */
export class WorkerCaller {
  /** @param {string} url */
  constructor(url) {
    this.worker = new Worker(url, { type: "module" });
    this.nextId = 1;
    /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
    this.pending = new Map();
    this.worker.addEventListener("message", (event) => {
      const { id, value, error } = event.data;
      const waiting = this.pending.get(id);
      this.pending.delete(id);
      if (error === undefined) waiting?.resolve(value);
      else waiting?.reject(new Error(error));
    });
    this.worker.addEventListener("error", (event) => {
      for (const { reject } of this.pending.values()) reject(new Error(event.message || `${url} did not load`));
      this.pending.clear();
    });
  }

  /**
   * @param {string} method
   * @param {...unknown} args
   * @returns {Promise<any>}
   */
  call(method, ...args) {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.worker.postMessage({ id, method, args });
    });
  }

  dispose() {
    this.worker.terminate();
    for (const { reject } of this.pending.values()) reject(new Error("disposed"));
    this.pending.clear();
  }
}
