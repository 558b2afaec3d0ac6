//! Keep: the run as a file, a file that is opened, and what is kept by itself.

import { download } from "../../ui/download.js";
import { openFile } from "../open-run.js";
import { saveRun } from "../save-run.js";
import { PAD_SIDE } from "../../app/inspection.js";
import { enable } from "./enable.js";
import { KEEP } from "../../strings/keep.js";
import { check, textButton } from "../../ui/controls.js";
import { el, setText, unique } from "../../ui/dom.js";

/**
 * @typedef {import("../page.js").Page} Page
 * @typedef {import("../dialog.js").Around} Around
 */

/**
 * @param {Page} page
 * @param {Around} around
 * @returns {import("../dialog.js").Section}
 */
export function createSaveSection(page, { autosave, close }) {
  const auto = createAuto(page, autosave, close);
  const node = el("div", { class: "keep-body" }, createFile(page, close), auto.node);
  return { title: KEEP.save.title, node, end: auto.end };
}

/**
 * The run as a file, with the visitor's own images if that is wanted, and a file that is opened.
 * @param {Page} page
 * @param {() => void} close
 */
function createFile(page, close) {
  const words = KEEP.save;
  const { settings, own } = page.store.get();
  const said = el("p", { class: "keep-note", role: "status" });
  const [total, bytes] = own ? [own.drawings + own.pictures, bytesOf(own)] : [0, 0];
  const images = check(words.withImages(total, bytes), () => update());
  const isOnThem = settings.data === "own";
  images.input.checked = isOnThem;
  const note = el("p", { class: "keep-note" });
  const isTrainedOn = own?.trainedVersion === own?.version;
  const update = () => {
    note.hidden = !isOnThem || images.input.checked && isTrainedOn;
    setText(note, images.input.checked ? words.otherImages : words.needsImages);
  };
  update();
  const save = textButton(words.button, async () => {
    save.disabled = true;
    setText(said, words.making);
    try {
      const file = await saveRun(page, total > 0 && images.input.checked);
      download(file.name, file.bytes);
      setText(said, words.saved(file.name, file.bytes.length));
    } catch (cause) {
      setText(said, cause instanceof Error ? cause.message : String(cause));
    }
    enable(save);
  });
  const input = el("input", {
    type: "file", accept: ".hourglass,.safetensors", hidden: true, tabindex: -1, "aria-hidden": "true",
    onchange: () => {
      const [file] = input.files ?? [];
      if (!file) return;
      // What becomes of it is said on the page.
      close();
      void openFile(page, file);
    },
  });
  const open = textButton(words.open, () => input.click());
  const choice = total > 0 ? [images.node, note] : [];
  return el("div", { class: "keep-file" }, el("p", { class: "keep-note", text: words.about }),
    ...choice, el("div", { class: "keep-actions" }, save, open, input), said);
}

/** About how many bytes a set takes in a file. @param {import("../../own/types.js").OwnState} own */
function bytesOf({ drawings, pictures, preparation: { size, channels } }) {
  return pictures * size * size * channels + drawings * PAD_SIDE * PAD_SIDE;
}

/**
 * What is kept by itself.
 * @param {Page} page
 * @param {import("../autosave.js").RunAutosave} autosave
 * @param {() => void} close
 */
function createAuto(page, autosave, close) {
  const words = KEEP.auto;
  const name = el("h4", { id: unique("keep-auto"), text: words.title });
  const about = el("p", { class: "keep-note", id: unique("keep-about") });
  const last = el("p", { class: "keep-note" });
  const others = el("ul", { class: "keep-others", "aria-label": words.others });
  const { explain } = page.actions;
  const keep = check(words.switch, (isKept) => void autosave.choose(isKept).catch(explain),
    { role: "switch", "aria-describedby": about.id });

  const update = async () => {
    const { keeping, kept } = autosave;
    setText(about, words.states[keeping]);
    setText(last, kept && keeping !== "off" ? words.last(kept.step, kept.at, Date.now()) : "");
    keep.input.checked = keeping === "on" || keeping === "large";
    keep.input.disabled = keeping === "embedded";
    const entries = keeping === "embedded" || keeping === "off" ? [] : await autosave.others();
    const now = Date.now();
    others.hidden = entries.length === 0;
    others.replaceChildren(...entries.map((entry) => {
      const text = words.other(entry.about, entry.at, now);
      const goOn = () => {
        close();
        page.actions.dismiss("keep-offer");
        void autosave.goOn(entry).catch(explain);
      };
      const discard = () => void autosave.discard(entry).catch(explain);
      return el("li", {}, el("span", { text }), el("span", {},
        textButton(KEEP.goOn, goOn, { "aria-label": `${KEEP.goOn}: ${text}` }),
        textButton(KEEP.discard, discard, { "aria-label": `${KEEP.discard}: ${text}` })));
    }));
  };
  const end = autosave.onChange(() => void update());
  void update();
  return { node: el("div", { class: "keep-auto", role: "group", "aria-labelledby": name.id },
    name, keep.node, about, last, others), end };
}
