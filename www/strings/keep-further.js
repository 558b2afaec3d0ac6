//! What is said of files for other programs.

import { size } from "./keep.js";

export const KEEP_FURTHER = {
  title: "Take it further",
  forms: {
    pytorch: {
      title: "PyTorch",
      about: "The same network as readable source, which loads these weights and goes on training on IDX files or a "
        + "folder of images, on one machine or many. Or the weights alone, with PyTorch's names.",
      buttons: { project: "Source and weights (ZIP)", weights: "Weights (safetensors)" },
    },
    onnx: {
      title: "ONNX",
      about: "For onnxruntime and all that reads ONNX. Images go in as numbers from 0 to 1: batch, channels, height, width.",
      buttons: { model: "Whole model", encoder: "Encoder", decoder: "Decoder" },
    },
  },
  back: "Weights that PyTorch has trained on come back in the same way: drop the safetensors file on this page.",
  making: "Making the file …",
  made: (/** @type {string} */ name, /** @type {number} */ bytes) => `Saved as ${name}, ${size(bytes)}.`,
};
