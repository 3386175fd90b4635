// The grids beside the input: the kernel and its products, or in pooling the window.

import { addTo, create } from "../dom.js";
import { filled, written } from "../text.js";
import { edit } from "./edit.js";
import { figureOf, gridOf, reachOf } from "./grid.js";
import { inputReach } from "./input.js";
import { range } from "./math.js";

const NOTHING = "\u2013"; // where a transposed convolution reads no input cell

export function kernelAndProducts(state, part) {
  const { data, words } = state;
  const filter = data.pointwise ? state.part : state.at[2];
  const weights = cellsOf(part, weightCell, state);
  const products = cellsOf(part, productCell, state);
  const style = state.styles.kernel;
  const weightReach = reachOf(part.kernel.flat());
  const kernel = gridOf(weights, style, weightReach, data.colours);
  kernel.onclick = ({ target }) => {
    if (!state.editing || !target.dataset.i) return;
    const [i, j] = [Number(target.dataset.i), Number(target.dataset.j)];
    edit(state, target, "k", [filter, data.pointwise ? 0 : state.part, i, j], part.kernel[i][j]);
  };
  const product = gridOf(products, style, Math.max(inputReach(state) * weightReach, 1e-9), data.colours);
  const kernelName =
    data.out[2] > 1 && !data.pointwise && !state.isDense
      ? filled(words.kernelFilter, { filter: filter + 1 })
      : words.kernel;
  const row = create("div", "products");
  if (state.grid.hides && style.type && !state.spreading) addFactor(row, "", readCells(state, part));
  addFactor(row, "\u00d7", figureOf(kernelName, kernel, "kernel first"));
  addFactor(row, "=", figureOf(words.products, product, "product first"));
  return row;
}

// A grid and the sign before it, on one line.
function addFactor(row, sign, figure) {
  const factor = addTo(row, "div", "factor");
  addTo(factor, "span", "sign", sign);
  factor.append(figure);
}

// The input's cells under the window, with their numbers: where the whole input is too large to show them.
function readCells(state, part) {
  const { data, words } = state;
  const grid = gridOf(cellsOf(part, inputCellUnder, state), state.styles.kernel, inputReach(state), data.colours);
  return figureOf(words.window, grid, "window first");
}

// A cell for each weight of a kernel, made from its term, which `undefined` stands for where there is none.
export function cellsOf(part, cellOf, { data, words }) {
  return part.kernel.map((row, i) =>
    row.map((weight, j) => {
      const index = part.terms.findIndex((term) => term.i === i && term.j === j);
      return cellOf({ term: part.terms[index], index, weight, i, j }, data, words);
    }),
  );
}

export function weightCell({ term, index, weight, i, j }, { decimals }) {
  const data = term ? { term: index, i, j } : { i, j };
  return { value: weight, text: written(weight, decimals), className: "editable", data };
}

export function productCell({ term, index }, { decimals }, words) {
  if (!term) return { value: null, text: NOTHING, title: words.noInput };
  return {
    value: term.product,
    text: written(term.product, decimals),
    className: term.inside ? "" : "from-padding",
    data: { term: index, product: term.product },
  };
}

export function inputCellUnder({ term, index }, { decimals }, words) {
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
  const grid = gridOf(cells, state.styles.kernel, inputReach(state), data.colours);
  const row = create("div", "products");
  addFactor(row, "", figureOf(words.window, grid, "window first"));
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
