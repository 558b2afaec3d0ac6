//! Every string of "your own images": part of the string table, apart because it is loaded with them.

import { count, error } from "../draw/format.js";

/** @param {number} n @param {string} one @param {string} [many] */
const of = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;
/** @param {number} n */
const these = (n) => (n === 1 ? "this picture" : `these ${count(n)} pictures`);
/** @param {number} share */
const percent = (share) => `${Math.round(share * 100)} %`;

export const OWN = {
  title: "Your images",
  close: "Close your images",
  /** @param {number} pictures @param {number} classes */
  caption: (pictures, classes) => {
    if (pictures === 0) return "draw or bring your own pictures, and train on them";
    return `${of(pictures, "picture")}${classes > 0 ? ` in ${of(classes, "class", "classes")}` : ""}`;
  },
  loading: "Getting ready …",

  add: {
    title: "Add",
    pad: "Drawing pad for your images",
    padHint: "Draw with a pointer, pen or finger, then press A or Enter to add the drawing. With the keyboard: arrow "
      + "keys move the pen, Space puts it down and lifts it, Delete or Escape clears, Ctrl+Z takes back the last "
      + "stroke.",
    padEmpty: "Draw here",
    button: "Add drawing",
    buttonHint: "Add the drawing and clear the pad (A or Enter on the pad)",
    added: (/** @type {number} */ n) => `Added. ${of(n, "picture")} now.`,
    class: "Class of what you add",
    none: "no class",
    newClass: "New class",
    newName: "Name of the new class",
    createClass: "Create",
    bring: "Bring pictures",
    files: "Files …",
    folder: "Folder …",
    camera: "Camera …",
    touchHint: "Files may be pictures, tables of pixels or a ZIP. Sub-folders become classes.",
    hint: "Or drop files, a folder or a ZIP anywhere on the page, or paste a picture. Sub-folders become classes.",
    kinds: "PNG, JPEG, WebP, GIF, BMP and AVIF; IDX, .npy and CSV data; ZIP. Up to 25 MB a picture, 2,000 files at a "
      + "time.",
    pasted: (/** @type {string} */ type) => `pasted picture (${type.replace("image/", "")})`,
    photographed: (/** @type {number} */ n) => `camera picture ${n}`,
  },

  tray: {
    title: "Tray",
    label: "Your pictures",
    empty: "Nothing here yet. Draw something and add it, or bring pictures: ten are enough to begin.",
    keys: "Arrow keys move, Space selects, with Shift several; Ctrl+A selects all shown; Delete removes.",
    item: (/** @type {number} */ n, /** @type {string} */ name, /** @type {boolean} */ drawn) =>
      `${drawn ? "Drawing" : "Picture"} ${count(n)}${name ? `, ${name}` : ", no class"}`,
    classes: "Classes",
    className: (/** @type {string} */ name) => `Name of the class ${name}`,
    without: "no class",
    selected: (/** @type {number} */ n) => `${count(n)} selected`,
    selectHint: "Click pictures to select them, with Shift a row of them.",
    touchHint: "Tap pictures to select them.",
    mixed: "Beside photos, a drawing is shown as the model takes it: light strokes on black.",
    negative: (/** @type {string} */ pack) =>
      `Together with ${pack}, pictures are shown as ink on paper, as those are: a photo looks like its negative.`,
    selectAll: "Select all shown",
    selectNone: "Select none",
    relabel: "Class",
    relabelHint: "Class of the selected pictures",
    keepClass: "change class …",
    remove: "Delete",
    undo: "Undo change",
    range: (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ all) =>
      `${count(from)} to ${count(to)} of ${count(all)}`,
    earlier: "Earlier pictures",
    later: "Later pictures",
  },

  progress: {
    doing: {
      intake: "Taking the pictures in",
      prepare: "Preparing the pictures anew",
      restore: "Bringing back what was kept",
      save: "Writing the file",
    },
    text: (
      /** @type {import("../own/types.js").Progress["doing"]} */ doing, /** @type {number} */ done,
      /** @type {number} */ total, /** @type {number} */ images,
    ) =>
      (doing === "intake"
        ? `${count(done)} of ${of(total, "file")} read${images > 0 ? `, ${of(images, "picture")} so far` : ""}`
        : `${OWN.progress.doing[doing]}: ${count(done)} of ${count(total)}`),
    cancel: "Cancel",
  },

  train: {
    title: "Train",
    button: (/** @type {number} */ n, /** @type {string} */ pack) =>
      (n === 0 ? "Train on your pictures" : `Train on ${these(n)}${pack ? ` and ${pack}` : ""}`),
    photo: (/** @type {number} */ n) => (n === 0 ? "Train on patches" : `Train on these ${of(n, "patch", "patches")}`),
    again: (/** @type {number} */ n, /** @type {string} */ pack) =>
      `Train again on ${these(n)}${pack ? ` and ${pack}` : ""}`,
    one: "One picture is all there is, so none can be held out.",
    mix: "Together with",
    alone: "nothing else",
    share: "Held out",
    shareUnit: percent,
    shareHint: "So many are never trained on; they show whether the model has learned or only remembers. They are set "
      + "apart before any variants are made.",
    counts: (
      /** @type {number} */ training, /** @type {number} */ variants, /** @type {number} */ heldOut,
      /** @type {string} */ pack,
    ) =>
      `${count(training)} for training${variants > 0 ? ` + ${of(variants, "variant")}` : ""}, `
        + `${count(heldOut)} held out${pack ? `, and all of ${pack} with them` : ""}`,
    patches: "The patches of one photo are trained on, not the pictures above; “Patches of one photo” changes that.",
    changed: "Changed since the last training: train again to use it.",
    upToDate: "The model trains on these.",
    few: "Under 50 pictures a model soon knows them by heart: the loss on its own pictures goes on falling while that "
      + "on the held-out ones rises again. A smaller net and more variants hold that off, and are set for you.",
  },

  preparation: {
    title: "How pictures become numbers",
    now: (/** @type {import("../own/types.js").Preparation} */ { size, channels, fit, center, invert, normalize }) =>
      [
        `${size} × ${size} pixels`,
        channels === 3 ? "in color" : "gray",
        { fit: "whole", fill: "cropped", stretch: "stretched" }[fit],
        ...(center ? ["centered"] : []),
        ...(invert ? ["inverted"] : []),
        ...(normalize ? ["normalized"] : []),
      ].join(", "),
    size: "Size",
    sizeUnit: (/** @type {number} */ size) => `${size} × ${size}`,
    color: "Color",
    inColor: "In color, because most of the pictures had color when they came; a choice here holds instead.",
    channels: { 1: "gray", 3: "color" },
    fit: "Shape",
    fits: { fit: "whole picture", fill: "crop to fill", stretch: "stretch" },
    center: "Center by content",
    invert: "Invert",
    normalize: "Normalize",
    hints: {
      center: "What differs from the edge is scaled to 20 of 28 and its center of mass put in the middle, as in MNIST",
      invert: "Light becomes dark: models learn a little easier from light strokes on a dark ground",
      normalize: "The darkest pixel becomes black, the lightest white",
    },
    before: "before",
    after: (/** @type {number} */ size) => `after, ${size} × ${size}`,
    beforeAlt: (/** @type {number} */ width, /** @type {number} */ height) =>
      `The picture as it came, ${width} by ${height} pixels`,
    afterAlt: "The picture as the model sees it",
    which: "The newest picture, or the one last pointed at in the tray.",
    none: "Add a picture to see what becomes of it.",
    gone: "The files themselves are no longer at hand, so pictures are made from those kept; bring the files again for "
      + "the best quality.",
    lost: "The picture as it came is not at hand: it is from an earlier visit, or came in an archive, a data file or a "
      + "saved set.",
  },

  variations: {
    title: "Variations",
    now: (/** @type {number} */ variants) => (variants === 0 ? "none" : `${count(variants)} more of each picture`),
    variants: "Variants of each",
    shift: "Shift",
    rotate: "Turn",
    scale: "Scale",
    thickness: "Thickness",
    elastic: "Elastic",
    units: {
      variants: (/** @type {number} */ n) => (n === 0 ? "none" : `${count(n)} more`),
      shift: (/** @type {number} */ share) => `up to ${percent(share)}`,
      rotate: (/** @type {number} */ degrees) => `up to ${degrees}°`,
      scale: (/** @type {number} */ share) => `up to ${percent(share)}`,
      thickness: (/** @type {number} */ share) => `up to ${percent(share)}`,
      elastic: (/** @type {number} */ share) => `up to ${percent(share)}`,
    },
    seed: "Seed",
    dice: "Other variants",
    row: "One picture, and variants of it that the model learns from too:",
    alt: (/** @type {number} */ n) => `One of your pictures, and ${of(n, "variant")} of it`,
    off: "Raise “Variants of each” to train on them; this is what they would be.",
    patches: "Patches are trained on as they are, without variants; of a picture these would be some.",
    none: "Add a picture to see its variants.",
    fewer: (/** @type {number} */ n) => `Of so many pictures, ${count(n)} more of each are what there is room for.`,
  },

  patches: {
    title: "Patches of one photo",
    now: (/** @type {import("../own/types.js").Photo | null} */ photo) =>
      (photo ? `a photo of ${photo.width} × ${photo.height}` : "none"),
    about: "One large photo is cut into small squares. The model learns from them, and then the whole photo is put "
      + "together again from its reconstructions.",
    newest: "Use the newest picture",
    choose: "Choose a photo …",
    other: "Another photo …",
    use: "Train on",
    uses: { pictures: "the pictures", patches: "the patches" },
    side: "Side",
    pixels: (/** @type {number} */ n) => `${n} pixels`,
    stride: "Step",
    place: "Places",
    grid: "a grid",
    random: "at random",
    many: "Patches",
    counts: (/** @type {number} */ n) => of(n, "patch", "patches"),
    cut: (/** @type {number} */ n, /** @type {number} */ side) =>
      `${of(n, "patch", "patches")} of ${side} × ${side} pixels`,
    original: "original",
    rebuilt: "rebuilt",
    error: "signed error",
    psnr: (/** @type {number} */ mse, /** @type {string} */ db) =>
      `Likeness of the rebuilt photo (PSNR) ${db} dB, error ${error(mse)} MSE`,
    waiting: "The rebuilt photo appears here once the model trains on its patches.",
    overlap: "Where they overlap, the rebuilt photo shows their average.",
    train: "Train on the patches",
  },

  keep: {
    title: "Keep",
    states: {
      on: "kept on this device only, nothing is sent",
      off: "not kept: gone when the page is closed",
      blocked: "this browser does not let the page keep anything",
      full: "no room left on this device: not kept",
      elsewhere: "another tab has kept its own since",
      there: "other images were kept before",
      embedded: "not kept in an embedded page",
    },
    about: {
      on: "Your images are kept in this browser's storage on this device. Nothing is sent anywhere: the page makes "
        + "no request with them.",
      off: "Your images are only in this page's memory, and gone when it is closed. Nothing is sent anywhere.",
      blocked: "This browser does not let the page keep anything (a private window, or storage is blocked). Save a "
        + "file to keep your images. Nothing is sent anywhere.",
      full: "There is no room left in this browser's storage, so your images are not kept. Save a file, or delete "
        + "some. Nothing is sent anywhere.",
      elsewhere: "Another tab has kept images of its own since. Switch this on to keep these in their place. Nothing "
        + "is sent anywhere.",
      there: "Other images were kept here before, which this page could not read until now. Reload it to have those, "
        + "or keep these in their place. Nothing is sent anywhere.",
      embedded: "Inside another page nothing is kept. Save a file to keep your images. Nothing is sent anywhere.",
    },
    over: "Keep these in their place",
    switch: "Keep on this device",
    saving: "saving …",
    saved: "saved",
    save: "Save as a file",
    saveHint: "One file with pictures, classes and all that is set here; it opens on any machine",
    open: "Open a file …",
    clear: "Clear everything",
    sure: (/** @type {number} */ n) =>
      `Delete ${n === 1 ? "the picture" : `all ${count(n)} pictures`} here and from this device?`,
    cleared: "All deleted. Until this page is closed, “Undo change” at the top brings them back.",
    yes: "Delete all",
    no: "Keep them",
  },

  report: {
    title: "What happened",
    now: (/** @type {Record<string, number>} */ found) => {
      const some = Object.entries(found).filter(([, n]) => n > 0);
      return some.map(([result, n]) => `${count(n)} ${OWN.report.results[result]}`).join(", ");
    },
    results: /** @type {Record<string, string>} */ ({
      taken: "taken", repaired: "repaired", "left-out": "left out", refused: "refused",
    }),
    show: "Show",
    all: "all",
    problems: "problems",
    copy: "Copy the list",
    copied: "Copied.",
    notCopied: "The browser did not let the page copy; select the list and copy it yourself.",
    list: "What happened, file by file",
    fine: "Every file was taken as it is.",
    more: (/** @type {number} */ n) => `Show ${count(n)} more`,
    images: (/** @type {number} */ n) => of(n, "picture"),
  },

  camera: {
    title: "Camera",
    close: "Close the camera",
    asking: "The browser asks whether this page may use the camera.",
    view: "What the camera sees",
    take: "Take a picture",
    taken: (/** @type {number} */ n) => `${of(n, "picture")} taken.`,
    which: "Camera",
    sides: { user: "front", environment: "back" },
    numbered: (/** @type {number} */ n) => `camera ${n}`,
    off: "The camera is off again as soon as this is closed; nothing is recorded or sent.",
    again: "Try again",
    refused: "The camera was not allowed. To allow it, use the camera sign beside the page's address, then try again.",
    missing: "No camera was found on this device. A picture from a file does as well.",
    busy: "The camera could not be started; another program may be using it.",
    insecure: "Browsers only open the camera on secure pages (https). A picture from a file does as well.",
    embedded: "The page that embeds this one does not let it use the camera.",
    lost: "The camera was disconnected.",
  },
};
