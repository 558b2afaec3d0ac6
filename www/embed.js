//! `<hourglass-figure>`: an auto-encoder that trains in an article. This file is small: it keeps a place for the
//! figure, and fetches the rest when the reader comes near.
//!
//!     <script type="module" src="…/www/embed.js"></script>
//!     <hourglass-figure preset="variational" show="map,loss" controls="play,beta"></hourglass-figure>

import { PLACE } from "./strings/embed-place.js";

/** @typedef {import("./embed/figure.js").Figure} Figure */
/** @typedef {import("./embed/figure.js").Kept} Kept */
/** @typedef {import("./lib/check-arguments.js").Images} Images */

/** All can be set as attributes and as properties; docs/embedding.md says what each does. */
export const ATTRIBUTES = [
  "preset", "config", "data", "show", "controls", "steps", "seed", "autoplay", "theme", "lang",
];
const NUMBERS = ["steps", "seed"];
/** What only a property can hold. */
const DATA = /** @type {const} */ (["images", "labels", "heldOut"]);
/** From so far, in pixels, below and above the window a figure is made ready. */
const NEAR = "400px";
/** The place of a figure that has not come yet: its height keeps the article from jumping. */
const SHEET = ":host{display:block}:host([hidden]){display:none}.place{min-height:24em;font:16px/1.5 system-ui,sans-serif}"
  + ".place button{font:inherit}";

/** A server that imports this file has no elements. */
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (class {});

/** An error as the library's are. @param {string} name @param {string} message */
const failure = (name, message) => Object.assign(new Error(message), { name });

export class HourglassFigure extends Base {
  static observedAttributes = ATTRIBUTES;
  /** The figure, or what is on its way to be it. @type {Promise<Figure> | null} */
  #figure = null;
  /** The end of the figure before: the next one waits for what it leaves. @type {Promise<Kept | null>} */
  #before = Promise.resolve(null);
  /** Says in the figure's place why there is none. @type {HTMLElement | null} */
  #place = null;
  /** @type {{images: Images | null, labels: Uint8Array | null, heldOut: object | null}} */
  #data = { images: null, labels: null, heldOut: null };
  /** @type {IntersectionObserver[]} */
  #sights = [];
  #isSeen = false;
  /** Whether something has changed that the figure will be told in a moment. */
  #isDue = false;

  connectedCallback() {
    if (!this.shadowRoot) this.#takePlace();
    for (const name of [...ATTRIBUTES, ...DATA]) this.#upgrade(name);
    if (this.#sights.length > 0) return;
    const near = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) this.#open().catch(() => {});
    }, { rootMargin: NEAR });
    const seen = new IntersectionObserver((entries) => this.#see(entries[entries.length - 1].isIntersecting));
    this.#sights = [near, seen];
    for (const sight of this.#sights) sight.observe(this);
  }

  disconnectedCallback() {
    // An element that is moved is back at once.
    setTimeout(() => {
      if (!this.isConnected) this.#leave();
    });
  }

  /** Browsers that can move an element without taking it out call this; nothing has to be done. */
  connectedMoveCallback() {}

  attributeChangedCallback() {
    if (this.#figure) this.#tell();
  }

  /** Trains, and goes on from where it was; another one pauses where two train already. @returns {Promise<void>} */
  play() { return this.#with((figure) => figure.play()); }

  /** @returns {Promise<void>} */
  pause() { return this.#with((figure) => figure.pause()); }

  /** Trains on one batch. @returns {Promise<void>} */
  step() { return this.#with((figure) => figure.step()); }

  /** Back to the same initial weights. @returns {Promise<void>} */
  reset() { return this.#with((figure) => figure.reset()); }

  /**
   * The run as a safetensors file, which PyTorch and `Hourglass.load()` read.
   * @returns {Promise<Uint8Array>}
   */
  async save() {
    if (this.isConnected) return this.#with((figure) => figure.save());
    this.#leave();
    const kept = await this.#before;
    if (kept?.run) return kept.run.slice();
    throw failure("NotReadyError", "This figure is in no document and has not trained");
  }

  /**
   * The run as `save()` gives it, and the codes of images of the model's shape, row by row: a notebook asks for both.
   * @param {Images} images
   * @returns {Promise<{run: Uint8Array, codes: Float32Array}>}
   */
  take(images) { return this.#with((figure) => figure.take(images)); }

  #takePlace() {
    const root = this.attachShadow({ mode: "open" });
    // A sheet that is made by script is no inline style, which a strict page would not allow.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
    root.adoptedStyleSheets = [sheet];
    this.#place = document.createElement("div");
    this.#place.className = "place";
    root.append(this.#place);
  }

  /** The figure's scripts have not come: whoever reads can ask for them again. */
  #sayLost() {
    const text = document.createElement("p");
    text.textContent = PLACE.lost;
    const again = document.createElement("button");
    again.textContent = PLACE.again;
    again.addEventListener("click", () => void this.#open().catch(() => {}));
    this.#place?.replaceChildren(text, again);
  }

  /** A property that was set before this file came stands on the element itself. @param {string} name */
  #upgrade(name) {
    if (!Object.hasOwn(this, name)) return;
    const element = /** @type {any} */ (this);
    const value = element[name];
    delete element[name];
    element[name] = value;
  }

  /** @param {boolean} isSeen */
  #see(isSeen) {
    this.#isSeen = isSeen;
    void this.#figure?.then((figure) => figure.see(isSeen)).catch(() => {});
  }

  /** @returns {Promise<Figure>} */
  #open() {
    this.#figure ??= this.#make().catch((cause) => {
      this.#figure = null;
      // An element that has been taken away meanwhile misses nothing.
      if (this.isConnected) {
        this.#sayLost();
        this.#emit("error", { name: cause.name, message: cause.message });
      }
      throw cause;
    });
    return this.#figure;
  }

  async #make() {
    const [{ Figure }, kept] = await Promise.all([import("./embed/figure.js"), this.#before]);
    if (!this.isConnected) throw failure("NotReadyError", "This figure is in no document");
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    const emit = (/** @type {string} */ name, /** @type {object} */ detail) => this.#emit(name, detail);
    this.#isDue = false;
    const figure = await Figure.create(root, this.#wishes(), kept, emit);
    figure.see(this.#isSeen);
    return figure;
  }

  #leave() {
    for (const sight of this.#sights) sight.disconnect();
    this.#sights = [];
    this.#isSeen = false;
    const figure = this.#figure;
    this.#figure = null;
    // What was trained is kept for when the element comes back; a figure that has not come leaves what it was to have.
    const before = this.#before;
    if (figure) this.#before = figure.then((one) => one.close(), () => before);
  }

  /** @template T @param {(figure: Figure) => T | Promise<T>} act @returns {Promise<T>} */
  async #with(act) {
    if (!this.isConnected) throw failure("NotReadyError", "This figure is in no document");
    const figure = await this.#open();
    this.#flush(figure);
    return act(figure);
  }

  /** What attributes and properties say now. */
  #wishes() {
    const given = ATTRIBUTES.filter((name) => this.hasAttribute(name));
    const attributes = Object.fromEntries(given.map((name) => [name, this.getAttribute(name) ?? ""]));
    return { attributes, ...this.#data };
  }

  /** Several changes at once are one. */
  #tell() {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => void this.#figure?.then((figure) => this.#flush(figure)).catch(() => {}));
  }

  /** @param {Figure} figure */
  #flush(figure) {
    if (!this.#isDue) return;
    this.#isDue = false;
    figure.change(this.#wishes());
  }

  /** @param {string} name @param {object} detail */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  static {
    for (const name of DATA) {
      define(name, (element) => element.#data[name], (element, value) => {
        if (element.#data[name] === value) return;
        element.#data = { ...element.#data, [name]: value ?? null };
        if (element.#figure) element.#tell();
      });
    }
    // As a property an attribute may be a list, or an object as JSON has it.
    for (const name of ATTRIBUTES.filter((one) => one !== "lang")) {
      define(name, (element) => {
        const text = element.getAttribute(name);
        return !NUMBERS.includes(name) ? text ?? "" : text === null ? null : Number(text);
      }, (element, value) => {
        if (value === null || value === undefined) return element.removeAttribute(name);
        const isPlain = typeof value === "object" && !Array.isArray(value);
        return element.setAttribute(name, isPlain ? JSON.stringify(value) : String(value));
      });
    }
    /**
     * @param {string} name
     * @param {(element: HourglassFigure) => any} get
     * @param {(element: HourglassFigure, value: any) => void} set
     */
    function define(name, get, set) {
      // Without a prototype: a page that has patched the objects' would have its say here.
      Object.defineProperty(HourglassFigure.prototype, name, Object.assign(Object.create(null), {
        configurable: true,
        enumerable: true,
        get() { return get(/** @type {any} */ (this)); },
        set(/** @type {any} */ value) { set(/** @type {any} */ (this), value); },
      }));
    }
  }
}

// Where a page brings two versions, the one that came first serves all.
const { customElements } = globalThis;
if (customElements && !customElements.get("hourglass-figure")) {
  customElements.define("hourglass-figure", HourglassFigure);
}
