//! While pictures come in: how far it is, and a way to stop.

import { OWN } from "../../strings/own.js";
import { textButton } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";

/** How often it is said aloud, in milliseconds. */
const SAY = 4000;

export function createProgress() {
  const words = OWN.progress;
  /** @type {(() => void) | null} */
  let cancel = null;
  let lastSaid = -Infinity;
  const bar = el("progress", { "aria-label": words.doing.intake });
  const text = el("span", { class: "note" });
  const said = el("p", { class: "visually-hidden", role: "status" });
  const stop = textButton(words.cancel, () => cancel?.());
  const node = el("div", { class: "own-progress", hidden: true }, bar, text, stop);

  /** @param {import("../../app/store.js").State} state */
  function update({ own }) {
    const progress = own?.progress ?? null;
    node.hidden = !progress;
    if (!progress) {
      setText(said, "");
      lastSaid = -Infinity;
      return;
    }
    const { doing, done, total, images } = progress;
    cancel = progress.cancel;
    node.dataset.doing = doing;
    bar.setAttribute("aria-label", words.doing[doing]);
    if (total > 0) {
      bar.max = total;
      bar.value = done;
    } else {
      bar.removeAttribute("value");
    }
    const now = total > 0 ? words.text(doing, done, total, images) : words.doing[doing];
    setText(text, now);
    if (performance.now() - lastSaid < SAY) return;
    lastSaid = performance.now();
    setText(said, now);
  }
  return { node: el("div", { class: "own-progress-place" }, node, said), update };
}
