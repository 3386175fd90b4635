// All channels at once: a row for each one with its input, window, kernel, products and sum, and how these sums flow into
// one, with the bias.

import { create } from "../dom.js";
import { filled, written } from "../text.js";
import { chipText, showChips, takeAlone } from "./chips.js";
import { edit } from "./edit.js";
import { gridOf, mark, reachOf } from "./grid.js";
import { hide, isHidden, UNKNOWN } from "./hiding.js";
import { inputCell, inputReach, pointAtInput } from "./input.js";
import { cellsOf, inputCellUnder, productCell, weightCell } from "./kernel.js";
import { partsOf, range, stepAt } from "./math.js";
import { paddingOf } from "./measure.js";
import { say, tellTerm } from "./position.js";
import { addLine, createSvg, frameTerms, markInput, showHeading, showPlace } from "./show.js";
import { sumLines } from "./sum.js";

const MOST_ROWS = 4; // with more channels they are seen one at a time

export function canBeTogether({ data, at, spreading }) {
  const count = partsOf(data, at[2]).length;
  return Boolean(data.kernels) && !data.pointwise && !spreading && count > 1 && count <= MOST_ROWS;
}

// The small maps of the input, one below the other; they stay while one steps, so that their frames slide.
export function drawChannels(state) {
  const { data, words, form, scene, at } = state;
  const channels = partsOf(data, at[2]).map((part) => part.channel);
  scene.style.setProperty("--row", `${form.row}px`);
  scene.classList.toggle("with-products", form.products);
  scene.classList.toggle("with-total", form.total);
  scene.classList.toggle("below", form.isBelow);
  state.inputs = channels.map((channel) => ({ grid: channelGrid(state, channel), frame: create("div", "frame") }));
  state.inputGrids = state.inputs.map(({ grid }) => grid);
  const rows = channels.flatMap((channel, n) => [create("b", "", String(channel + 1)), state.inputGrids[n]]);
  state.inputPlace.replaceChildren(create("span"), create("span", "name", words.input), ...rows);
}

function channelGrid(state, channel) {
  const { data, form, words } = state;
  const [[top, bottom], [left, right]] = paddingOf(data);
  const cells = range(data.size[0] + top + bottom).map((r) =>
    range(data.size[1] + left + right).map((c) => inputCell(state, channel, r - top, c - left)),
  );
  const grid = gridOf(cells, { side: form.map, type: 0 }, inputReach(state), data.colours);
  grid.origin = [top, left];
  grid.setAttribute("aria-label", filled(words.inputChannel, { channel: channel + 1, count: data.size[2] }));
  grid.setAttribute("role", "img");
  grid.onpointerover = ({ target }) => pointAtInput(state, target.closest(".cell"), channel);
  grid.onpointerleave = ({ pointerType }) => pointerType !== "touch" && unpoint(state); // a finger leaves at once
  grid.onclick = ({ target }) => {
    untap(state);
    pointAtInput(state, target.closest(".cell"), channel);
    mark(grid, "tapped", (r, c) => grid.cells[r][c] === target);
  };
  return grid;
}

function unpoint(state) {
  state.mapGrids.forEach((grid) => mark(grid, "depends", () => false));
  untap(state);
  say(state, "");
}

function untap({ inputGrids }) {
  inputGrids.forEach((grid) => mark(grid, "tapped", () => false));
}

export function showChannels(state, at) {
  const step = stepAt(state.data, ...at);
  step.parts.forEach((part, n) => {
    const { grid, frame } = state.inputs[n];
    markInput({ data: state.data, grid }, part, `${n}.`);
    frameTerms({ grid, frame }, part.terms);
  });
  mark(state.mapGrid, "chosen", (r, c) => r === at[0] && c === at[1]);
  showChips(state, step);
  state.work.replaceChildren(...namesOf(state), ...step.parts.flatMap((part, n) => rowOf(state, part, n)));
  state.work.onpointerover = ({ target }) => tell(state, step, target.dataset.term);
  state.work.onpointerleave = ({ pointerType }) => pointerType !== "touch" && say(state, "");
  state.sum.replaceChildren(...sumLines(state, step, null, at));
  if (state.form.total) state.total.replaceChildren(...totalOf(state, step, at));
  hide(state, at);
  showPlace(state, at);
  showHeading(state, step, at);
  drawFlow(state, at);
}

// The names above the first row, one for each grid and its sign.
function namesOf({ words, form }) {
  const names = [words.window, words.kernel, ...(form.products ? [words.products] : []), words.partial];
  return names.flatMap((name) => [create("span"), create("span", "name", name)]);
}

function rowOf(state, part, n) {
  const { data, form } = state;
  const weightReach = reachOf(part.kernel.flat());
  const most = Math.max(inputReach(state) * weightReach, 1e-9);
  const filter = state.at[2];
  const window = termGrid(state, "window", part, n, inputCellUnder, inputReach(state));
  const kernel = termGrid(state, "kernel", part, n, weightCell, weightReach);
  const [inputs, weights] = [({ y, x }) => [part.channel, y, x], ({ i, j }) => [filter, n, i, j]];
  window.onclick = ({ target }) => editTerm(state, target, "i", inputs, part);
  kernel.onclick = ({ target }) => editTerm(state, target, "k", weights, part);
  const products = form.products ? [sign("="), termGrid(state, "product", part, n, productCell, most)] : [];
  const sum = create("button", "chip part", written(part.sum, data.decimals));
  Object.assign(sum, { type: "button", onclick: () => takeAlone(state, n) });
  sum.setAttribute("aria-label", chipText(state, part, n));
  sum.style.width = `${form.part}px`;
  sum.dataset.sum = part.sum;
  return [sign(""), window, sign("\u00d7"), kernel, ...products, sign("="), sum];
}

function sign(text) {
  return create("span", "times", text);
}

// Cells that are as high as those of the other grids, and as wide as their numbers ask for.
function termGrid(state, name, part, n, cellOf, reach) {
  const { data, form } = state;
  const cells = cellsOf(part, cellOf, state);
  for (const { data: tied } of cells.flat()) if (tied?.term !== undefined) tied.term = `${n}.${tied.term}`;
  const width = form.widths[name];
  const grid = gridOf(cells, { side: form.cell, type: form.type }, reach, data.colours);
  grid.style.gridTemplateColumns = `repeat(${data.kernelSize[1]}, ${width}px)`;
  grid.style.setProperty("--wide", `${width}px`);
  grid.classList.add(name);
  return grid;
}

function editTerm(state, cell, kind, placeOf, part) {
  const term = part.terms[Number(cell.dataset.term?.split(".")[1])];
  if (!state.editing || !term || (kind === "i" && !term.inside)) return;
  const now = kind === "i" ? state.data.input[part.channel][term.y][term.x] : part.kernel[term.i][term.j];
  edit(state, cell, kind, placeOf(term), now);
}

function tell(state, { parts }, name) {
  const [n, index] = name?.split(".").map(Number) ?? [];
  if (!parts[n]) return;
  tellTerm(state, parts[n].terms[index], `${filled(state.words.channel, { channel: parts[n].channel + 1 })}: `);
}

// The sum of all channels, the bias and the result, one below the other.
function totalOf(state, step, at) {
  const { data, words } = state;
  const number = (value) => (isHidden(state, at) ? UNKNOWN : written(value, data.decimals));
  const lines = [`\u03a3 = ${number(step.total)}`];
  if (data.bias) lines.push(`+ ${words.bias} ${written(step.bias, data.decimals)}`);
  if (data.activation === "relu") lines.push(`= ${number(step.before)}`, "ReLU");
  return [...lines.map((text) => create("span", "", text)), create("b", "", `= ${number(step.value)}`)];
}

// Lines from the sum of each channel to the one sum, and from there to the output cell.
export function drawFlow({ scene, total, form, mapGrid }, [row, column]) {
  scene.querySelector(".wire")?.remove();
  if (form.isBelow) return;
  const origin = scene.getBoundingClientRect();
  const output = mapGrid.getBoundingClientRect();
  const cell = [
    output.left + column * mapGrid.side - origin.left,
    output.top + (row + 0.5) * mapGrid.side - origin.top,
  ];
  const box = form.total ? total.getBoundingClientRect() : null;
  const middle = box && (box.top + box.bottom) / 2 - origin.top;
  const end = box ? [box.left - origin.left, middle] : [output.left - origin.left, cell[1]];
  const svg = createSvg("svg", { class: "wire" });
  for (const part of scene.querySelectorAll(".part")) {
    const { right, top, bottom } = part.getBoundingClientRect();
    addLine(svg, right - origin.left + 2, (top + bottom) / 2 - origin.top, ...end);
  }
  const left = output.left - origin.left;
  if (box) addLine(svg, box.right - origin.left, middle, left, cell[1]);
  if (column) addLine(svg, left, cell[1], ...cell);
  scene.append(svg);
}
