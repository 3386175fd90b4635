// The channels of a layer as a grid of small pictures on one canvas, from a byte for each cell.

import { indexAt } from "../../widgets/dom.js";

export const GAP = 2; // pixels between two maps
const NARROW = 480; // pixels: a phone
const ZERO = 128; // the byte of 0 in a layer with negative values

// How many maps are in a row, and their size in pixels: 16, or fewer where all of them fit into the height, and on a phone.
export function arranged(header, width, most) {
  if (width < NARROW) return inRows(header, width, 8);
  const layouts = [8, 12, 16].map((across) => inRows(header, width, across));
  return layouts.find((layout) => layout.down * layout.pitch[1] - GAP <= most) ?? layouts[2];
}

function inRows({ count, rows, columns }, width, across) {
  const side = Math.floor((width + GAP) / across) - GAP;
  const height = Math.max(2, Math.round((side * rows) / columns));
  return { across, side, height, pitch: [side + GAP, height + GAP], down: Math.ceil(count / across) };
}

// The channels in the order in which they stand: by their number, or the most active or the sparsest first.
export function ordered({ count, means, zeros }, order) {
  const channels = Array.from({ length: count }, (_, channel) => channel);
  const by = { mean: means.map(Math.abs), zeros }[order];
  return by ? channels.sort((one, other) => by[other] - by[one]) : channels;
}

// What the largest colour stands for: the channel's own largest absolute value, the layer's or the network's.
export function reachOf({ reach, networkReach }, channel, scale) {
  if (scale === "layer") return Math.max(...reach);
  return scale === "network" ? networkReach : reach[channel];
}

// The place in the table of 256 colours of each of the 256 bytes of a channel.
export function placesOf(header, channel, scale) {
  const share = header.reach[channel] / (reachOf(header, channel, scale) || 1);
  const placed = (byte) => (header.signed ? ZERO + (byte - ZERO) * share : byte * share);
  return Uint8Array.from({ length: 256 }, (_, byte) => Math.min(255, Math.max(0, Math.round(placed(byte)))));
}

export function valueAt(header, cells, channel, [row, column]) {
  const byte = cells[(channel * header.rows + row) * header.columns + column];
  return header.signed ? (header.reach[channel] * (byte - ZERO)) / (ZERO - 1) : (header.reach[channel] * byte) / 255;
}

// A channel on a canvas of its own size, a pixel for each cell; `alphaOf(place)` is how opaque a colour is, 0 to 255.
export function paintChannel(canvas, { header, cells, colours }, channel, scale, alphaOf) {
  const { rows, columns } = header;
  if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
  const context = canvas.getContext("2d");
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const places = placesOf(header, channel, scale);
  const palette = Uint32Array.from(places, (place) => {
    const [red, green, blue] = colours.subarray(3 * place, 3 * place + 3);
    return ((alphaOf(place) << 24) | (blue << 16) | (green << 8) | red) >>> 0; // little-endian RGBA
  });
  const from = channel * rows * columns;
  for (let cell = 0; cell < pixels.length; cell++) pixels[cell] = palette[cells[from + cell]];
  context.putImageData(image, 0, 0);
}

const scratch = new OffscreenCanvas(1, 1);

// All channels; those that are 0 in every cell are crossed out.
export function paintGrid(canvas, state, layout, channels, scale, ink) {
  const sharpness = Math.min(window.devicePixelRatio || 1, 2);
  const size = [layout.across * layout.pitch[0] - GAP, layout.down * layout.pitch[1] - GAP];
  [canvas.width, canvas.height] = size.map((length) => Math.round(length * sharpness));
  Object.assign(canvas.style, { width: `${size[0]}px`, height: `${size[1]}px` });
  const context = canvas.getContext("2d");
  context.setTransform(sharpness, 0, 0, sharpness, 0, 0);
  const enlarged = layout.side * sharpness > state.header.columns;
  Object.assign(context, {
    imageSmoothingEnabled: !enlarged,
    imageSmoothingQuality: "high",
    strokeStyle: ink,
    fillStyle: ink,
  });
  channels.forEach((channel, at) => {
    const [x, y] = cornerOf(layout, at);
    if (state.header.dead[channel]) crossOut(context, x, y, layout);
    else {
      paintChannel(scratch, state, channel, scale, () => 255);
      context.drawImage(scratch, x, y, layout.side, layout.height);
    }
  });
}

export function cornerOf(layout, at) {
  return [(at % layout.across) * layout.pitch[0], Math.floor(at / layout.across) * layout.pitch[1]];
}

function crossOut(context, x, y, { side, height }) {
  context.globalAlpha = 0.08;
  context.fillRect(x, y, side, height);
  context.globalAlpha = 0.4;
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, y + 0.5, side - 1, height - 1);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + side, y + height);
  context.moveTo(x + side, y);
  context.lineTo(x, y + height);
  context.stroke();
  context.globalAlpha = 1;
}

// The place of the map under the pointer; null where there is none.
export function placeUnder(event, canvas, layout, count) {
  const box = canvas.getBoundingClientRect();
  const at =
    indexAt((event.clientY - box.top) / (box.height + GAP), layout.down) * layout.across +
    indexAt((event.clientX - box.left) / (box.width + GAP), layout.across);
  return at < count ? at : null;
}

const STEPS = { ArrowLeft: () => -1, ArrowRight: () => 1, ArrowUp: (across) => -across, ArrowDown: (across) => across };

// Where a key leads from the map at a place; null for another key.
export function placeAfter(event, at, layout, count) {
  if (event.key === "Home") return 0;
  if (event.key === "End") return count - 1;
  const to = at + (STEPS[event.key]?.(layout.across) ?? NaN);
  return to >= 0 && to < count ? to : null;
}
