// A network as a drawing, a table, and what a unit sees of a photograph; a layer lights up in all three.

import { ACCENT } from "../../widgets/colour.js";
import { addTo, drawAtEveryWidth, scrollWhenTried } from "../../widgets/dom.js";
import { decoded, unpack } from "../../widgets/packed.js";
import { drawNetwork, fitted, lightNode } from "./network_drawing.js";
import { representative } from "./network_layout.js";
import { drawPhoto, lightPatch } from "./network_photo.js";
import { drawTable, lightRow, markCut } from "./network_table.js";
import { drawToolbar, nameFolding, nameWhole } from "./network_toolbar.js";

const SMALL = 40; // nodes, up to which all blocks are open at first

// `header` has what changes while the network stays: the row of a layer to light, if any, how often a contrast was
// clicked, and whether the drawing stands alone or is for paper.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".network");
  const { header, bytes } = unpack(data);
  const isNew = root.bytes === undefined || !same(root.bytes, bytes);
  root.classList.toggle("alone", header.alone);
  root.classList.toggle("printing", header.printing);
  root.alone = header.alone;
  if (isNew) {
    root.bytes = bytes.slice();
    begin(root, decoded(bytes));
  }
  scrollWhenTried(root, header.tried);
  const row = isNew || root.asked !== header.lit ? nodeOf(root.state, header.lit) : -1;
  root.asked = header.lit;
  if (row >= 0) root.state.lit = row;
  if (header.alone) root.state.lit = -1; // nothing is said of it
  if (row >= 0 && !isNew) light(root, row, true);
  return drawAtEveryWidth(root, () => {
    if (root.firstWidth === root.clientWidth) return;
    root.firstWidth = root.clientWidth;
    markCut(root.parts.table);
    const isWhole = header.alone || header.printing;
    fitted(root.parts.drawing, !isWhole, isWhole ? 0.4 : undefined);
    nameWhole(root);
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
  root.parts.drawing.alone = root.alone;
  Object.assign(root.parts.table, { order: { column: null, ascending: true }, ownOrder: true, shown: undefined });
  drawToolbar(root, toolbar, {
    light: (name) => light(root, nodeOf(root.state, name), true),
    toggle: (blocks) => toggle(root, blocks),
    filter: (text) => filtered(root, text),
    relight: (shown) => light(root, root.state.lit, shown),
  });
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
  if (drawing.isWhole) fitted(drawing, false);
  drawTable(table);
  light(root, root.state.lit, !drawing.isWhole);
  const first = drawing.querySelector(`[data-block="${blocks[0]}"]`);
  if (blocks.length === 1) first?.focus({ preventScroll: true });
}

function filtered(root, text) {
  root.parts.table.filter = text;
  drawTable(root.parts.table);
  light(root, root.state.lit, false);
}
