// Sheets of maps on canvases, from the bytes that digit_maps.py packs: one canvas for each group of maps.

const GAP = 2; // pixels between two maps

// The header and, behind it, the bytes of the colour tables and of the maps.
function unpack(data) {
  const length = new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + length)));
  return { header, bytes: data.subarray(4 + length) };
}

function make(parent, tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  parent?.append(made);
  return made;
}

// How the maps of a group stand on a sheet so wide: a map's size, and how many in a row. With `fill` the rows are made
// equally long and a map a little larger or smaller, so that a row ends where the sheet does.
function arrange(group, width) {
  const [wide, high] = group.tile, count = group.parts[0].count;
  let side = Math.min(wide || width, width);
  let across = Math.min(count, Math.max(1, Math.floor((width + GAP) / (side + GAP))));
  if (group.fill) {
    across = Math.ceil(count / Math.ceil(count / across));
    side = Math.min(Math.floor((width + GAP) / across) - GAP, 1.4 * side);
  }
  const shape = wide ? (side * high) / wide : high; // a map's height where it has as many rows as columns
  const heights = group.parts.map((part) => (wide ? Math.round((shape * part.rows) / part.columns) : high));
  const above = heights.reduce((all, each) => all + each + GAP, nameRoom(group));
  return { side, heights, pitch: [side + GAP, above + group.space], across, down: Math.ceil(count / across) };
}

function paintGroup(canvas, group, { bytes, header }, width, ink) {
  const form = arrange(group, width), sharp = window.devicePixelRatio || 1;
  const size = [form.across * form.pitch[0] - GAP, form.down * form.pitch[1]];
  if (canvas.width !== Math.round(size[0] * sharp) || canvas.height !== Math.round(size[1] * sharp)) {
    [canvas.width, canvas.height] = size.map((each) => Math.round(each * sharp));
    [canvas.style.width, canvas.style.height] = size.map((each) => `${each}px`);
  }
  const context = canvas.getContext("2d");
  context.setTransform(sharp, 0, 0, sharp, 0, 0);
  context.clearRect(0, 0, size[0], size[1]);
  context.imageSmoothingEnabled = false;
  let top = nameRoom(group);
  group.parts.forEach((part, at) => {
    const source = coloured(part, bytes, header.tables);
    for (let index = 0; index < part.count; index++) {
      const [x, y] = corner(form, index);
      context.drawImage(source, 0, index * part.rows, part.columns, part.rows, x, y + top, form.side, form.heights[at]);
    }
    top += form.heights[at] + GAP;
  });
  if (group.names) nameThem(context, group.names, form, ink);
  return form;
}

// Pixels above a map for its name, where maps have names; larger where the page's type is.
function nameRoom(group) {
  return group.names ? Math.round(1.25 * typeSize()) : 0;
}

function typeSize() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

function corner(form, index) {
  return [(index % form.across) * form.pitch[0], Math.floor(index / form.across) * form.pitch[1]];
}

function nameThem(context, names, form, ink) {
  const size = typeSize();
  Object.assign(context, { font: `600 ${0.95 * size}px sans-serif`, textAlign: "center", fillStyle: ink });
  names.forEach((name, index) => {
    const [x, y] = corner(form, index);
    context.fillText(name, x + form.side / 2, y + 0.95 * size, form.side);
  });
}

const scratch = new Map(); // one canvas for each size: what is on it is drawn before the next part comes

// The maps of a part one below the other, a pixel for a cell; good until it is called again.
function coloured({ rows, columns, count, at, table }, bytes, tables) {
  const size = `${columns} ${rows * count}`;
  if (!scratch.has(size)) scratch.set(size, new OffscreenCanvas(columns, rows * count));
  const canvas = scratch.get(size), context = canvas.getContext("2d");
  const image = context.createImageData(columns, rows * count), pixels = new Uint32Array(image.data.buffer);
  const colours = paletteOf(bytes, tables[table]);
  for (let cell = 0; cell < pixels.length; cell++) pixels[cell] = colours[bytes[at + cell]];
  context.putImageData(image, 0, 0);
  return canvas;
}

const palettes = new Map();

function paletteOf(bytes, start) {
  const key = String(bytes.subarray(start, start + 768));
  if (!palettes.has(key)) {
    const part = (at, of) => bytes[start + 3 * at + of];
    const colour = (at) => ((255 << 24) | (part(at, 2) << 16) | (part(at, 1) << 8) | part(at, 0)) >>> 0;
    palettes.set(key, Uint32Array.from({ length: 256 }, (_, at) => colour(at)));
  }
  return palettes.get(key);
}

// Which map and which of its cells lie under a pointer; null between maps.
function hit(canvas, group, form, event) {
  const box = canvas.getBoundingClientRect();
  const x = event.clientX - box.left, y = event.clientY - box.top;
  const column = Math.floor(x / form.pitch[0]), row = Math.floor(y / form.pitch[1]);
  const index = row * form.across + column, part = group.parts[0];
  const [left, above] = [x - column * form.pitch[0], y - row * form.pitch[1] - (nameRoom(group))];
  const inside = column >= 0 && column < form.across && left <= form.side && above >= 0 && above <= form.heights[0];
  if (!inside || row < 0 || index < 0 || index >= part.count) return null;
  const cell = (share, count) => Math.min(count - 1, Math.max(0, Math.floor(share * count)));
  return { index, row: cell(above / form.heights[0], part.rows), column: cell(left / form.side, part.columns) };
}

function valueAt({ rows, columns, at, low, high }, bytes, { index, row, column }) {
  return low + (bytes[at + (index * rows + row) * columns + column] / 255) * (high - low);
}

// Draws now and whenever the width changes; one observer for a component, however often its data come.
function drawAtEveryWidth(root, draw) {
  root.draw = draw;
  draw();
  root.drawnAt = root.clientWidth;
  if (root.watcher) return;
  root.watcher = new ResizeObserver(() => {
    if (Math.abs(root.clientWidth - root.drawnAt) < 2) return;
    root.drawnAt = root.clientWidth;
    root.draw();
  });
  root.watcher.observe(root);
}
