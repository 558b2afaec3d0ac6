//! Mouse, pen, touch and keys on the map, as one: a place in pixels, and a pick.

/**
 * @typedef {{x: number, y: number}} Point
 *
 * @typedef {object} Follower What hears of the pointer.
 * @property {() => {left: number, top: number, right: number, bottom: number} | null} area Where it may be.
 * @property {() => Point | null} at Where it is.
 * @property {(at: Point | null, byKey?: boolean) => void} move
 * @property {() => void} pick
 */

/**
 * @param {HTMLElement} target
 * @param {Follower} follower
 */
export function trackPointer(target, follower) {
  trackMouse(target, follower);
  trackKeys(target, follower);
}

/**
 * Mouse, pen and touch.
 * @param {HTMLElement} target
 * @param {Follower} follower
 */
function trackMouse(target, { move, pick }) {
  /** @param {PointerEvent} event @returns {Point} */
  const placeOf = (event) => {
    const box = target.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  /** @type {PointerEvent | null} */
  let newest = null;
  let due = false;
  // A fast mouse moves many times a frame; one place a frame is enough.
  const follow = (/** @type {PointerEvent} */ event) => {
    newest = event;
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      if (newest) move(placeOf(newest));
    });
  };
  let moved = 0;
  /** @type {Point | null} */
  let pressed = null;
  target.addEventListener("pointerdown", (event) => {
    pressed = placeOf(event);
    moved = 0;
    target.setPointerCapture(event.pointerId);
    follow(event);
  });
  target.addEventListener("pointermove", (event) => {
    if (pressed) {
      const now = placeOf(event);
      moved = Math.max(moved, Math.hypot(now.x - pressed.x, now.y - pressed.y));
    }
    follow(event);
  });
  target.addEventListener("pointerup", (event) => {
    const click = pressed !== null && moved < 6;
    pressed = null;
    if (!click) return;
    newest = null;
    move(placeOf(event));
    pick();
  });
  target.addEventListener("pointercancel", () => {
    pressed = null;
  });
  target.addEventListener("pointerleave", (event) => {
    // A finger that is lifted leaves its place to be looked at.
    if (event.pointerType !== "mouse") return;
    newest = null;
    move(null);
  });
}

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {HTMLElement} target
 * @param {Follower} follower
 */
function trackKeys(target, { area, at, move, pick }) {
  target.addEventListener("keydown", (event) => {
    const box = area();
    const arrow = ARROWS[event.key];
    if (!box || (!arrow && event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    if (event.key === "Escape") move(null);
    else if (arrow) {
      const from = at() ?? { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
      const step = event.shiftKey ? 32 : 8;
      move({
        x: Math.min(box.right, Math.max(box.left, from.x + arrow[0] * step)),
        y: Math.min(box.bottom, Math.max(box.top, from.y + arrow[1] * step)),
      }, true);
    } else pick();
  });
  target.addEventListener("blur", () => {
    if (at()) move(null);
  });
}
