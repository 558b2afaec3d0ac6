//! Work of which only the newest counts: while it is done, all wishes for more of it become one.

/**
 * @param {() => Promise<void>} work
 * @returns {() => Promise<void>} Does the work, or has it done once more after the one under way.
 */
export function newest(work) {
  let isBusy = false;
  let isWanted = false;
  return async function ask() {
    isWanted = true;
    if (isBusy) return;
    isBusy = true;
    try {
      while (isWanted) {
        isWanted = false;
        await work();
      }
    } finally {
      isBusy = false;
    }
  };
}
