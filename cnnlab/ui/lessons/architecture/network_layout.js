// Where the nodes of a network stand, from left to right: layers by dagre, connections that skip layers above them.

import { placeNodes } from "./network_ranks.js";

const [LETTER, LARGE_LETTER] = [7, 7.7]; // pixels of a letter of 14 pixels, on average, and of one of 15 in bold
const LONGEST_NAME = 20; // letters of a name
export const LINE = 18; // pixels of a line of text
export const RISE = 0.6; // how far a box goes up for each pixel that it goes back
const SKIP_GAP = 16; // between the layers and a skip, and from skip to skip

// Which node stands for another one: itself, or the one of the first repetition while its block is folded.
export function representative(nodes, open, index) {
  const node = nodes[nodes[index].part];
  return node.block === null || open.has(node.block) ? nodes[index].part : nodes[node.first].part;
}

// The nodes that are drawn, each with the parts drawn with it, and the edges between them.
export function visible({ nodes, edges }, open) {
  const parts = new Map();
  nodes.forEach((node, index) => {
    if (node.block !== null && node.repetition > 0 && !open.has(node.block)) return;
    if (!parts.has(node.part)) parts.set(node.part, []);
    if (node.part !== index) parts.get(node.part).push(index);
  });
  const kept = new Map();
  for (const [source, target, skip] of edges) {
    const [one, other] = [nodes[source], nodes[target]];
    const sameBlock = one.block !== null && one.block === other.block;
    if (sameBlock && !open.has(one.block) && one.repetition !== other.repetition) continue;
    const ends = [source, target].map((index) => representative(nodes, open, index));
    if (!parts.has(ends[0]) || !parts.has(ends[1])) continue;
    kept.set(ends.join(), { source: ends[0], target: ends[1], skip });
  }
  return { parts, edges: [...kept.values()] };
}

// The box of a node: a map to scale, by the square root, with its channels as its depth; a vector as a bar.
export function boxOf({ shape }, most) {
  if (!shape || shape.length === 0) return { face: 20, across: 0, deep: 20 };
  const sizes = shape.slice(0, -1);
  const deep = 6 + 34 * Math.sqrt(shape.at(-1) / most.channels);
  if (sizes.length === 0) return { face: 14 + 50 * Math.sqrt(shape[0] / most.units), across: 0, deep: 10 };
  const [high, wide] = sizes.length > 1 ? sizes.slice(-2) : [sizes[0], 1];
  const side = (size) => 6 + 64 * Math.sqrt(size / most.side);
  return { face: side(high), across: 0.35 * side(wide), deep };
}

// The largest side and number of channels of the maps, and of units of the vectors.
export function largest(nodes) {
  const most = { side: 1, channels: 1, units: 1 };
  for (const { shape } of nodes) {
    if (!shape || shape.length === 0) continue;
    if (shape.length === 1) most.units = Math.max(most.units, shape[0]);
    else {
      most.side = Math.max(most.side, ...shape.slice(0, -1));
      most.channels = Math.max(most.channels, shape.at(-1));
    }
  }
  return most;
}

// The lines below a node: its class with its window, in one line or two (`heads`), its name, and its output, without the
// spaces beside "×".
export function labelOf({ row, name, window, shape }) {
  const size = shape ? shape.map((axis) => axis ?? "?").join("×") : "?";
  const words = name.split(/(?<=[a-z])(?=(?:Pooling|Normalization|Conv|Padding|Transpose))/);
  const lines = name.length > 12 && words.length > 1 ? [words[0], words.slice(1).join("")] : [name];
  const more = window.replaceAll(" × ", "×").replace(" / ", "/");
  const own = lines.length > 1 ? [more] : [];
  if (more && lines.length < 2) lines[0] += ` ${more}`;
  const end = LONGEST_NAME / 2;
  const short = row.length > LONGEST_NAME ? `${row.slice(0, end - 1)}…${row.slice(-end)}` : row;
  return { heads: lines.length, lines: [...lines, ...own, short, size].filter(Boolean) };
}

// Positions and sizes of all nodes, paths of all edges, and frames around repeated blocks. A `compact` layout leaves
// room for the boxes, and not for their labels; these are `text` times as large as in a file.
export function laidOut(plan, open, compact = false, text = 1) {
  const { parts, edges } = visible(plan, open);
  const most = largest(plan.nodes);
  const placed = new Map();
  for (const [index, joined] of parts)
    placed.set(index, sized(plan.nodes[index], { index, joined }, most, { compact, text }));
  const passed = placeNodes(
    placed,
    edges.filter(({ skip }) => !skip),
  );
  const paths = edges.map((edge) => ({ ...edge, points: edge.skip ? null : way(placed, edge, passed) }));
  placeSkips(paths, placed);
  const frames = framed(plan, placed, open);
  return { nodes: [...placed.values()], edges: paths, frames, ...extent(placed, paths, frames) };
}

function sized(node, { index, joined }, most, { compact, text }) {
  const box = boxOf(node, most);
  const { heads, lines } = labelOf(node);
  const drawn = box.deep + box.across + 7 * joined.length;
  const lengths = lines.map((line, at) => line.length * (at < heads ? LARGE_LETTER : LETTER));
  const [spread, head] = [Math.max(...lengths), Math.max(...lengths.slice(0, heads))];
  const width = compact ? drawn : Math.max(drawn, spread * text);
  const below = LINE * (compact ? 1 : lines.length) * text + 4;
  return { index, joined, box, lines, heads, spread, head, drawn, width, height: 2 * middleOf(box) + below };
}

// Where an edge leaves a node and where it enters the next one: the middle of the box, not of its label.
const leaving = ({ x, y, width, drawn, box }) => [x + (width + drawn) / 2, y + middleOf(box)];
const entering = ({ x, y, width, drawn, box }) => [x + (width - drawn) / 2, y + middleOf(box)];

// How far the middle of a box is below its top.
export const middleOf = (box) => (box.face + RISE * box.across) / 2;

function way(placed, { source, target }, passed) {
  return [leaving(placed.get(source)), ...passed.get(`${source},${target}`), entering(placed.get(target))];
}

// Skips go above all that lies between their ends; a wider one further out.
function placeSkips(paths, placed) {
  const skips = paths.filter(({ skip }) => skip);
  const from = ({ source }) => leaving(placed.get(source))[0];
  const to = ({ target }) => entering(placed.get(target))[0];
  const done = [];
  for (const skip of skips.sort((one, other) => to(one) - from(one) - (to(other) - from(other)))) {
    const [left, right] = [from(skip), to(skip)];
    const over = [...placed.values()].filter(({ x, width }) => x < right && x + width > left).map(({ y }) => y);
    for (const other of done) if (other.left < right && other.right > left) over.push(other.top);
    const top = Math.min(...over) - SKIP_GAP;
    done.push({ left, right, top });
    const [start, end] = [leaving(placed.get(skip.source)), entering(placed.get(skip.target))];
    skip.points = [start, [left + 8, start[1]], [left + 8, top], [right - 8, top], [right - 8, end[1]], end];
  }
}

// A frame around what is drawn of each block.
function framed(plan, placed, open) {
  const found = new Map();
  for (const { index, x, y, width, height } of placed.values()) {
    const { block } = plan.nodes[index];
    if (block === null) continue;
    const frame = found.get(block) ?? { block, left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    frame.left = Math.min(frame.left, x - 6);
    frame.top = Math.min(frame.top, y - 6);
    frame.right = Math.max(frame.right, x + width + 6);
    frame.bottom = Math.max(frame.bottom, y + height + 6);
    found.set(block, frame);
  }
  return [...found.values()].map((frame) => ({
    ...frame,
    count: plan.counts[frame.block],
    open: open.has(frame.block),
  }));
}

function extent(placed, paths, frames) {
  const nodes = [...placed.values()];
  const tops = [...nodes.map(({ y }) => y), ...paths.flatMap(({ points }) => points.map(([, y]) => y))];
  const top = Math.min(...tops, ...frames.map((frame) => frame.top)) - 8;
  const left = Math.min(...nodes.map(({ x }) => x)) - 12;
  const right = Math.max(...nodes.map(({ x, width }) => x + width)) + 12;
  const bottom = Math.max(...nodes.map(({ y, height }) => y + height), ...frames.map((frame) => frame.bottom + 24)) + 8;
  return { left, top, width: right - left, height: bottom - top };
}
