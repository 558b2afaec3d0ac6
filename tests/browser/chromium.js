//! Which Chromium the tests use, and how it is started.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The one that the variable CHROMIUM names, or the first on the path. */
function find() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
  if (!found) throw new Error("no Chromium was found: install it, or name one in the variable CHROMIUM");
  return found;
}

const isRoot = process.getuid?.() === 0;

/** Playwright's launch options: a quiet browser that asks nobody for anything. */
export const chromium = {
  executablePath: find(),
  args: [
    ...(isRoot ? ["--no-sandbox"] : []), // its sandbox refuses to start for root
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ],
};
