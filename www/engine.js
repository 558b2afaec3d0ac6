//! The engine for a page that draws with it, in the two texts by which bundlers find its files. It stands at the top of
//! the folder for the reason that `home.js` does; the training worker has the same texts.

/** Fetches the glue and the module, and compiles it. */
export async function loadDrawingEngine() {
  const engine = await import("./pkg/hourglass.js");
  await engine.default({ module_or_path: new URL("./pkg/hourglass_bg.wasm", import.meta.url) });
  return engine;
}
