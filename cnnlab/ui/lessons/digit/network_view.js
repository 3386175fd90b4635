// A network's maps, group by group, above them the picture and the map that is pointed at. Stands after
// map_paint.js, network_cells.js and network_live.js.

const LARGE = 144; // pixels a side of the picture and of the enlarged map

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".network");
  const state = root.state ?? (root.state = begin(root));
  Object.assign(state, { send: setStateValue, settled: unpack(data) });
  const { header } = state.settled;
  const form = JSON.stringify([header.words, header.groups.map(({ name, title, colour }) => [name, title, colour])]);
  if (form !== state.form || header.answered >= state.number) state.number = 0;
  if (!state.number) Object.assign(state, state.settled);
  if (header.opened !== state.opened) {
    state.opened = header.opened;
    state.shown = cellOf(state, state.opened);
  }
  if (form !== state.form) build(state);
  state.form = form;
  drawAtEveryWidth(root, () => draw(state));
  return () => {
    root.watcher.disconnect();
    window.removeEventListener("cnnlab-computed", state.hear);
  };
}

function factsOf({ facts, zero }, { zero: words }) {
  return zero === null ? facts : `${facts} \u00b7 ${filled(words, { share: Math.round(100 * zero) })}`;
}

function build(state) {
  const { root, header: { groups, words } } = state;
  root.replaceChildren();
  const head = make(root, "div", "head");
  state.picture = large(head);
  state.enlarged = large(head);
  state.told = make(head, "output", "told", words.point);
  state.canvases = groups.slice(1).map((group) => {
    const row = make(root, "div", "layer");
    const title = make(row, "div", "title");
    make(title, "i", "kind").style.background = group.colour;
    make(title, "b", "", group.title);
    make(title, "span", "facts");
    const canvas = make(row, "canvas", "maps");
    canvas.dataset.layer = group.name;
    canvas.setAttribute("role", "img");
    return canvas;
  });
  state.canvases.forEach((canvas, at) => listen(state, canvas, at + 1));
  const { canvas } = state.enlarged;
  canvas.onclick = (event) => open(state, insideEnlarged(state, event));
  canvas.onpointermove = (event) => point(state, insideEnlarged(state, event));
  root.setAttribute("aria-label", words.network);
}

function large(parent) {
  const figure = make(parent, "figure");
  const holder = make(figure, "div", "holder");
  const canvas = make(holder, "canvas", "large"), frame = make(holder, "div", "frame");
  return { canvas, frame, caption: make(figure, "figcaption") };
}

function listen(state, canvas, at) {
  const cell = (event) => {
    const group = state.header.groups[at], found = hit(canvas, group, state.forms[at], event);
    return found && { group: group.name, ...found };
  };
  canvas.onpointermove = (event) => event.pointerType === "mouse" && point(state, cell(event));
  canvas.onpointerleave = () => point(state, null);
  canvas.onclick = (event) => open(state, cell(event));
}

function insideEnlarged(state, event) {
  if (!state.shown || !state.isGrid) return null;
  const box = state.enlarged.canvas.getBoundingClientRect(), part = groupOf(state, state.shown).parts[0];
  const at = (share, count) => Math.min(count - 1, Math.max(0, Math.floor(share * count)));
  return {
    ...state.shown,
    row: at((event.clientY - box.top) / box.height, part.rows),
    column: at((event.clientX - box.left) / box.width, part.columns),
  };
}

function groupOf({ header }, cell) {
  return header.groups.find((each) => each.name === cell.group);
}

function point(state, cell) {
  state.shown = cell ?? cellOf(state, state.opened);
  drawShown(state);
}

function open(state, cell) {
  if (!cell) return;
  state.shown = cell;
  state.opened = nameOf(state, cell);
  draw(state);
  state.send("cell", state.opened);
}

function draw(state) {
  const { root, canvases, header: { groups, words } } = state, ink = getComputedStyle(root).color, width = root.clientWidth;
  state.forms = groups.map((group, at) => (at ? paintGroup(canvases[at - 1], group, state, width, ink) : null));
  groups.slice(1).forEach((group, at) => {
    const canvas = canvases[at];
    canvas.previousSibling.querySelector(".facts").textContent = factsOf(group, words);
    canvas.setAttribute("aria-label", `${group.title}: ${factsOf(group, words)}`);
    markOpened(state, canvas, group, state.forms[at + 1]);
  });
  paintLarge(state.picture, groups[0], { index: 0 }, state);
  state.picture.caption.replaceChildren(groups[0].title, make(null, "br"), groups[0].facts);
  drawShown(state);
}

// A border around the opened map, or around the opened number of a vector.
function markOpened(state, canvas, group, form) {
  const cell = cellOf(state, state.opened);
  if (cell?.group !== group.name) return;
  const { rows, columns } = group.parts[0], [x, y] = corner(form, cell.index), context = canvas.getContext("2d");
  const top = y + nameRoom(group), [wide, high] = [form.side / columns, form.heights[0] / rows];
  Object.assign(context, { strokeStyle: "#d55e00", lineWidth: 3 });
  if (group.cells) context.strokeRect(x + 1, top + 1, form.side - 2, form.heights[0] - 2);
  else context.strokeRect(x + cell.column * wide - 1, top + cell.row * high - 1, wide + 2, high + 2);
}

// The map that is pointed at, or that was opened, large, and what its cell is, sees and holds.
function drawShown(state) {
  const { shown, enlarged, told, header: { words, fields } } = state;
  state.picture.frame.hidden = enlarged.frame.hidden = true;
  const group = shown && groupOf(state, shown);
  if (!group) return;
  const part = group.parts[0];
  state.isGrid = group.cells;
  enlarged.canvas.closest("figure").hidden = !group.cells;
  if (group.cells) {
    paintLarge(enlarged, group, shown, state);
    enlarged.caption.textContent = filled(words.enlarged, { layer: group.title, map: shown.index + 1 });
    frame(enlarged.frame, [shown.row, shown.column, 1, 1], part.rows, part.columns);
  }
  const number = group.cells ? shown.index : numberOf(group, shown);
  const gaps = { layer: group.title, map: number + 1, row: shown.row + 1, column: shown.column + 1 };
  const value = valueAt(part, state.bytes, shown).toFixed(2);
  const unnamed = filled(group.cells ? words.cell : words.one, gaps);
  const name = group.names ? `${group.title} \u00b7 ${group.names[number]}` : unnamed;
  const parts = [name, filled(words.value, { value })];
  const field = fields[shown.group];
  if (field) {
    const [size, stride, start] = field, picture = state.header.groups[0].parts[0];
    const top = start[0] + shown.row * stride[0], left = start[1] + shown.column * stride[1];
    frame(state.picture.frame, [top, left, size[0], size[1]], picture.rows, picture.columns);
    parts.push(filled(words.sees, { rows: size[0], columns: size[1] }));
  }
  told.replaceChildren(...parts.map((text) => make(null, "span", "", text)));
  if (state.opened === nameOf(state, shown)) told.append(toSum(state));
}

// The way to where the page works the opened number out; on a phone that is far below.
function toSum({ header }) {
  const button = make(null, "button", "to-sum", `${header.words.toSum} \u2193`);
  button.type = "button";
  button.onclick = () => document.querySelector(`.st-key-${header.sum}`)?.scrollIntoView({ behavior: "smooth" });
  return button;
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function paintLarge({ canvas }, group, { index }, { bytes, header }) {
  const part = group.parts[0], context = canvas.getContext("2d");
  canvas.width = canvas.height = 2 * LARGE;
  context.imageSmoothingEnabled = false;
  const source = coloured(part, bytes, header.tables);
  context.drawImage(source, 0, index * part.rows, part.columns, part.rows, 0, 0, canvas.width, canvas.height);
}

function frame(element, [row, column, high, wide], rows, columns) {
  element.hidden = false;
  Object.assign(element.style, {
    top: `${(100 * row) / rows}%`,
    left: `${(100 * column) / columns}%`,
    height: `${(100 * high) / rows}%`,
    width: `${(100 * wide) / columns}%`,
  });
}
