//! Where the parts that stay have their places, so that no place is empty: as areas of a grid, for each width.

/**
 * @typedef {import("./parts.js").Part} Part
 * @typedef {[string, string]} Row Two cells side by side; one area in both is as wide as both.
 * @typedef {{wide: string, rows: string, single: string, mid: string, rails: string[]}} Arrangement The areas of a wide
 *   page, with the heights of its rows; the same with one column of figures; those of two columns; and at which
 *   widths something stands in the rail.
 */

/** @param {string} area @returns {Row} */
const full = (area) => [area, area];

/** Two by two; the last of an odd number has a row of its own. @param {string[]} areas @returns {Row[]} */
function pairs(areas) {
  const rows = areas.filter((_, idx) => idx % 2 === 0);
  return rows.map((area, idx) => [area, areas[2 * idx + 1] ?? area]);
}

/**
 * The figures of one model. They are read in this order: hourglass, past, map, draw, pairs, loss, compare.
 * @param {(name: Part) => boolean} has
 * @returns {Row[]}
 */
function ofOne(has) {
  const of = (/** @type {[Part, string][]} */ ...all) => all.filter(([name]) => has(name)).map(([, area]) => area);
  const [past, draw] = [of(["past", "past"]), of(["pad", "draw"])];
  const low = of(["reconstructions", "pairs"], ["loss", "loss"]);
  const glass = of(["hourglass", "hourglass"]);
  const left = [...glass, ...(glass.length > 0 ? past : []), ...draw];
  const first = glass.length > 0 ? [] : past.map(full);
  const beside = (/** @type {string} */ area) => (/** @type {string} */ one) => /** @type {Row} */ ([one, area]);
  if (has("map") && left.length > 0) return [...first, ...left.map(beside("map")), ...pairs(low)];
  if (glass.length > 0) {
    // The pad beside the hourglass, or the loss where nothing stands between them.
    const [right] = draw.length > 0 ? draw : low.length === 1 && has("loss") ? low : [];
    const top = [...glass, ...past].map(right ? beside(right) : full);
    return [...top, ...pairs(low.filter((area) => area !== right))];
  }
  const [one] = has("map") ? ["map"] : draw;
  if (!one) return [...first, ...pairs(low)];
  return [...first, ...(low.length > 0 ? low.map((area) => /** @type {Row} */ ([one, area])) : [full(one)])];
}

/**
 * The figures of two models: the parts of each two stand side by side, three rows of the hourglasses, four of the maps.
 * @param {(name: Part) => boolean} has
 * @returns {Row[]}
 */
function ofTwo(has) {
  const low = /** @type {[Part, string][]} */ ([["reconstructions", "pairs"], ["loss", "loss"], ["pad", "draw"]])
    .filter(([name]) => has(name)).map(([, area]) => area);
  const both = (/** @type {Part} */ name, /** @type {Row} */ row, /** @type {number} */ n) =>
    (has(name) ? Array.from({ length: n }, () => row) : []);
  return [
    ...both("compare", full("compare"), 1), ...both("hourglass", ["glass", "glass-b"], 3),
    ...both("past", full("past"), 1), ...both("map", ["map", "map-b"], 4),
    ...(low.length === 3 ? /** @type {Row[]} */ ([["pairs", "loss"], ["draw", "loss"]]) : pairs(low)),
  ];
}

/**
 * Two columns without a rail beside them: in the order of a narrow page, what is small stands two by two.
 * @param {(name: Part) => boolean} has
 * @param {boolean} isTwo
 * @param {boolean} hasRail
 */
function ofMid(has, isTwo, hasRail) {
  /** @type {[boolean, string, boolean][]} Whether it is there, its area, and whether it is wide. */
  const all = isTwo ? [
    [has("compare"), "compare", true], [has("hourglass"), "glass", true], [has("hourglass"), "glass-b", true],
    [has("past"), "past", true], ...Array.from({ length: has("map") ? 4 : 0 }, () =>
      /** @type {[boolean, string, boolean]} */ ([true, "map map-b", true])),
    [has("loss"), "loss", true], [has("reconstructions"), "pairs", true], [hasRail, "rail", true],
    [has("pad"), "draw", false], [has("data"), "data", false],
  ] : [
    [hasRail, "rail", true], [has("map"), "map", false], [has("pad"), "draw", false],
    [has("reconstructions"), "pairs", true], [has("loss"), "loss", false], [has("data"), "data", false],
    [has("compare"), "compare", true],
  ];
  /** @type {string[]} */
  const rows = [];
  /** A small one that waits for a second. */
  let waiting = "";
  const settle = () => {
    if (waiting) rows.push(`${waiting} ${waiting}`);
    waiting = "";
  };
  for (const [isThere, area, isWide] of all) {
    if (!isThere) continue;
    if (isWide) {
      settle();
      rows.push(area.includes(" ") ? area : `${area} ${area}`);
    } else if (waiting) {
      rows.push(`${waiting} ${area}`);
      waiting = "";
    } else {
      waiting = area;
    }
  }
  settle();
  return rows;
}

/** @param {string[]} rows */
const areas = (rows) => rows.map((row) => `"${row}"`).join(" ");

/**
 * @param {Set<Part>} parts What is seen.
 * @param {boolean} isTwo Whether two models are compared.
 * @param {boolean} [isLesson] Whether a lesson is open, which stands at the head of the rail.
 * @returns {Arrangement}
 */
export function arrange(parts, isTwo, isLesson = false) {
  const has = (/** @type {Part} */ name) => parts.has(name);
  const rows = isTwo ? ofTwo(has) : [...ofOne(has), ...(has("compare") ? [full("compare")] : [])];
  const isRail = isLesson || has("model") || has("data");
  const isMidRail = isLesson || has("model") || (!isTwo && (has("hourglass") || has("past")));
  const rail = isRail ? "rail " : "";
  const order = ["hourglass", "past", "map", "draw", "pairs", "loss", "compare"];
  const alone = order.filter((area) => rows.some((row) => row.includes(area)));
  const end = isRail ? ["rail . ."] : [];
  return {
    wide: areas([`${isRail ? "top " : ""}top top`, ...rows.map((row) => rail + row.join(" ")), ...end]),
    // Where the rail is longer than the figures, the empty last row grows.
    rows: `repeat(${rows.length + 1}, auto)${isRail ? " 1fr" : ""}`,
    single: areas(["top top", ...alone.map((area) => `rail ${area}`), "rail ."]),
    mid: areas(["top top", ...ofMid(has, isTwo, isMidRail)]),
    rails: [...(isRail ? ["wide"] : []), ...(isMidRail ? ["narrow"] : [])],
  };
}
