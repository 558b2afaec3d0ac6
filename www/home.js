//! Where these scripts lie, and the training worker beside them. It stands at the top of the folder, so that addresses
//! hold for the file in which a bundler puts it: what is needed lies beside that one.

// Not `new URL("./", import.meta.url)`, which bundlers take for a file. A server's bundle may have no address at all.
/** The folder of these scripts, wherever they came from. */
export const HOME = new URL("./", String(import.meta.url ?? "file:///"));

/**
 * Bundlers find the training worker in this text as it is written, and put their own address there. Webpack names the
 * worker's file after its name, which must be no other's.
 */
export function startWorker() {
  return new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "hourglass-worker" });
}
