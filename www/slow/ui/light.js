//! The light in the hourglass: where each phase begins and ends on its canvas, and how it moves there.

import { inks } from "../../draw/inks.js";
import { layOut } from "../../ui/hourglass-geometry.js";
import { eased, lightOf } from "../phases.js";

/** @typedef {import("../phases.js").Phase} Phase */

export const isStillWanted = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {import("../../app/store.js").ModelInfo} info
 * @returns {import("../phases.js").Ends}
 */
function endsOf(canvas, { layers, config }) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const { unit } = inks(canvas);
  const variational = config.bottleneck.kind === "variational";
  const { upright, stands, code, input, noisy, reconstruction } = layOut(layers, { width, height, unit, variational });
  const length = upright ? height : width;
  const afterOf = (/** @type {import("../../ui/hourglass-geometry.js").Box} */ box) =>
    (upright ? box.y + box.height : box.x + box.width) / length;
  const gap = 4 * unit;
  const at = stands.indexOf(code);
  const [last, previous] = [stands[stands.length - 1], stands[at - 1]];
  const behind = (/** @type {typeof code} */ stand) => (stand.along + stand.thickness / 2 + gap) / length;
  const next = stands[at + 1];
  const room = next ? next.along - next.thickness / 2 - gap : code.along + code.half;
  return {
    picture: afterOf(input) + gap / length,
    input: afterOf(noisy ?? input) + gap / length,
    before: previous ? behind(previous) : afterOf(noisy ?? input),
    code: Math.max(room, code.along + gap) / length,
    output: behind(last),
    made: ((upright ? reconstruction.y : reconstruction.x) - gap) / length,
  };
}

/**
 * Moves the light through a phase.
 * @param {() => {canvas: HTMLCanvasElement, info: import("../../app/store.js").ModelInfo}} given
 * @param {(front: number | null) => void} show
 */
export function createLight(given, show) {
  let turn = 0;
  /** @type {(() => void) | null} */
  let again = null;

  /**
   * @param {Phase} phase
   * @param {number} duration In milliseconds; 0 shows its end at once.
   */
  function play(phase, duration) {
    turn += 1;
    const mine = turn;
    const begun = performance.now();
    const frame = () => {
      if (mine !== turn) return;
      const { canvas, info } = given();
      const way = lightOf(phase, endsOf(canvas, info));
      const t = duration > 0 ? Math.min(1, (performance.now() - begun) / duration) : 1;
      show(way && way[0] + (way[1] - way[0]) * eased(t));
      if (t < 1 && way && way[0] !== way[1]) requestAnimationFrame(frame);
    };
    again = () => play(phase, 0);
    frame();
  }
  return {
    play,
    /** Where the canvas has another size. */
    resize: () => again?.(),
    end() {
      turn += 1;
      again = null;
    },
  };
}
