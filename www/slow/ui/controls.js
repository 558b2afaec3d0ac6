//! Back, play, forward, and how fast.

import { SLOW } from "../../strings/slow.js";
import { el, icon, iconButton } from "../../ui/dom.js";
import { SPEEDS } from "./player.js";

/** @param {import("./player.js").Player} player */
export function createControls(player) {
  const back = iconButton("left", SLOW.back, () => player.go(player.at - 1));
  const forward = iconButton("right", SLOW.forward, () => player.go(player.at + 1));
  const play = iconButton("play", SLOW.play, () => player.toggle());
  const names = /** @type {import("./player.js").Speed[]} */ (Object.keys(SPEEDS));
  const speeds = names.map((name) => el("button", {
    type: "button", class: "slow-speed", text: SLOW.speed[name], onclick: () => player.setSpeed(name),
  }));
  const node = el("div", { class: "slow-controls", role: "group", "aria-label": SLOW.controls }, back, play, forward,
    el("span", { class: "slow-speeds", role: "group", "aria-label": SLOW.speeds }, ...speeds));

  function update() {
    const { isPlaying, at, last, speed } = player;
    // A button that is out of use would lose the focus.
    back.setAttribute("aria-disabled", String(at === 0));
    forward.setAttribute("aria-disabled", String(at === last));
    const name = isPlaying ? SLOW.pause : SLOW.play;
    if (play.title !== name) play.replaceChildren(icon(isPlaying ? "pause" : "play"));
    play.setAttribute("aria-label", name);
    play.title = name;
    names.forEach((each, idx) => speeds[idx].setAttribute("aria-pressed", String(each === speed)));
  }
  return { node, update };
}
