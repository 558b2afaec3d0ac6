//! The dialog that gives a link away, in the visitor's terms, and what the page says of a link.

import { SHARE } from "../../www/strings/share.js";
import { S } from "../../www/strings/strings.js";
import { expect } from "./fixtures.js";

/** @typedef {import("./app.js").App} App */

/** The dialog of a page. */
export class Dialog {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.node = app.page.getByRole("dialog", { name: SHARE.title, exact: true });
    this.link = this.node.getByRole("textbox", { name: SHARE.link, exact: true });
    this.code = this.node.getByRole("textbox", { name: SHARE.code, exact: true });
  }

  async open() {
    await this.app.button(S.status.share).click();
    await expect(this.node).toBeVisible();
  }

  /** What follows the page's own address. */
  async hash() {
    return new URL(await this.link.inputValue()).hash;
  }

  /** @param {string | RegExp} name */
  box(name) {
    return this.node.getByRole("checkbox", { name });
  }
}

/** @param {App} app @param {string} text */
export const said = (app, text) => expect(app.messages).toContainText(text, { timeout: 45_000 });
