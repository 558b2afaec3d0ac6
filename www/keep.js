//! The module that makes files to keep. It stands at the top of the folder for the reason that `home.js` does.

/** Fetches the glue and the module, and compiles it. */
export async function loadKeepEngine() {
  const engine = await import("./pkg/keep.js");
  await engine.default({ module_or_path: new URL("./pkg/keep_bg.wasm", import.meta.url) });
  return engine;
}
