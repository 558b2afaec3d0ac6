//! The intake worker's command table: what each command does with the engine.

import { isNamed } from "../../lib/protocol.js";
import { FileTaker } from "./take-files.js";
import { read } from "./list-files.js";
import { lookAtTable } from "./look-at-table.js";
import { openSaved } from "./saved-set.js";
import { TakeReport } from "./take-report.js";

/** @typedef {import("./engine.js").IntakeEngine} IntakeEngine */
/** @typedef {import("./intake-dispatcher.js").IntakeDispatcher} IntakeDispatcher */
/** @typedef {import("../intake-protocol.js").IntakeCommands} IntakeCommands */

/** Longest side of what is shown as "before". */
const SHOWN = 640;

/**
 * @type {{[Name in keyof IntakeCommands]: (dispatcher: IntakeDispatcher, args: IntakeCommands[Name]["args"],
 *   id: number) => IntakeCommands[Name]["result"] | Promise<IntakeCommands[Name]["result"]>}}
 */
export const COMMANDS = {
  async take(dispatcher, args, id) {
    await new FileTaker(dispatcher, new TakeReport(dispatcher, id, args.careful), args).run();
    return null;
  },

  async preview({ engine, decoder, lastPicture }, { source, token, preparation }) {
    const { bitmap, rgba, width, height } = await lastPicture.of(source, token);
    const after = prepare(engine, preparation, (preparer) => preparer.picture(rgba, width, height));
    return { before: await decoder.small(bitmap, SHOWN), width, height, after };
  },

  table: ({ engine, lastPicture }, wish) => lookAtTable(engine, wish, (source) => lastPicture.bytesOf(source)),

  async photo({ engine, lastPicture }, { source, token, maxSide, channels }) {
    const { rgba, width, height } = await lastPicture.of(source, token);
    const photo = new engine.glue.Photo(rgba, width, height, maxSide, channels);
    const result = { data: photo.takeBytes(), width: photo.width, height: photo.height, channels };
    photo.free();
    return result;
  },

  ink: ({ engine }, { inks, preparation }) => prepare(engine, preparation, (preparer) => {
    const each = inks.map(({ data, width, height }) => preparer.ink(data, width, height));
    const all = new Uint8Array(each.length * preparer.size ** 2 * preparer.channels);
    each.forEach((picture, idx) => all.set(picture, idx * picture.length));
    return all;
  }),

  resize: ({ engine }, { pictures, shape: { channels, height, width }, preparation }) => {
    return prepare(engine, preparation, (preparer) => preparer.resize(pictures, channels, height, width));
  },

  augment({ engine }, { pictures, shape: { channels, height, width }, augmentation, seed, firstIndex }) {
    return engine.glue.augment(pictures, channels, height, width, JSON.stringify(augmentation), seed, firstIndex);
  },

  split: ({ engine }, { labels, share, seed }) => engine.glue.heldOut(labels, share, seed),

  order: ({ engine }, { count, seed }) => engine.glue.trainingOrder(count, seed),

  counts({ engine: { glue } }, { sizes, photo, cutting, features, share, variants: wanted }) {
    const all = photo ? [glue.patchCount(photo.width, photo.height, JSON.stringify(cutting))] : sizes;
    const counts = glue.countsOf(Uint32Array.from(all), features, share, wanted);
    const { heldOut, training, variants, variantsOfEach } = counts;
    counts.free();
    return { all: heldOut + training, heldOut, training, variants, variantsOfEach };
  },

  keys: ({ engine: { glue } }, { pictures, features }) => glue.pictureKeys(pictures, features),

  cut({ engine }, { photo: { data, channels, height, width }, cutting, seed }) {
    return engine.glue.cutPhoto(data, channels, height, width, JSON.stringify(cutting), seed);
  },

  assemble({ engine }, { photo: { data, channels, height, width }, cutting, patches }) {
    const photo = new engine.glue.RebuiltPhoto(patches, data, channels, height, width, JSON.stringify(cutting));
    const result = { rebuilt: photo.takePixels(), error: photo.takeError(), mse: photo.mse, psnr: photo.psnr };
    photo.free();
    return result;
  },

  add({ setWriting }, { part, bytes }) {
    setWriting.add(part, bytes);
    return null;
  },

  save: ({ setWriting }, args) => setWriting.save(args),

  open: async ({ engine }, { file }) => openSaved(engine, await read(file)),
};

/**
 * @param {IntakeEngine} engine
 * @param {import("../types.js").Preparation} preparation
 * @param {(preparer: import("./engine.js").Preparer) => Uint8Array} work
 */
function prepare({ glue }, preparation, work) {
  const preparer = new glue.Preparer(JSON.stringify(preparation));
  try {
    const result = work(preparer);
    preparer.free();
    return result;
  } catch (error) {
    // After a trap `free` would throw too, and say less.
    if (isNamed(error)) preparer.free();
    throw error;
  }
}
