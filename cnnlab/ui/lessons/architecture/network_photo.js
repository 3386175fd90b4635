// The picture with the patch that a unit of the lit layer sees; the unit follows the pointer.

import { addTo, indexAt, placeFrame } from "../../widgets/dom.js";
import { filled } from "../../widgets/text.js";

export function drawPhoto(root) {
  const { data } = root.state;
  root.replaceChildren();
  root.at ??= [0.5, 0.5];
  if (!sizesOf(data)) {
    addTo(root, "p", "said", data.words.noPicture);
    return;
  }
  const plate = addTo(root, "div", "plate");
  plate.tabIndex = 0;
  plate.setAttribute("role", "application");
  plate.setAttribute("aria-label", data.words.photograph);
  plate.title = data.words.point;
  if (data.picture) Object.assign(addTo(plate, "img"), { src: data.picture, alt: "", draggable: false });
  addTo(plate, "div", "patch");
  addTo(root, "p", "said").setAttribute("aria-live", "polite");
  plate.onpointermove = plate.onpointerdown = (event) => pointed(root, plate, event);
  plate.onkeydown = (event) => moved(root, event);
}

// The sizes of the picture that a node sees; of one that sees none or several, those of the first picture.
function sizesOf({ sizes }, node) {
  return sizes[node?.source] ?? Object.values(sizes).find((size) => size);
}

// The cells that a unit sees along each axis: from the first to the last of all parts in which it sees some.
function intervalsOf(parts, spans, unit) {
  const all = parts.map((numbers) =>
    numbers.map((number, axis) => spans[number].slice(2 * unit[axis], 2 * unit[axis] + 2)),
  );
  const seen = all.filter((intervals) => intervals.every(([first, end]) => end > first));
  if (seen.length === 0) return all[0];
  return unit.map((_, axis) => [
    Math.min(...seen.map((intervals) => intervals[axis][0])),
    Math.max(...seen.map((intervals) => intervals[axis][1])),
  ]);
}

// The unit of the lit layer at `root.at`, shares of the height and width, and what it sees.
export function seenBy({ nodes, spans, sizes }, index, [down, across]) {
  const node = nodes[index];
  if (node.spans.length === 0) return null;
  const units = node.spans[0].map((number) => spans[number].length / 2);
  const shares = sizesOf({ sizes }, node).length > 1 ? [down, across] : [across];
  const unit = units.map((count, axis) => indexAt(shares.slice(-units.length)[axis], count));
  const intervals = intervalsOf(node.spans, spans, unit);
  const isVector = !node.shape || node.shape.length < units.length + 1;
  return { units, unit, intervals, isVector, gated: node.gated };
}

export function lightPatch(root, index) {
  const { data } = root.state;
  const said = root.querySelector(".said");
  root.lit = index;
  const sizes = sizesOf(data, data.nodes[index]);
  if (!sizes) return;
  const seen = seenBy(data, index, root.at);
  const patch = root.querySelector(".patch");
  const [rows, columns] = pictureSize(sizes);
  const { style } = root.querySelector(".plate");
  style.aspectRatio = `${columns} / ${rows}`;
  style.setProperty("--aspect", columns / rows);
  const isEmpty = seen?.intervals.some(([first, end]) => end <= first);
  patch.hidden = !seen || isEmpty;
  if (!patch.hidden) {
    const [down, across] = seen.intervals.length > 1 ? seen.intervals.slice(-2) : [[0, 1], seen.intervals[0]];
    const place = { row: down[0], column: across[0], height: down[1] - down[0], width: across[1] - across[0] };
    placeFrame(patch, place, rows, columns);
  }
  said.textContent = sentence(root.state, index, seen, isEmpty);
}

function sentence({ data: { nodes, words }, rows: known }, index, seen, isEmpty) {
  const name = nodes[index].row;
  if (!seen) return `${name}: ${words.why[nodes[index].why]}`;
  if (isEmpty) return `${name}: ${words.nothing}`;
  const [height, width] = seen.intervals.length > 1 ? seen.intervals.slice(-2) : [[0, 1], seen.intervals[0]];
  const values = { height: height[1] - height[0], width: width[1] - width[0] };
  const [rows, columns] = seen.units.slice(-2);
  const [row, column] = seen.unit.slice(-2).map((at) => at + 1);
  const text = filled(seen.isVector ? words.vector : words.unit, { ...values, rows, columns, row, column });
  const field = known.get(name)?.field;
  const isBeyond =
    !seen.isVector && field?.some((length, axis) => length > seen.intervals[axis][1] - seen.intervals[axis][0]);
  const beyond = isBeyond ? filled(words.beyond, { field: field.join(" × ") }) : "";
  return [`${name}: ${text}`, beyond, seen.gated ? words.gated : ""].filter(Boolean).join("; ");
}

// Height and width of the picture; of a sequence its length is the width, of a volume the last two axes are drawn.
function pictureSize(sizes) {
  return sizes.length > 1 ? sizes.slice(-2) : [1, sizes[0]];
}

function pointed(root, plate, event) {
  const box = plate.getBoundingClientRect();
  root.at = [(event.clientY - box.top) / box.height, (event.clientX - box.left) / box.width];
  lightPatch(root, root.lit);
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function moved(root, event) {
  const step = STEPS[event.key];
  const seen = step && seenBy(root.state.data, root.lit, root.at);
  if (!seen) return;
  event.preventDefault();
  const units = seen.units.length > 1 ? seen.units.slice(-2) : [1, seen.units[0]];
  const unit = seen.units.length > 1 ? seen.unit.slice(-2) : [0, seen.unit[0]];
  root.at = units.map((count, axis) => (Math.min(count - 1, Math.max(0, unit[axis] + step[axis])) + 0.5) / count);
  lightPatch(root, root.lit);
}
