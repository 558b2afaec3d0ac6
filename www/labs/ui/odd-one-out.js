//! The lab "Find the odd one out".

import { el } from "../../ui/dom.js";

/** @returns {import("../lab-table.js").LabWidget} */
export function createLab() {
  return { node: el("div"), update() {} };
}
