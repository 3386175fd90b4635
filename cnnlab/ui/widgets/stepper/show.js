// One step: what is marked in the input and the output, the chips of its channels, and its place.

import { create } from "../dom.js";
import { filled, fixed } from "../text.js";
import { canBeTogether, drawFlow, showChannels } from "./channels.js";
import { showChips } from "./chips.js";
import { frameOver, mark } from "./grid.js";
import { hide } from "./hiding.js";
import { drawInput } from "./input.js";
import { kernelAndProducts, windowGrid } from "./kernel.js";
import { stepAt, TRANSPOSED } from "./math.js";
import { pointwiseGrid } from "./pointwise.js";
import { countOf, indexOf, say, tellTerm } from "./position.js";
import { reserve } from "./reserve.js";
import { showSpread } from "./spread.js";
import { sumLines } from "./sum.js";

// Show the current step, or that of another output cell for as long as the pointer is on it.
export function show(state, at = state.at) {
  if (state.isWriting) {
    state.isStale = true; // the cell would be drawn anew, so this is drawn when its number is written
    return;
  }
  if (state.spreading) {
    showSpread(state);
    return;
  }
  if (state.together) {
    showChannels(state, at);
    return;
  }
  const step = stepAt(state.data, ...at);
  const part = step.parts[state.part];
  markInput(state, part);
  frameTerms(state, part.terms);
  mark(state.mapGrid, "chosen", (r, c) => r === at[0] && c === at[1]);
  showChips(state, step);
  showWork(state, step, part, at);
  hide(state, at);
  showPlace(state, at);
  showHeading(state, step, at);
  drawWire(state, at);
}

// Tie the input's cells to the terms that read them, and mark the winner and the cells of a dilated window.
export function markInput({ data, grid }, part, channel = "") {
  const [top, left] = grid.origin;
  const isDilated = data.dilation.some((rate) => rate > 1);
  const indexes = new Map(part.terms.map((term, index) => [`${term.y + top},${term.x + left}`, index]));
  grid.cells.forEach((row, r) =>
    row.forEach((cell, c) => {
      const index = indexes.get(`${r},${c}`);
      cell.classList.toggle("read", isDilated && index !== undefined);
      cell.classList.toggle("winner", part.winner !== undefined && part.winner === part.terms[index]);
      if (index === undefined) delete cell.dataset.term;
      else cell.dataset.term = `${channel}${index}`;
    }),
  );
}

export function frameTerms({ grid, frame }, terms) {
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

// Show another part of the step: another channel, or another map of the first stage.
export function take(state, part) {
  state.part = part;
  drawInput(state);
  show(state);
  reserve(state);
}

function showWork(state, step, part, at) {
  const { data, work } = state;
  const grids = [data.kernels ? kernelAndProducts(state, part) : windowGrid(state, part)];
  if (data.pointwise) grids.push(pointwiseGrid(state, at[2]));
  work.replaceChildren(...grids);
  work.onpointerover = ({ target }) => tellTerm(state, part.terms[target.dataset.term]);
  work.onpointerleave = ({ pointerType }) => pointerType !== "touch" && say(state, ""); // a finger leaves at once
  state.sum.replaceChildren(...sumLines(state, step, part, at));
  const terms = state.sum.querySelector(".terms");
  if (terms && terms.scrollHeight > terms.clientHeight) terms.tabIndex = 0; // so that the keyboard can scroll it
}

export function showPlace(state, at) {
  const { words, slider, where, count: counted } = state;
  const [index, count] = [indexOf(state), countOf(state)];
  slider.max = count - 1;
  slider.value = index;
  const template = state.spreading ? words.fromPlace : words.outputPlace;
  const place = filled(template, { row: at[0] + 1, column: at[1] + 1 });
  where.textContent = `${place} \u00b7 `;
  counted.textContent = `${index + 1} / ${count}`;
  slider.setAttribute("aria-valuetext", place);
  keepInLink(state, at);
}

// The cell's name, and its value beside that of the network.
export function showHeading({ data, heading }, { value }, [row, column]) {
  if (!data.compared) return;
  const { place, text, values } = data.compared;
  const numbers = { value: fixed(value, 4), keras: fixed(values[row][column], 4) };
  heading.replaceChildren(
    create("strong", "", filled(place, { row: row + 1, column: column + 1 })),
    create("span", "", filled(text, numbers)),
  );
}

// The step is kept in the address, so that a link shows the same one; the server is not asked.
function keepInLink(state, place) {
  const { data, spreading, at, part } = state;
  if (!data.link) return;
  const parts = spreading ? [...place, at[2]] : [...at];
  if (data.op === TRANSPOSED && !spreading) parts.push("g");
  if (part || (state.alone && canBeTogether(state))) parts.push(`p${part}`);
  window.cnnlabCells?.add(data.link);
  const address = new URL(window.location.href);
  address.searchParams.set(data.link, parts.join("."));
  window.history.replaceState(window.history.state, "", address);
}

// A line from the window to the output cell that it makes; within the grids it runs between the cells, beside their
// numbers.
export function drawWire(state, [row, column]) {
  if (state.together) {
    drawFlow(state, [row, column]);
    return;
  }
  const { scene, frame, grid, mapGrid } = state;
  scene.querySelector(".wire")?.remove();
  if (!frame.parentElement) return;
  const box = scene.getBoundingClientRect();
  const [from, to] = [grid, mapGrid].map((element) => element.getBoundingClientRect());
  const [left, top] = frame.style.transform.match(/-?\d+/g).map(Number); // where it slides to
  const rows = Math.round(parseFloat(frame.style.height) / grid.side);
  const start = from.top - box.top + top + Math.ceil(rows / 2) * grid.side;
  const end = to.top - box.top + row * mapGrid.side;
  const [edge, otherEdge] = [from.right - box.left, to.left - box.left];
  const svg = createSvg("svg", { class: "wire" });
  addLine(svg, from.left - box.left + left + parseFloat(frame.style.width), start, edge, start);
  addLine(svg, edge, start, otherEdge, end);
  addLine(svg, otherEdge, end, otherEdge + column * mapGrid.side, end);
  scene.append(svg);
}

export function addLine(svg, x1, y1, x2, y2) {
  svg.append(createSvg("line", { x1, y1, x2, y2 }));
}

export function createSvg(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
