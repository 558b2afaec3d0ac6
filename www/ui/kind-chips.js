//! The kinds of auto-encoder as chips, one of which may be chosen, and a sentence about the one that is.

import { KINDS, kindOf } from "../app/presets.js";
import { S } from "../strings/strings.js";
import { chip } from "./controls.js";
import { el, setText, unique } from "./dom.js";
import { helpButton } from "./help.js";

/** @param {(kind: import("../app/presets.js").Kind) => void} onChoose */
export function createKindChips(onChoose) {
  const words = S.model;
  const about = el("p", { id: unique("kind-about"), class: "note" });
  const name = unique("kind");
  const chips = KINDS.map((kind) => ({
    kind,
    help: helpButton(`kind-${kind}`),
    ...chip({ name, value: kind }, () => onChoose(kind), words.kinds[kind]),
  }));
  const looks = { class: "chips", role: "radiogroup", "aria-label": words.kind, "aria-describedby": about.id };
  const node = el("div", { class: "kinds" },
    el("div", looks, ...chips.map((one) => one.node)),
    el("div", { class: "kind-about" }, about, ...chips.map(({ help }) => help)));

  /**
   * @param {import("../app/options.js").Settings} settings
   * @param {boolean} enabled
   */
  function show(settings, enabled) {
    const now = kindOf(settings);
    for (const { kind, input, help } of chips) {
      input.checked = kind === now;
      input.disabled = !enabled;
      help.hidden = kind !== now;
    }
    setText(about, now ? words.about[now] : words.aboutMix);
  }
  return { node, show };
}
