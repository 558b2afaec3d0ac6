//! A saved map spans what the page's map does, so that the pictures of its decoded grid keep their shape.

import assert from "node:assert/strict";
import { test } from "node:test";
import { squareRange } from "../../www/keep/plots/map-scene.js";
import { gridOf } from "../../www/ui/map-manifold.js";

test("the range is found again from the grid, wide or high, and its cells are square", () => {
  const [x0, x1, y0, y1] = [-3, 5, 10, 30];
  for (const [width, height] of [[500, 250], [250, 500], [400, 400]]) {
    const plotArea = { left: 0, top: 0, right: width, bottom: height, width, height };
    const plot = /** @type {import("../../www/draw/charts.js").Plot} */ ({ plotArea, range: [x0, x1, y0, y1] });
    const grid = gridOf(plot, { width: 28, height: 28, channels: 1 }, false);
    assert.ok(grid);
    const range = squareRange([grid.x0, grid.x1, grid.y0, grid.y1], plotArea);
    range.forEach((value, at) => assert.ok(Math.abs(value - [x0, x1, y0, y1][at]) < 1e-9, `${range}`));
    const cell = [
      ((grid.x1 - grid.x0) / (range[1] - range[0])) * width, ((grid.y1 - grid.y0) / (range[3] - range[2])) * height,
    ];
    assert.ok(Math.abs(cell[0] - cell[1]) < 1e-9, `${cell}`);
  }
});
