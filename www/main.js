//! Wires the page: the state, the widgets, the charts and the lab. Nothing is decided here.

import { createActions } from "./actions.js";
import { loadCharts } from "./charts.js";
import { fromAddress } from "./config.js";
import { start } from "./start.js";
import { createStore } from "./store.js";
import { S } from "./strings.js";
import { createDataPanel } from "./ui/data-panel.js";
import { createHourglassPanel } from "./ui/hourglass-panel.js";
import { createLossPanel } from "./ui/loss-panel.js";
import { createMapPanel } from "./ui/map-panel.js";
import { createModelPanel } from "./ui/model-panel.js";
import { createNotices } from "./ui/notices.js";
import { createReconstructionsPanel } from "./ui/reconstructions-panel.js";
import { createStatusBar } from "./ui/status-bar.js";
import { applyTheme, onSystemTheme, preferredTheme } from "./ui/theme.js";
import { keepWatching } from "./watching.js";

/** @type {import("./hourglass.js").Hourglass | null} */
let lab = null;
/** @type {import("./charts.js").Charts | null} */
let charts = null;

const theme = preferredTheme();
applyTheme(theme);
const address = fromAddress(location.hash);

/** @typedef {import("./store.js").State} State */
const store = createStore(/** @type {State} */ ({
  phase: "loading", loading: { arrived: 0, total: 0 }, settings: address.settings, pending: null, run: "paused", info: null,
  snapshot: null, views: {}, oldRun: null, heldOut: null, pairs: [], inspect: { source: "heldOut", idx: 0 }, drawing: null,
  mapDims: null, probe: null, logLoss: true, theme, notices: [], revived: 0, chartsReady: false,
}));
const actions = createActions(store, () => lab);

/** @param {string} id */
function place(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no element #${id}`);
  return node;
}
place("skip").textContent = S.skip;
place("notices").setAttribute("aria-label", S.notices.region);

const widgets = [
  createStatusBar(place("status"), actions),
  createHourglassPanel(place("hourglass"), actions),
  createMapPanel(place("map"), actions, () => charts),
  createLossPanel(place("loss"), actions, () => charts),
  createReconstructionsPanel(place("reconstructions"), actions),
  createDataPanel(place("data"), actions),
  createModelPanel(place("model"), actions),
  createNotices(place("notices"), actions),
];
const update = (/** @type {State} */ state) => widgets.forEach((widget) => widget.update(state));
update(store.get());
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

void start(store, actions, (ready) => {
  lab = ready;
  void keepWatching(store, ready, actions.explain);
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    actions.notify({ id: "motion", tone: "calm", text: S.notices.reducedMotion, actions: [{ label: S.notices.train, run: actions.play }] });
  } else {
    actions.play();
  }
});
