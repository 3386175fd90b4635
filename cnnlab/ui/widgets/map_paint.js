// Sheets of feature maps on canvases, from the bytes that feature_maps.py packs: one canvas for each group of maps.

import { isDark } from "./colour.js";
import { indexAt } from "./dom.js";

const GAP = 2; // pixels between two maps
const [SIGNED, SIGNED_ON_DARK] = ["diverging", "diverging_on_dark"]; // tables

// How the maps of a group are laid out on a sheet of this width: a map's size, and how many are in a row. With `fill`
// the rows get the same number of maps, a little larger or smaller, so that a row ends where the sheet does.
function arrange(group, width) {
  const [wide, high] = group.tile;
  const { count } = group.parts[0];
  let side = Math.min(wide || width, width);
  let across = Math.min(count, Math.max(1, Math.floor((width + GAP) / (side + GAP))));
  if (group.fill) {
    across = Math.ceil(count / Math.ceil(count / across));
    side = Math.min(Math.floor((width + GAP) / across) - GAP, 1.4 * side);
  }
  const height = wide ? (side * high) / wide : high; // of a square map
  const heights = group.parts.map((part) => (wide ? Math.round((height * part.rows) / part.columns) : high));
  const total = heights.reduce((sum, below) => sum + below + GAP, nameHeight(group));
  return { side, heights, pitch: [side + GAP, total + group.space], across, down: Math.ceil(count / across) };
}

// Paint the maps of a group and return how they are laid out.
export function paintGroup(canvas, group, { bytes, header }, width, ink) {
  const layout = arrange(group, width);
  const context = sized(canvas, layout.across * layout.pitch[0] - GAP, layout.down * layout.pitch[1]);
  let top = nameHeight(group);
  group.parts.forEach((part, at) => {
    const source = coloured(part, bytes, header);
    const height = layout.heights[at];
    for (let index = 0; index < part.count; index++) {
      const [x, y] = cornerOf(layout, index);
      context.drawImage(source, 0, index * part.rows, part.columns, part.rows, x, y + top, layout.side, height);
    }
    top += height + GAP;
  });
  if (group.names) writeNames(context, group.names, layout, ink);
  return layout;
}

// The canvas's empty context, in CSS pixels.
function sized(canvas, width, height) {
  const sharpness = window.devicePixelRatio || 1;
  const size = [width, height].map((length) => Math.round(length * sharpness));
  if (canvas.width !== size[0] || canvas.height !== size[1]) {
    [canvas.width, canvas.height] = size;
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  }
  const context = canvas.getContext("2d");
  context.setTransform(sharpness, 0, 0, sharpness, 0, 0);
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  return context;
}

// Pixels above a map for its name, where maps have names; more where the page's type is larger.
export function nameHeight(group) {
  return group.names ? Math.round(1.25 * typeSize()) : 0;
}

// The page's type, in pixels.
export function typeSize() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

// The top left corner of a map, its name included.
export function cornerOf(layout, index) {
  return [(index % layout.across) * layout.pitch[0], Math.floor(index / layout.across) * layout.pitch[1]];
}

function writeNames(context, names, layout, ink) {
  const size = 0.95 * typeSize();
  Object.assign(context, { font: `600 ${size}px sans-serif`, textAlign: "center", fillStyle: ink });
  names.forEach((name, index) => {
    const [x, y] = cornerOf(layout, index);
    context.fillText(name, x + layout.side / 2, y + size, layout.side);
  });
}

const scratchCanvases = new Map(); // one for each size; what is on it is copied before the next part comes

// The maps of a part one below the other, a pixel for each cell. The next call overwrites it.
export function coloured(part, bytes, header) {
  const { rows, columns, count, at, table } = part;
  const size = `${columns} ${rows * count}`;
  if (!scratchCanvases.has(size)) scratchCanvases.set(size, new OffscreenCanvas(columns, rows * count));
  const canvas = scratchCanvases.get(size);
  const context = canvas.getContext("2d");
  const image = context.createImageData(columns, rows * count);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = paletteAt(bytes, header.tables[table === SIGNED && isDark() ? SIGNED_ON_DARK : table]);
  const factors = factorsOf(part, bytes, header);
  for (let cell = 0; cell < pixels.length; cell++) {
    const factor = factors[Math.floor(cell / (rows * columns))];
    pixels[cell] = colours[Math.min(255, Math.round(factor * bytes[at + cell]))];
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

// What the bytes of each map are multiplied by: they are shares of the largest value of the part, and `header.scale` may
// ask for shares of the largest value of each "map" or of the whole "network".
function factorsOf({ rows, columns, count, at, high, measured }, bytes, { scale, groups }) {
  if (!measured || !["map", "network"].includes(scale)) return Array(count).fill(1);
  if (scale === "network") {
    const parts = groups.flatMap((group) => group.parts).filter((part) => part.measured);
    return Array(count).fill(high / Math.max(...parts.map((part) => part.high)));
  }
  return Array.from({ length: count }, (_, map) => {
    const from = at + map * rows * columns;
    const most = bytes.subarray(from, from + rows * columns).reduce((one, other) => Math.max(one, other), 0);
    return most ? 255 / most : 1;
  });
}

const palettes = new Map();

// The table of 256 colours that starts at a byte, each colour as a pixel of a canvas (little-endian RGBA).
function paletteAt(bytes, start) {
  const key = String(bytes.subarray(start, start + 768));
  if (!palettes.has(key)) {
    const pixel = (at) => {
      const [red, green, blue] = bytes.subarray(start + 3 * at, start + 3 * at + 3);
      return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
    };
    palettes.set(
      key,
      Uint32Array.from({ length: 256 }, (_, at) => pixel(at)),
    );
  }
  return palettes.get(key);
}

// Which map and which of its cells are under the pointer; null between maps.
export function mapUnder(canvas, group, layout, event) {
  const box = canvas.getBoundingClientRect();
  const x = event.clientX - box.left;
  const y = event.clientY - box.top;
  const [column, row] = [Math.floor(x / layout.pitch[0]), Math.floor(y / layout.pitch[1])];
  const index = row * layout.across + column;
  const part = group.parts[0];
  const left = x - column * layout.pitch[0];
  const top = y - row * layout.pitch[1] - nameHeight(group);
  const inside = column >= 0 && column < layout.across && left <= layout.side && top >= 0 && top <= layout.heights[0];
  if (!inside || row < 0 || index < 0 || index >= part.count) return null;
  return { index, row: indexAt(top / layout.heights[0], part.rows), column: indexAt(left / layout.side, part.columns) };
}

export function valueAt({ rows, columns, at, low, high }, bytes, { index, row, column }) {
  return low + (bytes[at + (index * rows + row) * columns + column] / 255) * (high - low);
}
