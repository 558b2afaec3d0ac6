//! What can be chosen of a class's link: the lesson, what stays, the seed, the projector's view.

import { NAMES, PARTS, seen, sorted, staysFor, toStays, WATCHED } from "./parts.js";
import { optionOf, parse } from "../app/options.js";
import { CLASS } from "../strings/class.js";
import { check, chip } from "../ui/controls.js";
import { el, setText, unique } from "../ui/dom.js";

/**
 * @typedef {import("./parts.js").Part} Part
 * @typedef {import("./link.js").Chosen} Chosen
 *
 * @typedef {object} LessonEntry
 * @property {number} number
 * @property {string} title
 * @property {readonly string[]} [lights] What it talks about: ids of panels, and options.
 *
 * @typedef {"all" | "lesson" | "watch"} Preset
 */

/** @type {readonly Part[]} */
const FIELDS = PARTS.fields;

/**
 * @param {readonly LessonEntry[]} lessons
 * @param {Chosen} first
 * @param {() => void} changed
 * @returns {{node: HTMLElement, chosen: () => Chosen}}
 */
export function createChoices(lessons, first, changed) {
  let { lesson } = first;
  const stay = createStays(() => lessons.find(({ number }) => number === lesson) ?? null, first, changed);
  const picked = createLessons(lessons, lesson, (number) => {
    lesson = number;
    stay.renew();
    changed();
  });
  const seed = createSeed(first.seed, changed);
  const large = check(CLASS.projector, changed, { checked: first.projector });
  return {
    node: el("div", { class: "class-choices" }, picked, stay.node, seed.node, large.node),
    chosen: () => ({ lesson, stays: stay.stays(), seed: seed.value(), projector: large.input.checked }),
  };
}

/**
 * @param {readonly LessonEntry[]} lessons
 * @param {number | null} now
 * @param {(number: number | null) => void} choose
 */
function createLessons(lessons, now, choose) {
  if (lessons.length === 0) return null;
  const id = unique("class-lesson");
  /** @type {[number | null, string][]} */
  const all = [
    [null, CLASS.noLesson], [0, CLASS.lessonList],
    .../** @type {[number, string][]} */ (lessons.map(({ number, title }) => [number, `${number}. ${title}`])),
  ];
  const select = el("select", { id, onchange: () => choose(all[select.selectedIndex][0]) },
    ...all.map(([, text]) => el("option", { text })));
  select.selectedIndex = Math.max(0, all.findIndex(([number]) => number === now));
  return el("div", { class: "field" }, el("label", { for: id, text: CLASS.lesson }), select);
}

/**
 * @param {() => LessonEntry | null} lesson
 * @param {Chosen} first
 * @param {() => void} changed
 */
function createStays(lesson, first, changed) {
  const parts = seen(first.lesson && !first.stays ? staysFor(lesson()?.lights ?? []) : first.stays);
  /** @type {Record<Preset, () => readonly Part[]>} */
  const presets = { all: () => NAMES, lesson: () => staysFor(lesson()?.lights ?? []), watch: () => WATCHED };
  const names = /** @type {Preset[]} */ (Object.keys(presets));
  const boxes = new Map(NAMES.map((name) => [name, check(CLASS.parts[name], (isOn) => {
    for (const part of name === "model" ? FIELDS : [name]) {
      if (isOn) parts.add(part);
      else parts.delete(part);
    }
    show();
    changed();
  }, { name })]));
  const group = unique("class-stays");
  /** @param {Preset} name */
  const take = (name) => {
    parts.clear();
    for (const part of seen(presets[name]())) parts.add(part);
    show();
  };
  const chips = names.map((name) => ({ name, ...chip({ name: group, value: name }, () => {
    take(name);
    changed();
  }, CLASS.presets[name]) }));
  /** Whether all of a preset stays and nothing else: the labs may or may not. @param {Preset} name */
  const isPreset = (name) => {
    const wanted = seen(presets[name]());
    return NAMES.every((part) => part === "labs" || part === "model" || wanted.has(part) === parts.has(part));
  };
  const mix = el("p", { class: "note" });
  const show = () => {
    if (FIELDS.every((name) => parts.has(name))) parts.add("model");
    else parts.delete("model");
    for (const [name, { input }] of boxes) input.checked = parts.has(name);
    chips[1].node.hidden = lesson() === null;
    const now = names.find((name) => (name !== "lesson" || lesson()) && isPreset(name));
    for (const { name, input } of chips) input.checked = name === now;
    setText(mix, now ? CLASS.about[now] : CLASS.about.mix);
  };
  const boxOf = (/** @type {Part} */ name) => /** @type {HTMLElement} */ (boxes.get(name)?.node);
  const groups = /** @type {(keyof typeof PARTS)[]} */ (Object.keys(PARTS)).map((name) => el("fieldset", {},
    el("legend", { text: CLASS.groups[name] }),
    ...PARTS[name].filter((part) => part !== "labs" && part !== "play").map(boxOf)));
  const titleId = unique("class-stays-title");
  const looks = { class: "chips", role: "radiogroup", "aria-labelledby": titleId };
  show();
  return {
    node: el("div", { class: "field" }, el("p", { id: titleId, text: CLASS.stays }),
      el("div", looks, ...chips.map(({ node }) => node)), mix, boxOf("labs"),
      el("details", { class: "class-parts" }, el("summary", { text: CLASS.oneByOne }), ...groups)),
    stays: () => toStays(sorted([...parts]).known),
    /** After another lesson: its own controls stay, where a lesson's did, or it is the first. */
    renew() {
      if (lesson()) take("lesson");
      else if (chips[1].input.checked) take("all");
      else show();
    },
  };
}

/** @param {number} first @param {() => void} changed */
function createSeed(first, changed) {
  const id = unique("class-seed");
  const option = optionOf("seed");
  const wrong = el("p", { class: "field-wrong", role: "alert", hidden: true, text: CLASS.seedWrong });
  let value = first;
  const input = el("input", {
    id, type: "number", inputmode: "numeric", min: option.min, max: option.max, step: 1, value: String(first),
    oninput() {
      const read = parse(option, input.value);
      wrong.hidden = typeof read === "number";
      if (typeof read !== "number") return;
      value = read;
      changed();
    },
  });
  return {
    node: el("div", { class: "field class-seed" }, el("label", { for: id, text: CLASS.seed }), input, wrong),
    value: () => value,
  };
}
