//! Whether the visitor wishes runs to be kept by themselves, over visits.

const CHOICE = "hourglass.keep-runs";

/** @param {() => Storage} memory */
export function isWanted(memory) {
  try {
    return memory().getItem(CHOICE) !== "off";
  } catch {
    return true; // A browser that closes this memory closes the database too, and that says so itself.
  }
}

/** @param {() => Storage} memory @param {boolean} keep */
export function remember(memory, keep) {
  try {
    if (keep) memory().removeItem(CHOICE);
    else memory().setItem(CHOICE, "off");
  } catch {
    // Then the choice holds for this visit.
  }
}
