//! The widget of a notebook: the element on the cell's images, which sends what it has learned back to Python.

import "../../www/embed.js";
import { FILES } from "inside:files";

/**
 * @typedef {object} Model What anywidget gives: https://anywidget.dev
 * @property {(name: string) => any} get
 * @property {(content: object, callbacks?: unknown, buffers?: ArrayBuffer[]) => void} send
 *
 * @typedef {import("../../www/embed.js").HourglassFigure} Figure
 * @typedef {import("../../www/lib/check-arguments.js").Images} Images
 */

/** So long at least between two runs that are sent, in ms; and so many times as long as the last one took. */
const EVERY = 2000;
const SHARE = 20;

/** @param {{model: Model, el: HTMLElement}} place @returns {() => void} */
function render({ model, el }) {
  /** @type {any} */ (globalThis).hourglassFiles = FILES;
  const figure = /** @type {Figure} */ (document.createElement("hourglass-figure"));
  const attributes = { data: "none", ...model.get("_attributes") };
  for (const [name, value] of Object.entries(attributes)) figure.setAttribute(name, value);
  const [count, height, width, channels] = model.get("_shape");
  const images = { data: bytesOf(model.get("_images")), count, height, width, channels };
  const labels = model.get("_labels");
  Object.assign(figure, { images, ...(labels ? { labels: bytesOf(labels) } : {}) });
  const end = sendRuns(figure, images, model);
  el.append(figure);
  return () => {
    end();
    figure.remove();
  };
}

/** A notebook's bytes come as a view of a longer buffer. @param {DataView | Uint8Array | Float32Array} view */
const bytesOf = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();

/**
 * Sends the run and the codes of all images as the model trains, and once more when it rests.
 * @param {Figure} figure
 * @param {Images} images
 * @param {Model} model
 * @returns {() => void} Ends it.
 */
function sendRuns(figure, images, model) {
  let [timer, due, isSending, isNews, sent] = [0, 0, false, false, ""];
  const plan = () => {
    isNews = true;
    if (timer || isSending) return;
    timer = setTimeout(send, Math.max(0, due - performance.now()));
  };
  const send = async () => {
    [timer, isSending, isNews] = [0, true, false];
    const start = performance.now();
    try {
      const { run, codes } = await figure.take(images);
      const step = stepOf(run);
      model.send({ kind: "run", step }, undefined, [bytesOf(run).buffer, bytesOf(codes).buffer]);
      // A pause tells of no steps since the last news: whoever was at another step is looked at once more.
      if (`${step}` !== sent) isNews = true;
      sent = `${step}`;
    } catch {
      // The figure says itself what is wrong; the next news tries again.
    }
    due = performance.now() + Math.max(EVERY, SHARE * (performance.now() - start));
    isSending = false;
    if (isNews) plan();
  };
  const tellError = (/** @type {any} */ { detail }) => model.send({ kind: "error", ...detail });
  for (const name of ["ready", "snapshot", "finished"]) figure.addEventListener(name, plan);
  figure.addEventListener("error", tellError);
  return () => {
    clearTimeout(timer);
    for (const name of ["ready", "snapshot", "finished"]) figure.removeEventListener(name, plan);
  };
}

/** The step in a run's file: eight bytes with the header's length, then the header. @param {Uint8Array} run */
function stepOf(run) {
  const length = new DataView(run.buffer, run.byteOffset).getUint32(0, true);
  return Number(JSON.parse(new TextDecoder().decode(run.subarray(8, 8 + length))).__metadata__.step);
}

export default { render };
