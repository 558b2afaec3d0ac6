//! What the set holds already, as the intake's worker has to know it, so that nothing is taken twice.

/**
 * The keys that the engine gives pictures, asked for where they are not known, with what goes with each picture.
 * @param {import("./collection.js").Collection} collection
 * @param {Pick<import("./types.js").Intake, "keys">} intake
 * @param {number} label Of pictures that name no class.
 * @returns {Promise<import("./intake-protocol.js").HeldSet>}
 */
export async function heldBy(collection, intake, label) {
  for (const block of collection.blocks) {
    block.keys ??= await intake.keys(block.data, block.data.length / block.count);
  }
  const { blocks, classes } = collection;
  const held = blocks.flatMap(({ keys, fileKeys = null, labels, gone, paths }) =>
    (keys ? [{ keys, fileKeys, labels, gone, paths }] : []));
  return { blocks: held, classes, label };
}
