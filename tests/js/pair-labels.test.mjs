//! Which file of labels goes with which file of images.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pair } from "../../www/own/worker/pair-labels.js";

/** Pairs by name. @param {string[]} images @param {string[]} labels */
function pairs(images, labels) {
  const files = (/** @type {string[]} */ paths) => paths.map((path) => ({ path }));
  return Object.fromEntries([...pair(files(images), files(labels))].map(([one, other]) => [one.path, other.path]));
}

test("files of images and labels go together by their names, but for the words that tell them apart", () => {
  for (const [images, labels] of [
    ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"], ["t10k-images.idx3-ubyte.gz", "t10k-labels.idx1-ubyte"],
    ["X_train.npy", "y_train.npy"], ["trainX.npy", "trainY.npy"], ["data.npy", "target.npy"],
    ["a.npz/images.npy", "a.npz/labels.npy"], ["x_test.npy", "y_test.npy"],
    ["kmnist-train-imgs/x.npy", "kmnist-train-imgs/y.npy"],
  ]) {
    const others = ["other-images-idx3-ubyte", "X_more.npy"];
    assert.deepEqual(pairs([...others, images], ["no-labels", labels]), { [images]: labels });
  }
});

test("each file of labels goes with one file of images, the one named most alike", () => {
  const both = ["good.idx3-ubyte.gz", "good-images-idx3-ubyte"];
  assert.deepEqual(pairs(both, ["good-labels-idx1-ubyte"]), { "good-images-idx3-ubyte": "good-labels-idx1-ubyte" });
  const folders = { "a/X.npy": "a/y.npy", "b/X.npy": "b/y.npy" };
  assert.deepEqual(pairs(["a/X.npy", "b/X.npy"], ["b/y.npy", "a/y.npy"]), folders);
});

test("one file of each goes together whatever they are called, and of several none is guessed", () => {
  assert.deepEqual(pairs(["pictures.npy"], ["what.npy"]), { "pictures.npy": "what.npy" });
  assert.deepEqual(pairs(["a.npy", "b.npy"], ["what.npy"]), {});
});
