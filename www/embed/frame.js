//! A figure that fills a frame: the same by the frame's address, `index.html?embed&preset=…`.

/** Replaces the page by a figure, and tells the page around how high it is. It listens to nobody. */
export async function openFrame() {
  const { ATTRIBUTES, HourglassFigure } = await import("../embed.js");
  const given = new URLSearchParams(location.search);
  const figure = new HourglassFigure();
  for (const name of ATTRIBUTES) {
    const value = given.get(name);
    if (value !== null) figure.setAttribute(name, value);
  }
  figure.toggleAttribute("data-frame", true);
  document.body.replaceChildren(figure);
  if (parent === self) return;
  let last = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(figure.getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    // Whoever embeds the frame may know its height; it says nothing else.
    parent.postMessage({ type: "hourglass-height", height }, "*");
  }).observe(figure);
}
