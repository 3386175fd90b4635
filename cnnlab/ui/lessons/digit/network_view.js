// All maps of a network, group by group. Above them are the picture and the map under the pointer, enlarged.

import { ACCENT } from "../../widgets/colour.js";
import { addTo, cellUnder, create, describeImage, drawAtEveryWidth, placeFrame } from "../../widgets/dom.js";
import { cornerOf, mapUnder, nameHeight } from "../../widgets/map_paint.js";
import { unpack } from "../../widgets/packed.js";
import { filled } from "../../widgets/text.js";
import { cellNamed, groupOf, nameOf } from "./network_cells.js";
import { buttonToSum, paintLarge } from "./network_enlarged.js";
import { paintAll } from "./network_fit.js";
import { shownMaps } from "./network_live.js";
import { factsOf, wordsOn } from "./network_words.js";
import { addZoom, hideZoom, showZoom } from "./network_zoom.js";

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".network");
  const state = (root.state ??= listening(root));
  Object.assign(state, { send: setStateValue, settled: unpack(data) });
  const { header } = state.settled;
  const form = JSON.stringify([header.words, header.groups.map(({ name, title, colour }) => [name, title, colour])]);
  if (form !== state.form || header.answered >= state.number) state.number = 0;
  if (!state.number) Object.assign(state, state.settled);
  if (header.opened !== state.opened) {
    state.opened = header.opened;
    state.shown = cellNamed(state, state.opened);
  }
  if (form !== state.form) build(state);
  state.form = form;
  const stopDrawing = drawAtEveryWidth(root, () => draw(state));
  return () => {
    stopDrawing();
    window.removeEventListener("cnnlab-computed", state.listener);
  };
}

// `number` is that of the drawing whose maps the network in the browser computed; 0 where the server's are shown.
function listening(root) {
  const state = { root, number: 0 };
  state.listener = ({ detail }) => {
    Object.assign(state, shownMaps(state.settled, detail));
    draw(state);
  };
  window.addEventListener("cnnlab-computed", state.listener);
  return state;
}

function build(state) {
  const { root, header } = state;
  const { groups, words } = header;
  root.replaceChildren();
  const head = addTo(root, "div", "head");
  state.picture = addLarge(head);
  state.enlarged = addLarge(head);
  state.told = addTo(head, "output", "told", words.point);
  state.canvases = groups.slice(1).map((group, at) => addGroup(state, group, at + 1));
  state.zoom = addZoom(root);
  root.onpointerdown = () => hideZoom(state); // a tap on a map shows it again
  const { canvas } = state.enlarged;
  canvas.onclick = (event) => open(state, cellOfEnlarged(state, event));
  canvas.onpointermove = (event) => point(state, cellOfEnlarged(state, event));
  root.setAttribute("aria-label", words.network);
}

function addLarge(parent) {
  const figure = addTo(parent, "figure");
  const holder = addTo(figure, "div", "holder");
  const canvas = addTo(holder, "canvas", "large");
  const frame = addTo(holder, "div", "frame");
  return { figure, canvas, frame, caption: addTo(figure, "figcaption") };
}

function addGroup(state, group, at) {
  const row = addTo(state.root, "div", "layer");
  const title = addTo(row, "div", "title");
  addTo(title, "i", "kind").style.background = group.colour;
  addTo(title, "b", "", group.title);
  addTo(title, "span", "facts");
  const canvas = addTo(row, "canvas", "maps");
  canvas.dataset.layer = group.name;
  const cellOf = (event) => {
    const found = mapUnder(canvas, state.header.groups[at], state.forms[at], event);
    return found && { group: group.name, ...found };
  };
  const enlarge = (cell) => {
    if (!cell || !group.cells) hideZoom(state);
    else showZoom(state, state.header.groups[at], canvas, state.forms[at], cell, wordsOn(state, cell).join(" "));
  };
  canvas.onpointermove = (event) => {
    if (event.pointerType !== "mouse") return;
    point(state, cellOf(event));
    enlarge(cellOf(event));
  };
  canvas.onpointerleave = (event) => {
    point(state, null);
    if (event.pointerType === "mouse") hideZoom(state);
  };
  canvas.onclick = (event) => {
    open(state, cellOf(event));
    if (event.pointerType !== "mouse") enlarge(cellOf(event));
  };
  return canvas;
}

function cellOfEnlarged(state, event) {
  if (!state.shown || !state.isGrid) return null;
  const { rows, columns } = groupOf(state, state.shown).parts[0];
  return { ...state.shown, ...cellUnder(event, state.enlarged.canvas, rows, columns) };
}

// Show a cell for as long as the pointer is on it, else the opened one.
function point(state, cell) {
  state.shown = cell ?? cellNamed(state, state.opened);
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
  const { root, canvases, header } = state;
  const { groups, words } = header;
  const ink = getComputedStyle(root).color;
  paintLarge(state.picture, groups[0], 0, state);
  state.picture.caption.replaceChildren(groups[0].title, create("br"), groups[0].facts);
  drawShown(state);
  state.forms = paintAll(state, ink);
  groups.slice(1).forEach((group, at) => {
    const canvas = canvases[at];
    const facts = factsOf(group, words);
    canvas.previousSibling.querySelector(".facts").textContent = facts;
    describeImage(canvas, `${group.title}: ${facts}`);
    markOpened(state, canvas, group, state.forms[at + 1]);
  });
}

// A border around the opened map, or around the opened number of a vector.
function markOpened(state, canvas, group, form) {
  const cell = cellNamed(state, state.opened);
  if (cell?.group !== group.name) return;
  const { rows, columns } = group.parts[0];
  const [x, y] = cornerOf(form, cell.index);
  const top = y + nameHeight(group);
  const [wide, high] = [form.side / columns, form.heights[0] / rows];
  const context = canvas.getContext("2d");
  Object.assign(context, { strokeStyle: ACCENT, lineWidth: 3 });
  if (group.cells) context.strokeRect(x + 1, top + 1, form.side - 2, form.heights[0] - 2);
  else context.strokeRect(x + cell.column * wide - 1, top + cell.row * high - 1, wide + 2, high + 2);
}

// Enlarge the map that is shown, frame its cell and the receptive field, and write its value.
function drawShown(state) {
  const { shown, enlarged, picture, header } = state;
  picture.frame.hidden = enlarged.frame.hidden = true;
  const group = shown && groupOf(state, shown);
  if (!group) return;
  state.isGrid = group.cells;
  enlarged.figure.hidden = !group.cells;
  if (group.cells) {
    const { rows, columns } = group.parts[0];
    paintLarge(enlarged, group, shown.index, state);
    enlarged.caption.textContent = filled(header.words.enlarged, { layer: group.title, map: shown.index + 1 });
    showFrame(enlarged.frame, shown, rows, columns);
  }
  const field = fieldOf(header, shown);
  if (field) {
    const { rows, columns } = header.groups[0].parts[0];
    showFrame(picture.frame, field, rows, columns);
  }
  tell(state, field);
}

// The receptive field of a cell in the picture, where it is known.
function fieldOf({ fields }, { group, row, column }) {
  if (!fields[group]) return null;
  const [size, stride, start] = fields[group];
  return {
    row: start[0] + row * stride[0],
    column: start[1] + column * stride[1],
    height: size[0],
    width: size[1],
  };
}

function showFrame(frame, cells, rows, columns) {
  frame.hidden = false;
  placeFrame(frame, cells, rows, columns);
}

function tell(state, field) {
  const { shown, told, header } = state;
  const texts = wordsOn(state, shown);
  if (field) texts.push(filled(header.words.field, { rows: field.height, columns: field.width }));
  told.replaceChildren(...texts.map((text) => create("span", "", text)));
  if (state.opened === nameOf(state, shown)) told.append(buttonToSum(header));
}
