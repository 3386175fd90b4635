// A transposed convolution that spreads: one input cell times the whole kernel, added to the output.

import { create } from "../dom.js";
import { filled, written } from "../text.js";
import { fill, fitted, frameOver } from "./grid.js";
import { empty, isHidden, UNKNOWN } from "./hiding.js";
import { kernelAndProducts } from "./kernel.js";
import { partsOf, scattered, spreadSoFar } from "./math.js";
import { showPlace } from "./show.js";

export function showSpread(state) {
  const { part, products, value, y, x } = spreadAt(state, state.from);
  frameOver(state.grid, state.frame, y, x, 1, 1);
  fillMap(
    state,
    products.filter((product) => product.inside),
  );
  const terms = products.map((product) => ({ ...product, y, x, value }));
  state.work.replaceChildren(kernelAndProducts(state, { ...part, terms }));
  state.sum.replaceChildren(...spreadLines(state, state.from));
  state.chips.replaceChildren();
  showPlace(state, [y, x]);
  state.scene.querySelector(".wire")?.remove();
}

// What the input cell at `index` gives: its place, its value and where its products land.
function spreadAt({ data, at, part: chosen }, index) {
  const [y, x] = [Math.floor(index / data.size[1]), index % data.size[1]];
  const part = partsOf(data, at[2])[chosen];
  return { part, products: scattered(data, part, y, x), value: data.input[part.channel][y][x], y, x };
}

// The output so far, with a frame around the cells that this input cell is added to. Where the link hides the output, a
// cell stays hidden until the last input cell has been added to it.
function fillMap(state, landed) {
  const { data, mapGrid } = state;
  const map = spreadSoFar(data, state.at[2], state.from);
  const isDilated = data.dilation.some((rate) => rate > 1);
  const hit = new Set(landed.map(({ row, column }) => `${row},${column}`));
  const hiding = Boolean(state.hiding && data.hidesOutput);
  state.scene.classList.toggle("hiding", hiding);
  mapGrid.cells.forEach((row, r) =>
    row.forEach((cell, c) => {
      const value = map[r][c];
      const text = fitted({ value, text: written(value, data.decimals) }, state.styles.output);
      const isHit = hit.has(`${r},${c}`);
      if (hiding && isHidden(state, [r, c, state.at[2]])) empty(cell, isHit ? UNKNOWN : "");
      else fill(cell, value, state.mapReach, data.colours, text);
      cell.dataset.value = value;
      cell.classList.toggle("chosen", isHit && isDilated);
    }),
  );
  const rows = landed.map((product) => product.row);
  const columns = landed.map((product) => product.column);
  const [top, left] = [Math.min(...rows), Math.min(...columns)];
  frameOver(mapGrid, state.landing, top, left, Math.max(...rows) - top + 1, Math.max(...columns) - left + 1);
}

export function spreadLines(state, index) {
  const { data, words } = state;
  const { part, products, value } = spreadAt(state, index);
  const count = products.filter((product) => product.inside).length;
  const line = count === 1 ? words.spreadLineOne : words.spreadLine;
  const soFar = index === 0 ? words.spreadSoFarOne : words.spreadSoFar;
  const lines = [
    filled(line, { value: written(value, data.decimals), count }),
    filled(soFar, { count: index + 1 }),
    ...(part.channel || data.size[2] > 1 ? [words.spreadChannels] : []),
  ];
  return lines.map((text) => create("span", "line", text));
}
