//! The section of a visitor's own images, in the visitor's terms.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect } from "./expect.js";
import { OWN } from "../../www/strings/own.js";
import { S } from "../../www/strings/strings.js";

/** "Your images" on the page. */
export class OwnPanel {
  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
    this.page = app.page;
    this.region = app.page.getByRole("region", { name: OWN.title, exact: true });
    this.pad = this.region.getByRole("application", { name: OWN.add.pad });
    this.cells = this.region.getByRole("listbox", { name: OWN.tray.label }).getByRole("option");
    this.train = this.region.locator(".own-train-button");
  }

  /** Opens the section from the data panel. */
  async open() {
    await this.app.data.getByRole("button", { name: new RegExp(`^(${S.data.own.use}|${S.data.own.edit})$`) }).click();
    await expect(this.region).toBeVisible();
    await expect(this.pad).toBeVisible();
  }

  /** @param {string} name */
  button(name) {
    return this.region.getByRole("button", { name, exact: true });
  }

  /** Opens a part by its title. @param {string} title */
  async part(title) {
    const part = this.region.locator("details", { has: this.page.getByRole("heading", { name: title, exact: true }) });
    if ((await part.getAttribute("open")) === null) await part.locator("summary").click();
    return part;
  }

  /**
   * Draws a bent line on the pad, another one for each number, and adds it.
   * @param {number} n
   * @param {"key" | "button"} [how]
   */
  async draw(n, how = "key") {
    // Waits until the pad no longer moves and nothing lies on it.
    await this.pad.hover();
    const box = await this.pad.boundingBox();
    if (!box) throw new Error("the pad is not to be seen");
    const at = (/** @type {number} */ x, /** @type {number} */ y) =>
      /** @type {const} */ ([box.x + x * box.width, box.y + y * box.height]);
    const before = await this.count();
    await this.page.mouse.move(...at(0.2, 0.2 + 0.05 * (n % 10)));
    await this.page.mouse.down();
    await this.page.mouse.move(...at(0.8, 0.3), { steps: 3 });
    await this.page.mouse.move(...at(0.3 + 0.04 * (n % 7), 0.8), { steps: 3 });
    await this.page.mouse.up();
    // What is drawn becomes ink in the next frame.
    await expect(this.button(OWN.add.button)).not.toHaveAttribute("aria-disabled", "true");
    if (how === "key") await this.pad.press("a");
    else await this.button(OWN.add.button).click();
    await this.holds(before + 1);
  }

  /** How many pictures the section's caption counts. */
  async count() {
    const text = (await this.region.locator(".caption").first().textContent()) ?? "";
    return Number.parseInt(text.replaceAll(",", ""), 10) || 0;
  }

  /** Waits until there are so many pictures. @param {number} pictures */
  async holds(pictures) {
    await expect.poll(() => this.count(), { message: `${pictures} pictures`, timeout: 30_000 }).toBe(pictures);
  }

  /**
   * The names of the classes and how many pictures each has; those without one last.
   * @returns {Promise<Record<string, number>>}
   */
  async classes() {
    const rows = this.region.getByRole("list", { name: OWN.tray.classes }).getByRole("listitem");
    const found = await rows.evaluateAll((items) =>
      items
        .filter((item) => !(/** @type {HTMLElement} */ (item).hidden))
        .map((item) => [
          item.querySelector("input")?.value ?? item.firstElementChild?.textContent,
          Number((item.querySelector(".own-count")?.textContent ?? "").replaceAll(",", "")),
        ]),
    );
    return Object.fromEntries(found);
  }

  /** What the tray's first places show, as gray levels. @param {number} count @returns {Promise<number[][]>} */
  async pixels(count) {
    return this.cells.locator("canvas").evaluateAll((canvases, most) => canvases.slice(0, most).map((canvas) => {
      const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
      const data =
        /** @type {HTMLCanvasElement} */ (canvas).getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
      return Array.from({ length: width * height }, (_, px) => data[4 * px]);
    }), count);
  }

  /** The same as short texts, for comparison. @param {number} count */
  async looks(count) {
    return (await this.pixels(count)).map((pixels) =>
      createHash("sha256").update(Buffer.from(pixels)).digest("hex").slice(0, 12),
    );
  }

  /** Waits until nothing is being read any more, and gives the whole list as it is copied, a line a file. */
  async lines() {
    const part = await this.reported();
    await part.getByText(OWN.report.all, { exact: true }).click();
    await this.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await this.button(OWN.report.copy).click();
    await expect(part.getByText(OWN.report.copied)).toBeVisible();
    return (await this.page.evaluate(() => navigator.clipboard.readText())).split("\n");
  }

  /** Waits until nothing is being read any more; the list of what happened. */
  async reported() {
    await expect(this.region.locator("details.own-report")).toBeVisible({ timeout: 45_000 });
    await expect(this.region.getByRole("progressbar")).toBeHidden({ timeout: 45_000 });
    return this.part(OWN.report.title);
  }

  /** Waits until the model trains on these pictures. @param {number} [steps] */
  async trains(steps = 5) {
    // A page that did not train before does not train then. While it loads or restarts, it does not say which it will.
    const { paused, training, finished } = S.status.state;
    await expect(this.app.state()).toHaveText(new RegExp(`^(${paused}|${training}|${finished})$`));
    const isPaused = (await this.app.state().textContent()) === paused;
    await this.app.renewed(() => this.train.click());
    await expect
      .poll(() => this.page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get("data")))
      .toBe("own");
    if (isPaused) await this.app.play();
    await expect(this.app.pairs.locator("canvas").first()).toBeVisible();
    await this.app.steps(steps);
  }

  /** Waits until what there is has been written down. */
  async kept() {
    await this.part(OWN.keep.title);
    await expect(this.region.getByText(OWN.keep.saved, { exact: true })).toBeVisible({ timeout: 20_000 });
  }

  /** What a button saves. @param {string} name */
  async saves(name) {
    const [download] = await Promise.all([this.page.waitForEvent("download"), this.button(name).click()]);
    return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
  }
}

/** Opens the page and the section on it. @param {import("./app.js").App} app */
export async function opened(app) {
  await app.openPaused();
  const own = new OwnPanel(app);
  await own.open();
  return own;
}

/**
 * Opens the page, draws so many pictures and trains on them; at rest then.
 * @param {import("./app.js").App} app
 * @param {string} address
 * @param {number} drawings
 * @param {number} steps
 */
export async function openWithDrawings(app, address, drawings, steps) {
  await app.open(address);
  await app.steps(1);
  await app.pause();
  const own = new OwnPanel(app);
  await own.open();
  for (let n = 0; n < drawings; n += 1) await own.draw(n);
  await own.trains(steps);
  await app.pause();
  return own;
}
