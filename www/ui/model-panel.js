//! Model: the kinds that people name, the options that go with the chosen one, and the rest behind a calm "More…".

import { OPTIONS, difference, optionOf } from "../app/options.js";
import { APART, applying, asKind, kindOf, penaltyOf, preset } from "../app/presets.js";
import { changes } from "../app/store.js";
import { S } from "../strings/strings.js";
import { textButton } from "./controls.js";
import { el, heading, setText } from "./dom.js";
import { createField } from "./field.js";
import { helpButton } from "./help.js";
import { createKindChips } from "./kind-chips.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../app/options.js").Settings} Settings
 * @typedef {import("../app/options.js").Option} Option
 */

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../app/actions.js").Actions, "change" | "changeAll" | "choose">} actions
 * @param {boolean} [isSecond] The second of two that are compared: what they share is set at the first.
 */
export function createModelPanel(container, actions, isSecond = false) {
  const words = S.model;
  const head = heading(isSecond ? S.compare.models[1] : words.title, helpButton("model"), "model-title");
  const chips = createKindChips((kind) => actions.choose(kind));

  const fields = fieldsOf(actions, isSecond);
  const inGroup = (/** @type {string} */ name) => fields.filter(({ group }) => group === name).map(({ node }) => node);
  /** The same kind without what the visitor has changed. */
  const plainest = (/** @type {Settings} */ settings) => {
    const kind = kindOf(settings) ?? "vanilla";
    return isSecond ? asKind(settings, kind) : { ...preset(kind, settings.data), seed: settings.seed };
  };
  const back = textButton(words.defaults, () => current && actions.changeAll(plainest(current)));
  const summary = el("summary", { text: words.more });
  const sayMore = () => setText(summary, more.open ? words.less : words.more);
  const more = el("details", { class: "more", ontoggle: sayMore },
    summary, el("div", { class: "fields" }, ...inGroup("more")), back);
  container.append(head.node, chips.node, el("div", { class: "fields" }, ...inGroup("first")), more,
    ...(isSecond ? [el("p", { class: "note", text: S.compare.shared })] : []));

  /** What the controls show. @type {Settings | null} */
  let current = null;
  const changed = changes((/** @type {State} */ { settings, pending, phase }) => [settings, pending, phase]);
  const texts = changes((/** @type {State} */ state) => [state.info, state.compare === null]);

  /** @param {State} state */
  function update(state) {
    if (changed(state)) {
      const wanted = state.pending ?? state.settings;
      const enabled = state.phase === "ready";
      current = wanted;
      chips.show(wanted, enabled);
      for (const { node, show, valueOf, isShown } of fields) {
        node.hidden = !isShown(wanted);
        show(valueOf(wanted), enabled, wanted);
      }
      const own = difference(wanted, plainest(wanted));
      back.hidden = own.length === 0;
      // A setting from the address must not stay out of sight; which noise it is stands above.
      const isBehind = (/** @type {import("../app/options.js").Key} */ key) =>
        optionOf(key).group === "more" && !(key === "noise" && wanted.noise !== "none");
      if (own.some(isBehind) && !more.dataset.opened) {
        more.dataset.opened = "yes";
        more.open = true;
      }
    }
    if (!texts(state)) return;
    setText(head.caption, state.info ? words.facts(state.info.nParams) : "");
    if (!isSecond) setText(head.title, state.compare ? S.compare.models[0] : words.title);
  }
  return { update };
}

/**
 * @typedef {import("./field.js").Field & {group: string, valueOf: (settings: Settings) => number | number[] | string,
 *   isShown: (settings: Settings) => boolean}} PanelField
 */

/**
 * The fields of all options that the panel shows, in its order.
 * @param {Pick<import("../app/actions.js").Actions, "change">} actions
 * @param {boolean} isSecond
 * @returns {PanelField[]}
 */
function fieldsOf(actions, isSecond) {
  /**
   * @param {Option} option
   * @param {Partial<import("./field.js").Shown>} [look]
   */
  const fieldFor = (option, look) => ({
    ...createField({ ...option, ...look }, (value) => actions.change(option.key, value)),
    group: look?.group ?? option.group,
    valueOf: (/** @type {Settings} */ settings) => settings[option.key],
    isShown: (/** @type {Settings} */ settings) => applying(settings).has(option.key),
  });
  const shown = OPTIONS.filter(({ key, group }) => group !== "none" && !(isSecond && APART.includes(key)));
  return shown.flatMap((option) => {
    // The first step of such an option switches it off, and an option that is off has no slider. The slider begins at
    // the second step, so that it does not vanish under the hand.
    if (option.key === "sparsity" || option.key === "target") {
      return [fieldFor(option, { steps: option.steps?.slice(1) })];
    }
    if (option.key === "amount") {
      // Which noise stands beside how much; whether there is any is an axis, and stands with the others.
      const noise = optionOf("noise");
      const which = fieldFor(noise, { key: "noiseKind", steps: noise.steps?.slice(1), group: "first" });
      return [{ ...which, isShown: (/** @type {Settings} */ settings) => settings.noise !== "none" }, fieldFor(option)];
    }
    if (option.key === "codeActivation") return [penaltyField(actions), fieldFor(option)];
    return [fieldFor(option)];
  });
}

/**
 * The form of sparsity, which stands for a price and a target.
 * @param {Pick<import("../app/actions.js").Actions, "change">} actions
 * @returns {PanelField}
 */
function penaltyField(actions) {
  const option = { key: "penalty", control: /** @type {const} */ ("choice"), steps: ["none", "price", "rate"] };
  return {
    ...createField({ ...option, group: "more" }, (value) => actions.change("penalty", value)),
    group: "more",
    valueOf: penaltyOf,
    isShown: ({ bottleneck, sparsity }) => bottleneck === "plain" || sparsity > 0,
  };
}
