//! A classic script, the page's first: it runs where modules do not, from files and in sandboxed frames. It keeps the
//! page to its strict policy, opens a figure where only classic scripts come, and says why the page's own do not come.

{
  const isFigure = origin === "null" && new URLSearchParams(location.search).has("embed");
  // In a frame whose origin is nobody's, 'self' is no host, and scripts and style sheets need a host. Any other visit
  // gives that up before a module has run: of two policies both hold.
  const policy = /** @type {HTMLMetaElement} */ (document.querySelector("[http-equiv]"));
  if (origin !== "null") {
    const strict = /** @type {HTMLMetaElement} */ (policy.cloneNode());
    strict.content = strict.content.replaceAll(" http: https:", "");
    policy.after(strict);
  }
  // Modules would only fail there, and say so in the console: the comment ends after the last one.
  if (isFigure) document.write('<script defer src="www/sandbox/figure.js"></script><!--');

  // An element's event does not bubble.
  addEventListener("error", async ({ target }) => {
    if (!(target instanceof HTMLScriptElement) || !/(main|figure)\.js$/.test(target.src)) return;
    const why = await reason(target.src);
    const text = document.getElementById("broken");
    for (const one of text?.querySelectorAll("li") ?? []) if (one.id !== `broken-${why}`) one.remove();
    text?.classList.add("sure");
  }, true);

  const reason = async (/** @type {string} */ src) => {
    if (location.protocol === "file:") return "file";
    // A classic script needs no leave of the server's.
    if (isFigure) return "net";
    try {
      const { ok, headers } = await fetch(src);
      return ok && !headers.get("content-type")?.includes("javascript") ? "type" : "net";
    } catch {
      return origin === "null" ? "frame" : "net";
    }
  };
}
