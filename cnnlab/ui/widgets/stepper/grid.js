// Grids of numbers: a colour for each value, the number where it fits, marks, and a frame that slides.

import { mixed, textColour } from "../colour.js";
import { create } from "../dom.js";

const SMALLEST_TYPE = 14; // pixels
const LARGEST_TYPE = 20; // pixels
const DIGIT_WIDTH = 0.57; // of a tabular digit, as a share of the type size
const ROOM = 4; // pixels beside a number
const ELLIPSIS = "\u2026";

// cells: rows of { value, text, className, title, data: {name: value} }. Returns the grid with its elements in `.cells`,
// in rows, and `.hides`: whether a number did not fit.
export function gridOf(cells, side, reach, colours) {
  const grid = create("div", "grid");
  const texts = cells.flat().map((cell) => cell.text ?? "");
  const size = typeSize(texts, side);
  grid.style.setProperty("--side", `${side}px`);
  grid.style.gridTemplateColumns = `repeat(${cells[0].length}, var(--side))`;
  grid.style.fontSize = `${size}px`;
  const elementOf = (cell) => {
    const element = create("div", `cell ${cell.className ?? ""}`);
    Object.assign(element.dataset, cell.data);
    fill(element, cell.value, reach, colours, size ? fitting(cell.text, side, size) : "");
    element.title = cell.title || (element.textContent === ELLIPSIS ? cell.text : "");
    grid.append(element);
    return element;
  };
  grid.cells = cells.map((row) => row.map(elementOf));
  grid.side = side;
  grid.hides = grid.cells.flat().some((element, at) => element.textContent !== texts[at]);
  return grid;
}

// How much larger the page's type is than a browser's default: in presenter mode, or by the reader's own setting.
function typeScale() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}

// The type size of a grid: what fits its longest number, or the smallest one with an ellipsis in place of the numbers
// that do not fit. 0 where most do not fit: the colours stand alone.
function typeSize(texts, side) {
  const size = Math.min(0.62 * side, (side - ROOM) / (DIGIT_WIDTH * longestOf(texts)), LARGEST_TYPE * typeScale());
  if (size >= SMALLEST_TYPE) return size;
  const fit = texts.filter((text) => fits(text, side, SMALLEST_TYPE)).length;
  return side >= SMALLEST_TYPE / 0.62 && fit > texts.length / 2 ? SMALLEST_TYPE : 0;
}

function fits(text, side, size) {
  return text.length * DIGIT_WIDTH * size <= side - 1;
}

function fitting(text, side, size) {
  return !text || fits(text, side, size) ? text : ELLIPSIS;
}

// Smaller on a low screen, so that input and output are in view together.
function usualSide() {
  return window.innerHeight < 640 ? 28 : 36;
}

// A cell's side in pixels: wide enough for its numbers where there is room.
export function sideFor(texts, columns, rows, width, height, least = usualSide()) {
  const wanted = typeScale() * Math.max(least, Math.ceil(SMALLEST_TYPE * DIGIT_WIDTH * longestOf(texts) + ROOM));
  return Math.max(6, Math.floor(Math.min(wanted, (width - 2) / columns, height / rows)));
}

function longestOf(texts) {
  return Math.max(1, ...texts.map((text) => text.length));
}

// Colour a cell by its value, `reach` being the value with the full colour, and write its text.
export function fill(cell, value, reach, colours, text) {
  cell.textContent = text ?? "";
  if (value === null || value === undefined) return;
  const share = reach ? Math.max(-1, Math.min(1, value / reach)) : 0;
  cell.style.background = mixed(colours, share);
  cell.style.color = textColour(share);
}

// Frame some rows and columns of a grid; the frame slides to its next place.
export function frameOver(grid, frame, top, left, rows, columns) {
  const { side } = grid;
  Object.assign(frame.style, {
    transform: `translate(${left * side}px, ${top * side}px)`,
    width: `${columns * side}px`,
    height: `${rows * side}px`,
  });
  if (frame.parentElement !== grid) grid.append(frame);
}

export function mark(grid, className, isMarked) {
  grid.cells.forEach((row, r) => row.forEach((cell, c) => cell.classList.toggle(className, isMarked(r, c))));
}

export function reachOf(values) {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

export function figureOf(caption, grid, className) {
  const figure = create("figure", className);
  figure.append(create("figcaption", "", caption), grid);
  return figure;
}
