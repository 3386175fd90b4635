// Grids of numbers: a colour for each value, the number where it fits, marks, and a frame that slides.

import { signedStyle } from "../colour.js";
import { create } from "../dom.js";
import { written } from "../text.js";

const LARGEST_TYPE = 20; // pixels
const TYPE_HEIGHT = 0.75; // the most that the type size may be of a cell's side
const LEGIBLE = 14; // pixels that the type has where a cell is not too small for it
const USUAL_HEIGHT = 0.62; // what it is where there is room
const DIGIT_WIDTH = 0.57; // of a tabular digit, as a share of the type size
const ROOM = 4; // pixels beside a number
const ROUNDED_FROM = 0.5; // the largest value of a grid from which on its numbers may be rounded to one decimal

// cells: rows of { value, text, className, title, data: {name: value} }; style: as `styleOf` returns it. Returns the grid
// with its elements in `.cells`, in rows, and `.hides`: whether a number is rounded or not shown.
export function gridOf(cells, style, reach, colours) {
  const { side, type } = style;
  const grid = create("div", "grid");
  grid.style.setProperty("--side", `${side}px`);
  grid.style.gridTemplateColumns = `repeat(${cells[0].length}, var(--side))`;
  grid.style.fontSize = `${type}px`;
  const elementOf = (cell) => {
    const element = create("div", `cell ${cell.className ?? ""}`);
    Object.assign(element.dataset, cell.data);
    fill(element, cell.value, reach, colours, fitted(cell, style));
    element.title = cell.title || (element.textContent === (cell.text ?? "") ? "" : cell.text);
    grid.append(element);
    return element;
  };
  grid.cells = cells.map((row) => row.map(elementOf));
  grid.side = side;
  grid.hides = grid.cells.some((row, r) => row.some((element, c) => element.textContent !== (cells[r][c].text ?? "")));
  return grid;
}

// The text of a cell in a style: whole, rounded, or none where the grid's numbers are not legible.
export function fitted({ value, text }, { type, decimals }) {
  if (!type) return "";
  return text && decimals !== undefined && Number.isFinite(value) ? written(value, decimals) : text;
}

// How much larger the page's type is than a browser's default: in presenter mode, or by the reader's own setting.
export function typeScale() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}

// How many characters the longest of some values has: with `decimals`, and rounded to one of them.
export function lengthsOf(values, decimals = 2) {
  const longest = (most) => values.reduce((length, value) => Math.max(length, written(value, most).length), 1);
  return [longest(decimals), longest(1)];
}

// Whether values rounded to one decimal still tell something.
export function canBeRounded(values) {
  return reachOf(values) >= ROUNDED_FROM;
}

// How a grid is drawn whose longest number, in full and rounded, has `lengths` characters: { side, type, decimals }. The
// type is at least `smallest`; it is 0 where not even the rounded numbers fit.
export function styleOf(side, lengths, smallest) {
  const at = lengths.findIndex((length) => legibleSide(length, smallest) <= side);
  if (at < 0) return { side, type: 0 };
  const wide = (side - ROOM) / (DIGIT_WIDTH * lengths[at]);
  const usual = Math.max(USUAL_HEIGHT * side, Math.min(LEGIBLE, TYPE_HEIGHT * side));
  const type = Math.max(smallest, Math.min(usual, wide, LARGEST_TYPE * typeScale()));
  return at ? { side, type, decimals: 1 } : { side, type };
}

// The smallest cell for numbers of `length` characters in this type.
export function legibleSide(length, type) {
  return Math.ceil(Math.max(type / TYPE_HEIGHT, type * DIGIT_WIDTH * length + 1));
}

// The side of a cell that has room for its numbers and is not smaller than `usual`.
export function roomySide(length, type, usual) {
  return Math.max(usual, Math.ceil(type * DIGIT_WIDTH * length + ROOM));
}

// Colour a cell by its value, `reach` being the value with the full colour, and write its text.
export function fill(cell, value, reach, colours, text) {
  cell.textContent = text ?? "";
  if (value === null || value === undefined) return;
  const share = reach ? Math.max(-1, Math.min(1, value / reach)) : 0;
  Object.assign(cell.style, signedStyle(colours, share));
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

// Height and width, never on two lines.
export function sizeText([rows, columns]) {
  return `${rows}\u00a0\u00d7\u00a0${columns}`;
}

export function figureOf(caption, grid, className) {
  const figure = create("figure", className);
  figure.append(create("figcaption", "", caption), grid);
  return figure;
}
