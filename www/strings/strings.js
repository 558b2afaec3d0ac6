//! Every string that a visitor reads or hears, in one table: another language is another file like this one.

import { count, error } from "../draw/format.js";
import { compare } from "./compare.js";
import { LEAD } from "./lead.js";
import { MODEL } from "./model.js";
import { NOTICES } from "./notices.js";
import { PACK_WORDS } from "./packs.js";

/** @param {string} name Of the class. @param {number} idx */
const heldOut = (name, idx) => (name.length === 1 ? `a ${name}, held-out no. ${idx + 1}` : `${name}, no. ${idx + 1}`);

export const S = {
  compare,
  lead: LEAD,

  name: "Hourglass",
  skip: "Skip to the hourglass",
  nothing: "Nothing to show: the page could not load all that it needs.",

  labs: { title: "Labs", about: "What it is good for: try it on these images." },

  status: {
    region: "Training",
    play: "Train",
    pause: "Pause",
    goOn: "Go on",
    playHint: "Start or pause the training",
    step: "One step",
    stepHint: "Train on one batch",
    epoch: "One epoch",
    epochHint: "Train once on all training images",
    reset: "Reset",
    resetHint: "Back to the same initial weights",
    dice: "New seed",
    diceHint: "Start again with other random weights",
    epochs: "epoch",
    steps: "step",
    speed: "images/s",
    error: ["held-out ", "error"],
    /** @param {number} share Of PCA's error, that is missing. */
    gain: (share) => {
      if (share < -9.995) return "far worse than PCA";
      if (Math.abs(share) < 0.005) return "as good as PCA";
      return `${Math.round(100 * Math.abs(share))}\u00a0% ${share < 0 ? "worse" : "better"} than PCA`;
    },
    pca: "against PCA",
    theme: { light: "Switch to the dark theme", dark: "Switch to the light theme" },
    help: "What is this?",
    keep: "Keep",
    share: "Share",
    keys: "Keys",
    seed: (/** @type {number} */ seed) => `seed ${seed}`,
    state: {
      loading: "Loading the images",
      failed: "Not running",
      paused: "Paused",
      training: "Training",
      waiting: "Waiting for the rest of the images",
      finished: "Finished: the held-out error has stopped falling",
      diverged: "Training diverged",
      restarting: "Starting again",
    },
  },

  data: {
    title: "Data",
    choose: "Images",
    facts: (
      /** @type {number} */ train, /** @type {number} */ heldOut,
      /** @type {import("../data/packs.js").Shape} */ { width, height, channels },
    ) =>
      `${count(train)} for training, ${count(heldOut)} held out, ${width}\u00a0×\u00a0${height} pixels`
        + `${channels === 3 ? "\u00a0×\u00a03 colors (red, green, blue)" : ", gray"}`,
    arriving: (/** @type {number} */ arrived, /** @type {number} */ total) =>
      `${count(arrived)} of ${count(total)} have arrived`,
    switching: (/** @type {string} */ name, /** @type {number} */ bytes) =>
      `Loading ${name}: ${(bytes / 1e6).toFixed(1)} MB so far. The model goes on meanwhile.`,
    pad: "Drawing pad",
    padHint: "Draw with a pointer, pen or finger. Keys: arrows move the pen, Space puts it down and lifts it, Delete or "
      + "Escape clears, Ctrl+Z takes back the last stroke or the clearing.",
    padEmpty: "Draw here",
    drawCaption: "and see what the network makes of it",
    padState: (
      /** @type {boolean} */ down, /** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ strokes,
    ) =>
      `Pen ${down ? "down" : "up"}, ${Math.round(x * 100)} % across, ${Math.round(y * 100)} % down; ${strokes} `
        + `${strokes === 1 ? "stroke" : "strokes"}.`,
    undo: "Undo",
    clear: "Clear",
    drop: "Drop images or a kept run",
    own: {
      use: "Use your own images",
      edit: "Change your images",
      add: "Add to your images",
      show: "Show",
      added: (/** @type {number} */ n) =>
        `Added: ${n === 1 ? "one picture is" : `${count(n)} pictures are`} now among your images.`,
      failed: "What your own images need could not be loaded. Is the connection there?",
    },
    placed: "as the model sees it",
    rebuilt: "reconstruction",
    rebuiltFacts: (/** @type {number} */ mse) => `Your drawing, reconstructed with an error of ${error(mse)} MSE`,
  },

  model: MODEL,

  hourglass: {
    title: "The hourglass",
    caption: (/** @type {number} */ n, /** @type {number} */ channels, /** @type {number} */ code) =>
      `${count(n)} ${channels > 1 ? "colored pixels" : "pixels squeezed"} into `
        + `${code === 1 ? "one number" : `${code} numbers`}, and back`,
    input: "input",
    noisy: "with noise",
    maps: (/** @type {number} */ shown, /** @type {number} */ n) =>
      (shown < n ? `${shown} of ${n}` : n === 1 ? "1 map" : `${n} maps`),
    code: "code",
    reconstruction: "reconstruction",
    error: "signed error",
    /** Above small pictures. */
    brief: { reconstruction: "rebuilt", error: "error" },
    encoder: "encoder",
    decoder: "decoder",
    heldOut,
    drawing: "your drawing",
    previous: "Previous image",
    next: "Next image",
    showDrawing: "Your drawing",
    showHeldOut: "A held-out image",
    source: "Image to inspect",
    tooLittle: "too little",
    tooMuch: "too much",
    empty: "The model appears here as soon as the images are there.",
    alt: (
      /** @type {string} */ what, /** @type {boolean} */ noisy, /** @type {string} */ widths,
      /** @type {string} */ code, /** @type {number} */ mse,
    ) =>
      `${what}${noisy ? " with noise added" : ""}, passing through layers of ${widths} values. Code: ${code}. `
        + `Reconstructed with an error of ${error(mse)} MSE.`,
  },

  filters: { title: "Filters" },

  map: {
    title: "Latent map",
    heldOut: "held-out image",
    code: (/** @type {string} */ image) => `every ${image} at its two code numbers`,
    components: "first two principal components of the codes",
    strip: "one code number, and a row for each class",
    dims: (/** @type {number} */ i, /** @type {number} */ j, /** @type {string} */ image) =>
      `code numbers ${i + 1} and ${j + 1} of every ${image}`,
    axes: "Axes",
    automatic: "Principal components",
    across: "Across",
    up: "Up",
    choose: "Two code numbers",
    number: (/** @type {number} */ i) => `code ${i + 1}`,
    component: (/** @type {number} */ i) => `component ${i + 1}`,
    oneNumber: "code",
    classes: "class",
    legend: "Classes: show one alone",
    beyond: (/** @type {number} */ n) => `${count(n)} farther out ${n === 1 ? "stands" : "stand"} at the edge`,
    grid: "Decoded grid",
    hint: "Point at a dot to see its image, or between dots for what the decoder makes of that place.",
    keys: "Arrow keys move the pointer, with Shift farther; Enter inspects the nearest image; Escape lets go.",
    decoded: "decoded here",
    image: (/** @type {string} */ name) => `held-out: ${name}`,
    empty: "The map appears with the first training steps.",
    alt: (/** @type {string} */ caption, /** @type {number} */ n, /** @type {number} */ classes) =>
      `Scatter chart of ${count(n)} points in ${classes} classes: ${caption}.`,
    at: (/** @type {string} */ x, /** @type {string} */ y) => `At ${x}, ${y}: decoded picture.`,
    anImage: (/** @type {string} */ name) => `a held-out image, ${name}`,
    atImage: (/** @type {string} */ x, /** @type {string} */ y, /** @type {string} */ image) =>
      `At ${x}, ${y}: ${image}.`,
  },

  loss: {
    title: "Loss",
    step: "step",
    axis: /** @type {Record<string, string>} */ ({
      error: "squared error a pixel", "mse-penalty": "squared error + penalty", bce: "BCE",
      "mse-sum": "squared error + β KL, per image", "bce-sum": "BCE + β KL, nats per image",
    }),
    captions: /** @type {Record<string, string>} */ ({
      error: "squared error a pixel by training step", "mse-penalty": "error and penalty by training step",
      bce: "binary cross-entropy by training step",
      "mse-sum": "reconstruction and KL by training step", "bce-sum": "reconstruction and KL by training step",
    }),
    trainingError: "training error",
    heldOutError: "held-out error",
    trainingLoss: "training loss",
    heldOutLoss: "held-out loss",
    reconstruction: "reconstruction",
    kl: "KL",
    klAxis: "KL divergence, nats per image",
    pca: (/** @type {number} */ n) => `PCA, ${n} ${n === 1 ? "component" : "components"}`,
    run: (/** @type {import("../app/options.js").Settings} */ { data, code, seed }, /** @type {string} */ kind) => {
      const { name } = PACK_WORDS[/** @type {import("../data/pack-table.js").PackName} */ (data)];
      return `${kind}, ${code}, ${name.toLowerCase()}${seed === 1 ? "" : `, seed ${seed}`}`;
    },
    earlier: "Earlier runs",
    runs: (/** @type {number} */ n) => `Earlier runs (${n})`,
    runError: (/** @type {string} */ value) => `held-out error ${value}`,
    otherUnit: "loss in another unit",
    otherImages: "on other images",
    showError: "Show the error",
    log: "Log scale",
    table: "Table",
    tableCaption: "Loss by training step",
    empty: "The curve starts with the first training step.",
    /** What was changed, where training went on. */
    mark: (
      /** @type {string} */ letter, /** @type {import("../app/options.js").Key} */ key,
      /** @type {import("../app/options.js").Settings} */ settings,
    ) => `${letter === "" ? "" : `${letter}: `}${MODEL.steered(key, settings)}`,
    marked: (/** @type {{step: number, text: string}} */ { step, text }) => `${text} after step ${count(step)}`,
    alt: (
      /** @type {string} */ curves, /** @type {number} */ old, /** @type {{step: number, text: string}[]} */ marks,
    ) => {
      const gray = old > 0 ? ` In gray: ${old === 1 ? "one earlier run" : `${old} earlier runs`}.` : "";
      const changed = marks.length > 0 ? ` Changed: ${marks.map(S.loss.marked).join(", ")}.` : "";
      return `Line chart of the loss by training step. Now: ${curves}.${gray}${changed}`;
    },
  },

  pairs: {
    title: "Reconstructions",
    caption: "the same held-out images all along",
    rows: { image: "input", noisy: "with noise", made: "reconstruction", error: "signed error" },
    psnr: "Likeness to the input (PSNR), held-out:",
    before: "with noise",
    after: "reconstruction",
    inspect: (/** @type {string} */ image) => `Inspect ${image}`,
    empty: "Reconstructions appear with the first training steps.",
  },

  notices: NOTICES,

  /** Sentences for what can fail, by the error's name. */
  errors: /** @type {Record<string, string>} */ ({
    EngineNotLoadedError: "The engine could not be loaded: its file is missing, or was blocked on the way.",
    NoWebAssemblyError: "This browser has no WebAssembly, which the engine needs. A current browser has it.",
    NoSimdError: "This browser has no WebAssembly SIMD, which the engine needs. Chrome and Edge have it from 91, "
      + "Firefox from 89, Safari from 16.4.",
    WorkerDiedError: "The training worker stopped unexpectedly.",
    EnginePanicError: "The engine stopped on a fault of its own.",
    TooLargeError: "This model needs more memory than a page should take.",
  }),

  packs: PACK_WORDS,

  /** Sentences for a data file that cannot be used, by reason. */
  pack: /** @type {Record<string, (file: string, detail: string) => string>} */ ({
    missing: (file, detail) => `The images could not be loaded: the server answered ${detail} for ${file}.`,
    unreachable: (file) => `The images could not be loaded: ${file} did not arrive. Is the connection there?`,
    truncated: (file, detail) => `The file ${file} ends too early${detail ? ` (${detail})` : ""}.`,
    corrupt: (file) => `The file ${file} is damaged and cannot be read.`,
    "not-idx": (file) => `The file ${file} is not an IDX file of the expected kind.`,
    "too-large": (file, detail) => `The file ${file} is too large (${detail}).`,
    mismatch: (file, detail) => `The file ${file} does not fit the others${detail ? ` (${detail})` : ""}.`,
  }),
};
