//! The film that was made, as it is shown before it is saved. A GIF has no controls, so it gets a button here; for
//! those who ask for less motion it stands still until they press it.

import { FILM } from "../../strings/keep-film.js";
import { textButton } from "../../ui/controls.js";
import { el } from "../../ui/dom.js";
import { whiteCanvas } from "../look.js";

/**
 * @param {import("../film/make-film.js").Film} film
 * @param {string} address Of its file.
 * @returns {Promise<HTMLElement[]>} What shows it, as large as it will be.
 */
export async function previewOf({ blob, ending, width, height }, address) {
  if (ending === "gif") return gifPreview(blob, { src: address, width, height });
  const shows = { controls: true, loop: true, muted: true, playsinline: true, "aria-label": FILM.preview };
  const video = el("video", { src: address, width, height, ...shows });
  await new Promise((done) => {
    for (const event of ["loadedmetadata", "error"]) video.addEventListener(event, done, { once: true });
  });
  return [video];
}

/**
 * @param {Blob} blob
 * @param {{src: string, width: number, height: number}} looks
 */
async function gifPreview(blob, looks) {
  // Of a moving picture this is the first frame.
  const frame = await createImageBitmap(blob);
  const { canvas: still, context } = whiteCanvas(looks.width, looks.height);
  context.drawImage(frame, 0, 0);
  frame.close();
  still.setAttribute("role", "img");
  still.setAttribute("aria-label", FILM.preview);
  const place = el("div", { class: "film-gif" });
  const button = textButton(FILM.play, () => show(button.textContent === FILM.play));
  const show = (/** @type {boolean} */ plays) => {
    place.replaceChildren(plays ? el("img", { ...looks, alt: FILM.preview }) : still);
    button.textContent = plays ? FILM.stop : FILM.play;
  };
  show(!matchMedia("(prefers-reduced-motion: reduce)").matches);
  return [place, button];
}
