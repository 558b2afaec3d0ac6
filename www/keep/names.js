//! Names of files that say what is in them: `hourglass-digits-step-2000-loss.csv`.

/**
 * @param {Pick<import("../app/store.js").State, "settings">} state
 * @param {number | null | undefined} step
 * @param {string} what Letters and hyphens.
 * @param {string} ending
 */
export function fileName({ settings }, step, what, ending) {
  const at = step === null || step === undefined ? "" : `-step-${step}`;
  return `hourglass-${settings.data}${at}-${what}.${ending}`;
}
