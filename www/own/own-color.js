//! Color by itself: where most of the pictures have color, they are prepared in color, and that is said. The engine
//! says what has color (`src/data/preparation/color.rs`). A choice of the visitor's stays.

import { OWN_WORDS } from "../strings/own-notices.js";

const NOTICE = "own-color";

/**
 * The channels that the pictures ask for, or null where nothing is to be changed. More than half of all pictures and
 * drawings must have color, and their files must be at hand, since gray pixels have none. Once in color, the set
 * becomes gray again only where nothing in it has color.
 * @param {import("./contents.js").Contents} contents
 * @returns {1 | 3 | null}
 */
function askedFor({ collection, files, settings }) {
  const { preparation: { channels }, colorChosen, mix } = settings;
  if (colorChosen || mix !== null || collection.count === 0) return null;
  if (channels === 3) return collection.blocks.every(({ colored }) => colored) && collection.colored() === 0 ? 1 : null;
  const canHave = collection.colored(collection.blocks.filter(({ drop }) => files.has(drop)));
  return 2 * canHave > collection.count ? 3 : null;
}

export class OwnColor {
  #actions;
  #contents;
  #queue;
  #prepare;

  /**
   * @param {Pick<import("../app/actions.js").Actions, "notify" | "dismiss">} actions
   * @param {import("./contents.js").Contents} contents
   * @param {Pick<import("./task-queue.js").TaskQueue, "settled">} queue
   * @param {(channels: 1 | 3, isChosen: boolean) => Promise<unknown>} prepare
   */
  constructor(actions, contents, queue, prepare) {
    this.#actions = actions;
    this.#contents = contents;
    this.#queue = queue;
    this.#prepare = prepare;
  }

  /** To be called once pictures have been added. */
  async look() {
    await this.#queue.settled();
    const channels = askedFor(this.#contents);
    if (channels === null) return;
    await this.#prepare(channels, false);
    const { collection, prepared, settings } = this.#contents;
    // It may have failed, or the visitor may have chosen meanwhile.
    if (prepared.channels !== channels || settings.colorChosen) return;
    const words = channels === 3 ? OWN_WORDS.inColor : OWN_WORDS.inGray;
    const other = channels === 3 ? 1 : 3;
    const { size } = prepared;
    const actions = [{ label: OWN_WORDS.instead[other], run: () => void this.#prepare(other, true) }];
    const text = words(collection.colored(), collection.count, size);
    this.#actions.notify({ id: NOTICE, tone: "calm", text, actions });
  }

  /** To be called when what was told is no longer so: the visitor has chosen, or nothing is left. */
  forget() {
    this.#actions.dismiss(NOTICE);
  }
}
