//! The opening line: what the network does, and since when.

/** @typedef {import("../app/options.js").Settings} Settings */

/** @param {number} n */
const numbers = (n) => (n === 1 ? "1 number" : `${n} numbers`);

/** @param {Settings} settings */
function network({ arch, activation, output }) {
  if (arch === "conv") return "convolutional network";
  return activation === "linear" && output === "linear" ? "linear network" : "network";
}

/** The code of one image. @param {Settings} settings */
function code({ code: n, bottleneck, sparsity }) {
  if (bottleneck === "variational") return `a cloud around ${numbers(n)}`;
  return sparsity > 0 ? `${numbers(n)}, each at a price,` : numbers(n);
}

/** @param {number} seconds */
function time(seconds) {
  const whole = Math.floor(seconds);
  if (whole < 1) return "less than a second";
  if (whole < 60) return `${whole}\u00a0s`;
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}\u00a0h ${minutes}\u00a0min` : `${minutes}\u00a0min ${whole % 60}\u00a0s`;
}

export const LEAD = {
  /** @param {string} one Of the images. @param {Settings} settings */
  network(one, settings) {
    const [given, back] = settings.noise === "none" ? [one, "it"] : [`noisy ${one}`, "the clean one"];
    return `This ${network(settings)} squeezes each ${given} into ${code(settings)} and rebuilds ${back}.`;
  },
  /** @param {string} one @param {number} a Code size. @param {number} b */
  two: (one, a, b) =>
    (a === b
      ? `Two networks squeeze each ${one} into ${numbers(a)} and rebuild it.`
      : `Two networks squeeze each ${one} and rebuild it: A from ${numbers(a)}, B from ${b}.`),

  /** How far it is, by the run's state; whoever has not trained at all is `new`. `it` is one network, or two. */
  since: /** @type {Record<string, (it: string, seconds: number, isWhole: boolean) => string>} */ ({
    loading: () => "The images are on their way.",
    failed: () => "Nothing is trained now.",
    new: () => "Nothing has been learned yet.",
    training: (it, seconds, isWhole) => (isWhole
      ? `${it} started from nothing ${seconds < 1 ? "just now" : `${time(seconds)} ago`}.`
      : `${it} started from nothing and trained for ${time(seconds)} so far.`),
    paused: (_, seconds) => `Paused after ${time(seconds)} of training from nothing.`,
    waiting: (_, seconds) => `After ${time(seconds)} of training, the rest of the images is waited for.`,
    finished: (it, seconds) =>
      `${it} started from nothing and trained for ${time(seconds)}, until the error stopped falling.`,
    diverged: (it, seconds) =>
      `${it} started from nothing and trained for ${time(seconds)}, until the numbers ran away.`,
    restarting: (_, seconds) => `Starting again, after ${time(seconds)} of training.`,
  }),
  it: ["It", "They"],

  invitations: "What to try",
  map: "Explore the map",
  code: "Change the code",
};
