// A layout broken into lines, as a text is, so that a long network fills a window from its top to its bottom.

const MOST_LINES = 8;
const MARGIN = 14; // pixels beside and between lines, for the connection from one line to the next

// The layout in as many lines as make it largest in a window of this size.
export function inLines(layout, width, height) {
  const cuts = cutsOf(layout);
  let best = { scale: Math.min(width / layout.width, height / layout.height), layout };
  for (let count = 2; count <= MOST_LINES && cuts.length > 0; count++) {
    const broken = brokenAt(layout, chosen(layout, cuts, count));
    const scale = Math.min(width / broken.width, height / broken.height);
    if (scale > 1.02 * best.scale) best = { scale, layout: broken };
  }
  return best.layout;
}

// The places along the layout where a line can end: where all that passes comes from one node, and in no frame.
export function cutsOf({ nodes, edges, frames }) {
  const order = [...nodes].sort((one, other) => one.x - other.x);
  const found = [];
  let right = -Infinity;
  for (const [index, node] of order.entries()) {
    const at = (right + node.x) / 2;
    if (index > 0 && right < node.x && isFree(at, edges, frames)) found.push(at);
    right = Math.max(right, node.x + node.width);
  }
  return found;
}

function isFree(at, edges, frames) {
  if (frames.some(({ left, right }) => left < at && at < right)) return false;
  const crossing = edges.filter(({ points }) => points[0][0] < at && at < points.at(-1)[0]);
  return new Set(crossing.map(({ source }) => source)).size === 1;
}

// The cuts closest to those of `count` lines of the same length.
function chosen({ left, width }, cuts, count) {
  const found = new Set();
  for (let line = 1; line < count; line++) {
    const wanted = left + (width * line) / count;
    found.add(cuts.reduce((best, cut) => (Math.abs(cut - wanted) < Math.abs(best - wanted) ? cut : best)));
  }
  return [...found].sort((one, other) => one - other);
}

function brokenAt(layout, cuts) {
  const lineOf = (x) => cuts.filter((cut) => cut < x).length;
  const lines = Array.from({ length: cuts.length + 1 }, () => ({
    left: Infinity,
    top: Infinity,
    right: -Infinity,
    bottom: -Infinity,
  }));
  const reach = (x, y, line) => {
    Object.assign(line, { left: Math.min(line.left, x), right: Math.max(line.right, x) });
    Object.assign(line, { top: Math.min(line.top, y), bottom: Math.max(line.bottom, y) });
  };
  for (const { x, y, width, height } of layout.nodes) {
    reach(x, y, lines[lineOf(x)]);
    reach(x + width, y + height, lines[lineOf(x)]);
  }
  for (const { left, top, bottom } of layout.frames) {
    reach(left, top, lines[lineOf(left)]);
    reach(left, bottom + 24, lines[lineOf(left)]);
  }
  for (const { points } of layout.edges) for (const [x, y] of points) reach(x, y, lines[lineOf(x)]);
  let below = 0;
  for (const line of lines) {
    Object.assign(line, { byX: -line.left, byY: below - line.top });
    below += line.bottom - line.top + 2 * MARGIN;
  }
  const right = Math.max(...lines.map((line) => line.right - line.left));
  const moved = ([x, y]) => [x + lines[lineOf(x)].byX, y + lines[lineOf(x)].byY];
  const nodes = layout.nodes.map((node) => ({ ...node, x: moved([node.x, 0])[0], y: moved([node.x, node.y])[1] }));
  const frames = layout.frames.map((frame) => {
    const { byX, byY } = lines[lineOf(frame.left)];
    return {
      ...frame,
      left: frame.left + byX,
      right: frame.right + byX,
      top: frame.top + byY,
      bottom: frame.bottom + byY,
    };
  });
  const edges = layout.edges.map((edge) => {
    const line = lineOf(edge.points[0][0]);
    const points = edge.points.map(moved);
    if (line === lineOf(edge.points.at(-1)[0])) return { ...edge, points };
    const rest = points.filter((_, index) => lineOf(edge.points[index][0]) > line);
    return { ...edge, turns: true, points: turned(points[0], rest, right + MARGIN, bottomOf(lines[line])) };
  });
  return { nodes, edges, frames, left: -MARGIN, top: 0, width: right + 3 * MARGIN, height: below };
}

const bottomOf = (line) => line.bottom + line.byY + MARGIN;

// To the right end of a line, between the lines back to the left, and along the rest of the way in the next one.
function turned(start, rest, right, between) {
  const left = -MARGIN / 2;
  return [start, [right, start[1]], [right, between], [left, between], [left, rest[0][1]], ...rest];
}
