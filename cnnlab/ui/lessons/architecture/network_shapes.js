// The drawing of a network as SVG elements, for the page and for its file.

import { tableColour } from "../../widgets/colour.js";
import { filled } from "../../widgets/text.js";
import { LINE, RISE } from "./network_layout.js";

const NO_NUMBER = "#8a93a0";
const SVG = "http://www.w3.org/2000/svg";

export function shape(parent, tag, attributes, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}

// Add all of a layout to `parent`; `fills(index)` is the colour of a node. Returns the element of each node.
export function drawLayout(parent, layout, { data }, fills) {
  const marker = shape(shape(parent, "defs", {}), "marker", {
    ...{ id: "tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
  });
  shape(marker, "path", { d: "M0 0L8 4L0 8z", fill: "currentColor" });
  for (const frame of layout.frames) drawFrame(parent, frame, data.words);
  for (const edge of layout.edges) drawEdge(parent, edge);
  const drawn = new Map();
  for (const node of layout.nodes) {
    const group = drawNode(parent, node, data, fills);
    for (const index of [node.index, ...node.joined]) drawn.set(index, group);
  }
  return drawn;
}

function drawEdge(parent, { points, skip, turns }) {
  const d = skip || turns ? `M${points.map((point) => point.join(" ")).join("L")}` : curve(points);
  shape(parent, "path", {
    ...{ d, fill: "none", stroke: "currentColor", "stroke-width": skip ? 2 : 1.2, "marker-end": "url(#tip)" },
    ...{ class: skip ? "skip" : "edge", "stroke-linejoin": "round", "stroke-dasharray": skip ? "7 4" : "none" },
  });
}

// Each piece starts and ends level.
function curve([[startX, startY], ...rest]) {
  let [x, y] = [startX, startY];
  let path = `M${x} ${y}`;
  for (const [nextX, nextY] of rest) {
    const half = (x + nextX) / 2;
    path += `C${half} ${y} ${half} ${nextY} ${nextX} ${nextY}`;
    [x, y] = [nextX, nextY];
  }
  return path;
}

function drawFrame(parent, { block, left, top, right, bottom, count, open }, words) {
  const size = { x: left, y: top, width: right - left, height: bottom - top, rx: 8 };
  shape(parent, "rect", { ...size, class: "frame", fill: "currentColor", "fill-opacity": 0.06, stroke: "none" });
  const label = open ? `− ${count}` : `× ${count}`;
  const button = shape(parent, "g", { class: "times", role: "button", tabindex: 0, "data-block": block });
  button.setAttribute("aria-label", filled(open ? words.closeBlock : words.openBlock, { count }));
  const width = 18 + 9 * label.length;
  const inner = shape(shape(button, "g", { transform: `translate(${left} ${bottom})` }), "g", { class: "label" });
  shape(inner, "rect", { width, height: 24, rx: 6, fill: "currentColor", "fill-opacity": 0.14 });
  const middle = { x: width / 2, y: 17, "text-anchor": "middle", "font-size": 16, "font-weight": 600 };
  shape(inner, "text", { ...middle, fill: "currentColor" }, label);
}

function drawNode(parent, node, data, fills) {
  const { index, joined, box, x, y, width, drawn } = node;
  const group = shape(parent, "g", { class: "node", "data-node": index });
  const rows = [index, ...joined].map((at) => `${data.nodes[at].row} (${data.nodes[at].name})`);
  shape(group, "title", {}, rows.join(", "));
  const left = x + (width - drawn) / 2;
  drawBox(group, left, y, box, fills(index));
  joined.forEach((at, number) => {
    const bar = {
      x: left + box.deep + box.across + 7 * number + 2,
      y: y + (RISE / 2) * box.across,
      width: 5,
      height: box.face,
    };
    shape(group, "rect", { ...bar, fill: fills(at), class: "part", "data-node": at });
  });
  drawLabel(group, node);
  return group;
}

// The kind large, the name and the size small; the page scales the inner group (network_labels.js).
function drawLabel(group, { box, lines, heads, x, y, width }) {
  const place = `translate(${x + width / 2} ${y + box.face + RISE * box.across})`;
  const label = shape(shape(group, "g", { transform: place }), "g", { class: "label" });
  lines.forEach((line, number) => {
    const isHead = number < heads;
    const look = { "font-size": isHead ? 15 : 14, "font-weight": isHead ? 600 : 400, class: isHead ? "head" : "more" };
    const at = { y: LINE * (number + 0.85), "text-anchor": "middle", fill: "currentColor" };
    shape(label, "text", { ...at, ...look }, line);
  });
}

// A cuboid: height up, channels to the right, width into the picture.
function drawBox(group, x, y, { face, across, deep }, fill) {
  const rise = RISE * across;
  const paths = [
    [`M${x} ${y + rise}h${deep}v${face}h${-deep}z`, 1],
    [`M${x} ${y + rise}l${across} ${-rise}h${deep}l${-across} ${rise}z`, 0.6],
    [`M${x + deep} ${y + rise}l${across} ${-rise}v${face}l${-across} ${rise}z`, 0.8],
  ];
  for (const [d, opacity] of across ? paths : paths.slice(0, 1)) {
    shape(group, "path", {
      ...{ d, fill, "fill-opacity": opacity, stroke: "currentColor", "stroke-width": 0.8, class: "box" },
    });
  }
}

// The colour of a node: that of its kind (null), that of what it adds to what is seen ("state"), or that of its row's
// share of the largest number in a column.
export function fillsOf({ data, rows }, column) {
  if (column === null) return (index) => data.colours[data.nodes[index].kind];
  if (column === "state") return (index) => data.states[data.nodes[index].state] ?? NO_NUMBER;
  const most = Math.max(1, ...data.rows.map(({ cells }) => cells[column][1] ?? 0));
  return (index) => {
    const value = rows.get(data.nodes[index].row)?.cells[column][1];
    return (value ?? null) === null ? NO_NUMBER : tableColour(data.scale, Math.round((255 * value) / most));
  };
}
