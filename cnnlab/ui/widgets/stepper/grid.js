// Grids of numbers: a colour for each value, the number where it fits, marks and a window that slides.

const LEAST = 14; // pixels
const MOST = 20; // pixels
const DIGIT = 0.57; // of the type's size: how wide a tabular digit is
const ROOM = 4; // pixels beside the number

function make(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// cells: rows of { value, text, className, title, data: {name: value} }. Returns the grid with `.cells` in rows.
function gridOf(cells, side, reach, colours) {
  const grid = make("div", "grid");
  grid.style.setProperty("--side", `${side}px`);
  grid.style.gridTemplateColumns = `repeat(${cells[0].length}, var(--side))`;
  const size = typeSize(cells.flat().map((cell) => cell.text ?? ""), side);
  grid.style.fontSize = `${size}px`;
  grid.cells = cells.map((row) => row.map((cell) => {
    const made = make("div", `cell ${cell.className ?? ""}`);
    for (const [name, value] of Object.entries(cell.data ?? {})) made.dataset[name] = value;
    fill(made, cell.value, reach, colours, size ? fitting(cell.text, side, size) : "");
    made.title = cell.title || (made.textContent === "\u2026" ? cell.text : "");
    grid.append(made);
    return made;
  }));
  Object.assign(grid, { side, hides: grid.cells.flat().some((cell, at) => cell.textContent !== (cells.flat()[at].text ?? "")) });
  return grid;
}

// How much larger the page's type is than a browser's own: presenter mode makes it so, and readers do.
function enlarged() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}

// The type of a grid: what fits its longest number, at least 14 px; a number that does not fit then stands as dots.
// Where most do not fit, the colour speaks alone.
function typeSize(texts, side) {
  const size = Math.min(0.62 * side, (side - ROOM) / (DIGIT * longestOf(texts)), MOST * enlarged());
  if (size >= LEAST) return size;
  const fit = texts.filter((text) => fits(text, side, LEAST)).length;
  return side >= LEAST / 0.62 && fit > texts.length / 2 ? LEAST : 0;
}

function fits(text, side, size) {
  return text.length * DIGIT * size <= side - 1;
}

function fitting(text, side, size) {
  return !text || fits(text, side, size) ? text : "\u2026";
}

// A cell's side in pixels: wide enough for its numbers where the place allows it.
function sideFor(texts, columns, rows, width, height, least = 36) {
  const wanted = enlarged() * Math.max(least, Math.ceil(LEAST * DIGIT * longestOf(texts) + ROOM));
  return Math.max(6, Math.floor(Math.min(wanted, (width - 2) / columns, height / rows)));
}

function longestOf(texts) {
  return Math.max(1, ...texts.map((text) => text.length));
}

function fill(cell, value, reach, colours, text) {
  if (value === null || value === undefined) {
    cell.textContent = text ?? "";
    return;
  }
  const share = reach ? Math.max(-1, Math.min(1, value / reach)) : 0;
  cell.style.background = mixed(colours, share);
  cell.style.color = Math.abs(share) > 0.6 ? "#fff" : "#000";
  cell.textContent = text ?? "";
}

// Negative, zero, positive: the ends of the diverging scale with white between.
function mixed([negative, zero, positive], share) {
  const end = share < 0 ? negative : positive, part = Math.abs(share);
  return `rgb(${zero.map((from, at) => Math.round(from + (end[at] - from) * part))})`;
}

// A frame over rows and columns of a grid; it slides to its next place.
function frameOver(grid, frame, top, left, rows, columns) {
  const side = grid.side;
  Object.assign(frame.style, {
    transform: `translate(${left * side}px, ${top * side}px)`,
    width: `${columns * side}px`,
    height: `${rows * side}px`,
  });
  if (frame.parentElement !== grid) grid.append(frame);
}

function mark(grid, className, isMarked) {
  grid.cells.forEach((row, r) => row.forEach((cell, c) => cell.classList.toggle(className, isMarked(r, c))));
}

function reachOf(values) {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function figureOf(caption, grid, className) {
  const figure = make("figure", className);
  figure.append(make("figcaption", "", caption), grid);
  return figure;
}
