//! The latent map: every held-out image as a point; point at one, or at an empty place, and see what is there.

import { signed } from "../draw/format.js";
import { imageAt, tonesOf } from "../draw/pixels.js";
import { changes } from "../app/store.js";
import { S } from "../strings/strings.js";
import { el, heading, onResize, paced, setText, unique } from "./dom.js";
import { helpButton } from "./help.js";
import { createMapAxes } from "./map-axes.js";
import { backgroundOf, gridOf, withRow } from "./map-manifold.js";
import { drawOverlay } from "./map-overlay.js";
import { nearest } from "./map-points.js";
import { trackPointer } from "./map-pointer.js";
import { chartLook, CLASS_COLORS, inks } from "../draw/inks.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../draw/charts.js").Plot} Plot
 */

/** A dot counts as pointed at within so many pixels. */
const REACH = 7;

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../app/actions.js").Actions, "probe" | "inspect" | "setMapDims" | "showManifold" | "decodeGrid">} actions
 * @param {() => Pick<import("../draw/charts.js").Charts, "drawMap" | "stableRange"> | null} charts
 * @param {string} [title]
 */
export function createMapPanel(container, actions, charts, title = S.map.title) {
  const words = S.map;
  const head = heading(title, helpButton("map"), "map-title");
  const hintId = unique("map-hint");
  const canvas = el("canvas", { class: "map-points", role: "img" });
  const over = el("canvas", { class: "map-over", tabindex: 0, role: "application", "aria-label": title, "aria-describedby": hintId, title: "" });
  const empty = el("p", { class: "empty", text: words.empty });
  const said = el("p", { class: "visually-hidden", role: "status" });
  const axes = createMapAxes(actions);
  const grid = el("input", { type: "checkbox", id: unique("map-grid"), onchange: () => actions.showManifold(grid.checked) });
  const decoded = el("label", { class: "check" }, grid, el("span", { text: words.grid }));
  const hint = el("p", { id: hintId, class: "note hint" }, words.hint, el("span", { class: "visually-hidden", text: ` ${words.keys}` }));
  container.append(head.node,
    el("div", { class: "figure-space map-space" }, canvas, over, empty),
    el("div", { class: "figure-foot" }, axes.node, decoded, hint),
    said);

  /** @type {State | null} */
  let current = null;
  /** @type {Plot | null} */
  let plot = null;
  /** @type {import("../draw/charts.js").Range | undefined} */
  let range;
  /** @type {{x: number, y: number, idx: number} | null} */
  let pointer = null;

  const caption = (/** @type {State} */ { views, mapDims }) => {
    const kind = views.map?.kind ?? "code";
    if (kind === "components") return words.components;
    if (kind === "dims" && mapDims) return words.dims(...mapDims);
    return kind === "strip" ? words.strip : words.code;
  };

  const axisLabels = (/** @type {State} */ { views, mapDims }) => {
    const kind = views.map?.kind ?? "code";
    if (kind === "strip") return { xLabel: words.oneNumber, yLabel: words.classes };
    const [i, j] = kind === "dims" && mapDims ? mapDims : [0, 1];
    const name = kind === "components" ? words.component : words.number;
    return { xLabel: name(i), yLabel: name(j) };
  };

  const drawPoints = paced(() => {
    const drawer = charts();
    const map = current?.views.map;
    if (!drawer || !current || !map || canvas.clientWidth === 0) return;
    const { heldOut, pack, theme, views, showManifold } = current;
    const isStrip = map.kind === "strip";
    const names = pack.classes.map(short);
    range = drawer.stableRange(map.points, range);
    const shown = isStrip && showManifold ? withRow(range, canvas.clientHeight) : range;
    const pictures = showManifold && heldOut && views.manifold;
    plot = drawer.drawMap(canvas, {
      points: map.points, labels: heldOut?.labels ?? null, colors: CLASS_COLORS[theme], range: shown,
      glyphs: isStrip || names.length < 2 ? null : names, rows: isStrip ? names : [],
      background: pictures ? backgroundOf(pictures, heldOut, tonesOf(current), isStrip ? range[2] : null, shown[2]) : null,
      ...axisLabels(current), ...chartLook(),
    });
    if (showManifold && heldOut) actions.decodeGrid(gridOf(plot, heldOut, isStrip));
    if (pointer) pointer.idx = nearest(map.points, plot.toPixel, pointer.x, pointer.y, REACH);
    drawOver();
    canvas.setAttribute("aria-label", words.alt(caption(current), map.points.length / 2, pack.classes.length));
  }, 125);

  /** Of a long name its first part is enough among the points. @param {string} name */
  const short = (name) => name.split(" & ")[0];
  /** @param {number} label */
  const nameOf = (label) => current?.pack.classes[label] ?? String(label);

  function drawOver() {
    if (!plot || !current?.heldOut) return;
    const { heldOut, views, inspect, drawing, mapDims } = current;
    const places = mapDims === null || views.map?.kind === "dims";
    const onDot = pointer !== null && pointer.idx >= 0;
    const size = heldOut.width * heldOut.height * heldOut.channels;
    const shape = { width: heldOut.width, height: heldOut.height, channels: heldOut.channels };
    let picture = null;
    if (pointer && onDot) picture = { ...shape, values: imageAt(heldOut.data, pointer.idx, size), scale: 255 };
    else if (pointer && views.probe?.picture.length === size) picture = { ...shape, values: views.probe.picture, scale: 1 };
    drawOverlay(over, {
      area: plot.plotArea,
      toPixel: plot.toPixel,
      inspected: inspect.source === "heldOut" && views.map ? views.map.points.subarray(2 * inspect.idx, 2 * inspect.idx + 2) : null,
      drawing: places && drawing ? views.drawing?.place ?? null : null,
      pointer: pointer && { ...pointer, onDot, text: onDot ? words.image(short(nameOf(heldOut.labels[pointer.idx]))) : words.decoded },
      picture,
    }, inks(), tonesOf(current));
  }

  /**
   * @param {{x: number, y: number} | null} at In pixels; null when the pointer has gone.
   * @param {boolean} [say] By keyboard: then the place is also said.
   */
  function point(at, say = false) {
    if (!plot || !current?.views.map || !at) {
      pointer = null;
      actions.probe(null);
      drawOver();
      return;
    }
    const idx = nearest(current.views.map.points, plot.toPixel, at.x, at.y, REACH);
    pointer = { ...at, idx };
    const place = plot.toData(at.x, at.y);
    actions.probe({ x: place[0], y: place[1] });
    if (say && current.heldOut) {
      const [x, y] = [signed(place[0]), signed(place[1])];
      setText(said, idx >= 0 ? words.atImage(x, y, nameOf(current.heldOut.labels[idx])) : words.at(x, y));
    }
    drawOver();
  }

  trackPointer(over, {
    area: () => plot?.plotArea ?? null,
    at: () => pointer,
    move: point,
    pick: () => {
      if (!plot || !current?.views.map || !pointer) return;
      const idx = nearest(current.views.map.points, plot.toPixel, pointer.x, pointer.y, 24);
      if (idx >= 0) actions.inspect({ source: "heldOut", idx });
    },
  });
  onResize(canvas, drawPoints);

  const points = changes((/** @type {State} */ { views, theme, heldOut, pack, showManifold }) => [views.map, theme, heldOut, pack, showManifold, showManifold && views.manifold, charts()]);
  const rings = changes((/** @type {State} */ { views, inspect, drawing }) => [views.inspect, views.drawing, views.probe, inspect, drawing]);
  const texts = changes((/** @type {State} */ { info, views, mapDims, compare }) => [info, views.map?.kind, mapDims, compare === null]);

  /** @param {State} state */
  function update(state) {
    current = state;
    if (texts(state)) {
      setText(head.caption, state.info ? caption(state) : "");
      setText(head.title, state.compare && title === words.title ? S.compare.mapA : title);
    }
    axes.update(state);
    empty.hidden = state.views.map !== undefined;
    const failed = state.phase === "failed" && empty.hidden === false;
    setText(empty, failed ? S.nothing : words.empty);
    hint.hidden = failed;
    decoded.hidden = failed;
    grid.checked = state.showManifold;
    over.hidden = failed;
    if (points(state)) drawPoints();
    if (rings(state)) drawOver();
  }
  return { update };
}
