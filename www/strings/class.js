//! For a class: the dialog that makes its link, and what the page says that such a link has opened.

/** @typedef {import("../class/parts.js").Part} Part */

export const CLASS = {
  part: "Your teacher's link shows part of the page.",
  all: "Show everything",
  large: "This is the projector's view.",
  usual: "Usual size (Esc)",
};
