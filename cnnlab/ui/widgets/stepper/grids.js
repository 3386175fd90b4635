// A row of small grids to compare, the cells that differ marked.

import { addTo, drawAtEveryWidth } from "../dom.js";
import { written } from "../text.js";
import { figureOf, gridOf, reachOf, sideFor } from "./grid.js";

export default function ({ data: [data], parentElement }) {
  const root = parentElement.querySelector(".grids");
  return drawAtEveryWidth(root, () => {
    const width = Math.min(data.most, root.clientWidth);
    root.replaceChildren();
    const row = addTo(root, "div", "row");
    row.append(...data.grids.map((grid) => drawn(grid, width, data.colours)));
  });
}

function drawn({ caption, values, marked }, width, colours) {
  const cells = values.map((row) => row.map((value) => ({ value, text: written(value), data: { value } })));
  const texts = cells.flat().map((cell) => cell.text);
  const side = sideFor(texts, values[0].length, values.length, width, width, 28);
  const grid = gridOf(cells, side, reachOf(values.flat()), colours);
  for (const [row, column] of marked) grid.cells[row][column].classList.add("depends");
  return figureOf(caption, grid, "");
}
