//! Drawings that need no style sheet.

/** What a style sheet says of a drawing. */
const WRITTEN = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-family",
  "font-weight", "text-anchor", "display", "paint-order", "stroke-linejoin",
];

/**
 * A copy of a drawing of ours that needs no style sheet: its colors and letters are written into it.
 * @param {SVGSVGElement} svg
 */
export function writtenOut(svg) {
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
  return { copy, width, height };
}
