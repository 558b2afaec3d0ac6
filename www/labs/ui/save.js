//! What a visitor takes along: text to the clipboard, files where the browser puts downloads.

import { download } from "../../ui/download.js";
import { writtenOut } from "../../ui/written-out.js";

/** Whether the browser allowed it: pages without https, and frames, have no clipboard. @param {string} text */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} text @param {string} name @param {string} type */
export function saveText(text, name, type) {
  download(name, new Blob([text], { type }));
}

/** Twice the size on the screen, for a slide. */
const SCALE = 2;
/** Room around it, in CSS pixels. */
const EDGE = 16;

/**
 * A drawing of ours as a picture.
 * @param {SVGSVGElement} svg
 * @param {string} name
 */
export async function savePng(svg, name) {
  const { copy, width, height } = writtenOut(svg);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = (width + 2 * EDGE) * SCALE;
  canvas.height = (height + 2 * EDGE) * SCALE;
  const context = canvas.getContext("2d");
  if (!context) return;
  context.fillStyle = getComputedStyle(svg).getPropertyValue("--paper");
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, EDGE * SCALE, EDGE * SCALE, width * SCALE, height * SCALE);
  canvas.toBlob((blob) => blob && download(name, blob), "image/png");
}
