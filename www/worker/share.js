//! What a worker fetches to share steps, as one that trains or as one that helps; in a file of its own, since a first
//! visit waits for every byte of the worker's.

export { help } from "./helper.js";
export { share } from "./team.js";
