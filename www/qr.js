//! The module that makes QR codes. It stands at the top of the folder for the reason that `home.js` does.

/** Fetches the glue and the module, and compiles it. */
export async function loadQrEngine() {
  const engine = await import("./pkg/qr.js");
  await engine.default({ module_or_path: new URL("./pkg/qr_bg.wasm", import.meta.url) });
  return engine;
}
