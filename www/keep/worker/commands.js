//! The keep worker's command table.

/** @typedef {import("../keep-protocol.js").KeepCommands} KeepCommands */
/** @typedef {import("./keep-dispatcher.js").KeepDispatcher} KeepDispatcher */

/**
 * @type {{[Name in keyof KeepCommands]: (dispatcher: KeepDispatcher, args: KeepCommands[Name]["args"]) =>
 *   KeepCommands[Name]["result"] | Promise<KeepCommands[Name]["result"]>}}
 */
export const COMMANDS = {
  pack: ({ engine: { glue } }, { about, model, compared, images }) =>
    glue.packRun(JSON.stringify(about), model, compared ?? undefined, images ?? undefined),

  onnx: ({ engine: { glue } }, { model, part }) => glue.onnx(model, part),

  pytorch: ({ engine: { glue } }, { model }) => glue.pytorch(model),

  async open({ engine: { glue } }, { file, present }) {
    const kept = new glue.KeptRun(new Uint8Array(await file.arrayBuffer()), present);
    const about = kept.about();
    const [config, comparedConfig = null] = pairs(kept.configs());
    const opened = {
      about: about === undefined ? null : JSON.parse(about), config, comparedConfig, model: kept.takeModel(),
      compared: kept.takeCompared() ?? null, images: kept.takeImages() ?? null,
    };
    kept.free();
    return opened;
  },
};

/** @param {string[]} configs */
const pairs = (configs) =>
  configs.flatMap((whole, idx) => (idx % 2 === 0 ? { whole, short: configs[idx + 1] } : []));
