// What is put into the page and into its worker to watch them. The page itself knows nothing of the bench.

/**
 * Runs in the page before its own scripts: keeps the snapshots' numbers, long tasks and frame times.
 * Hourglass announces a step on the page by dispatching "snapshot" on itself.
 */
export function watchPage() {
  const seen = {
    /** @type {{at: number, step: number, evaluationShare: number | null, imagesPerSecond: number | null}[]} */
    snapshots: [],
    /** @type {{start: number, duration: number}[]} */
    longTasks: [],
    /** @type {number[]} */
    frames: [],
    /** @type {{at: number, calls: Record<string, number>} | null} */
    worker: null,
  };
  Object.assign(window, { benchSeen: seen });
  const dispatch = EventTarget.prototype.dispatchEvent;
  EventTarget.prototype.dispatchEvent = function (/** @type {Event} */ event) {
    if (event.type === "snapshot" && event instanceof CustomEvent) {
      const { step, evaluationShare, imagesPerSecond } = event.detail;
      seen.snapshots.push({ at: performance.now(), step, evaluationShare, imagesPerSecond });
    }
    return dispatch.call(this, event);
  };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.longTasks.push({ start: startTime, duration });
  }).observe({ type: "longtask", buffered: true });
  const frame = (/** @type {number} */ time) => {
    seen.frames.push(time);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new BroadcastChannel("hourglass-bench").addEventListener("message", ({ data }) => {
    seen.worker = data;
  });
}

/**
 * The generated module with a clock around each method of Session: in the worker it tells the time spent in each,
 * a few times a second. Costs two clock reads a call, and a call trains for many milliseconds.
 * @param {string} source
 */
export function withClock(source) {
  return `${source}
if (typeof window === "undefined") {
  const calls = {};
  const channel = new BroadcastChannel("hourglass-bench");
  let told = 0;
  let depth = 0;
  for (const name of Object.getOwnPropertyNames(Session.prototype)) {
    const method = Object.getOwnPropertyDescriptor(Session.prototype, name).value;
    if (name === "constructor" || typeof method !== "function") continue;
    Session.prototype[name] = function (...args) {
      const start = performance.now();
      depth++;
      try {
        return method.apply(this, args);
      } finally {
        const end = performance.now();
        if (--depth === 0) calls[name] = (calls[name] ?? 0) + end - start;
        if (depth === 0 && end - told > 200) {
          told = end;
          channel.postMessage({ at: performance.timeOrigin + end, calls });
        }
      }
    };
  }
}
`;
}
