// One pixel of the picture: pointed at, tapped, or reached with the arrow keys.

import { cellUnder } from "./dom.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const STRIDES = 50; // steps of an arrow key from one side to the other; with Shift it goes by single pixels

// Call `point(pixel)` while the pointer is on a plate, with null when it leaves, and `pin(pixel)` for a click, a tap or
// an arrow key. A pixel is [row, column] of the picture.
export function followPixels(plate, [height, width], pinned, point, pin) {
  const pixelOf = (event) => {
    const { row, column } = cellUnder(event, plate, height, width);
    return [row, column];
  };
  plate.tabIndex = 0;
  plate.onpointermove = (event) => point(pixelOf(event)); // of a finger: while it is drawn across, which does not scroll
  plate.onpointerleave = () => point(null);
  plate.onpointerup = (event) => event.pointerType !== "mouse" && pin(pixelOf(event));
  plate.onclick = (event) => pin(pixelOf(event));
  plate.onkeydown = (event) => {
    const pixel = movedBy(event, pinned(), [height, width]);
    if (pixel) pin(pixel);
  };
}

// Where an arrow key leads from a pixel, or from the middle where there is none yet; null for another key.
export function movedBy(event, pixel, size) {
  const step = ARROWS[event.key];
  if (!step) return null;
  event.preventDefault();
  return moved(pixel ?? size.map((side) => Math.floor(side / 2)), step, size, event.shiftKey);
}

export function moved(pixel, step, size, single) {
  return pixel.map((at, axis) => {
    const stride = single ? 1 : Math.max(1, Math.round(size[axis] / STRIDES));
    return Math.min(size[axis] - 1, Math.max(0, at + step[axis] * stride));
  });
}

// Place the cross of a plate on the centre of a pixel.
export function placeCross(cross, pixel, [height, width]) {
  cross.hidden = !pixel;
  if (!pixel) return;
  cross.style.top = `${(100 * (pixel[0] + 0.5)) / height}%`;
  cross.style.left = `${(100 * (pixel[1] + 0.5)) / width}%`;
}
