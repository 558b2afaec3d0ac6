//! Draws `www/icons/` from `www/favicon.svg`: `CHROMIUM=… node xtask/icons.js`. Only when that picture changes.

import { readFileSync } from "node:fs";
import { chromium } from "@playwright/test";

const svg = readFileSync("www/favicon.svg", "utf8");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
for (const [name, side, isMaskable] of /** @type {const} */ ([
  ["icon-192", 192, false], ["icon-512", 512, false], ["maskable-512", 512, true],
])) {
  const page = await browser.newPage({ viewport: { width: side, height: side } });
  // Of a maskable icon only the inner circle, of 80 % of the side, is sure to be seen.
  const edge = isMaskable ? side * 0.12 : 0;
  await page.setContent(`<style>body { margin: 0; background: ${isMaskable ? "#fbfaf7" : "transparent"} }
    svg { position: absolute; inset: ${edge}px; width: ${side - 2 * edge}px }</style>${svg}`);
  await page.screenshot({ path: `www/icons/${name}.png`, omitBackground: !isMaskable });
}
await browser.close();
