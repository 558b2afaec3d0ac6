//! Wires the page: the state, the models, the widgets and the charts. Nothing is decided here, and nothing happens
//! until it is opened, since figures in other pages share its parts.

import { createActions } from "./app/actions.js";
import { followAddress, keepAddress, readAddress, tellProblems } from "./app/address.js";
import { ComparisonDoor } from "./app/comparison-door.js";
import { DataLoader } from "./app/load-data.js";
import { Models } from "./app/models.js";
import { defaults } from "./app/options.js";
import { otherSide } from "./app/second-side.js";
import { createStore, initialState } from "./app/store.js";
import { applyTheme, preferredTheme } from "./app/theme.js";
import { keepWatching } from "./app/view-requests.js";
import { mapActions } from "./app/view-actions.js";
import { loadCharts } from "./draw/charts.js";
import { createLabsDoor } from "./labs/door.js";
import { Door } from "./own/door.js";
import { S } from "./strings/strings.js";
import { createArrivals } from "./ui/arrivals.js";
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

/**
 * @typedef {import("./app/store.js").State} State
 * @typedef {import("./app/store.js").Store<State>} Store
 * @typedef {ReturnType<typeof createActions>} Actions
 */

/** @param {string} id */
function place(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no element #${id}`);
  return node;
}

/**
 * Opens the page with what the address asks for.
 * @param {import("./lib/restartable-worker.js").Environment} environment
 */
export function openPage(environment) {
  const theme = preferredTheme();
  applyTheme(theme);
  const store = createStore(initialState(defaults(), theme));
  const models = new Models();
  const actions = createActions(store, models);
  const comparison = new ComparisonDoor(store, models, actions);
  const own = new Door(place("own"), place("loss"), store, actions, () => models.first);
  const data = new DataLoader(store, actions, { environment, own: own.openPack });
  place("broken").remove();
  place("skip").textContent = S.skip;
  place("notices").setAttribute("aria-label", S.notices.region);
  const labs = createLabsDoor(place("labs"), store, actions, models);
  const page = { store, models, actions, comparison, own, labs };
  const keep = () => import("./keep/door.js");
  createArrivals((came) => void keep().then((door) => door.receive(page, came), () => own.receive(came)), own.prepare);
  const fetchFollower = async () => {
    const { LinkFollower } = await import("./app/follow-link.js");
    return new LinkFollower(store, actions, comparison, models, own.get);
  };
  // Nothing waits at the top level: what reads addresses is fetched, and in the bundled site it names this script.
  void readAddress(location.hash).then(async (address) => {
    const { shown } = address;
    // A class's link shows part of the page, and the rest not even at first.
    if (shown?.stays || shown?.projector) {
      await import("./class/door.js").then((door) => door.enter(store, shown)).catch(actions.explain);
    }
    const update = createWidgets(page, () => void keep().then((door) => door.keep(page)).catch(actions.explain));
    const followed = open(address, store, update, actions, fetchFollower, theme);
    // Training comes first: the drawing half of the engine is fetched and compiled once a step has been seen.
    const stopWaiting = store.subscribe(({ phase, run, snapshot }) => {
      if (phase !== "ready" || (run === "training" && !snapshot?.step)) return;
      stopWaiting();
      loadCharts().then((charts) => store.set({ charts }), actions.explain);
      // Without it the page is the same.
      import("./later.js").then((later) => later.bring(page, address)).catch(() => {});
    });
    // The drawings of a link may be what it trains on.
    if (address.ink) await followed;
    void data.start();
  });
}

/**
 * The page's parts, and what brings the state to them.
 * @param {{store: Store, models: Models, actions: Actions, comparison: ComparisonDoor, own: Door,
 *   labs: ReturnType<typeof createLabsDoor>}} page
 * @param {() => void} keep
 */
function createWidgets({ store, models, actions, comparison, own, labs }, keep) {
  const widgets = [
    createReadingOrder(place("figures"), place("rail")),
    createStatusBar(place("status"), actions, () => void import("./share/dialog.js").then((dialog) =>
      dialog.share(store, models, own.get)).catch(actions.explain), keep),
    createLead(place("lead"), {
      draw: () => place("draw").querySelector(".pad"),
      map: () => place("map").querySelector("[tabindex]"),
      code: () => place("model").querySelector("[name=code]"),
    }),
    createLossPanel(place("loss"), actions),
    createDataPanel(place("data"), actions, own),
    createModelPanel(place("model"), actions),
    labs,
    createNotices(place("notices"), actions),
  ];
  const figures = [
    createHourglassPanel(place("hourglass"), actions),
    createDrawing(place("draw"), actions, own.addDrawing),
    createMapPanel(place("map"), actions),
    createReconstructionsPanel(place("reconstructions"), actions),
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
  return (/** @type {State} */ state) => {
    const isComparing = state.compare !== null;
    document.body.toggleAttribute("data-comparing", isComparing);
    widgets.forEach((widget) => widget.update(state));
    figures.forEach((figure) => figure.update({ ...state, ...state.past }));
    for (const panel of places) panel.hidden = !isComparing;
    if (!isComparing) return;
    seconds ??= createSeconds();
    seconds.forEach((panel) => panel.update(otherSide(state)));
  };
}

/**
 * @param {Awaited<ReturnType<typeof readAddress>>} address
 * @param {Store} store
 * @param {(state: State) => void} update
 * @param {Actions} actions
 * @param {Parameters<typeof followAddress>[1]} fetchFollower
 * @param {State["theme"]} theme
 */
function open(address, store, update, actions, fetchFollower, theme) {
  const { settings, shown, second = null, problems, cause, goal } = address;
  store.set({ ...initialState(settings, theme), ...shown, linked: second });
  update(store.get());
  // An attribute, since WebKit does not look again at a `:has(:empty)` once the panels are filled.
  place("rail").hidden = false;
  store.subscribe(update);

  keepAddress(store, actions.explain);
  void tellProblems(store, problems);
  if (cause) actions.explain(cause);
  const followed = followAddress(store, fetchFollower, actions.explain, address);

  store.on("replaced", (hourglass) => void keepWatching(store, hourglass, actions.explain));
  if (!goal) store.on("opened", actions.autoplay);
  return followed;
}
