//! A visitor's own set in types: what the page knows of it (`OwnState`), and what the intake worker does for it.

/**
 * @typedef {object} Preparation How a picture becomes numbers.
 * @property {number} size Side in pixels, 16 to 64.
 * @property {1 | 3} channels
 * @property {"fit" | "fill" | "stretch"} fit
 * @property {boolean} center
 * @property {boolean} invert
 * @property {boolean} normalize
 *
 * @typedef {object} Augmentation How pictures are varied. Each amount is the largest; it is drawn evenly to both sides.
 * @property {number} variants Of each picture, besides itself: 0 to 200.
 * @property {number} shift Share of the side, 0 to 0.3.
 * @property {number} rotate Degrees, 0 to 45.
 * @property {number} scale 0 to 0.5.
 * @property {number} thickness 0 to 1.
 * @property {number} elastic 0 to 1.
 *
 * @typedef {object} Cutting How a photo is cut into patches.
 * @property {number} side 8 to 32.
 * @property {number} stride 1 to `side`.
 * @property {number | null} random How many patches at random places; null for those of the grid.
 *
 * @typedef {{file: Blob, path: string, readings?: Record<string, Reading>}} Source With the readings that were chosen
 *   for its tables, by the tables' paths.
 *
 * @typedef {object} Reading How a table is read; columns count from 0.
 * @property {boolean} header Whether the first row holds names.
 * @property {number[]} ignored Columns that are left out.
 * @property {number | null} label The column of classes.
 * @property {string} axes The order of pictures (N), rows (H), columns (W) and channels (C), slowest first.
 * @property {number} height
 * @property {number} width
 * @property {number} channels
 * @property {number} from The number that becomes 0.
 * @property {number} to The number that becomes 255.
 * @property {boolean} [isOpen] Whether the whole file decides on these two, of which only a part has been seen.
 *
 * @typedef {object} TableInfo A table of the set whose file is at hand.
 * @property {number} drop
 * @property {string} path
 * @property {string[]} together The path, and that of its file of labels if there is one.
 * @property {string} unnamed The class of its pictures that name none; "" for none.
 * @property {Reading} reading
 *
 * @typedef {object} TableLook Some pictures of a table, and how else it can be read; the present reading comes first.
 * @property {{columns: Reading[], pictures: Reading[], values: Reading[]}} choices
 * @property {Uint8Array[]} pictures Red, green, blue and alpha.
 * @property {(string | null)[]} classes Of the pictures.
 * @property {number} width
 * @property {number} height
 *
 * @typedef {{data: Uint8Array, width: number, height: number}} Ink
 * @typedef {{data: Uint8Array, width: number, height: number, channels: number}} Photo Bytes, channels interleaved.
 *
 * @typedef {object} Outcome What became of one file, or of one entry of an archive.
 * @property {string} path
 * @property {"taken" | "repaired" | "left-out" | "refused"} result
 * @property {number} images
 * @property {string} text
 * @property {Reading} [reading] Of a table, how it was read.
 * @property {string[]} [together] Of a table, its path, and that of its file of labels if there is one.
 *
 * @typedef {object} Division What decides how many pictures are trained on.
 * @property {number[]} sizes How many pictures each class has; those without a class are one more.
 * @property {{width: number, height: number} | null} photo Whose patches are counted, in place of the classes.
 * @property {Cutting} [cutting] How the photo is cut.
 * @property {number} features Bytes of a picture.
 * @property {number} share How much is held out; 0 for nothing.
 * @property {number} variants Wished for, of each picture that is trained on.
 *
 * @typedef {object} Counts
 * @property {number} all
 * @property {number} heldOut
 * @property {number} training The others.
 * @property {number} variants Of all of these together.
 * @property {number} variantsOfEach As many as were wished for, or fewer where the limits ask for it.
 *
 * @typedef {Counts & {patches: number, version: number}} SetCounts With the patches of the photo, if there is one. They
 *   hold for this version of the set; of a newer one they follow a moment later.
 *
 * @typedef {import("../data/pack-table.js").BuiltIn} MixName The pack that a set is mixed with.
 *
 * @typedef {import("../app/options.js").Settings} Settings
 * @typedef {"on" | "off" | "blocked" | "full" | "elsewhere" | "there" | "embedded"} Keeping Whether the set survives a
 *   reload: "off" is the visitor's wish; "blocked": the browser does not allow it; "full": it has no room for what came
 *   last; "elsewhere": another tab has written its set since, `keep(true)` puts this one in its place; "there": so was
 *   another set before, and the visitor is to say whether this one takes its place.
 *
 * @typedef {object} OwnState
 * @property {number} version Rises with every change.
 * @property {number} drawings
 * @property {number} pictures
 * @property {string[]} classes
 * @property {number[]} classCounts Drawings and pictures of each class.
 * @property {number} withoutClass Drawings and pictures that have none.
 * @property {SetCounts} counts As the engine last counted them.
 * @property {Preparation} preparation In effect: a pack that the set is mixed with decides size and channels.
 * @property {number} inColor Where the set is in color by itself, how many pictures have color.
 * @property {Augmentation} augmentation
 * @property {number} share How much is held out, 0 to 0.5.
 * @property {number} seed Of the split and of the variants.
 * @property {MixName | null} mix
 * @property {"pictures" | "patches"} source
 * @property {Cutting} cutting
 * @property {Photo | null} photo
 * @property {boolean} canPrepareAgain Whether every picture's file is at hand; a picture without its file is resized
 *   from the pixels that are kept.
 * @property {number} resized How many pictures were resized so the last time.
 * @property {number | null} trainedVersion The version that the model was trained on.
 * @property {Progress | null} progress
 * @property {Outcome[] | null} report Of the last intake, in the order of the drop.
 * @property {TableInfo[]} tables The newest first.
 * @property {Keeping} keeping
 * @property {"saved" | "saving" | null} kept
 * @property {boolean} canUndo
 * @property {boolean} few Whether there are so few pictures that the defaults for few apply.
 * @property {(settings: Settings) => Settings} fit Applies the defaults for few to a kind's usual settings.
 *
 * @typedef {object} Progress
 * @property {"intake" | "prepare" | "restore" | "save"} doing
 * @property {number} done
 * @property {number} total Of files, or of pictures.
 * @property {number} images
 * @property {() => void} cancel
 *
 * @typedef {object} Page Some of the tray: drawings first, then pictures, as they are prepared.
 * @property {number[]} ids
 * @property {Uint8Array} labels 255 for a picture without a class.
 * @property {("drawing" | "picture")[]} kinds
 * @property {Uint8Array} data The pictures one after the other, channels interleaved.
 * @property {number} size
 * @property {number} channels
 *
 * @typedef {object} Preview
 * @property {ImageBitmap | null} before The picture as it came; null for a drawing, and where its file is not at hand.
 * @property {Ink | null} ink A drawing as it was drawn.
 * @property {number} width
 * @property {number} height
 * @property {Uint8Array} after size × size × channels.
 * @property {number} size
 * @property {number} channels
 *
 * @typedef {object} WholePhoto A photo, and the photo put together from the model's reconstructions
 *   of its patches.
 * @property {Photo} original
 * @property {Float32Array} rebuilt 0..1
 * @property {Float32Array} error Signed: rebuilt less original.
 * @property {number} mse
 * @property {number} psnr In dB.
 */

/**
 * What the set asks of the intake, `createIntake()` in intake.js.
 * @typedef {object} Intake
 * @property {(sources: Source[], preparation: Preparation, options?: {signal?: AbortSignal,
 *   onProgress?: (progress: {done: number, total: number, images: number}) => void,
 *   onBlock?: (block: Arrival) => void, room?: {images: number, bytes: number}, again?: string[], only?: string[],
 *   set?: import("./intake-protocol.js").HeldSet}) => Promise<Outcome[]>} take
 * @property {(source: Source, preparation: Preparation) => Promise<{before: ImageBitmap, width: number, height: number,
 *   after: Uint8Array}>} preview
 * @property {(source: Source, reading: Reading, labels: Source | null) => Promise<TableLook>} table
 * @property {(inks: Ink[], preparation: Preparation) => Promise<Uint8Array>} ink
 * @property {(pictures: Uint8Array, shape: Shape, augmentation: Augmentation, seed: number,
 *   firstIndex: number) => Promise<Uint8Array>} augment
 * @property {(labels: Uint8Array, share: number, seed: number) => Promise<Uint32Array>} split
 * @property {(count: number, seed: number) => Promise<Uint32Array>} order
 * @property {(pictures: Uint8Array, shape: Shape, preparation: Preparation) => Promise<Uint8Array>} resize
 * @property {(source: Source, options: {maxSide: number, channels: number}) => Promise<Photo>} photo
 * @property {(photo: Photo, cutting: Cutting, seed: number) => Promise<Uint8Array>} cut
 * @property {(photo: Photo, cutting: Cutting, patches: Float32Array) => Promise<Omit<WholePhoto, "original">>} assemble
 * @property {(division: Division) => Promise<Counts>} counts
 * @property {(pictures: Uint8Array, features: number) => Promise<BigUint64Array>} keys
 * @property {(collection: SavedSet) => Promise<Uint8Array>} save
 *
 * @typedef {{channels: number, height: number, width: number}} Shape
 *
 * @typedef {import("./collection.js").Arrival & {opened?: SavedSet}} Arrival
 *
 * @typedef {object} SavedSet What one file holds.
 * @property {Uint8Array} images size × size × channels each
 * @property {Uint8Array} labels
 * @property {Uint8Array} drawings Inks, side × side each.
 * @property {Uint8Array} drawingLabels
 * @property {number} drawingSide
 * @property {Photo | null} photo
 * @property {{classes: string[], preparation: Preparation, augmentation: Augmentation, cutting: Cutting,
 *   source: "pictures" | "patches", mix: MixName | null, share: number, seed: number}} settings
 */

export {};
