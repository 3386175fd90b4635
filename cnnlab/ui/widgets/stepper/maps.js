// The output's maps: the one that is stepped through large, the others small below the sum.

import { create } from "../dom.js";
import { filled, written } from "../text.js";
import { addEditButton, hasWideBar } from "./bar.js";
import { build } from "./build.js";
import { figureOf, gridOf, mark, reachOf, sizeText } from "./grid.js";
import { addHideButton, canHide, leaveCell, pass } from "./hiding.js";
import { leave } from "./input.js";
import { partsOf, termsOf } from "./math.js";
import { report, say } from "./position.js";
import { show } from "./show.js";

const SMALL_MAP = 88; // pixels
const SMALLER_MAP = 40;

export function drawMaps(state) {
  state.mapGrids = [];
  const figures = state.maps.map((map, filter) => figureOfMap(state, map, filter));
  const [chosen, others] = [create("div", "chosen-map"), create("div", "others")];
  chosen.append(...figures.splice(state.at[2], 1));
  others.append(...figures);
  if (state.data.editable && !hasWideBar(state)) addEditButton(hasFreeCorner(state) ? chosen : others, state);
  if (canHide(state) && !state.isNarrow) addHideButton(chosen, state);
  state.mapsPlace.replaceChildren(chosen, others);
}

// Whether there is room below the output, beside the kernel's products, and none beside other maps.
function hasFreeCorner({ layout, isDense, maps }) {
  return (layout === "row" || layout === "columns") && !(isDense && maps.length > 1);
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
  const grid = gridOf(cells, isChosen ? state.styles.output : smallStyle(state), reach, data.colours);
  state.mapGrids.push(grid);
  if (isChosen) {
    Object.assign(state, { mapGrid: grid, mapReach: reach, landing: create("div", "frame") });
    grid.onpointerover = ({ target }) => target.dataset.row && pointAtOutput(state, placeOf(target, filter));
    grid.onpointerleave = ({ pointerType }) => pointerType !== "touch" && leave(state);
  }
  grid.onclick = ({ target }) => target.dataset.row && choose(state, placeOf(target, filter));
  return figureOf(captionOf(state, filter, isChosen), grid, isChosen ? "first" : "map");
}

function smallStyle({ data: { out }, styles, isDense }) {
  const side = Math.floor((isDense ? SMALLER_MAP : SMALL_MAP) / Math.max(out[0], out[1]));
  return { side: Math.max(isDense ? 2 : 4, Math.min(side, styles.output.side)), type: 0 };
}

function captionOf({ data, words, isDense }, filter, isChosen) {
  const number = { filter: filter + 1, channel: filter + 1 };
  if (!isChosen) return filled(data.kernels ? words.filter : words.channel, number);
  const isNumbered = data.out[2] > 1 && !isDense;
  const name = isNumbered ? filled(data.kernels ? words.outputFilter : words.outputChannel, number) : words.output;
  return `${name} \u00b7 ${sizeText(data.out)}`;
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
  leaveCell(state);
  pass(state, at);
  state.at = at;
  if (state.spreading && !isOtherMap) state.spreading = false;
  if (isOtherMap) state.part = 0;
  build(state);
  report(state);
}
