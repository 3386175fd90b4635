// One step: what is marked in the input and the output, the chips of its channels, and its place.

import { create } from "../dom.js";
import { filled, written } from "../text.js";
import { frameOver, mark } from "./grid.js";
import { drawInput } from "./input.js";
import { kernelAndProducts, windowGrid } from "./kernel.js";
import { stepAt, TRANSPOSED } from "./math.js";
import { pointwiseGrid } from "./pointwise.js";
import { countOf, indexOf } from "./position.js";
import { showSpread } from "./spread.js";
import { sumLines } from "./sum.js";

const MOST_CHIPS = 128;

// Show the current step, or that of another output cell for as long as the pointer is on it.
export function show(state, at = state.at) {
  if (state.spreading) {
    showSpread(state);
    return;
  }
  const step = stepAt(state.data, ...at);
  const part = step.parts[state.part];
  markInput(state, part);
  frameTerms(state, part.terms);
  mark(state.mapGrid, "chosen", (r, c) => r === at[0] && c === at[1]);
  showChips(state, step);
  showWork(state, step, part, at);
  showPlace(state, at);
  drawWire(state, at);
}

// Tie the input's cells to the terms that read them, and mark the winner and the cells of a dilated window.
function markInput({ data, grid }, part) {
  const [top, left] = grid.origin;
  const isDilated = data.dilation.some((rate) => rate > 1);
  const indexes = new Map(part.terms.map((term, index) => [`${term.y + top},${term.x + left}`, index]));
  grid.cells.forEach((row, r) =>
    row.forEach((cell, c) => {
      const index = indexes.get(`${r},${c}`);
      cell.classList.toggle("read", isDilated && index !== undefined);
      cell.classList.toggle("winner", part.winner !== undefined && part.winner === part.terms[index]);
      if (index === undefined) delete cell.dataset.term;
      else cell.dataset.term = index;
    }),
  );
}

function frameTerms({ grid, frame }, terms) {
  if (!terms.length) {
    frame.remove();
    return;
  }
  const [top, left] = grid.origin;
  const ys = terms.map((term) => term.y);
  const xs = terms.map((term) => term.x);
  const [y, x] = [Math.min(...ys), Math.min(...xs)];
  frameOver(grid, frame, y + top, x + left, Math.max(...ys) - y + 1, Math.max(...xs) - x + 1);
}

// A chip for each channel that is read, with what it adds to the sum.
function showChips(state, { parts }) {
  if (parts.length === 1) {
    state.chips.replaceChildren();
    return;
  }
  const largest = parts.reduce((most, part) => (Math.abs(part.sum) > Math.abs(most.sum) ? part : most));
  const chips = parts.slice(0, MOST_CHIPS).map((part, index) => {
    const chip = create("button", "chip", chipText(state, part, index));
    chip.type = "button";
    chip.dataset.sum = part.sum;
    chip.classList.toggle("most", part === largest);
    chip.setAttribute("aria-pressed", index === state.part);
    chip.onclick = () => take(state, index);
    return chip;
  });
  state.chips.replaceChildren(...chips);
}

function chipText({ data, words }, part, index) {
  const [template, channel] = data.pointwise ? [words.stage, index] : [words.channel, part.channel];
  return `${filled(template, { channel: channel + 1 })}: ${written(part.sum, data.decimals)}`;
}

// Show another part of the step: another channel, or another map of the first stage.
export function take(state, part) {
  state.part = part;
  drawInput(state);
  show(state);
}

function showWork(state, step, part, at) {
  const { data, work } = state;
  const sum = create("div", "sum");
  sum.append(...sumLines(state, step, part, at));
  const grids = [data.kernels ? kernelAndProducts(state, part) : windowGrid(state, part)];
  if (data.pointwise) grids.push(pointwiseGrid(state, at[2]));
  work.replaceChildren(...grids, sum);
}

export function showPlace(state, at) {
  const { words, slider } = state;
  const [index, count] = [indexOf(state), countOf(state)];
  slider.max = count - 1;
  slider.value = index;
  const template = state.spreading ? words.fromPlace : words.outputPlace;
  const place = filled(template, { row: at[0] + 1, column: at[1] + 1 });
  state.place.textContent = `${place} \u00b7 ${index + 1} / ${count}`;
  keepInLink(state, at);
}

// The step is kept in the address, so that a link shows the same one; the server is not asked.
function keepInLink({ data, spreading, at, part }, place) {
  if (!data.link) return;
  const parts = spreading ? [...place, at[2]] : [...at];
  if (data.op === TRANSPOSED && !spreading) parts.push("g");
  if (part) parts.push(`p${part}`);
  const address = new URL(window.location.href);
  address.searchParams.set(data.link, parts.join("."));
  window.history.replaceState(window.history.state, "", address);
}

// A line from the window to the output cell that it makes.
function drawWire({ work, frame, grid, mapGrid }, [row, column]) {
  const scene = work.parentElement;
  scene.querySelector(".wire")?.remove();
  if (!frame.parentElement) return;
  const box = scene.getBoundingClientRect();
  const from = grid.getBoundingClientRect();
  const to = mapGrid.cells[row][column].getBoundingClientRect();
  const [left, top] = frame.style.transform.match(/-?\d+/g).map(Number); // where it slides to
  const ends = {
    x1: from.left - box.left + left + parseFloat(frame.style.width) / 2,
    y1: from.top - box.top + top + parseFloat(frame.style.height),
    x2: to.left - box.left + to.width / 2,
    y2: to.top - box.top,
  };
  const svg = createSvg("svg", { class: "wire" });
  svg.append(createSvg("line", ends));
  scene.append(svg);
}

function createSvg(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
