//! Makes a step, opens its panel, and closes it once it is of the past.

import { isDeath } from "../app/faults.js";
import { HOME } from "../lib/spawn-worker.js";
import { SLOW } from "../strings/slow.js";
import { loadStyle } from "../ui/dom.js";
import { isUnderWay, makeStep, SlowError } from "./make-step.js";
import * as stepper from "./stepper.js";
import { Panel } from "./ui/panel.js";

/**
 * @typedef {import("./make-step.js").Page} Page
 * @typedef {import("../app/store.js").State} State
 */

/** @type {Promise<unknown> | null} */
let styled = null;

/** After so many ms it is said that the step is being made: large models take a while. */
const SAYS_AFTER = 1500;

/** @param {unknown} cause */
function sentence(cause) {
  if (cause instanceof SlowError) return SLOW.reason[cause.reason];
  const { name, message } = cause instanceof Error ? cause : { name: "", message: String(cause) };
  if (name === "DivergedError" || name === "BlownUpError") return SLOW.diverged;
  return isDeath(cause) ? SLOW.died : SLOW.failed(message);
}

/** @template T @param {Page} page @param {Promise<T>} made */
function sayWhatTakesLong({ actions }, made) {
  const waiting = setTimeout(() => actions.notify({ id: "slow", tone: "calm", text: SLOW.making }), SAYS_AFTER);
  return made.finally(() => {
    clearTimeout(waiting);
    actions.dismiss("slow");
  });
}

/** The last good step still shows what it was. @param {Page} page @param {unknown} cause */
function tell({ actions }, cause) {
  actions.notify({ id: "slow", tone: "error", text: sentence(cause) });
}

/**
 * @param {Page} page
 * @param {HTMLElement} hourglass
 * @param {() => void} closed
 * @returns {Promise<(() => void) | null>} What closes it; null where there is nothing to see.
 */
export async function openSlow(page, hourglass, closed) {
  const { store, actions } = page;
  const wasUnderWay = isUnderWay(store.get().run);
  const goOn = () => {
    if (wasUnderWay && store.get().run === "paused" && store.get().phase === "ready") actions.toggle();
  };
  actions.dismiss("slow");
  try {
    await (styled ??= loadStyle(new URL("style/slow.css", HOME)).catch((cause) => {
      styled = null;
      throw cause;
    }));
    actions.showFilters(null);
    const made = await sayWhatTakesLong(page, makeStep(page));
    const close = () => {
      stop();
      panel.end();
      stepper.end();
      closed();
    };
    /** What the worker no longer knows cannot be looked at. @template T @param {Promise<T>} answer */
    const orClose = (answer) => answer.catch((cause) => {
      if (isDeath(cause)) {
        close();
        tell(page, cause);
      }
      throw cause;
    });
    /** Whoever looked has seen enough: what was held up goes on. */
    const leave = () => {
      if (!isOpen) return;
      close();
      goOn();
    };
    const panel = new Panel({
      page, hourglass, made, close: leave,
      ask: (args) => orClose(stepper.open(args)),
      follow: (row) => orClose(stepper.follow({ row })).then((record) => ({ ...made, record }), () => null),
    });
    let isOpen = true;
    const stopWatching = watch(store, made.record.step, () => panel.redraw(), close);
    const stop = () => {
      isOpen = false;
      stopWatching();
    };
    panel.open();
    return leave;
  } catch (cause) {
    stepper.end();
    tell(page, cause);
    goOn();
    return null;
  }
}

/**
 * Closes what is shown of a step as soon as the page goes on to something else.
 * @param {Page["store"]} store
 * @param {number} step Done before it.
 * @param {() => void} redraw
 * @param {() => void} close
 */
function watch(store, step, redraw, close) {
  const then = store.get();
  let { theme } = then;
  return store.subscribe((state) => {
    const { run, begun, phase, filters, compare, inspect, snapshot, past } = state;
    const isPast = run !== then.run || begun !== then.begun || phase !== "ready" || filters !== null
      || compare !== null || (past !== null && then.past === null) || inspect !== then.inspect
      || (snapshot?.step ?? 0) > step + 1;
    if (isPast) return close();
    if (theme === state.theme) return;
    ({ theme } = state);
    redraw();
  });
}
