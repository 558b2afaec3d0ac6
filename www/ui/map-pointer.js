//! Mouse, pen, touch and keys on the map, as one: a place in pixels, and a pick.

/**
 * @typedef {{x: number, y: number}} Point
 *
 * @typedef {object} Follower What hears of the pointer.
 * @property {() => {left: number, top: number, right: number, bottom: number} | null} area Where it may be.
 * @property {() => Point | null} at Where it is.
 * @property {(at: Point | null, byKey?: boolean) => void} move
 * @property {() => boolean} pick Whether there was something to pick.
 */

/** What moves less, in pixels, has stayed in its place. */
const STILL = 6;
/** A finger that stays so long in its place, in milliseconds, walks from then on. */
const HOLD = 300;

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
  const { follow, drop } = onceAFrame((event) => move(placeOf(event)));
  let moved = 0;
  /** @type {Point | null} */
  let pressed = null;
  /** Whether a finger walks over the map: until it has been held, its way is the page's, which scrolls. */
  let walks = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let hold;
  const isFinger = (/** @type {PointerEvent} */ event) => event.pointerType === "touch";
  const letGo = () => {
    clearTimeout(hold);
    pressed = null;
    walks = false;
  };
  target.addEventListener("pointerdown", (event) => {
    pressed = placeOf(event);
    moved = 0;
    if (isFinger(event)) {
      hold = setTimeout(() => {
        walks = true;
        follow(event);
      }, HOLD);
      return;
    }
    target.setPointerCapture(event.pointerId);
    follow(event);
  });
  target.addEventListener("pointermove", (event) => {
    if (pressed) {
      const now = placeOf(event);
      moved = Math.max(moved, Math.hypot(now.x - pressed.x, now.y - pressed.y));
    }
    if (!isFinger(event) || walks) follow(event);
    else if (moved >= STILL) clearTimeout(hold);
  });
  target.addEventListener("pointerup", (event) => {
    const isClick = pressed !== null && moved < STILL && !walks;
    letGo();
    if (!isClick) return;
    drop();
    // Its picture stays where a finger has been: elsewhere it may not be on the screen.
    move(placeOf(event));
    pick();
  });
  target.addEventListener("pointercancel", letGo);
  keepStill(target, () => walks);
  target.addEventListener("pointerleave", (event) => {
    // A finger that is lifted leaves its place to be looked at.
    if (event.pointerType !== "mouse") return;
    drop();
    move(null);
  });
}

/**
 * A fast mouse moves many times a frame; one place a frame is enough.
 * @param {(event: PointerEvent) => void} move
 */
function onceAFrame(move) {
  /** @type {PointerEvent | null} */
  let newest = null;
  let due = false;
  return {
    /** @param {PointerEvent} event */
    follow(event) {
      newest = event;
      if (due) return;
      due = true;
      requestAnimationFrame(() => {
        due = false;
        if (newest) move(newest);
      });
    },
    drop() {
      newest = null;
    },
  };
}

/**
 * While a finger walks, the page does not scroll, and nothing opens that a long press opens.
 * @param {HTMLElement} target
 * @param {() => boolean} walks
 */
function keepStill(target, walks) {
  for (const name of ["touchmove", "contextmenu"]) {
    target.addEventListener(name, (event) => walks() && event.preventDefault(), { passive: false });
  }
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
