//! What makes the same run again from its first step, as a type.

/**
 * The model as it began, and what was steered since, each after how many steps. Each model has its own. There is none
 * for a model that came out of a file or has gone back to weights from before, and none once its worker has died.
 * @typedef {object} Recipe
 * @property {import("./protocol.js").ModelConfig} config
 * @property {{step: number, changes: import("./check-arguments.js").Steering}[]} moves
 */
/**
 * Why there is none.
 * @typedef {"loaded" | "diverged" | "died"} Unmade
 */

export {};
