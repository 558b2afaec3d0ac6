// Headless Chromium from the machine, driven by playwright-core (which brings no browser of its own).
import { existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

/** The browser to use: $CHROMIUM, or the first known name on the PATH. */
function findChromium() {
  const folders = ["/usr/bin", ...(process.env.PATH ?? "").split(path.delimiter)];
  const candidates = [
    process.env.CHROMIUM ?? "",
    ...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))),
  ];
  const found = candidates.find((candidate) => candidate && existsSync(candidate));
  if (!found) throw new Error(`no Chromium found (looked for ${NAMES.join(", ")} on the PATH); set CHROMIUM to its path`);
  return found;
}

/** A fresh browser with an empty profile. */
export function launch() {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}
