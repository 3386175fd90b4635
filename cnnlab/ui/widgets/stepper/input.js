// The input's grid: the channel that the step reads, with its padding around it.

import { create } from "../dom.js";
import { filled, written } from "../text.js";
import { edit } from "./edit.js";
import { figureOf, gridOf, mark, reachOf, sizeText } from "./grid.js";
import { dependents, isInside, partsOf, range } from "./math.js";
import { paddingOf } from "./measure.js";
import { goTo, say } from "./position.js";
import { show } from "./show.js";

export function inputReach({ data }) {
  return reachOf(data.input.flat(2));
}

export function drawInput(state) {
  const { data, words } = state;
  const channel = channelOf(state);
  const [[top, bottom], [left, right]] = paddingOf(data);
  const rows = data.size[0] + top + bottom;
  const columns = data.size[1] + left + right;
  const cells = range(rows).map((r) => range(columns).map((c) => inputCell(state, channel, r - top, c - left)));
  const grid = gridOf(cells, state.styles.input, inputReach(state), data.colours);
  Object.assign(state, { grid, inputGrids: [grid], frame: create("div", "frame") });
  grid.origin = [top, left];
  grid.onpointerover = (event) => pointAtInput(state, event.target.closest(".cell"));
  grid.onpointerleave = (event) => event.pointerType !== "touch" && leave(state); // a finger leaves at once
  grid.onclick = (event) => click(state, event.target.closest(".cell"));
  const channels = filled(words.inputChannel, { channel: channel + 1, count: data.size[2] });
  const caption = `${data.size[2] > 1 && !state.isDense ? channels : words.input} \u00b7 ${sizeText(data.size)}`;
  state.inputPlace.replaceChildren(figureOf(caption, grid, "input first"));
}

function channelOf({ data, at, part }) {
  return partsOf(data, at[2])[part].channel;
}

export function inputCell({ data, words }, channel, y, x) {
  if (!isInside(data, y, x)) {
    const isExtra = isOnOneSideOnly(data, y, x);
    return {
      value: null,
      text: data.kernels ? "0" : "",
      className: `padding ${isExtra ? "one-side" : ""}`,
      data: { y, x },
      title: isExtra ? words.oneSide : paddingName(data, words),
    };
  }
  const value = data.input[channel][y][x];
  const isUnseen = data.unseen[0].includes(y) || data.unseen[1].includes(x);
  return {
    value,
    text: written(value),
    className: `editable ${isUnseen ? "unseen" : ""}`,
    data: { y, x },
    title: isUnseen ? words.unseen : "",
  };
}

export function paddingName(data, words) {
  return data.kernels ? words.padding : words.notCounted;
}

// Whether a padding cell is there because one side gets one more than the other.
function isOnOneSideOnly({ padding, size }, y, x) {
  const isExtra = (at, [before, after], count) =>
    (after > before && at >= count + before) || (before > after && at < -after);
  return isExtra(y, padding[0], size[0]) || isExtra(x, padding[1], size[1]);
}

// Mark the output cells that depend on the one under the pointer, and tell how many they are.
export function pointAtInput(state, cell, channel = channelOf(state)) {
  if (!cell || state.editing) return;
  const { data, words } = state;
  const [y, x] = [Number(cell.dataset.y), Number(cell.dataset.x)];
  let count = 0;
  state.mapGrids.forEach((grid, filter) => {
    const cells = dependents(data, y, x, channel, filter);
    mark(grid, "depends", (r, c) => cells.has(`${r},${c}`));
    count += cells.size;
  });
  const place = filled(words.cell, { row: y + 1, column: x + 1 });
  const value = isInside(data, y, x) ? written(data.input[channel][y][x], data.decimals) : paddingName(data, words);
  say(state, `${place}: ${value} \u00b7 ${filled(count === 1 ? words.reachesOne : words.reaches, { count })}`);
}

function click(state, cell) {
  if (!cell || cell.classList.contains("padding")) return;
  const { data } = state;
  const [y, x] = [Number(cell.dataset.y), Number(cell.dataset.x)];
  const channel = channelOf(state);
  if (state.editing) edit(state, cell, "i", [channel, y, x], data.input[channel][y][x]);
  else if (state.spreading) goTo(state, y * data.size[1] + x);
  else {
    pointAtInput(state, cell);
    mark(state.grid, "tapped", (r, c) => state.grid.cells[r][c] === cell);
  }
}

// The pointer has left a grid: show the current step again.
export function leave(state) {
  [...state.mapGrids, ...state.inputGrids].forEach((grid) => mark(grid, "depends", () => false));
  state.inputGrids.forEach((grid) => mark(grid, "tapped", () => false));
  say(state, "");
  show(state);
}
