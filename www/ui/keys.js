//! Keys for the whole page: play and pause, step, reset, and the list of them.

/** @typedef {"play" | "step" | "reset" | "keys"} Deed */

/** What each key does. @type {Record<string, Deed>} */
const DEEDS = { " ": "play", k: "play", ArrowRight: "step", r: "reset", "?": "keys" };

/** Where people type, and where every key may mean something. */
const TYPING = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]";
/** What takes the key itself while it has the focus; maps and pads say so by `preventDefault()`. */
const TAKEN = /** @type {Record<string, string>} */ ({
  " ": "button, summary, input, a",
  ArrowRight: "input[type=range], input[type=radio]",
});

/** @param {Record<Deed, () => void>} deeds */
export function listenToKeys(deeds) {
  document.addEventListener("keydown", (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const deed = DEEDS[key];
    const { target } = event;
    if (!deed || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (target instanceof Element && target.closest([TYPING, TAKEN[key]].filter(Boolean).join())) return;
    event.preventDefault();
    // Only a step may be repeated by holding its key.
    if (!event.repeat || deed === "step") deeds[deed]();
  });
}
