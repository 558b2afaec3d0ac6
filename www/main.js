//! Wires the page: the state, the widgets, the charts and the lab. Nothing is decided here.

import { createActions } from "./app/actions.js";
import { loadCharts } from "./draw/charts.js";
import { createComparing, otherSide } from "./app/comparison.js";
import { fromAddress } from "./app/options.js";
import { createOwnImages } from "./own/door.js";
import { createStart } from "./app/load-data.js";
import { createStore } from "./app/store.js";
import { S } from "./strings/strings.js";
import { createArrivals } from "./ui/arrivals.js";
import { createComparePanel } from "./ui/compare-panel.js";
import { createDataPanel } from "./ui/data-panel.js";
import { createHourglassPanel } from "./ui/hourglass-panel.js";
import { createLossPanel } from "./ui/loss-panel.js";
import { createMapPanel } from "./ui/map-panel.js";
import { createModelPanel } from "./ui/model-panel.js";
import { createNotices } from "./ui/notices.js";
import { createReconstructionsPanel } from "./ui/reconstructions-panel.js";
import { createStatusBar } from "./ui/status-bar.js";
import { applyTheme, onSystemTheme, preferredTheme } from "./app/theme.js";
import { keepWatching } from "./app/view-requests.js";

/** @type {import("./hourglass.js").Hourglass | null} */
let lab = null;
/** @type {import("./draw/charts.js").Charts | null} */
let charts = null;

const theme = preferredTheme();
applyTheme(theme);
const address = fromAddress(location.hash);

/** @typedef {import("./app/store.js").State} State */
const store = createStore(/** @type {State} */ ({
  phase: "loading", loading: { arrived: 0, total: 0 }, settings: address.settings, pending: null, run: "paused", info: null,
  snapshot: null, views: {}, oldRuns: [], pack: { name: address.settings.data, classes: [], paper: 0 }, switching: null, own: null, heldOut: null, pairs: [], inspect: { source: "heldOut", idx: 0 }, drawing: null,
  mapDims: null, probe: null, logLoss: true, compare: null, showManifold: false, grid: null, filters: null, theme, notices: [], revived: 0, chartsReady: false,
}));
const comparing = createComparing(store, () => lab, () => actions);
const actions = createActions(store, () => comparing.pair() ?? lab, (wanted) => data.switchTo(wanted));

/** @param {string} id */
function place(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no element #${id}`);
  return node;
}
place("skip").textContent = S.skip;
place("notices").setAttribute("aria-label", S.notices.region);

const own = createOwnImages(place("own"), store, actions, () => lab);
createArrivals(own.receive, own.prepare);

const widgets = [
  createStatusBar(place("status"), actions),
  createHourglassPanel(place("hourglass"), actions),
  createMapPanel(place("map"), actions, () => charts),
  createLossPanel(place("loss"), actions, () => charts),
  createReconstructionsPanel(place("reconstructions"), actions),
  createDataPanel(place("data"), actions, own),
  createModelPanel(place("model"), actions),
  createComparePanel(place("compare"), comparing),
  createNotices(place("notices"), actions),
];
const otherMap = place("other-map");
const secondMap = createMapPanel(otherMap, comparing.mapActions(actions), () => charts, S.compare.map);
const otherModel = place("other-model");
const secondModel = createModelPanel(otherModel, comparing.modelActions, true);
const update = (/** @type {State} */ state) => {
  const isComparing = state.compare !== null;
  otherMap.hidden = otherModel.hidden = !isComparing;
  document.body.toggleAttribute("data-comparing", isComparing);
  widgets.forEach((widget) => widget.update(state));
  if (!isComparing) return;
  const other = otherSide(state);
  secondMap.update(other);
  secondModel.update(other);
};
update(store.get());
// An attribute, since WebKit does not look again at a `:has(:empty)` once the panels are filled.
place("rail").hidden = false;
store.subscribe(update);

tell(address.problems);
addEventListener("hashchange", () => {
  const { settings, problems } = fromAddress(location.hash);
  const isOurs = location.hash.startsWith("#v=");
  // A link within the page (the skip link) says nothing of the model, and a faulty address changes nothing.
  if (isOurs && problems.length === 0) actions.changeAll(settings);
  else actions.keepAddress();
  if (isOurs) tell(problems);
});

/** @param {typeof address.problems} problems */
function tell(problems) {
  for (const { key, got, allowed } of problems) {
    const text = key === "v" ? S.notices.addressVersion(got) : S.notices.address(key, got, allowed);
    actions.notify({ id: `address-${key}`, tone: "error", text });
  }
}
onSystemTheme((system) => {
  applyTheme(system);
  store.set({ theme: system });
});

// Training comes first: the drawing half of the engine is fetched and compiled once a step has been seen.
const stopWaiting = store.subscribe(({ phase, run, snapshot }) => {
  if (phase !== "ready" || (run === "training" && !snapshot?.step)) return;
  stopWaiting();
  loadCharts().then((loaded) => {
    charts = loaded;
    store.set({ chartsReady: true });
  }, actions.explain);
});

const data = createStart(store, actions, (ready) => {
  const isFirst = lab === null;
  comparing.leave();
  lab?.dispose();
  lab = ready;
  void keepWatching(store, ready, actions.explain);
  if (!isFirst) return;
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    actions.notify({ id: "motion", tone: "calm", text: S.notices.reducedMotion, actions: [{ label: S.notices.train, run: actions.play }] });
  } else {
    actions.play();
  }
}, { own: async (options) => (await (await import("./own/image-set.js")).loadOwn(store, actions, { lab: () => lab })).open(options) });
void data.start();
