// The output's maps: the one that is stepped through large, the others small beside it.

import { create } from "../dom.js";
import { filled, written } from "../text.js";
import { build } from "./build.js";
import { figureOf, gridOf, mark, reachOf, sideFor } from "./grid.js";
import { leave } from "./input.js";
import { partsOf, termsOf } from "./math.js";
import { say } from "./position.js";
import { show } from "./show.js";

const SMALL_SIDE = 88; // pixels of a small map

export function drawMaps(state) {
  state.mapGrids = [];
  state.mapsPlace.replaceChildren(...state.maps.map((map, filter) => figureOfMap(state, map, filter)));
}

function figureOfMap(state, map, filter) {
  const { data } = state;
  const isChosen = filter === state.at[2];
  const reach = reachOf(map.flat());
  const cells = map.map((row, r) =>
    row.map((value, c) => {
      const text = isChosen ? written(value, data.decimals) : "";
      return { value, text, data: { row: r, column: c, value } };
    }),
  );
  const grid = gridOf(cells, isChosen ? largeSide(state, cells) : smallSide(data.out), reach, data.colours);
  state.mapGrids.push(grid);
  if (isChosen) {
    Object.assign(state, { mapGrid: grid, mapReach: reach, landing: create("div", "frame") });
    grid.onpointerover = ({ target }) => target.dataset.row && pointAtOutput(state, placeOf(target, filter));
    grid.onpointerleave = ({ pointerType }) => pointerType !== "touch" && leave(state);
  }
  grid.onclick = ({ target }) => target.dataset.row && choose(state, placeOf(target, filter));
  return figureOf(captionOf(state, filter, isChosen), grid, isChosen ? "" : "map");
}

function largeSide({ data, isNarrow, width }, cells) {
  const texts = cells.flat().map((cell) => cell.text);
  return sideFor(texts, data.out[1], data.out[0], isNarrow ? width : width * 0.47, 300);
}

function smallSide([rows, columns]) {
  return Math.max(4, Math.floor(SMALL_SIDE / Math.max(rows, columns)));
}

function captionOf({ data, words }, filter, isChosen) {
  const template = data.kernels ? words.outputFilter : words.outputChannel;
  const name = data.out[2] > 1 ? filled(template, { filter: filter + 1 }) : words.output;
  return isChosen ? `${name} \u00b7 ${data.out[0]} \u00d7 ${data.out[1]}` : name;
}

// Show the step of the cell under the pointer; while a transposed convolution spreads, the input cells that add to it.
function pointAtOutput(state, at) {
  if (!state.spreading) {
    show(state, at);
    return;
  }
  const { data, words } = state;
  const [row, column, filter] = at;
  const terms = partsOf(data, filter).flatMap((part) => termsOf(data, part, row, column)); // of all channels
  const sources = new Set(terms.map(({ y, x }) => `${y},${x}`));
  const [top, left] = state.grid.origin;
  mark(state.grid, "depends", (r, c) => sources.has(`${r - top},${c - left}`));
  const count = terms.length;
  const place = filled(words.outputPlace, { row: row + 1, column: column + 1 });
  say(state, `${place}: ${filled(count === 1 ? words.addsOne : words.adds, { count })}`);
}

function placeOf(cell, filter) {
  return [Number(cell.dataset.row), Number(cell.dataset.column), filter];
}

function choose(state, at) {
  const isOtherMap = at[2] !== state.at[2];
  state.at = at;
  if (state.spreading && !isOtherMap) state.spreading = false;
  if (isOtherMap) state.part = 0;
  build(state);
}
