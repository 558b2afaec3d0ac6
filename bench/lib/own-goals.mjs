// What Hourglass should reach on a workload by itself, whatever the others reach.
import { megabytes } from "./memory.mjs";
import { median } from "./statistics.mjs";

const verdict = (/** @type {boolean} */ reached) => (reached ? "yes" : "**no**");

/**
 * @param {{imagesPerSecond: number, bytes: number}} limits
 * @param {import("./training.mjs").Result} result
 */
export function ownGoals({ imagesPerSecond, bytes }, { rates, memory = NaN }) {
  return [
    `Goal of Hourglass in one worker: at least ${imagesPerSecond} images/s. Reached: ${verdict(median(rates) >= imagesPerSecond)}.`,
    `The engine's memory, the images in it: less than ${megabytes(bytes)}. It is ${megabytes(memory)}. Reached: ${verdict(memory < bytes)}.`,
  ].join(" ");
}
