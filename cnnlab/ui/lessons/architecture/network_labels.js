// Labels are never too small to read: at every scale as large on the screen, and shown where there is room for them.

import { LINE, middleOf } from "./network_layout.js";

const BUCKET = 250; // pixels of the screen
const GAP = 2; // pixels between two labels
const WHOLE = 1.7; // how much larger than the drawing labels may be with all of their lines

// How many times larger than the drawing the labels are, so that they have `size` pixels on the screen at least.
export function labelTimes(scale, size) {
  return Math.max(1, size / (14 * scale));
}

// Whether only the first lines of labels are shown, the kinds: the other ones would need too much room.
export function isBrief(times) {
  return times > WHOLE;
}

// The nodes whose labels lie on no box and on no other label, by their indices, each with whether only its first lines
// are shown, because there is no room for more, and how far it is moved, in pixels of its own: with `kept`, it stays
// within the layout. That of `first` is placed before others, and always.
export function labelled(layout, first, scale, times, kept = false) {
  const { nodes, frames } = layout;
  const taken = new Map();
  for (const node of nodes) keep(taken, boxRect(node, scale));
  for (const frame of frames) keep(taken, countRect(frame, scale, times));
  const found = new Map();
  const order = [...nodes.filter(({ index }) => index === first), ...nodes.filter(({ index }) => index !== first)];
  for (const node of order) {
    const isFirst = node.index === first;
    const forms = isFirst ? [false] : isBrief(times) ? [true] : [false, true];
    for (const brief of forms) {
      const rect = labelRect(node, scale, times, brief);
      const shift = kept ? inside(rect, layout, scale) : [0, 0];
      const moved = movedBy(rect, shift);
      if (!isFirst && overlaps(taken, moved)) continue;
      keep(taken, moved);
      found.set(node.index, { brief, shift: shift.map((pixels) => pixels / (scale * times)) });
      break;
    }
  }
  return found;
}

// How far a label is moved to the right and down so that it is inside a layout.
function inside({ left, right, bottom }, layout, scale) {
  const ends = [layout.left * scale, (layout.left + layout.width) * scale];
  const down = Math.min(0, (layout.top + layout.height) * scale - bottom);
  return [left < ends[0] ? ends[0] - left : Math.min(0, ends[1] - right), down];
}

function movedBy({ left, right, top, bottom }, [x, y]) {
  return { left: left + x, right: right + x, top: top + y, bottom: bottom + y };
}

export function boxRect({ x, y, width, drawn, box }, scale) {
  const left = (x + (width - drawn) / 2) * scale;
  return { left, right: left + drawn * scale, top: y * scale, bottom: (y + 2 * middleOf(box)) * scale };
}

// The number of repetitions below a frame.
function countRect({ left, bottom }, scale, times) {
  const [x, y] = [left * scale, bottom * scale];
  return { left: x, right: x + 54 * scale * times, top: y, bottom: y + 24 * scale * times };
}

export function labelRect({ x, y, width, box, lines, heads, spread, head }, scale, times, brief) {
  const half = ((brief ? head : spread) * scale * times) / 2;
  const middle = (x + width / 2) * scale;
  const top = (y + 2 * middleOf(box)) * scale + 0.5;
  const bottom = top + (brief ? heads : lines.length) * LINE * scale * times;
  return { left: middle - half, right: middle + half, top, bottom };
}

function keep(taken, rect) {
  for (const number of buckets(rect)) {
    if (!taken.has(number)) taken.set(number, []);
    taken.get(number).push(rect);
  }
}

function overlaps(taken, rect) {
  const meets = (other) =>
    other.left < rect.right + GAP &&
    other.right > rect.left - GAP &&
    other.top < rect.bottom &&
    other.bottom > rect.top;
  return buckets(rect).some((number) => taken.get(number)?.some(meets));
}

function buckets({ left, right }) {
  const first = Math.floor(left / BUCKET);
  return Array.from({ length: Math.floor(right / BUCKET) - first + 1 }, (_, index) => first + index);
}
