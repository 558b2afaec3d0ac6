//! The section of the film: what it shows and of which steps, how far it is, and the film itself.

import { sentence } from "../../app/faults.js";
import { FILM } from "../../strings/keep-film.js";
import { download } from "../../ui/download.js";
import { textButton } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";
import { shortest } from "../csv.js";
import { hindrance, makeFilm } from "../film/make-film.js";
import { fileName } from "../names.js";
import { choices } from "./film-choices.js";
import { previewOf } from "./film-preview.js";

/**
 * @param {import("../page.js").Page} page
 */
export function createFilmSection(page) {
  const section = new FilmSection(page);
  return { title: FILM.title, node: section.node };
}

class FilmSection {
  #page;
  #chosen = choices();
  #note = el("p", { class: "note film-note" });
  #said = el("p", { class: "film-said", role: "status" });
  #bar = el("progress", { max: 1, value: 0, "aria-label": FILM.progress });
  #far = el("span", { class: "note" });
  #cancel = textButton(FILM.cancel, () => this.#stop());
  #making = el("div", { class: "film-making", hidden: true }, this.#bar, this.#far, this.#cancel);
  #shown = el("div", { class: "film-shown" });
  #make = textButton(FILM.make, () => void this.#start(), { class: "text-button film-make" });
  /** @type {AbortController | null} */
  #work = null;
  #address = "";
  /** Saves the film that is there. @type {HTMLButtonElement | null} */
  #save = null;

  /** @param {import("../page.js").Page} page */
  constructor(page) {
    this.#page = page;
    this.node = el("section", { class: "film" }, el("p", { class: "note", text: FILM.about }),
      ...this.#chosen.all.map((one) => one.node), this.#note, el("div", {}, this.#make), this.#making, this.#said,
      this.#shown);
    this.#look();
  }

  #stop() {
    this.#work?.abort(new DOMException("", "AbortError"));
  }

  /** Says what can be made now. */
  #look() {
    const { models, store } = this.#page;
    const why = hindrance(this.#page);
    const origin = models.first?.origin;
    this.#chosen.which.allow(null, typeof origin === "object");
    this.#make.disabled = why !== null;
    const noRecipe = typeof origin === "string" ? FILM.noRecipe[origin] : "";
    setText(this.#note, why ? FILM[why] : [noRecipe, store.get().compare ? FILM.alone : ""].filter(Boolean).join(" "));
  }

  /** @param {boolean} is */
  #busy(is) {
    this.#making.hidden = !is;
    this.#make.hidden = is;
    this.#chosen.all.forEach((one) => one.lock(is));
    (is ? this.#cancel : this.#save ?? this.#make).focus({ preventScroll: !is });
    if (!is) this.#shown.scrollIntoView({ block: "nearest" });
  }

  async #start() {
    this.#look();
    if (this.#make.disabled || this.#work) return;
    this.#forget();
    setText(this.#said, FILM.closesIt);
    const work = this.#work = new AbortController();
    this.node.closest("dialog")?.addEventListener("close", () => {
      this.#stop();
      this.#forget();
    }, { once: true });
    this.#busy(true);
    // The page may show other images by the time that it is made.
    const state = this.#page.store.get();
    const { what, which, format } = this.#chosen;
    const wish = { what: what.chosen, next: which.chosen, format: format.chosen };
    try {
      const film = await makeFilm(this.#page, wish, { signal: work.signal, progress: this.#progress() });
      await this.#show(film, (ending) => fileName(state, film.step, `film-${wish.what}`, ending));
    } catch (cause) {
      setText(this.#said, work.signal.aborted ? FILM.cancelled : FILM.failed(why(cause)));
    } finally {
      this.#work = null;
      this.#bar.value = 0;
      setText(this.#far, "");
      this.#busy(false);
    }
  }

  /** Tells how far it is, and how long the rest takes if it goes on as it has. */
  #progress() {
    const begun = performance.now();
    return (/** @type {number} */ step, /** @type {number} */ last, /** @type {number} */ share) => {
      this.#bar.value = share;
      const left = ((performance.now() - begun) / share) * (1 - share) / 1000;
      setText(this.#far, FILM.far(step, last, share < 0.05 ? null : left));
    };
  }

  /** @param {import("../film/make-film.js").Film} film @param {(ending: string) => string} nameOf */
  async #show(film, nameOf) {
    const { blob, ending, width, height, seconds } = film;
    this.#address = URL.createObjectURL(blob);
    const preview = await previewOf(film, this.#address);
    const facts = FILM.facts(ending, seconds, blob.size, width, height);
    setText(this.#said, [facts, wordsOf(film)].filter(Boolean).join(" "));
    this.#save = textButton(FILM.save, () => download(nameOf(ending), blob));
    this.#shown.replaceChildren(...preview, this.#save);
  }

  #forget() {
    this.#shown.replaceChildren();
    this.#save = null;
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#address = "";
  }
}

/** Whether the film is of the run itself. @param {import("../film/make-film.js").Film} film */
function wordsOf({ from, step, loss, wanted, isCut }) {
  if (isCut) return FILM.diverged(step);
  if (wanted === null || loss === null) return from > 0 ? FILM.onward(from, step) : "";
  return loss === wanted ? FILM.same(step, shortest(loss)) : FILM.other(step, loss, wanted);
}

/** Why no film came; what an encoder has to say of itself helps nobody. @param {unknown} cause */
const why = (cause) =>
  (cause instanceof DOMException || cause instanceof Error && cause.message === FILM.encoder
    ? FILM.encoder : sentence(cause));
