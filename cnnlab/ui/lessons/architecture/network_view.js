// A network as a drawing, a table, and what a unit sees of a photograph; a layer lights up in all three.

import { ACCENT, tableColour } from "../../widgets/colour.js";
import { addTo, drawAtEveryWidth, scrollWhenTried } from "../../widgets/dom.js";
import { decoded } from "../../widgets/packed.js";
import { drawNetwork, fitted, lightNode, zoomed } from "./network_drawing.js";
import { pngFile, svgFile } from "./network_file.js";
import { representative } from "./network_layout.js";
import { drawPhoto, lightPatch } from "./network_photo.js";
import { drawTable, lightRow } from "./network_table.js";

const SMALL = 40; // nodes, up to which all blocks are open at first
const COLOURED = [3, 4, 5, 6, 7]; // columns that the drawing can be coloured by

export default function ({ data: bytes, parentElement }) {
  const root = parentElement.querySelector(".network");
  if (root.bytes === undefined || !same(root.bytes, bytes)) {
    root.bytes = bytes;
    begin(root, decoded(bytes));
    scrollWhenTried(root, root.state.data.tried);
  }
  return drawAtEveryWidth(root, () => {
    if (root.firstWidth === root.clientWidth) return;
    root.firstWidth = root.clientWidth;
    fitted(root.parts.drawing);
    light(root, root.state.lit, true);
  });
}

function same(one, other) {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

function begin(root, data) {
  const before = root.state;
  root.state = { ...indexed(data), column: before?.column ?? null, lit: data.lit };
  root.firstWidth = undefined;
  root.style.setProperty("--accent", ACCENT);
  root.replaceChildren();
  const place = addTo(root, "div", "parts");
  const [toolbar, drawing, legend, photo, table] = ["toolbar", "drawing", "legend", "photo", "table"].map((name) =>
    addTo(place, "div", name),
  );
  root.parts = { drawing, photo, table };
  root.legend = legend;
  for (const part of Object.values(root.parts)) {
    part.state = root.state;
    part.onlit = (name) => light(root, nodeOf(root.state, name), false, part);
    part.onpicked = (name) => light(root, nodeOf(root.state, name), true, part);
  }
  root.parts.drawing.onblock = (block) => toggle(root, [block]);
  Object.assign(root.parts.table, { order: { column: null, ascending: true }, ownOrder: true, shown: undefined });
  drawToolbar(root, toolbar);
  drawNetwork(root.parts.drawing);
  drawTable(root.parts.table);
  drawPhoto(root.parts.photo);
}

function indexed(data) {
  const bases = data.nodes.filter(({ part }, index) => part === index);
  const blocks = data.counts.map((_, block) => block);
  const [folded, counts, rows] = [new Map(), new Map(), new Map(data.rows.map((row) => [row.name, row]))];
  for (const { row, block, repetition } of data.nodes) {
    if (block === null) continue;
    if (repetition > 0) folded.set(row, block);
    else counts.set(row, data.counts[block]);
  }
  const sums = data.heads.map((_, column) =>
    data.rows.reduce((sum, { cells }) => sum + (Number(cells[column][1]) || 0), 0),
  );
  return { data, folded, counts, rows, sums, open: new Set(bases.length <= SMALL ? blocks : []) };
}

// The node of a row, its last call, by name; a node by itself.
function nodeOf({ data }, name) {
  return typeof name === "number" ? name : data.nodes.findLastIndex(({ row }) => row === name);
}

// Light a layer everywhere; the other parts move it into sight if it is `picked`.
function light(root, index, picked, by = null) {
  if (index < 0) return;
  const { drawing, table, photo } = root.parts;
  const { data, open } = root.state;
  root.state.lit = index;
  const drawn = drawing.drawn.has(index) ? index : representative(data.nodes, open, index);
  lightNode(drawing, drawn, picked || by === table);
  lightRow(table, data.nodes[index].row, picked || by === drawing);
  lightPatch(photo, index);
}

function toggle(root, blocks) {
  const { open } = root.state;
  for (const block of blocks) if (!open.delete(block)) open.add(block);
  const { drawing, table } = root.parts;
  nameFolding(root);
  drawNetwork(drawing);
  drawTable(table);
  light(root, root.state.lit, true);
  const first = drawing.querySelector(`[data-block="${blocks[0]}"]`);
  if (blocks.length === 1) first?.focus({ preventScroll: true });
}

function filtered(root, text) {
  root.parts.table.filter = text;
  drawTable(root.parts.table);
  light(root, root.state.lit, false);
}

function drawToolbar(root, toolbar) {
  const { data } = root.state;
  const label = addTo(toolbar, "label");
  addTo(label, "span", "", data.words.colour);
  const choice = addTo(label, "select");
  choice.ariaLabel = data.words.colour;
  addTo(choice, "option", "", data.heads[1]).value = "";
  for (const column of COLOURED) addTo(choice, "option", "", data.heads[column]).value = column;
  if (data.range) addTo(choice, "option", "", data.words.state).value = "state";
  choice.value = root.state.column ?? "";
  drawLegend(root);
  choice.onchange = () => {
    root.state.column = choice.value === "" ? null : choice.value === "state" ? "state" : Number(choice.value);
    drawLegend(root);
    drawNetwork(root.parts.drawing);
    light(root, root.state.lit, false);
  };
  const { words } = data;
  const filter = addTo(toolbar, "input", "filter");
  const looks = { type: "search", placeholder: words.filter, ariaLabel: words.filter };
  Object.assign(filter, looks, { oninput: () => filtered(root, filter.value) });
  const buttons = addTo(toolbar, "span", "buttons");
  if (data.counts.length) {
    root.foldAll = button(buttons, "", "", () => toggle(root, unequal(root)));
    nameFolding(root);
  }
  button(buttons, "−", words.farther, () => zoomed(root.parts.drawing, 0.8));
  button(buttons, "+", words.closer, () => zoomed(root.parts.drawing, 1.25));
  button(buttons, words.whole, words.keys, () => fitted(root.parts.drawing, false));
  const taller = button(buttons, words.taller, "", () => {
    const isTall = root.classList.toggle("tall");
    taller.textContent = isTall ? words.shorter : words.taller;
  });
  taller.classList.add("taller");
  button(buttons, "SVG", words.asSvg, () => save(svgFile(root.parts.drawing), "network.svg"));
  button(buttons, "PNG", words.asPng, async () => save(await pngFile(root.parts.drawing), "network.png"));
}

function nameFolding({ state: { data, open }, foldAll }) {
  const word = open.size < data.counts.length ? data.words.unfold : data.words.fold;
  Object.assign(foldAll, { textContent: word, title: word, ariaLabel: word });
}

// The blocks to toggle so that all are open; if they are, all.
function unequal({ state: { data, open } }) {
  const blocks = data.counts.map((_, block) => block);
  const closed = blocks.filter((block) => !open.has(block));
  return closed.length ? closed : blocks;
}

function drawLegend({ state: { data, column }, legend }) {
  legend.replaceChildren();
  if (column === "state")
    addEntries(legend, data.states, data.words.states, new Set(data.nodes.map(({ state }) => state)));
  else if (column !== null) addScale(legend, data, column);
  else addEntries(legend, data.colours, data.words.kinds, new Set(data.nodes.map(({ kind }) => kind)));
  addTo(legend, "span", "range", data.range).title = data.words.range;
}

function addScale(legend, { scale, rows }, column) {
  const stops = [0, 64, 128, 192, 255].map((stop) => tableColour(scale, stop));
  const entry = addTo(legend, "span", "entry");
  addTo(entry, "span", "", "0");
  addTo(entry, "span", "strip").style.background = `linear-gradient(to right, ${stops})`;
  const cells = rows.map((row) => row.cells[column]);
  addTo(entry, "span", "", cells.reduce((most, cell) => ((cell[1] ?? 0) > (most[1] ?? -1) ? cell : most))[0]);
}

function addEntries(legend, colours, words, shown) {
  for (const [name, word] of Object.entries(words)) {
    if (!shown.has(name)) continue;
    const entry = addTo(legend, "span", "entry");
    addTo(entry, "span", "dot").style.background = colours[name];
    addTo(entry, "span", "", word);
  }
}

function button(parent, text, title, onclick) {
  const made = addTo(parent, "button", "", text);
  return Object.assign(made, { type: "button", title, ariaLabel: title || null, onclick });
}

function save(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
