//! Files through the intake, on a page with nothing else.

export const PREPARATION = { size: 28, channels: 1, fit: "fit", center: false, invert: false, normalize: false };

/**
 * What the intake makes of files, the pictures that come of them, and how many each class has; those without one under
 * "".
 * @param {import("@playwright/test").Page} page
 * @param {import("./corpus.js").Brought[]} files
 * @param {object} [preparation]
 */
export function takeIn(page, files, preparation = PREPARATION) {
  return page.evaluate(async ({ given, how }) => {
    const address = "/www/own/intake.js";
    const { createIntake } = await import(address);
    const intake = createIntake();
    const sources = given.map(({ path, start, fill = "", times = 0 }) => {
      const bytes = Uint8Array.from(atob(start), (character) => character.charCodeAt(0));
      return { path, file: new File([bytes, fill.repeat(times)], path) };
    });
    /** @type {number[][]} */
    const pictures = [];
    /** @type {Record<string, number>} */
    const classes = {};
    let saved = 0;
    const all = await intake.take(sources, how, {
      onBlock(/** @type {any} */ { data, count, opened, labels, classNames }) {
        if (opened) saved += opened.labels.length + opened.drawingLabels.length;
        const each = data.length / count;
        for (let at = 0; at < count; at += 1) {
          pictures.push([...data.subarray(at * each, (at + 1) * each)]);
          const name = classNames[labels[at]] ?? "";
          classes[name] = (classes[name] ?? 0) + 1;
        }
      },
    });
    intake.dispose();
    return { all, pictures, saved, classes };
  }, { given: files, how: preparation });
}
