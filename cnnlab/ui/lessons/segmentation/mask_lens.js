// What lies under the finger, enlarged beside it: on a touch screen a finger covers the pixel that it picks.

import { addTo, create } from "../../widgets/dom.js";

const TIMES = 3; // as large as on the plate

// An inset of a plate, for `showLens` to fill; the stylesheet shows it on touch screens only.
export function lensOf() {
  const lens = create("div", "lens");
  lens.hidden = true;
  addTo(lens, "canvas");
  addTo(lens, "div", "cross");
  return lens;
}

// Which part of a plate of `size` (height, width) a lens of `side` shows around a pixel: its [top, left] and its side,
// as on the screen, and the corner that the lens is in, across from the pixel.
export function lensView(pixel, picture, size, side) {
  const part = side / TIMES;
  const centre = pixel.map((at, axis) => ((at + 0.5) / picture[axis]) * size[axis]);
  return { start: centre.map((at) => at - part / 2), part, corner: centre[1] < size[1] / 2 ? "right" : "left" };
}

// Fill the lens with the layers of the plate (images and canvases), those that are shown.
export function showLens(lens, plate, pixel, picture) {
  lens.hidden = !pixel;
  if (!pixel || !lens.offsetWidth) return;
  const { width, height } = plate.getBoundingClientRect();
  const side = lens.clientWidth;
  const { start, part, corner } = lensView(pixel, picture, [height, width], side);
  lens.dataset.corner = corner;
  const canvas = lens.firstChild;
  const sharp = side * (window.devicePixelRatio || 1);
  Object.assign(canvas, { width: sharp, height: sharp });
  const context = canvas.getContext("2d");
  for (const layer of plate.querySelectorAll(".layer:not([hidden])")) {
    const [across, down] = [layer.naturalWidth ?? layer.width, layer.naturalHeight ?? layer.height];
    const [x, y] = [across / width, down / height];
    context.drawImage(layer, start[1] * x, start[0] * y, part * x, part * y, 0, 0, sharp, sharp);
  }
}
