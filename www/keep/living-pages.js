//! Which pages of this site stand: each holds a lock by its name, which the browser takes from it when it is gone.

const PREFIX = "hourglass-run-";
/** Where a tab remembers its page, for the page after it. */
const KEY = "hourglass.page";

export class LivingPages {
  /** This page's name. */
  id = Math.random().toString(36).slice(2);
  /** The page that this tab showed before. @type {string | null} */
  last = null;
  #locks;

  /**
   * @param {object} [where] Tests pass their own.
   * @param {LockManager | undefined} [where.locks]
   * @param {() => Storage} [where.memory] The tab's.
   */
  constructor({ locks = globalThis.navigator?.locks, memory = () => globalThis.sessionStorage } = {}) {
    this.#locks = locks;
    try {
      this.last = memory().getItem(KEY);
      memory().setItem(KEY, this.id);
    } catch {
      // A tab that may remember nothing has no page before.
    }
  }

  /** Whether several pages can tell of each other. */
  get canTell() { return this.#locks !== undefined; }

  /**
   * Stands from now on, until the page is gone.
   * @param {string} [id] By another name, too: that of a record that this page goes on from.
   * @returns {Promise<void>}
   */
  stand(id = this.id) {
    return new Promise((resolve) => {
      if (!this.#locks) return resolve();
      this.#locks.request(PREFIX + id, () => {
        resolve();
        return new Promise(() => {});
      }).catch(() => resolve());
    });
  }

  /**
   * The pages among these that stand. Without locks nobody can tell, so all but this tab's page before count as
   * standing.
   * @param {string[]} ids
   * @returns {Promise<Set<string>>}
   */
  async among(ids) {
    if (!this.#locks) return new Set(ids.filter((id) => id !== this.last));
    const { held = [] } = await this.#locks.query();
    const names = new Set(held.map(({ name }) => name));
    return new Set(ids.filter((id) => names.has(PREFIX + id)));
  }
}
