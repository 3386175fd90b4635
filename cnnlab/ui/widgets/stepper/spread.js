// A transposed convolution that spreads: one input cell times the whole kernel, added to the output.

import { addTo, create } from "../dom.js";
import { filled, written } from "../text.js";
import { fill, frameOver } from "./grid.js";
import { kernelAndProducts } from "./kernel.js";
import { partsOf, scattered, spreadSoFar } from "./math.js";
import { showPlace } from "./show.js";

export function showSpread(state) {
  const { data } = state;
  const y = Math.floor(state.from / data.size[1]);
  const x = state.from % data.size[1];
  const part = partsOf(data, state.at[2])[state.part];
  const products = scattered(data, part, y, x);
  const value = data.input[part.channel][y][x];
  frameOver(state.grid, state.frame, y, x, 1, 1);
  const landed = products.filter((product) => product.inside);
  fillMap(state, landed);
  const terms = products.map((product) => ({ ...product, y, x, value }));
  state.work.replaceChildren(
    kernelAndProducts(state, { ...part, terms }),
    spreadLines(state, part, value, landed.length),
  );
  state.chips.replaceChildren();
  showPlace(state, [y, x]);
  state.work.parentElement.querySelector(".wire")?.remove();
}

// The output so far, with a frame around the cells that this input cell is added to.
function fillMap(state, landed) {
  const { data, mapGrid } = state;
  const map = spreadSoFar(data, state.at[2], state.from);
  const isDilated = data.dilation.some((rate) => rate > 1);
  const hit = new Set(landed.map(({ row, column }) => `${row},${column}`));
  mapGrid.cells.forEach((row, r) =>
    row.forEach((cell, c) => {
      const text = cell.textContent === "" ? "" : written(map[r][c], data.decimals);
      fill(cell, map[r][c], state.mapReach, data.colours, text);
      cell.dataset.value = map[r][c];
      cell.classList.toggle("chosen", hit.has(`${r},${c}`) && isDilated);
    }),
  );
  const rows = landed.map((product) => product.row);
  const columns = landed.map((product) => product.column);
  const [top, left] = [Math.min(...rows), Math.min(...columns)];
  frameOver(mapGrid, state.landing, top, left, Math.max(...rows) - top + 1, Math.max(...columns) - left + 1);
}

function spreadLines({ data, words, from }, part, value, count) {
  const sum = create("div", "sum");
  const line = count === 1 ? words.spreadLineOne : words.spreadLine;
  addTo(sum, "span", "line", filled(line, { value: written(value, data.decimals), count }));
  const soFar = from === 0 ? words.spreadSoFarOne : words.spreadSoFar;
  addTo(sum, "span", "line", filled(soFar, { count: from + 1 }));
  if (part.channel || data.size[2] > 1) addTo(sum, "span", "line", words.spreadChannels);
  return sum;
}
