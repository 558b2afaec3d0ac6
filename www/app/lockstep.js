//! Two labs that train as one: the same images in the same order, and neither gets far ahead of the other.

/** @typedef {import("../hourglass.js").Hourglass} Hourglass */
/** @typedef {import("../lib/protocol.js").Report} Report */
/**
 * What the page needs of a lab to train and change it.
 * @typedef {Pick<Hourglass, "train" | "reset" | "reconfigure" | "steer" | "newSeed" | "placeDrawing" | "restart" | "addEventListener" | "info">} Trainable
 */

/** So far may one get ahead, in seconds of the other's training: holding up costs something. */
const AHEAD = 0.25;

/**
 * @param {Hourglass} first
 * @param {Hourglass} second
 * @param {object} follow What the second does when the first changes; what it cannot do it says itself.
 * @param {(config: Record<string, unknown>) => Promise<unknown>} follow.reconfigure
 * @param {(changes: import("../lib/check-arguments.js").Steering) => Promise<unknown>} follow.steer
 * @returns {Trainable}
 */
export function createPair(first, second, follow) {
  const labs = [first, second];
  /** What has to come to its end before the next run. @type {Promise<unknown>} */
  let underWay = Promise.resolve();
  // The first's answer comes before what it then shows; waiting for the second would turn that around.
  const meanwhile = (/** @type {Promise<unknown>} */ task) => (underWay = Promise.allSettled([underWay, task]));

  /**
   * As a lab's own. Whoever is ahead waits for the other, and after an abort both stand at the same step.
   * @param {{steps?: number, epochs?: number, untilPlateau?: boolean, signal?: AbortSignal}} bounds
   * @returns {Promise<Report>}
   */
  async function train({ steps = Infinity, epochs = Infinity, untilPlateau = false, signal }) {
    await underWay;
    signal?.throwIfAborted();
    const begin = labs.map(({ step }) => step);
    const last = Math.max(...begin) + Math.min(steps, Math.ceil(epochs * first.info.stepsPerEpoch));
    const both = new AbortController();
    const stopKeeping = keepTogether(labs, begin);
    const flat = [false, false];

    /** One of the two, on its way to the last step. @param {number} idx @returns {Promise<Report>} */
    async function run(idx) {
      for (let at = begin[idx]; ;) {
        const bound = last < Infinity ? { steps: last - at } : {};
        const report = await labs[idx].train({ ...bound, untilPlateau: untilPlateau && !flat[idx], signal: both.signal });
        if (report.reason !== "plateau") return report;
        flat[idx] = true;
        at = report.step;
        if (flat[1 - idx] || at >= last) return report;
      }
    }

    try {
      return await new Promise((resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
        let left = 2;
        labs.forEach((_, idx) => run(idx).then((report) => {
          left -= 1;
          if (report.reason === "replaced" || report.reason === "reset" || flat.every(Boolean) || left === 0) resolve(report);
        }, reject));
      });
    } finally {
      stopKeeping();
      if (signal?.aborted || flat.every(Boolean)) meanwhile(level(labs, both));
      else both.abort();
    }
  }

  return {
    train,
    get info() {
      return first.info;
    },
    reset(options) {
      meanwhile(second.reset(options));
      return first.reset(options);
    },
    async reconfigure(config) {
      const info = await first.reconfigure(config);
      meanwhile(follow.reconfigure(config));
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

/**
 * Holds up whichever lab is too far ahead, until the other has come as far.
 * @param {Hourglass[]} labs
 * @param {number[]} begin Their steps.
 * @returns {() => void} Ends that; a lab that is held up goes on.
 */
function keepTogether(labs, begin) {
  const steps = [...begin];
  /** In steps a second; 0 while unknown. */
  const speeds = [0, 0];
  let held = -1;
  const release = () => {
    if (held >= 0) void labs[held].resume().catch(() => {}); // one that has died needs no help
    held = -1;
  };
  const listening = new AbortController();
  labs.forEach((lab, idx) => lab.addEventListener("snapshot", ({ detail }) => {
    steps[idx] = detail.step;
    speeds[idx] = (detail.imagesPerSecond ?? 0) / /** @type {number} */ (lab.info.config.batchSize);
    const ahead = held >= 0 ? held : Number(steps[1] > steps[0]);
    const lead = steps[ahead] - steps[1 - ahead];
    if (lead <= 0) return release();
    if (held >= 0 || lead <= Math.max(1, AHEAD * speeds[1 - ahead])) return;
    held = ahead;
    labs[ahead].pause().then(({ step }) => (steps[ahead] = step), () => {});
  }, { signal: listening.signal }));
  return () => {
    listening.abort();
    release();
  };
}

/**
 * Ends what trains, and lets the one behind catch up.
 * @param {Hourglass[]} labs
 * @param {AbortController} both
 */
async function level(labs, both) {
  const stood = await Promise.allSettled(labs.map((lab) => lab.pause()));
  both.abort();
  const [a, b] = stood.map((answer) => (answer.status === "fulfilled" ? answer.value.step : NaN));
  if (a > b || b > a) await labs[Number(a > b)].train({ steps: Math.abs(a - b) });
}
