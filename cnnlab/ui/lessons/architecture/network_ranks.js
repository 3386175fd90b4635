// Which nodes stand beside each other: piece by piece, cut wherever every path goes through one node, each by dagre.

import { dagre } from "../../widgets/dagre.js";
import { middleOf } from "./network_layout.js";

const GAPS = { nodesep: 8, ranksep: 18, edgesep: 10 };

// Give each node its x and y; returns the points that each edge passes between its ends, by "source,target".
export function placeNodes(placed, edges) {
  const passed = new Map(edges.map(({ source, target }) => [`${source},${target}`, []]));
  let before = null;
  let right = -GAPS.ranksep;
  for (const piece of pieces([...placed.keys()], edges)) {
    const line = before ? before.y + middleOf(before.box) : 0; // that the boxes of a chain stand on
    const left = right + GAPS.ranksep;
    const [node] = piece.map((index) => placed.get(index));
    if (piece.length === 1) Object.assign(node, { x: left, y: line - middleOf(node.box) });
    else placePiece(before, piece, edges, placed, { left, line, passed });
    right = Math.max(right, ...piece.map((index) => placed.get(index).x + placed.get(index).width));
    before = placed.get(piece.at(-1));
  }
  return passed;
}

// Several nodes, from `left` on; the box of the node before them stands on `line`.
function placePiece(before, piece, edges, placed, { left, line, passed }) {
  const graph = ranked(before, piece, edges, placed);
  const corner = (node) => {
    const { x, y } = graph.node(String(node.index));
    return { x: x - node.width / 2, y: y - node.height / 2 };
  };
  const nodes = piece.map((index) => placed.get(index));
  const byX = left - Math.min(...nodes.map((node) => corner(node).x));
  const byY = before ? line - middleOf(before.box) - corner(before).y : 0;
  for (const node of nodes) Object.assign(node, { x: corner(node).x + byX, y: corner(node).y + byY });
  for (const { v, w } of graph.edges()) {
    const between = graph.edge(v, w).points.slice(1, -1);
    if (between.length > 1)
      passed.set(
        `${v},${w}`,
        between.map(({ x, y }) => [x + byX, y + byY]),
      );
  }
}

// A piece behind the node that all of its paths come from.
function ranked(before, piece, edges, placed) {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", ...GAPS });
  const own = new Set(piece);
  if (before) graph.setNode(String(before.index), { width: before.width, height: before.height });
  for (const index of piece) {
    const { width, height } = placed.get(index);
    graph.setNode(String(index), { width, height });
  }
  for (const { source, target } of edges) {
    if (own.has(target)) graph.setEdge(String(source), String(target), {});
  }
  dagre.layout(graph);
  return graph;
}

// The nodes between two cuts, the last of them at the cut; all in one piece if there are several beginnings.
export function pieces(indices, edges) {
  const order = [...indices].sort((one, other) => one - other);
  const lastUse = new Map();
  for (const { source, target } of edges) lastUse.set(source, Math.max(target, lastUse.get(source) ?? -1));
  const targets = new Set(edges.map(({ target }) => target));
  if (order.filter((index) => !targets.has(index)).length > 1) return [order];
  const found = [[]];
  let live = new Set();
  for (const index of order) {
    found.at(-1).push(index);
    if (lastUse.has(index)) live.add(index);
    live = new Set([...live].filter((one) => lastUse.get(one) > index));
    if (live.size === 1 && live.has(index)) found.push([]);
  }
  return found.filter((piece) => piece.length > 0);
}
