//! FNV-1a over bytes, as the golden files have it.

/** @param {ArrayBufferView} values */
export function fnv1a64({ buffer, byteOffset, byteLength }) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new Uint8Array(buffer, byteOffset, byteLength)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}
