// A row of small grids to compare, the cells that differ marked.

import { addTo, drawAtEveryWidth } from "../dom.js";
import { decoded } from "../packed.js";
import { written } from "../text.js";
import { canBeRounded, figureOf, gridOf, lengthsOf, reachOf, roomySide, styleOf, typeScale } from "./grid.js";

const USUAL_SIDE = 28; // pixels
const SMALLEST_TYPE = 14;
const SMALLEST_SIDE = 6;

export default function ({ data: bytes, parentElement }) {
  const data = decoded(bytes);
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
  const [whole, rounded] = lengthsOf(values.flat());
  const lengths = [whole, canBeRounded(values.flat()) ? rounded : whole];
  const wanted = typeScale() * roomySide(whole, SMALLEST_TYPE, USUAL_SIDE);
  const side = Math.min(wanted, (width - 2) / values[0].length, width / values.length);
  const style = styleOf(Math.max(SMALLEST_SIDE, Math.floor(side)), lengths, SMALLEST_TYPE);
  const grid = gridOf(cells, style, reachOf(values.flat()), colours);
  for (const [row, column] of marked) grid.cells[row][column].classList.add("depends");
  return figureOf(caption, grid, "");
}
