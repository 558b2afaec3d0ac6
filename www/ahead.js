//! Starts the training worker while the page's own scripts are still on their way; `start.js` takes it over.

import { spawnAhead } from "./spawn-worker.js";

export const environment = spawnAhead();
