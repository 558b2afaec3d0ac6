//! Firefox and WebKit as the smoke test needs them: what it asks of each is the same.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import puppeteer from "puppeteer-core";
import { Builder, Capabilities } from "selenium-webdriver";

/**
 * @typedef {object} Driver
 * @property {string} name With its version.
 * @property {(address: string) => Promise<void>} open
 * @property {() => Promise<void>} enter From now on the frame in the page is the page that is meant.
 * @property {() => Promise<void>} leave And no longer.
 * @property {(width: number, height: number) => Promise<void>} resize Of what the page has for itself.
 * @property {<Args extends unknown[], Result>(work: (...args: Args) => Result | Promise<Result>, ...args: Args) =>
 *   Promise<Result>} evaluate
 *   Runs a function that knows nothing of its surroundings in the page.
 * @property {string[]} faults What the browser itself reports, besides what the page hears.
 * @property {() => Promise<void>} close
 */

/**
 * Firefox over WebDriver BiDi, which also reports what goes wrong in workers.
 * @param {string} program
 * @returns {Promise<Driver>}
 */
export async function firefox(program) {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: program, headless: true });
  const page = await browser.newPage();
  /** @type {string[]} */
  const faults = [];
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`uncaught: ${error}`));
  /** @type {import("puppeteer-core").Page | import("puppeteer-core").Frame} */
  let place = page;
  return {
    name: (await browser.version()).replace("/", " "),
    faults,
    async open(address) {
      place = page;
      await page.goto(address);
    },
    async enter() {
      [place] = page.mainFrame().childFrames();
    },
    async leave() {
      place = page;
    },
    resize: (width, height) => page.setViewport({ width, height }),
    evaluate: (work, ...args) => /** @type {Promise<any>} */ (place.evaluate(/** @type {any} */ (work), ...args)),
    close: () => browser.close(),
  };
}

/** The longest that a script in WebKit may take, in ms. */
const SCRIPT = 120_000;

/**
 * WebKitGTK's own small browser on a screen that nobody sees. Of faults it reports nothing.
 * @param {{driver: string, browser: string, screen: string}} programs WebKitWebDriver, MiniBrowser and xvfb-run.
 * @returns {Promise<Driver>}
 */
export async function webkit({ driver: program, browser: binary, screen }) {
  const port = await freePort();
  // A group of its own, since the screen does not end with the driver.
  const server = spawn(screen, ["-a", "-s", "-screen 0 1920x1200x24", program, `--port=${port}`], {
    detached: true,
    stdio: "ignore",
  });
  const ended = once(server, "exit");
  const end = async () => {
    if (server.pid && server.exitCode === null) process.kill(-server.pid, "SIGTERM");
    await ended;
  };
  try {
    await answers(port, () => server.exitCode !== null);
    const capabilities = new Capabilities({
      browserName: "MiniBrowser",
      "webkitgtk:browserOptions": { binary, args: ["--automation"] },
    });
    const driver = await new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(capabilities).build();
    await driver.manage().setTimeouts({ script: SCRIPT });
    const given = await driver.getCapabilities();
    /** @type {Driver["evaluate"]} */
    const evaluate = async (work, ...args) => {
      const { value, error } = /** @type {any} */ (
        await driver.executeAsyncScript(
          `
        const [given, done] = arguments;
        Promise.resolve().then(() => (${work})(...given))
          .then((value) => done({ value }), (error) => done({ error: String(error) }));`,
          args,
        )
      );
      if (error) throw new Error(error);
      return value;
    };
    /** The place for the page where the window cannot be as narrow. @type {[number, number] | null} */
    let frame = null;
    return {
      name: `WebKit ${given.get("browserVersion")}`,
      faults: [],
      evaluate,
      enter: () => driver.switchTo().frame(0),
      leave: () => driver.switchTo().defaultContent(),
      async open(address) {
        await driver.switchTo().defaultContent();
        if (frame === null) return driver.get(address);
        await driver.get(new URL("/tests/browsers/frame.html", address).href);
        await evaluate((src, width, height) => new Promise((resolve) => {
          const frame = Object.assign(document.createElement("iframe"), { src, width, height });
          frame.style.border = "0";
          document.body.style.margin = "0";
          frame.addEventListener("load", () => resolve(null));
          document.body.append(frame);
        }), address, ...frame);
        await driver.switchTo().frame(0);
      },
      async resize(width, height) {
        await driver.switchTo().defaultContent();
        // The window has a bar of its own, which is as high as it is and cannot be narrower than its buttons.
        await driver.manage().window().setRect({ width, height });
        const [, high] = await evaluate(() => [innerWidth, innerHeight]);
        await driver.manage().window().setRect({ width, height: 2 * height - high });
        const [w, h] = await evaluate(() => [innerWidth, innerHeight]);
        if (w < width || h !== height) throw new Error(`the page cannot be made ${width} × ${height}, only ${w} × ${h}`);
        frame = w > width ? [width, height] : null;
      },
      async close() {
        await driver.quit();
        await end();
      },
    };
  } catch (cause) {
    await end();
    throw cause;
  }
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("there is no free port");
  return address.port;
}

/** Until something listens at a port. @param {number} port @param {() => boolean} isOver */
async function answers(port, isOver) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (isOver()) throw new Error("WebKit's driver ended at once");
    const answer = await fetch(`http://127.0.0.1:${port}/status`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("WebKit's driver does not answer");
}
