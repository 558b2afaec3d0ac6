//! Two labs that train as one: the same images in the same order, and neither gets ahead of the other.

/** @typedef {import("./hourglass.js").Hourglass} Hourglass */
/** @typedef {import("./protocol.js").Report} Report */
/**
 * What the page needs of a lab to train and change it.
 * @typedef {Pick<Hourglass, "train" | "reset" | "reconfigure" | "steer" | "newSeed" | "placeDrawing" | "restart" | "addEventListener" | "info">} Trainable
 */

/** So long the two train before they wait for each other, in milliseconds. */
const TURN_MS = 250;
const FIRST_TURN = 4;
const MOST_STEPS = 400;

/**
 * @param {Hourglass} first
 * @param {Hourglass} second
 * @param {object} follow What the second does when the first changes.
 * @param {(config: Record<string, unknown>) => Promise<unknown>} follow.reconfigure
 * @param {(changes: import("./arguments.js").Steering) => Promise<unknown>} follow.steer
 * @param {() => number} [now]
 * @returns {Trainable}
 */
export function createPair(first, second, follow, now = () => performance.now()) {
  let turn = FIRST_TURN;

  /**
   * As a lab's own: but the steps are made in turns, after which the faster one waits for the other.
   * @param {{steps?: number, epochs?: number, untilPlateau?: boolean, signal?: AbortSignal}} bounds
   * @returns {Promise<Report>}
   */
  async function train({ steps = Infinity, epochs = Infinity, untilPlateau = false, signal }) {
    const labs = [first, second];
    const at = labs.map(({ step }) => step);
    /** @type {(Report | null)[]} */
    const reports = [null, null];
    const flat = [false, false];
    const last = Math.max(...at) + Math.min(steps, Math.ceil(epochs * first.info.stepsPerEpoch));
    // Where one ends before its turn is over, the other must not go on alone.
    const both = new AbortController();
    const abort = () => both.abort(signal?.reason);
    signal?.addEventListener("abort", abort);
    if (signal?.aborted) abort();
    try {
      for (;;) {
        const goal = Math.min(last, Math.max(...at) + turn);
        const start = now();
        await Promise.all(labs.map(async (lab, idx) => {
          if (at[idx] >= goal) return;
          const report = await lab.train({ steps: goal - at[idx], untilPlateau, signal: both.signal });
          reports[idx] = report;
          at[idx] = report.step;
          flat[idx] ||= report.reason === "plateau";
        }));
        const mine = /** @type {Report} */ (reports[0]);
        const ended = reports.find((report) => report?.reason === "replaced" || report?.reason === "reset");
        if (ended) return ended;
        if (flat[0] && flat[1]) return { ...mine, reason: "plateau" };
        if (Math.min(...at) >= last) return { ...mine, reason: "done" };
        turn = Math.max(1, Math.min(MOST_STEPS, 2 * turn, Math.round((turn * TURN_MS) / Math.max(1, now() - start))));
      }
    } finally {
      both.abort();
      signal?.removeEventListener("abort", abort);
    }
  }

  return {
    train,
    get info() {
      return first.info;
    },
    async reset(options) {
      const [info] = await Promise.all([first.reset(options), second.reset(options)]);
      return info;
    },
    async reconfigure(config) {
      const info = await first.reconfigure(config);
      await follow.reconfigure(config);
      return info;
    },
    async steer(changes) {
      const info = await first.steer(changes);
      await follow.steer(changes);
      return info;
    },
    newSeed: () => first.newSeed(),
    placeDrawing: (drawing) => first.placeDrawing(drawing),
    restart: () => first.restart(),
    addEventListener: (...args) => first.addEventListener(...args),
  };
}
