//! A file where the browser puts downloads.

/** So long the browser may take to begin with it, in milliseconds. */
const PATIENCE = 60_000;

/** @param {string} name @param {Uint8Array | Blob} content */
export function download(name, content) {
  const blob = content instanceof Blob ? content : new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (content)]);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), PATIENCE);
}
