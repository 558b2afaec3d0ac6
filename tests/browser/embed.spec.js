//! Figures in an article: they train when they are seen, say how it goes, and leave nothing behind.

import { EMBED } from "../../www/strings/embed.js";
import { COMPRESS } from "../../www/strings/labs-compress.js";
import { S } from "../../www/strings/strings.js";
import { openArticle, stepOf, toldBy } from "./article.js";
import { expect, test, testOnSources } from "./fixtures.js";

const FAR = `<p style="height:3000px">Much text.</p>`;
const figure = (/** @type {string} */ attributes, id = "a") =>
  `<hourglass-figure id="${id}" ${attributes}></hourglass-figure>`;
/** Locators look into shadow roots. @param {import("@playwright/test").Page} page */
const partsOf = (page) => page.locator("#a");

testOnSources("trains when it is seen, stops at its step with the library's own bits, and says so", async ({ page }) => {
  await openArticle(page, { body: figure(`seed="7" steps="40" show="loss"`) });
  await expect.poll(() => toldBy(page, "a", "finished"), { timeout: 30_000 }).toHaveLength(1);
  const [{ step, loss }] = await toldBy(page, "a", "finished");
  expect(step).toBe(40);
  expect(await toldBy(page, "a", "ready")).toHaveLength(1);
  await expect(partsOf(page).getByText(EMBED.reached(40))).toBeVisible();
  const same = await page.evaluate(async (files) => {
    const [{ Hourglass }, { openPack }, { PACKS }] = await Promise.all(files.map((file) => import(file)));
    const base = new URL("/www/data/", location.href);
    const { first, heldOut, total, rest } = await openPack(PACKS.digits.files, { base });
    const hourglass = await Hourglass.create({
      config: { seed: 7 }, images: { ...first, total }, labels: first.labels, heldOut: { images: heldOut },
    });
    for await (const part of rest) await hourglass.append(part, part.labels);
    const report = await hourglass.train({ steps: 40 });
    hourglass.dispose();
    return report.loss;
  }, ["/www/hourglass.js", "/www/data/packs.js", "/www/data/pack-table.js"]);
  expect(loss).toBe(same);
  // It goes on beyond its step when it is asked to.
  await partsOf(page).getByRole("button", { name: S.status.goOn }).click();
  await expect.poll(() => stepOf(page, "a")).toBeGreaterThan(40);
});

test("pauses off the screen, and of three that are seen two train, or one where cores are few", async ({ page }) => {
  const two = figure(`show="loss"`, "b") + figure(`show="loss"`, "c");
  await openArticle(page, {
    head: "<style>hourglass-figure { max-height: 200px; overflow: hidden }</style>",
    body: figure(`show="loss"`) + two + FAR,
  });
  const training = () => page.evaluate(async () => {
    /** @type {{told: {id: string, detail: any}[]}} */
    const { told } = /** @type {any} */ (window);
    const steps = () => new Map(told.map((one) => [one.id, one.detail?.step]));
    const before = steps();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const after = steps();
    return [...after].filter(([id, step]) => step !== before.get(id)).map(([id]) => id).sort();
  });
  const most = await page.evaluate(() => Math.max(1, Math.min(2, navigator.hardwareConcurrency - 1)));
  await expect.poll(async () => (await training()).length, { timeout: 30_000 }).toBe(most);
  // Asked for by hand, the third has its turn, and one of the two waits. One trains before the others have come.
  const waiting = () => page.evaluate((words) => ["a", "b", "c"].filter((id) =>
    document.getElementById(id)?.shadowRoot?.textContent?.includes(words)), EMBED.turn);
  await expect.poll(async () => (await waiting()).length).toBe(3 - most);
  const [third] = await waiting();
  await page.evaluate((id) => /** @type {any} */ (document.getElementById(id ?? "")).play(), third);
  expect(third).toBeDefined();
  await expect.poll(async () => (await training()).includes(third ?? "")).toBe(true);
  await expect.poll(async () => (await training()).length).toBe(most);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await expect.poll(training).toEqual([]);
  await page.evaluate(() => scrollTo(0, 0));
  await expect.poll(async () => (await training()).length).toBe(most);
});

test("a moved figure trains on; a removed one leaves no worker, and goes on where it was when it is back", async (
  { page },
) => {
  await openArticle(page, { body: `${figure(`show="loss"`)}<section></section>` });
  await expect.poll(() => stepOf(page, "a"), { timeout: 30_000 }).toBeGreaterThan(5);
  expect(page.workers()).toHaveLength(1);
  await page.evaluate(() => document.querySelector("section")?.append(document.querySelector("#a") ?? ""));
  const moved = await stepOf(page, "a");
  await expect.poll(() => stepOf(page, "a")).toBeGreaterThan(moved + 5);
  expect(page.workers()).toHaveLength(1);
  await page.evaluate(() => {
    const element = /** @type {Element} */ (document.querySelector("#a"));
    Object.assign(window, { element });
    element.remove();
  });
  await expect.poll(() => page.workers().length).toBe(0);
  const left = await stepOf(page, "a");
  // What was trained can be saved also while it is nowhere.
  const saved = await page.evaluate(async () => (await /** @type {any} */ (window).element.save()).length);
  expect(saved).toBeGreaterThan(1000);
  await page.evaluate(() => document.querySelector("section")?.append(/** @type {any} */ (window).element));
  await expect.poll(async () => (await toldBy(page, "a", "ready")).length, { timeout: 30_000 }).toBe(2);
  await expect.poll(() => stepOf(page, "a")).toBeGreaterThan(left);
  const steps = (await toldBy(page, "a", "snapshot")).map(({ step }) => step);
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
});

test("a run survives quick returns, and attributes that are none of the model's", async ({ page }) => {
  await openArticle(page, { body: figure(`show="loss"`) });
  await expect.poll(() => stepOf(page, "a"), { timeout: 30_000 }).toBeGreaterThan(20);
  const saved = await page.evaluate(async () => {
    const one = /** @type {any} */ (document.querySelector("#a"));
    const sizes = [];
    for (const wait of [0, 5, 50, 100, 300]) {
      one.remove();
      sizes.push((await one.save()).length);
      one.setAttribute("theme", wait % 2 ? "dark" : "light");
      one.setAttribute("show", wait % 2 ? "map" : "loss");
      document.querySelector("main")?.append(one);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    return sizes;
  });
  for (const size of saved) expect(size).toBe(saved[0]);
  await expect.poll(() => stepOf(page, "a"), { timeout: 30_000 }).toBeGreaterThan(21);
  expect((await toldBy(page, "a", "snapshot")).filter(({ step }) => step === 0).length).toBeLessThan(3);
  expect(await toldBy(page, "a", "error")).toEqual([]);
  // Another seed is another model: there the run ends.
  await page.evaluate(() => {
    const one = /** @type {any} */ (document.querySelector("#a"));
    one.remove();
    one.seed = 5;
    one.steps = 3;
    document.querySelector("main")?.append(one);
  });
  await expect.poll(async () => (await toldBy(page, "a", "finished")).at(-1)?.step, { timeout: 30_000 }).toBe(3);
});

test("another step to stop at holds at once, and methods come in their order", async ({ page }) => {
  await openArticle(page, { body: figure(`show="loss" steps="100000"`) });
  await expect.poll(() => stepOf(page, "a"), { timeout: 30_000 }).toBeGreaterThan(5);
  const goal = await page.evaluate(() => {
    const one = /** @type {any} */ (document.querySelector("#a"));
    const { told } = /** @type {any} */ (window);
    return (one.steps = told.at(-1).detail.step + 150);
  });
  await expect.poll(async () => (await toldBy(page, "a", "finished")).at(-1)?.step, { timeout: 30_000 }).toBe(goal);
  await page.evaluate(async () => {
    const one = /** @type {any} */ (document.querySelector("#a"));
    await one.pause();
    void one.reset();
    one.steps = 25;
    void one.play();
  });
  await expect.poll(async () => (await toldBy(page, "a", "finished")).at(-1)?.step, { timeout: 30_000 }).toBe(25);
});

test("a model for each configuration, said by an event, and what cannot be is refused in words", async ({ page }) => {
  await openArticle(page, { body: figure(`show="map" autoplay="no" config='{"bottleneck":{"latentDim":1e9}}'`) });
  await expect(partsOf(page).getByRole("alert")).toContainText("bottleneck.latentDim");
  const set = (/** @type {object} */ patch) => page.evaluate((given) => {
    Object.assign(/** @type {any} */ (document.querySelector("#a")), given);
  }, patch);
  const dims = async () => (await toldBy(page, "a", "ready")).map(({ config }) => config.bottleneck.latentDim);
  await set({ config: { bottleneck: { latentDim: 5 } } });
  await expect.poll(async () => (await dims()).at(-1), { timeout: 30_000 }).toBe(5);
  await set({ config: { bottleneck: { latentDim: 5 }, weightDecay: 0.01 } });
  await expect.poll(async () => (await toldBy(page, "a", "ready")).at(-1)?.config.weightDecay).toBeCloseTo(0.01, 6);
  await set({ config: { nonsense: 1 } });
  await expect.poll(async () => (await toldBy(page, "a", "error")).at(-1)?.message).toContain("nonsense");
});

test("what is asked for while the images are on their way holds, too", async ({ page }) => {
  /** @type {() => void} */
  let letGo = () => {};
  const held = new Promise((resolve) => (letGo = () => resolve(null)));
  await page.route("**/mnist-train-images*", async (route) => {
    await held;
    await route.continue();
  });
  await openArticle(page, { body: figure(`show="loss" autoplay="no"`) });
  await expect(partsOf(page).locator(".embed-play")).toBeVisible();
  await page.evaluate(() => {
    Object.assign(/** @type {any} */ (document.querySelector("#a")), { seed: 9, preset: "variational", steps: 4 });
  });
  await expect(partsOf(page).getByText("seed9")).toBeVisible();
  letGo();
  await expect.poll(() => toldBy(page, "a", "ready"), { timeout: 30_000 }).toHaveLength(1);
  const [{ config }] = await toldBy(page, "a", "ready");
  expect([config.seed, config.bottleneck.kind]).toEqual([9, "variational"]);
});

testOnSources("where its scripts do not come the figure says so, and can be asked for again", async ({ page, watch }) => {
  watch.allow(/Failed to load resource|net::ERR_FAILED/);
  await page.route("**/embed/figure.js", (route) => route.abort());
  await openArticle(page, { body: figure(`show="loss"`) });
  await expect(partsOf(page).getByText("could not be loaded")).toBeVisible();
  await page.unroute("**/embed/figure.js");
  await partsOf(page).getByRole("button", { name: "Try again" }).click();
  await expect.poll(() => stepOf(page, "a"), { timeout: 30_000 }).toBeGreaterThan(0);
});

test("methods: pause, step, reset, play and save", async ({ page }) => {
  await openArticle(page, { body: figure(`autoplay="no" show="loss" controls="play,step,reset,seed"`) });
  const call = (/** @type {string} */ method) =>
    page.evaluate((name) => /** @type {any} */ (document.querySelector("#a"))[name](), method);
  await call("step");
  await expect.poll(() => stepOf(page, "a")).toBe(1);
  await call("step");
  await expect.poll(() => stepOf(page, "a")).toBe(2);
  await call("play");
  await expect.poll(() => stepOf(page, "a")).toBeGreaterThan(10);
  await call("pause");
  await expect(partsOf(page).getByRole("button", { name: S.status.play })).toBeVisible();
  const file = await page.evaluate(async (library) => {
    const { Hourglass } = await import(library);
    const bytes = await /** @type {any} */ (document.querySelector("#a")).save();
    const images = { data: new Uint8Array(784), count: 1, width: 28, height: 28, channels: 1 };
    const other = await Hourglass.create({ images });
    await other.load(bytes);
    const { step } = other;
    other.dispose();
    return step;
  }, "/www/hourglass.js");
  expect(file).toBeGreaterThan(10);
  await call("reset");
  await expect.poll(() => stepOf(page, "a")).toBe(0);
});

test("attributes that change reach the model, and wrong ones are said and left out", async ({ page }) => {
  const nonsense = `preset="<img src=x onerror=alert(1)>" seed="1e99" steps="-3" show="map,__proto__,map"
    controls="play,constructor" data="../../etc" theme="pink" autoplay="no" config='{"__proto__":{"a":1},'`;
  await openArticle(page, { body: figure(nonsense) });
  await expect(partsOf(page).getByText(EMBED.attribute("seed", "1e99", "0-4294967295"))).toBeVisible();
  for (const name of ["preset", "steps", "show", "controls", "data", "theme", "config"]) {
    await expect(partsOf(page).getByText(new RegExp(`^${name}: “`))).toBeVisible();
  }
  await expect.poll(() => toldBy(page, "a", "ready"), { timeout: 30_000 }).toHaveLength(1);
  expect(await partsOf(page).locator("img").count()).toBe(0);
  await page.evaluate(() => {
    const one = /** @type {any} */ (document.querySelector("#a"));
    Object.assign(one, { preset: "variational", seed: 5, steps: 30, show: ["loss"], controls: "play,beta" });
    one.theme = "dark";
    for (const name of ["data", "config", "autoplay"]) one.removeAttribute(name);
  });
  await expect(partsOf(page).getByText("is not possible and is left out")).toHaveCount(0);
  await expect(partsOf(page).getByRole("slider")).toHaveCount(1);
  await expect(partsOf(page).getByRole("region", { name: S.map.title })).toHaveCount(0);
  await page.evaluate(() => /** @type {any} */ (document.querySelector("#a")).play());
  await expect.poll(async () => (await toldBy(page, "a", "finished")).at(-1)?.step, { timeout: 30_000 }).toBe(30);
  expect((await toldBy(page, "a", "snapshot")).at(-1).kl).toBeGreaterThan(0);
});

test("a lab in a figure finds what it finds on the page, and its worker ends with the figure", async ({ page }) => {
  const config = `config='{"architecture":{"hidden":[16]},"bottleneck":{"latentDim":4}}'`;
  await openArticle(page, { body: figure(`show="compress" controls="play" steps="30" ${config}`) });
  await expect.poll(() => toldBy(page, "a", "finished"), { timeout: 30_000 }).toHaveLength(1);
  await partsOf(page).getByRole("button", { name: COMPRESS.run, exact: true }).click();
  await expect(partsOf(page).locator(".lab-found").first()).toBeVisible({ timeout: 40_000 });
  expect(page.workers().length).toBeGreaterThan(1);
  await page.evaluate(() => document.querySelector("#a")?.remove());
  await expect.poll(() => page.workers().length).toBe(0);
});
