//! The first script of a page under test: notes everything that goes wrong from then on, in every browser alike.
//!
//! It hears what is thrown or rejected on the page and caught by nobody, what is written as an error or a warning,
//! what the content security policy forbids, and files that elements ask for in vain. What goes wrong inside a worker
//! it hears only where the page does: the page's own code reports a worker that dies or refuses.

(() => {
  /** @type {string[]} */
  const faults = [];
  Object.assign(globalThis, { faults });
  addEventListener("error", (event) => {
    const { target } = event;
    if (target instanceof Element) faults.push(`not loaded: ${target.getAttribute("src") ?? target.getAttribute("href")}`);
    else faults.push(`uncaught: ${event.message}`);
  }, true); // an element's event does not bubble
  addEventListener("unhandledrejection", ({ reason }) => faults.push(`rejected: ${reason}`));
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    faults.push(`forbidden: ${violatedDirective} ${blockedURI}`),
  );
  for (const level of /** @type {const} */ (["error", "warn"])) {
    const write = console[level].bind(console);
    console[level] = (...words) => {
      faults.push(`${level}: ${words.join(" ")}`);
      write(...words);
    };
  }
})();
