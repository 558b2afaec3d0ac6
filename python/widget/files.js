//! What a figure asks for besides scripts, out of the widget itself; in the place of `www/embed/files.js`.

import { STYLES } from "inside:files";
import { HOME, spawnWorker } from "../../www/lib/spawn-worker.js";

/** @param {string} name */
export const styleText = async (name) => STYLES[name];

/** The packs of images are not in it: the cell brings its own. */
export const fetchFile = undefined;

export const spawnLab = () => spawnWorker(new URL("labs/lab-worker.js", HOME));
