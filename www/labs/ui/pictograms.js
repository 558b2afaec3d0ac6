//! The small pictures that the labs open with.

const SVG = "http://www.w3.org/2000/svg";

/**
 * A picture of shapes on a field of 160 × 64; the style sheet colors them.
 * @param {string} name What it shows, in words.
 * @param {[name: string, attributes: Record<string, string | number>][]} shapes
 */
export function pictogram(name, shapes) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 160 64");
  svg.setAttribute("class", "lab-pictogram");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", name);
  for (const [shape, attributes] of shapes) {
    const node = document.createElementNS(SVG, shape);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
    svg.append(node);
  }
  return svg;
}

/** A pictogram's image: a frame with a stroke in it. @param {number} x @param {string} [kind] @returns {any[]} */
export const imageShape = (x, kind = "ink") => [
  ["rect", { class: "frame", x, y: 10, width: 44, height: 44 }],
  ["path", { class: kind, d: `M${x + 14} 22q8 -8 16 0t-4 14q-6 4 -12 8h18` }],
];

/** An image of something else. @param {number} x @returns {any[]} */
export const otherShape = (x) => [
  ["rect", { class: "frame", x, y: 10, width: 44, height: 44 }],
  ["path", { class: "soft", d: `M${x + 24} 18l-10 18h18m-6 -10v20` }],
];

/** An arrow. @param {number} x @returns {any[]} */
export const arrowShape = (x) => [["path", { class: "arrow", d: `M${x} 32h12m-4 -4l4 4l-4 4` }]];
