// The grids beside the input: the kernel and its products, or in pooling the window.

import { addTo, create } from "../dom.js";
import { filled, written } from "../text.js";
import { edit } from "./edit.js";
import { figureOf, gridOf, reachOf, sideFor } from "./grid.js";
import { inputReach } from "./input.js";
import { range } from "./math.js";

const NOTHING = "\u2013"; // where a transposed convolution reads no input cell

// Kernels of more than five columns stand one below the other.
export function sideOfKernel(state, texts, columns) {
  const isLarge = columns > 5;
  const narrow = isLarge ? state.width - 24 : state.width / 2 - 24;
  const width = state.isNarrow ? narrow : state.width * (isLarge ? 0.42 : 0.2);
  return sideFor(texts, columns, state.data.kernelSize[0], Math.max(150, width), 300, 34);
}

export function kernelAndProducts(state, part) {
  const { data, words } = state;
  const filter = data.pointwise ? state.part : state.at[2];
  const weights = cellsOf(part, weightCell, state);
  const products = cellsOf(part, productCell, state);
  const texts = [...weights, ...products].flat().map((cell) => cell.text);
  const side = sideOfKernel(state, texts, data.kernelSize[1]);
  const weightReach = reachOf(part.kernel.flat());
  const kernel = gridOf(weights, side, weightReach, data.colours);
  kernel.onclick = ({ target }) => {
    if (!state.editing || !target.dataset.i) return;
    const [i, j] = [Number(target.dataset.i), Number(target.dataset.j)];
    edit(state, target, "k", [filter, data.pointwise ? 0 : state.part, i, j], part.kernel[i][j]);
  };
  const product = gridOf(products, side, Math.max(inputReach(state) * weightReach, 1e-9), data.colours);
  const kernelName =
    data.out[2] > 1 && !data.pointwise ? filled(words.kernelFilter, { filter: filter + 1 }) : words.kernel;
  const row = create("div", "products");
  if (state.grid.hides && !state.spreading) row.append(readCells(state, part, side));
  addTo(row, "span", "sign", "\u00d7");
  row.append(figureOf(kernelName, kernel, "kernel"));
  addTo(row, "span", "sign", "=");
  row.append(figureOf(words.products, product, "product"));
  return row;
}

// The input's cells under the window, with their numbers: where the whole input is too large to show them.
function readCells(state, part, side) {
  const { data, words } = state;
  const grid = gridOf(cellsOf(part, inputCellUnder, state), side, inputReach(state), data.colours);
  return figureOf(words.window, grid, "window");
}

// A cell for each weight of a kernel, made from its term, which `undefined` stands for where there is none.
function cellsOf(part, cellOf, { data, words }) {
  return part.kernel.map((row, i) =>
    row.map((weight, j) => {
      const index = part.terms.findIndex((term) => term.i === i && term.j === j);
      return cellOf({ term: part.terms[index], index, weight, i, j }, data, words);
    }),
  );
}

function weightCell({ term, index, weight, i, j }, { decimals }) {
  const data = term ? { term: index, i, j } : { i, j };
  return { value: weight, text: written(weight, decimals), className: "editable", data };
}

function productCell({ term, index }, { decimals }, words) {
  if (!term) return { value: null, text: NOTHING, title: words.noInput };
  return {
    value: term.product,
    text: written(term.product, decimals),
    className: term.inside ? "" : "from-padding",
    data: { term: index, product: term.product },
  };
}

function inputCellUnder({ term, index }, { decimals }, words) {
  if (!term) return { value: null, text: NOTHING, title: words.noInput };
  return {
    value: term.inside ? term.value : null,
    text: written(term.value, decimals),
    className: term.inside ? "" : "padding",
    data: { term: index },
  };
}

// Pooling has no kernel: the cells of the window, and which of them are counted.
export function windowGrid(state, part) {
  const { data, words } = state;
  const columns = data.kernelSize[1];
  const cells = range(data.kernelSize[0]).map((row) =>
    range(columns).map((column) => poolCell(part, row * columns + column, data, words)),
  );
  const texts = cells.flat().map((cell) => cell.text);
  const grid = gridOf(cells, sideOfKernel(state, texts, columns), inputReach(state), data.colours);
  const row = create("div", "products");
  row.append(figureOf(words.window, grid, "window"));
  return row;
}

function poolCell(part, index, { decimals }, words) {
  const term = part.terms[index];
  const place = term.inside ? "" : "padding";
  const result = part.winner === term ? "winner" : "lost";
  return {
    value: term.inside ? term.value : null,
    text: term.inside ? written(term.value, decimals) : "",
    className: `${place} ${part.winner ? result : ""}`,
    title: term.inside ? "" : words.notCounted,
    data: { term: index },
  };
}
