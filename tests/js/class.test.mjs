//! A class's link: what stays of the page by name, where it then stands, and what the link says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults, OPTIONS } from "../../www/app/options.js";
import { fromAddress } from "../../www/app/link.js";
import { initialState } from "../../www/app/store.js";
import { arrange } from "../../www/class/arrange.js";
import { classHash } from "../../www/class/link.js";
import { NAMES, PARTS, seen, sorted, staysFor, toStays, WATCHED } from "../../www/class/parts.js";
import { CONTROLS, PANELS } from "../../www/embed/wishes.js";
import { CLASS } from "../../www/strings/class.js";

const away = (/** @type {string[] | null} */ stays) => NAMES.filter((name) => !seen(stays).has(name));

test("what is named stays with the button that trains, and a model's panel with its fields or with those named", () => {
  assert.deepEqual([...seen(["loss", "map"])].sort(), ["loss", "map", "play"]);
  assert.deepEqual(away(null), []);
  assert.equal(PARTS.fields.every((name) => seen(["model"]).has(name)), true);
  assert.deepEqual(PARTS.fields.filter((name) => seen(["code", "rate"]).has(name)), ["code", "rate"]);
  assert.equal(seen(["code"]).has("model"), true);
  assert.deepEqual(sorted(["map", "nonsense", "hourglass", "Map"]),
    { known: ["hourglass", "map"], unknown: ["nonsense", "Map"] });
});

test("names for an address read back as the same parts; all of them need no word", () => {
  assert.equal(toStays(NAMES), null);
  assert.deepEqual(toStays([]), ["play"]);
  assert.deepEqual(toStays(["play"]), ["play"]);
  assert.deepEqual(toStays(["model", ...PARTS.fields, "map"]), ["map", "model"]);
  // The panel of a model of which one field has gone is named by the others.
  assert.deepEqual(toStays([...PARTS.fields.slice(1), "map"]), ["map", ...PARTS.fields.slice(1)]);
  for (const parts of [WATCHED, ["kind", "map"], NAMES.slice(1), ["labs"], ["model"], ["labs", "play"]]) {
    assert.deepEqual([...seen(toStays(parts))].sort(), [...seen(parts)].sort(), parts.join());
  }
});

test("figures elsewhere name panels and controls as this page does", () => {
  for (const name of [...PANELS, ...CONTROLS]) assert.equal(NAMES.some((one) => one === name), true, name);
});

test("each part has a word, and a lesson keeps the figures and whatever it lights up", () => {
  assert.deepEqual(Object.keys(CLASS.parts).sort(), [...NAMES].sort());
  assert.deepEqual(staysFor(["draw", "hidden", "amount", "labs", "loss"]).filter((name) => !WATCHED.includes(name)),
    ["pad", "labs", "layers", "noise", "step", "reset"]);
  // An option behind "More…" brings that along. The name of the loss is that of its figure, too.
  assert.equal(staysFor(["activation"]).includes("more"), true);
  const keys = OPTIONS.filter(({ key, group }) => group !== "none" && key !== "loss").map(({ key }) => key);
  for (const key of keys) assert.equal(PARTS.fields.some((name) => staysFor([key]).includes(name)), true, key);
});

/** The rows of a template's areas. @param {string} template */
const rows = (template) => template.slice(1, -1).split('" "');
/** The areas as they are read, row by row, each once. @param {string} template */
const read = (template) => [...new Set(rows(template).join(" ").split(" "))];

test("no area is named twice apart, none is empty, and areas are read in the order of the tabulator", () => {
  const order = ["top", "rail", "past", "hourglass", "map", "draw", "pairs", "loss", "data", "compare"];
  const figures = /** @type {const} */ ([...PARTS.figures, "compare", "model"]);
  for (let bits = 1; bits < 2 ** figures.length; bits += 1) {
    const stays = figures.filter((_, idx) => bits & (2 ** idx));
    const { wide, mid } = arrange(seen(stays), false);
    for (const template of [wide, mid]) {
      const cells = rows(template).map((row) => row.split(" "));
      assert.equal(new Set(cells.map(({ length }) => length)).size, 1, template);
      for (const area of read(template)) {
        const found = cells.flatMap((row, y) => row.flatMap((cell, x) => (cell === area ? [[x, y]] : [])));
        const [xs, ys] = [0, 1].map((axis) => found.map((place) => place[axis]));
        const size = (Math.max(...xs) - Math.min(...xs) + 1) * (Math.max(...ys) - Math.min(...ys) + 1);
        assert.equal(found.length, size, `${area} is a rectangle in ${template}`);
      }
    }
    // The last row of a page with a rail is room for it to be longer than the figures.
    const places = read(wide).filter((area) => area !== ".");
    const areas = /** @type {Record<string, string>} */ ({ pad: "draw", reconstructions: "pairs", model: "rail" });
    const wanted = stays.map((name) => areas[name] ?? name);
    assert.deepEqual([...places].sort(), ["top", ...wanted].sort(), stays.join());
    // Beside the hourglass stands the map, and the pad below it; else it is the order of the tabulator.
    if (!stays.includes("map")) {
      const known = order.filter((area) => places.includes(area));
      const isAfterGlass = stays.includes("hourglass") && stays.includes("past");
      if (!isAfterGlass) assert.deepEqual(places, known, stays.join());
    }
  }
});

test("the rail is there where something stands in it", () => {
  assert.deepEqual(arrange(seen(["map", "loss"]), false).rails, []);
  assert.deepEqual(arrange(seen(["hourglass"]), false).rails, ["narrow"]);
  assert.deepEqual(arrange(seen(["data"]), false).rails, ["wide"]);
  // A lesson stands there whatever stays.
  assert.deepEqual(arrange(seen(["map"]), false, true).rails, ["wide", "narrow"]);
  assert.deepEqual(arrange(seen(null), true).rails, ["wide", "narrow"]);
  assert.equal(rows(arrange(seen(["map", "loss"]), false).wide).join("|"), "top top|map loss");
  assert.equal(rows(arrange(seen(["map", "loss"]), true).wide).filter((row) => row === "map map-b").length, 4);
});

const state = initialState(defaults());

test("a link says what was chosen, and reads back as that", () => {
  const hash = classHash({ ...state, lab: "denoise" },
    { lesson: null, stays: ["map", "loss", "code"], seed: 7, projector: true });
  assert.equal(hash, "#v=1&seed=7&show=map,loss,code&projector=on");
  const { settings, shown, problems } = fromAddress(hash);
  assert.deepEqual([settings.seed, shown.stays, shown.projector, problems], [7, ["map", "loss", "code"], true, []]);
  assert.equal(classHash({ ...state, workers: 2 }, { lesson: null, stays: null, seed: 7, projector: false }),
    "#v=1&seed=7", "the machines of a class are others");
  assert.equal(classHash({ ...state, lab: "denoise" }, { lesson: 0, stays: null, seed: 1, projector: false }),
    "#v=1&lab=denoise&lesson=0");
});

test("a lesson's link names the seed and no model, and a visitor's own images are in none", () => {
  const filters = { side: /** @type {const} */ ("encoder") };
  const other = { ...state, settings: { ...state.settings, code: 8, data: "own" }, filters };
  const given = { stays: null, seed: 3, projector: false };
  assert.equal(classHash(other, { lesson: 4, ...given }), "#v=1&seed=3&lesson=4");
  assert.equal(classHash(other, { lesson: null, ...given }), "#v=1&code=8&seed=3&filters=encoder");
});
