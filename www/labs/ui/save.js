//! What a visitor takes along: text to the clipboard, files where the browser puts downloads.

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
  saveBlob(new Blob([text], { type }), name);
}

/** @param {Blob} blob @param {string} name */
export function saveBlob(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** What a style sheet says of a drawing. */
const WRITTEN = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-family",
  "font-weight", "text-anchor", "display", "paint-order", "stroke-linejoin",
];
/** Twice the size on the screen, for a slide. */
const SCALE = 2;
/** Room around it, in CSS pixels. */
const EDGE = 16;

/**
 * A drawing of ours as a picture. Its colors and letters are written into a copy first, since a picture knows no style
 * sheet.
 * @param {SVGSVGElement} svg
 * @param {string} name
 */
export async function savePng(svg, name) {
  const { width, height } = svg.getBoundingClientRect();
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  const [from, to] = [svg, copy].map((one) => [one, ...one.querySelectorAll("*")]);
  from.forEach((node, idx) => {
    const style = getComputedStyle(node);
    for (const key of WRITTEN) {
      to[idx].setAttribute(key, style.getPropertyValue(key));
    }
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = (width + 2 * EDGE) * SCALE;
  canvas.height = (height + 2 * EDGE) * SCALE;
  const context = canvas.getContext("2d");
  if (!context) return;
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, EDGE * SCALE, EDGE * SCALE, width * SCALE, height * SCALE);
  canvas.toBlob((blob) => blob && saveBlob(blob, name), "image/png");
}
