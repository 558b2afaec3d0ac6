//! The labs by the names that a figure knows them by. "map" is the latent map there, so that lab has its longer name.

/** @type {Record<string, string>} */
export const LABS_BY_NAME = {
  compress: "compress",
  denoise: "denoise",
  "odd-one-out": "odd-one-out",
  generate: "generate",
  pretrain: "pretrain",
  features: "map",
};
