//! Find the odd one out: what is normal, who finds the odd ones, a threshold, new pictures, a fault that is drawn.

import { readFile } from "node:fs/promises";
import { LABS } from "../../www/strings/labs.js";
import { ODD } from "../../www/strings/labs-odd-one-out.js";
import { OWN } from "../../www/strings/own.js";
import { expect, test } from "./fixtures.js";
import { openWithDrawings } from "./own-app.js";

const SMALL = "#v=1&lab=odd-one-out&hidden=16&code=4";
/** A run may wait for the images and for a worker: a slow machine takes its time. */
const LONG = { timeout: 45_000 };

test.describe.configure({ timeout: 120_000 });

/** @param {import("./app.js").App} app */
function parts({ page }) {
  const lab = page.getByRole("tabpanel", { name: LABS.titles["odd-one-out"].title });
  return {
    lab,
    run: lab.locator(".lab-run").first(),
    verdict: lab.locator(".lab-verdict"),
    table: lab.getByRole("table", { name: ODD.table }),
    slider: lab.getByRole("slider", { name: ODD.histogram.threshold }),
    facts: lab.locator(".lab-odd-facts").first().locator("dd"),
    ranked: lab.getByRole("table", { name: ODD.arrivals.table }),
    pad: lab.getByRole("application", { name: ODD.fault.canvas }),
    now: lab.locator(".lab-odd-watch dd").nth(1),
  };
}

/** Opens the lab once all images are there, with few epochs. @param {import("./app.js").App} app */
async function open(app, address = SMALL, epochs = "4") {
  await app.open(address);
  const found = parts(app);
  await expect(found.lab.getByRole("checkbox").first()).toBeVisible(LONG);
  await app.steps(80);
  await app.pause();
  await found.lab.getByRole("spinbutton").fill(epochs);
  return found;
}

/** Runs the lab and waits for its rivals. @param {ReturnType<typeof parts>} found */
async function judge({ run, table }) {
  await run.click();
  await expect(table.getByRole("row")).toHaveCount(5, LONG);
}

test("a model of one class is set against its rivals, one threshold gives the same numbers everywhere, and a fault is drawn", async ({ app, page }) => {
  const { lab, run, verdict, table, slider, facts, ...found } = await open(app);
  await judge({ run, table, lab, verdict, slider, facts, ...found });
  await expect(verdict).toContainText(/0\.\d{3} against 0\.\d{3}|equally well/);
  await expect(run).toHaveText(ODD.again);
  const area = Number((await table.getByRole("row").nth(1).getByRole("cell").first().textContent())?.slice(0, 5));
  expect(area).toBeGreaterThan(0.8);

  // At first at most 5 % of the normal images are called odd.
  const values = async () => (await facts.allTextContents()).map(Number.parseFloat);
  const [recall, , alarms] = await values();
  expect(alarms).toBeLessThanOrEqual(5);
  const here = lab.locator(".lab-chart title", { hasText: ODD.roc.threshold });
  const same = async () => {
    const [found, , wrong] = await facts.allTextContents();
    await expect(here.first()).toHaveText(ODD.roc.here(wrong, found));
  };
  await same();
  await slider.focus();
  for (let times = 0; times < 3; times += 1) await page.keyboard.press("PageUp");
  expect((await values())[0]).toBeLessThan(recall);
  await same();
  await page.keyboard.press("Home");
  await expect(facts).toHaveText(["100 %", /%$/, "100 %"]);
  const least = Number(await slider.getAttribute("aria-valuemin"));
  await expect(slider).toHaveAttribute("aria-valuetext", ODD.histogram.value(least));

  const box = await slider.locator("circle").boundingBox();
  if (!box) throw new Error("the threshold is not to be seen");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 150, box.y + 40, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await values())[2]).toBeLessThan(100);
  await same();
  const saved = page.waitForEvent("download");
  await lab.getByRole("button", { name: LABS.csv }).first().click();
  const csv = await readFile(await (await saved).path(), "utf8");
  expect(csv.split("\n")[1]).toMatch(new RegExp(`^${ODD.rows.ours},0\\.\\d+,0\\.\\d+ to `));
  await drawFaults(app);
});

test("what cannot be told apart is refused in words, and training can be stopped", async ({ app }) => {
  const { lab, run, verdict, table, ...found } = await open(app, SMALL, "0");
  const { refusals } = ODD;
  await run.click();
  await expect(lab).toContainText(refusals.epochs(1, 1000));
  await lab.getByRole("spinbutton").fill("1000");
  await expect(lab).not.toContainText(refusals.epochs(1, 1000));
  const boxes = lab.getByRole("group", { name: ODD.classes }).getByRole("checkbox");
  const chips = lab.getByRole("group", { name: ODD.classes }).locator(".chip");
  await chips.first().click();
  await run.click();
  await expect(lab).toContainText(refusals.noClass);
  for (let idx = 0; idx < await boxes.count(); idx += 1) await chips.nth(idx).click();
  await run.click();
  await expect(lab).toContainText(refusals.allClasses);
  await chips.first().click();

  await run.click();
  await expect(lab.getByRole("progressbar")).toBeVisible();
  await lab.getByRole("button", { name: LABS.cancel, exact: true }).click();
  await expect(lab).toContainText(LABS.cancelledEarly);
  await expect(verdict).toBeHidden();
  // Another run begins where that one was stopped.
  await lab.getByRole("spinbutton").fill("1");
  await judge({ lab, run, verdict, table, ...found });
});

test("the whole set is normal: the page's model ranks pictures that are dropped onto the lab, and only there", async ({ app, page }) => {
  const { lab, run, verdict, table, slider, facts, ranked } = await open(app);
  await lab.locator(".chip", { hasText: ODD.modes.whole }).click();
  await expect(run).toHaveText(ODD.runPage);
  await run.click();
  await expect(verdict).toHaveText(ODD.whole(2000), LONG);
  await expect(table).toBeHidden();
  await expect(facts).toHaveText(["5.0 %"]);

  await lab.evaluate(async (node) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 20 });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const transfer = new DataTransfer();
    for (const color of ["#fff", "#000"]) {
      context.fillStyle = color;
      context.fillRect(0, 0, 40, 20);
      const blob = await new Promise((resolve) => canvas.toBlob(resolve));
      transfer.items.add(new File([/** @type {Blob} */ (blob)], `${color.slice(1)}.png`, { type: "image/png" }));
    }
    transfer.items.add(new File(["no picture"], "words.png", { type: "image/png" }));
    const target = /** @type {Element} */ (node.querySelector(".lab-verdict"));
    for (const type of ["dragenter", "dragover", "drop"]) {
      target.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }
  });
  await expect(ranked.getByRole("row")).toHaveCount(3, LONG);
  await expect(lab).toContainText(ODD.arrivals.unreadable("words.png"));
  const first = ranked.getByRole("row").nth(1);
  await expect(first).toContainText("fff.png");
  await expect(first).toContainText("100 %");
  await expect(first.getByRole("cell").last()).toHaveText(ODD.arrivals.odd);
  // The threshold decides about them too.
  await slider.focus();
  await page.keyboard.press("Home");
  await expect(ranked.getByRole("row").nth(2).getByRole("cell").last()).toHaveText(ODD.arrivals.odd);
  await expect(page.getByRole("region", { name: OWN.title, exact: true })).toBeHidden();
  const saved = page.waitForEvent("download");
  await lab.getByRole("button", { name: LABS.csv }).last().click();
  const csv = await readFile(await (await saved).path(), "utf8");
  expect(csv.split("\n")[1]).toMatch(/^fff\.png,1,\d[\d.]*,1,/);
  await lab.getByRole("button", { name: ODD.arrivals.clear }).click();
  await expect(ranked).toBeHidden();
});

/**
 * A fault that is drawn by mouse or keyboard raises the score, and a cleared one leaves it as it was.
 * @param {import("./app.js").App} app
 */
async function drawFaults(app) {
  const { page } = app;
  const { lab, pad, now } = parts(app);
  const before = await lab.locator(".lab-odd-watch dd").first().textContent() ?? "";
  await expect(now).toHaveText(before, LONG);
  await pad.scrollIntoViewIfNeeded();
  await pad.hover();
  const box = await pad.boundingBox();
  if (!box) throw new Error("the image is not to be seen");
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 20, box.y + 20, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => Number(await now.textContent()), LONG).toBeGreaterThan(Number(before));
  await lab.getByRole("button", { name: ODD.fault.clear, exact: true }).click();
  await expect(now).toHaveText(before, LONG);

  await pad.focus();
  for (let times = 0; times < 13; times += 1) await page.keyboard.press("ArrowUp");
  await expect(now).toHaveText(before);
  await page.keyboard.press("Space");
  for (let times = 0; times < 6; times += 1) await page.keyboard.press("ArrowRight");
  await expect.poll(async () => Number(await now.textContent()), LONG).toBeGreaterThan(Number(before));
  await lab.getByRole("button", { name: ODD.fault.another }).click();
  await expect(now).toHaveText(await lab.locator(".lab-odd-watch dd").first().textContent() ?? "", LONG);
}

test("of a set without classes everything is normal, and it is said that it was trained on", async ({ app }) => {
  await openWithDrawings(app, SMALL, 3, 3);
  const { lab, run, verdict, table } = parts(app);
  await expect(run).toHaveText(ODD.runPage);
  await lab.locator(".chip", { hasText: ODD.modes.classes }).click();
  await run.click();
  await expect(lab).toContainText(ODD.refusals.noLabels);
  await lab.getByRole("button", { name: ODD.modes.whole, exact: true }).click();
  await expect(lab).not.toContainText(ODD.refusals.noLabels);
  await lab.locator(".chip", { hasText: ODD.models.own }).click();
  await lab.getByRole("spinbutton").fill("2");
  await run.click();
  await expect(verdict).toContainText(/held-out image/, LONG);
  await expect(table).toBeHidden();
});

test.describe("under a finger", () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test("a fault is drawn and the threshold dragged without scrolling the page", async ({ app, page }) => {
    const { lab, pad, now, slider, ...found } = await open(app, SMALL, "1");
    await judge({ lab, pad, now, slider, ...found });
    const session = await page.context().newCDPSession(page);
    /** @param {import("@playwright/test").Locator} on @param {[number, number]} by */
    const drag = async (on, [right, down]) => {
      await on.evaluate((node) => node.scrollIntoView({ block: "center", behavior: "instant" }));
      const box = await on.boundingBox();
      if (!box) throw new Error("it is not to be seen");
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      // Where it is seen: what still changes above it moves the scroll bar and nothing on the screen.
      const top = () => on.evaluate((node) => Math.round(node.getBoundingClientRect().top));
      const before = await top();
      const touch = async (/** @type {any} */ type, /** @type {{x: number, y: number}[]} */ touchPoints) =>
        session.send("Input.dispatchTouchEvent", { type, touchPoints });
      await touch("touchStart", [{ x, y }]);
      for (let step = 1; step <= 5; step += 1) {
        await touch("touchMove", [{ x: x + (right * step) / 5, y: y + (down * step) / 5 }]);
      }
      await touch("touchEnd", []);
      expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(1);
    };
    const threshold = async () => Number(await slider.getAttribute("aria-valuenow"));
    const from = await threshold();
    await drag(slider.locator("rect"), [60, -100]);
    await expect.poll(threshold).toBeGreaterThan(from);
    const score = await now.textContent() ?? "";
    expect(Number(score)).toBeGreaterThan(0);
    await drag(pad, [60, 110]);
    await expect(now).not.toHaveText(score, LONG);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
