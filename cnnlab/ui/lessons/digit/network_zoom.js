// The map under the pointer in its place, with cells that can be told apart.

import { addTo, placeFrame } from "../../widgets/dom.js";
import { coloured, cornerOf, nameHeight } from "../../widgets/map_paint.js";

const CELL = 12; // pixels, at least
const LEAST_SIDE = 180; // of a map with few cells
const AWAY = 6; // between the map and its large view

export function addZoom(root) {
  const box = addTo(root, "figure", "zoom");
  box.hidden = true;
  const holder = addTo(box, "div", "holder");
  const canvas = addTo(holder, "canvas", "large");
  return { box, holder, canvas, frame: addTo(holder, "div", "frame"), caption: addTo(box, "figcaption") };
}

// Show map `cell.index` of a group, which stands on `sheet` in the layout `form`, and frame the cell in it.
export function showZoom({ root, zoom, bytes, header }, group, sheet, form, cell, caption) {
  const { box, holder, canvas, frame } = zoom;
  const part = group.parts[0];
  const { rows, columns } = part;
  const scale = Math.max(CELL, Math.floor(LEAST_SIDE / Math.max(rows, columns)));
  const [width, height] = [columns * scale, rows * scale];
  Object.assign(holder.style, { width: `${width}px`, height: `${height}px` });
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  context.imageSmoothingEnabled = false;
  context.drawImage(coloured(part, bytes, header), 0, cell.index * rows, columns, rows, 0, 0, width, height);
  placeFrame(frame, cell, rows, columns);
  zoom.caption.textContent = caption;
  box.style.width = `${width}px`;
  box.hidden = false;
  placeZoom(root, box, sheet, cornerOf(form, cell.index), [form.side, form.heights[0] + nameHeight(group)]);
}

export function hideZoom({ zoom }) {
  if (zoom) zoom.box.hidden = true;
}

// Below the map, or above it where there is more room.
function placeZoom(root, box, sheet, [x, y], [side, high]) {
  const [around, map] = [root.getBoundingClientRect(), sheet.getBoundingClientRect()];
  const top = map.top + y;
  const fitsBelow = top + high + AWAY + box.offsetHeight <= window.innerHeight;
  const isLower = fitsBelow || window.innerHeight - top - high > top;
  const left = map.left - around.left + x + (side - box.offsetWidth) / 2;
  Object.assign(box.style, {
    top: `${top - around.top + (isLower ? high + AWAY : -AWAY - box.offsetHeight)}px`,
    left: `${Math.max(0, Math.min(left, root.clientWidth - box.offsetWidth))}px`,
  });
}
