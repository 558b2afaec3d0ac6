//! Which files are passed over in silence, however they come: dropped, chosen with their folder, or in an archive.

/** What systems leave in folders, in small letters. */
const LEFT = new Set(["thumbs.db", "desktop.ini", "__macosx"]);

/** @param {string} name Of a file or a folder. */
export const isHidden = (name) => /^\.(?!\.?$)/.test(name) || LEFT.has(name.toLowerCase());

/** Whether a file, or a folder above it, is hidden. @param {string} path */
export const isPassedOver = (path) => path.split("/").some(isHidden);

/**
 * The files that somebody means to bring. Somebody who brings one file by itself means that one.
 * @template {{path: string}} F
 * @param {F[]} files
 */
export const wanted = (files) => (files.length === 1 ? files : files.filter(({ path }) => !isPassedOver(path)));
