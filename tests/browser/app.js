//! The page in the visitor's terms: what it says and what can be done with it.

import { expect } from "./expect.js";
import { S } from "../../www/strings/strings.js";
import { isStill, listenTo, renewals } from "./stillness.js";

/** The page under test. */
export class App {
  #isHeard = false;

  /** @param {import("@playwright/test").Page} page */
  constructor(page) {
    this.page = page;
    this.status = page.getByRole("banner");
    this.map = page.getByRole("region", { name: S.map.title });
    this.loss = page.getByRole("region", { name: S.loss.title });
    this.pairs = page.getByRole("region", { name: S.pairs.title });
    this.model = page.getByRole("region", { name: S.model.title });
    this.data = page.getByRole("region", { name: S.data.title });
    this.hourglass = page.getByRole("region", { name: S.hourglass.title });
    this.messages = page.getByRole("complementary", { name: S.notices.region });
    this.faults = this.messages.getByRole("alert");
  }

  /** @param {string} [address] what follows the page's own address */
  async open(address = "") {
    if (!this.#isHeard) await listenTo(this.page);
    this.#isHeard = true;
    await this.page.goto(`/${address}`);
  }

  /** @param {string} name @param {import("@playwright/test").Locator} [place] */
  button(name, place = this.status) {
    return place.getByRole("button", { name, exact: true });
  }

  /** Opens the page and holds training up after its first steps. */
  async openPaused() {
    await this.open();
    await this.steps(1);
    await this.pause();
  }

  /** Holds training up, unless it has finished by itself. */
  async pause() {
    const { paused, finished } = S.status.state;
    if (!(await this.hasFinished())) {
      await this.button(S.status.pause).click({ timeout: 10_000 }).catch(async (cause) => {
        if (!(await this.hasFinished())) throw cause;
      });
    }
    await expect.poll(() => this.state().textContent()).toMatch(new RegExp(`^(${paused}|${finished})$`));
    // A step under way when the button was pressed is still shown.
    await this.still();
  }

  /** Trains on, where it is paused or has finished by itself. */
  async play() {
    await this.button(S.status.play).or(this.button(S.status.goOn)).click();
  }

  /** Whether training has finished by itself: a small model has after seconds. */
  async hasFinished() {
    return (await this.state().textContent()) === S.status.state.finished;
  }

  /** Waits until the page, which does not train, has nothing left to do: what it shows then stays. */
  async still() {
    await expect
      .poll(() => isStill(this.page), { message: "nothing left to do", timeout: 30_000, intervals: [50] })
      .toBe(true);
  }

  /** Waits until the map is there: what draws it is loaded after the first step. */
  async mapDrawn() {
    await expect(this.map.getByRole("img")).toHaveAttribute("aria-label", /./);
  }

  /** What the status line says for those who listen. */
  state() {
    return this.status.getByRole("status");
  }

  /** @param {"epoch" | "step" | "speed" | "mse" | "gain"} fact */
  fact(fact) {
    return this.status.locator(`.fact-${fact} dd`);
  }

  /**
   * A fact as a number; NaN while it is not known. To be polled, unless the page is still.
   * @param {"epoch" | "step" | "speed" | "mse" | "gain"} fact
   */
  async number(fact) {
    const text = (await this.fact(fact).textContent()) ?? "";
    return Number.parseFloat(text.replace(/[^\d.eE−-]/g, "").replace("−", "-"));
  }

  /**
   * Does what puts another model in the place of the one there, and waits until its first numbers are shown: until
   * then the page tells the steps of the one before.
   * @param {() => Promise<unknown>} act
   */
  async renewed(act) {
    const before = await renewals(this.page);
    await act();
    await expect.poll(() => renewals(this.page), { message: "another model", timeout: 45_000 }).toBeGreaterThan(before);
  }

  /** Waits until so many more steps are done than now, or than when it is known how many. @param {number} count */
  async more(count) {
    let step = NaN;
    await expect.poll(async () => (step = await this.number("step"))).toBeGreaterThan(0);
    await this.steps(step + count);
  }

  /** Waits until so many steps are done, also where training finishes before. @param {number} count */
  async steps(count) {
    const step = async () => {
      const now = await this.number("step");
      if (now < count && (await this.hasFinished())) await this.play();
      return now;
    };
    await expect.poll(step, { message: `${count} steps`, timeout: 45_000 }).toBeGreaterThanOrEqual(count);
  }

  /** The loss as the chart's description tells it. To be polled, unless the page is still. */
  async trainingLoss() {
    const text = await this.loss.getByRole("img").first().getAttribute("aria-label");
    return Number.parseFloat(/training (?:error|loss) ([\d.]+)/.exec(text ?? "")?.[1] ?? "");
  }

  /**
   * Every picture in a panel of a page that is still, for comparison.
   * @param {import("@playwright/test").Locator} panel
   */
  async pictures(panel) {
    return panel.locator("canvas").evaluateAll((canvases) =>
      canvases.map((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL()));
  }
}
