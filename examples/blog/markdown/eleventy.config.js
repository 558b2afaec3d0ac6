// Posts are Markdown, in which HTML is allowed: the figure is one element among the text.

/** @param {any} eleventy */
export default function configure(eleventy) {
  eleventy.addPassthroughCopy("hourglass");
  return { dir: { input: ".", includes: "_includes", output: "_site" }, markdownTemplateEngine: false };
}
