//! Whether a file is a kept run, by its first bytes: everything else that comes to the page goes to the visitor's set.

/** So much of a file is looked at; the names of tensors stand at its start, or what we write before them. */
const LOOK = 256 << 10;
const FIRST = "hourglass.json";
/** Where a ZIP archive's first entry has its name. */
const NAME_AT = 30;

/** @param {string} name */
export const isNamedRun = (name) => /\.hourglass$/i.test(name);

/** @param {Blob & {name?: string}} file */
export async function isRun(file) {
  if (isNamedRun(file.name ?? "")) return true;
  const start = new Uint8Array(await file.slice(0, LOOK).arrayBuffer());
  const text = new TextDecoder("latin1").decode(start);
  if (text.startsWith("PK\u0003\u0004")) return text.startsWith(FIRST, NAME_AT);
  return isWeights(start, text);
}

/**
 * A safetensors file of a model's weights. A saved set is one, too, and has tensors by other names.
 * @param {Uint8Array} start
 * @param {string} text
 */
function isWeights(start, text) {
  if (start.length < 10 || text[8] !== "{") return false;
  const header = new DataView(start.buffer).getBigUint64(0, true);
  const names = text.slice(8, Number(header < LOOK ? header : LOOK) + 8);
  return /"(encoder|decoder|bottleneck)\.[^"]*":\s*\{|"optimizer":\s*"/.test(names) && !names.includes("\"set\":");
}
