//! The slow worker's command table.

/** @typedef {import("../slow-protocol.js").SlowCommands} SlowCommands */
/** @typedef {import("./slow-dispatcher.js").SlowDispatcher} SlowDispatcher */

/**
 * @type {{[Name in keyof SlowCommands]: (dispatcher: SlowDispatcher, args: SlowCommands[Name]["args"]) =>
 *   SlowCommands[Name]["result"]}}
 */
export const COMMANDS = {
  begin(dispatcher, { config, state, total }) {
    const stepper = new dispatcher.engine.glue.Stepper(config, state ?? undefined, total);
    dispatcher.replace(stepper);
    return { step: stepper.step(), rows: stepper.rows() };
  },

  step({ stepper }, { bytes, row }) {
    stepper.make(bytes);
    return recordOf(stepper, row);
  },

  follow: ({ stepper }, { row }) => recordOf(stepper, row),

  open: ({ stepper }, { what, station = 0, at = 0, layer = 0 }) => JSON.parse(stepper.open(what, station, at, layer)),
};

/**
 * @param {import("./engine.js").Stepper} stepper
 * @param {number} row
 * @returns {import("../slow-protocol.js").StepRecord}
 */
function recordOf(stepper, row) {
  const numbers = JSON.parse(stepper.follow(row));
  return {
    ...numbers, rows: stepper.rows(), stations: stepper.stations(), mu: stepper.mu(),
    sigma: stepper.sigma() ?? null, epsilon: stepper.epsilon() ?? null, z: stepper.z(),
  };
}
