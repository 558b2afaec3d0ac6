//! The second module as the intake worker sees it: what `src/intake` exports.

/**
 * @typedef {object} PictureFile
 * @property {number} width
 * @property {number} height
 * @property {number} orientation how what the browser decodes is to be turned, 1 to 8 as EXIF numbers it
 * @property {() => Uint8Array | undefined} takePixels red, green, blue, alpha, where the engine decodes
 * @property {() => Uint8Array} takeBytes cleaned, for the browser's decoder
 * @property {() => string} repairs
 * @property {() => void} free
 *
 * @typedef {object} Archive
 * @property {() => string[]} paths
 * @property {() => string[]} leftOut a path, then why, then the next path
 * @property {(entry: number) => Uint8Array} read
 * @property {() => void} free
 *
 * @typedef {object} Preparer
 * @property {number} size
 * @property {number} channels
 * @property {(rgba: Uint8Array, width: number, height: number) => Uint8Array} picture
 * @property {(ink: Uint8Array, width: number, height: number) => Uint8Array} ink
 * @property {boolean} hasColor whether the picture that came last has
 * @property {(picture: Uint8Array) => boolean} isFlat
 * @property {(pictures: Uint8Array, channels: number, height: number, width: number) => Uint8Array} resize
 * @property {() => void} free
 *
 * @typedef {object} LabelList
 * @property {() => Uint16Array} labels places among the names; 65,535 for none
 * @property {() => string[]} classNames
 * @property {() => void} free
 *
 * @typedef {object} ReadingHandle How a table is read, which a plain object says in messages.
 * @property {boolean} header
 * @property {Uint32Array} ignored
 * @property {number | undefined} label
 * @property {string} axes
 * @property {number} height
 * @property {number} width
 * @property {number} channels
 * @property {number} from
 * @property {number} to
 * @property {() => void} free
 *
 * @typedef {object} Choices Each list is handed over once.
 * @property {() => ReadingHandle[]} columns
 * @property {() => ReadingHandle[]} pictures
 * @property {() => ReadingHandle[]} values
 * @property {() => void} free
 *
 * @typedef {object} DataFile
 * @property {() => LabelList} labels of a list of labels
 * @property {(reading: ReadingHandle) => Choices} choices other readings
 * @property {(reading: ReadingHandle, most: number) => Table} peek some of its images
 * @property {(path: string, reading: ReadingHandle | undefined, isOpen: boolean) => Table} table consumes the
 *   data file and the reading; of an open one the whole file decides on the values
 * @property {(paths: string[]) => LabelList | undefined} fileClasses where it is a list of files with their classes:
 *   a label for each path
 * @property {() => void} free
 *
 * @typedef {object} Table
 * @property {number} count
 * @property {number} width
 * @property {number} height
 * @property {number} low the smallest number of its pixels
 * @property {number} high the largest
 * @property {() => LabelList | undefined} labels
 * @property {() => ReadingHandle} reading how it was read
 * @property {() => string} notes what was taken for granted besides, in sentences
 * @property {() => boolean} isBlank
 * @property {(preparer: Preparer, from: number, count: number) => Uint8Array} prepare
 * @property {(from: number, count: number) => Uint8Array} colored 1 for each image with color
 * @property {(idx: number) => Uint8Array} rgba
 * @property {() => void} free
 *
 * @typedef {object} Photo
 * @property {number} width
 * @property {number} height
 * @property {() => Uint8Array} takeBytes
 * @property {() => void} free
 *
 * @typedef {object} RebuiltPhoto
 * @property {number} mse
 * @property {number} psnr in dB
 * @property {() => Float32Array} takePixels
 * @property {() => Float32Array} takeError rebuilt less original
 * @property {() => void} free
 *
 * @typedef {object} Counts
 * @property {number} heldOut
 * @property {number} training
 * @property {number} variants of all pictures to train on together
 * @property {number} variantsOfEach
 * @property {() => void} free
 *
 * @typedef {object} SetWriter
 * @property {(part: "images" | "drawings" | "photo", bytes: Uint8Array) => void} add
 * @property {(settings: string, labels: Uint8Array, drawingSide: number, drawingLabels: Uint8Array,
 *   photo: Uint32Array) => Uint8Array} write
 * @property {() => void} free
 *
 * @typedef {object} SavedFile
 * @property {() => string} settings
 * @property {() => Uint8Array} images
 * @property {() => Uint8Array} labels
 * @property {() => Uint8Array} drawings
 * @property {() => number} drawingSide
 * @property {() => Uint8Array} drawingLabels
 * @property {() => Uint32Array} photoShape channels, height and width, or nothing
 * @property {() => Uint8Array} photo
 * @property {() => void} free
 *
 * @typedef {object} Glue
 * @property {() => string} limits
 * @property {(start: Uint8Array) => string} fileKind
 * @property {new (file: Uint8Array) => PictureFile} PictureFile
 * @property {(rgba: Uint8Array, width: number, height: number, orientation: number) => Uint8Array} turned
 * @property {new (zip: Uint8Array) => Archive} Archive
 * @property {new (json: string) => Preparer} Preparer
 * @property {(pictures: Uint8Array, features: number) => BigUint64Array} pictureKeys
 * @property {(there: Uint32Array, left: Uint32Array, most: number) => Uint32Array} sharesOf how many more of each class
 *   to take
 * @property {new (file: Uint8Array) => DataFile} DataFile
 * @property {new (header: boolean, ignored: Uint32Array, label: number | undefined, axes: string, height: number,
 *   width: number, channels: number, from: number, to: number) => ReadingHandle} Reading
 * @property {(start: Uint8Array) => boolean} beginsLabels whether a file that begins so is a list of labels
 * @property {(pictures: Uint8Array, channels: number, height: number, width: number, how: string, seed: number,
 *   firstIndex: number) => Uint8Array} augment
 * @property {(labels: Uint8Array, share: number, seed: number) => Uint32Array} heldOut
 * @property {(count: number, seed: number) => Uint32Array} trainingOrder
 * @property {new (rgba: Uint8Array, width: number, height: number, maxSide: number, channels: number) => Photo} Photo
 * @property {(photo: Uint8Array, channels: number, height: number, width: number, cutting: string,
 *   seed: number) => Uint8Array} cutPhoto
 * @property {(width: number, height: number, cutting: string) => number} patchCount
 * @property {(sizes: Uint32Array, features: number, share: number, variants: number) => Counts} countsOf
 * @property {new (patches: Float32Array, original: Uint8Array, channels: number, height: number, width: number,
 *   cutting: string) => RebuiltPhoto} RebuiltPhoto
 * @property {new () => SetWriter} SetWriter
 * @property {new (file: Uint8Array) => SavedFile} SavedSet
 *
 * @typedef {{pictureBytes: number, fileBytes: number, files: number, images: number, bytes: number}} Limits
 *
 * @typedef {object} IntakeEngine
 * @property {Glue} glue
 * @property {Limits} limits
 * @property {() => string | null} lastPanic
 */

/**
 * @param {{glue: any, lastPanic: () => string | null}} loaded
 * @returns {IntakeEngine}
 */
export function intakeEngine({ glue, lastPanic }) {
  return { glue, lastPanic, limits: JSON.parse(glue.limits()) };
}
