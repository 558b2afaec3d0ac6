//! Wires the page: the state, the models, the widgets and the charts. Nothing is decided here.

import { createActions } from "./app/actions.js";
import { followAddress, keepAddress, readAddress, tellProblems } from "./app/address.js";
import { Comparison } from "./app/comparison.js";
import { DataLoader } from "./app/load-data.js";
import { Models } from "./app/models.js";
import { defaults } from "./app/options.js";
import { otherSide } from "./app/second-side.js";
import { createStore, initialState } from "./app/store.js";
import { applyTheme, onSystemTheme, preferredTheme } from "./app/theme.js";
import { keepWatching } from "./app/view-requests.js";
import { mapActions } from "./app/view-actions.js";
import { loadCharts } from "./draw/charts.js";
import { createLabsDoor } from "./labs/door.js";
import { Door } from "./own/door.js";
import { S } from "./strings/strings.js";
import { createArrivals } from "./ui/arrivals.js";
import { createComparePanel } from "./ui/compare-panel.js";
import { createDataPanel } from "./ui/data-panel.js";
import { createHourglassPanel } from "./ui/hourglass-panel.js";
import { createLead } from "./ui/lead.js";
import { createDrawing } from "./ui/drawing.js";
import { createLossPanel } from "./ui/loss-panel.js";
import { createMapPanel } from "./ui/map-panel.js";
import { createModelPanel } from "./ui/model-panel.js";
import { createNotices } from "./ui/notices.js";
import { createReadingOrder } from "./ui/reading-order.js";
import { createReconstructionsPanel } from "./ui/reconstructions-panel.js";
import { createStatusBar } from "./ui/status-bar.js";

const theme = preferredTheme();
applyTheme(theme);
const store = createStore(initialState(defaults(), theme));
const models = new Models();
const actions = createActions(store, models);
const comparison = new Comparison(store, models, actions);
const own = new Door(place("own"), place("loss"), store, actions, () => models.first);
const data = new DataLoader(store, actions, { own: own.openPack });

/** @param {string} id */
function place(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no element #${id}`);
  return node;
}
place("skip").textContent = S.skip;
place("notices").setAttribute("aria-label", S.notices.region);

createArrivals(own.receive, own.prepare);
const widgets = [
  createReadingOrder(place("figures"), place("rail")),
  createStatusBar(place("status"), actions),
  createLead(place("lead"), {
    draw: () => place("draw").querySelector(".pad"),
    map: () => place("map").querySelector("[tabindex]"),
    code: () => place("model").querySelector("[name=code]"),
  }),
  createHourglassPanel(place("hourglass"), actions),
  createDrawing(place("draw"), actions, own.addDrawing),
  createMapPanel(place("map"), actions),
  createLossPanel(place("loss"), actions),
  createReconstructionsPanel(place("reconstructions"), actions),
  createDataPanel(place("data"), actions, own),
  createModelPanel(place("model"), actions),
  createComparePanel(place("compare"), comparison),
  createLabsDoor(place("labs"), store, actions, models),
  createNotices(place("notices"), actions),
];
// An image and a class are looked at in both.
const { inspect, showClass } = actions;
const places = ["other-hourglass", "other-map", "other-model"].map(place);
const createSeconds = () => [
  createHourglassPanel(places[0], actions, true),
  createMapPanel(places[1], { ...mapActions(comparison.side), inspect, showClass }, S.compare.map),
  createModelPanel(places[2], comparison.changes, true),
];
/** The second model's panels, made with the first comparison. @type {ReturnType<typeof createSeconds> | null} */
let seconds = null;

/** @param {import("./app/store.js").State} state */
function update(state) {
  const isComparing = state.compare !== null;
  document.body.toggleAttribute("data-comparing", isComparing);
  widgets.forEach((widget) => widget.update(state));
  for (const panel of places) panel.hidden = !isComparing;
  if (!isComparing) return;
  seconds ??= createSeconds();
  seconds.forEach((panel) => panel.update(otherSide(state)));
}

/**
 * Begins with what the address asks for. It is no top-level `await` that waits for it: what reads addresses is fetched,
 * names this script in the bundled site, and would wait for it in turn.
 * @param {Awaited<ReturnType<typeof readAddress>>} address
 */
function open({ settings, shown, second = null, problems, cause }) {
  store.set({ ...initialState(settings, theme), ...shown, linked: second });
  update(store.get());
  // An attribute, since WebKit does not look again at a `:has(:empty)` once the panels are filled.
  place("rail").hidden = false;
  store.subscribe(update);

  keepAddress(store, actions.explain);
  tellProblems(store, problems);
  if (cause) actions.explain(cause);
  followAddress(store, async () => {
    const { LinkFollower } = await import("./app/follow-link.js");
    return new LinkFollower(store, actions, comparison);
  }, actions.explain);
  onSystemTheme((system) => {
    applyTheme(system);
    store.set({ theme: system });
  });

  // Training comes first: the drawing half of the engine is fetched and compiled once a step has been seen.
  const stopWaiting = store.subscribe(({ phase, run, snapshot }) => {
    if (phase !== "ready" || (run === "training" && !snapshot?.step)) return;
    stopWaiting();
    loadCharts().then((charts) => store.set({ charts }), actions.explain);
  });

  store.on("replaced", (hourglass) => void keepWatching(store, hourglass, actions.explain));
  store.on("opened", actions.autoplay);
  void data.start();
}
void readAddress(location.hash).then(open);
