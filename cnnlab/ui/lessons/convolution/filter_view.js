// A photograph and its maps under one or two kernels, all computed here: pointing at a pixel shows its window and sum,
// and a number of the kernel can be changed.

import { inkOn } from "../../widgets/colour.js";
import { addTo, create, describeImage, drawAtEveryWidth, placeFrame } from "../../widgets/dom.js";
import { unpack } from "../../widgets/packed.js";
import { followPixels, placeCross } from "../../widgets/pixel.js";
import { filled, written } from "../../widgets/text.js";
import { calculationOf, showTerms } from "./filter_calculation.js";
import { filteredPlane, greyOf, planeOf, scaleOf, strongest, windowOf } from "./filter_math.js";

const DIGITS = 1e6; // of a weight: what the server makes of it has six decimals

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".filter");
  const { header, bytes } = unpack(data);
  const old = root.state?.header.picture === header.picture ? root.state : null;
  const send = (weights) => setTriggerValue("weights", weights);
  if (old?.pixels && isSame(old.kernels, header.kernels)) {
    Object.assign(old, { header, send }); // the visitor may be typing the next number
    old.plates.forEach((plate, at) => name(plate, titlesOf(header)[at], header.words));
  } else {
    root.state = { header, send, root, kernels: header.kernels, shown: 0, pinned: old?.pinned, pixels: old?.pixels };
    start(root.state, bytes);
  }
  return () => root.stopDrawing?.();
}

async function start(state, bytes) {
  const { root } = state;
  const pixels = state.pixels ?? (await pixelsOf(bytes));
  if (root.state !== state) return; // another picture has come meanwhile
  Object.assign(state, { pixels, plane: planeOf(pixels) });
  root.stopDrawing = drawAtEveryWidth(root, () => build(root.state), 9);
}

function isSame(some, others) {
  const rounded = (kernels) => JSON.stringify(kernels.flat(2).map((weight) => Math.round(weight * DIGITS)));
  const shape = (kernels) => kernels.map((kernel) => [kernel.length, kernel[0].length]).join();
  return shape(some) === shape(others) && rounded(some) === rounded(others);
}

function titlesOf({ words, titles }) {
  return [words.picture, ...titles];
}

// The photograph's own numbers: red, green, blue, alpha.
async function pixelsOf(file) {
  const how = { colorSpaceConversion: "none", premultiplyAlpha: "none" };
  const bitmap = await createImageBitmap(new Blob([file], { type: "image/png" }), how);
  const canvas = Object.assign(create("canvas"), { width: bitmap.width, height: bitmap.height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
}

function build(state) {
  const { header, root, kernels } = state;
  const plates = create("div", "plates");
  Object.assign(state, { maps: [], scales: [], told: create("output", "told"), place: create("div", "steps") });
  state.plates = titlesOf(header).map((title, at) => plateOf(state, plates, title, at - 1));
  paint(state.plates[0].canvas, header.size, (at) => state.pixels.subarray(4 * at, 4 * at + 3));
  kernels.forEach((_, at) => filter(state, at));
  state.pinned ??= strongest(state.maps[0], header.size);
  root.replaceChildren(plates, state.told, state.place);
  calculate(state);
}

// The map of one kernel.
function filter(state, at) {
  const { header, kernels } = state;
  const map = (state.maps[at] = filteredPlane(state.plane, header.size, kernels[at]));
  const scale = (state.scales[at] = scaleOf(map, kernels[at]));
  const { canvas, said } = state.plates[at + 1];
  paint(canvas, header.size, (cell) => Array(3).fill(greyOf(map[cell], scale)));
  said.textContent = scaleText(header.words, scale);
}

// One picture: the photograph where `map` is -1, else that map.
function plateOf(state, plates, title, map) {
  const { header } = state;
  const figure = addTo(plates, "figure");
  const element = addTo(figure, "div", "plate");
  element.style.aspectRatio = header.size[1] / header.size[0];
  const canvas = addTo(element, "canvas");
  const [frame, cross] = [addTo(element, "div", "frame"), addTo(element, "div", "cross")];
  const caption = addTo(figure, "figcaption");
  const plate = { element, canvas, frame, cross, titled: addTo(caption, "span"), said: addTo(caption, "small") };
  name(plate, title, header.words);
  element.setAttribute("role", "group");
  const show = (pixel) => point(state, pixel ?? state.pinned, map);
  followPixels(
    element,
    header.size,
    () => state.pinned,
    show,
    (pixel) => show((state.pinned = pixel)),
  );
  return plate;
}

function name({ element, canvas, titled }, title, words) {
  titled.textContent = title;
  describeImage(canvas, title);
  element.setAttribute("aria-label", `${title}. ${words.keys}`);
}

function scaleText(words, [black, white]) {
  const ends = { black: written(black, 3), white: written(white, 3) };
  return filled(black < 0 ? words.signed : words.unsigned, ends);
}

function paint(canvas, [height, width], colourAt) {
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let at = 0; at < width * height; at++) {
    image.data.set(colourAt(at), 4 * at);
    image.data[4 * at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

// The kernel whose map is shown, in a calculation.
function calculate(state) {
  const { header, kernels, shown } = state;
  state.calculation = calculationOf(header, kernels[shown], state.root.clientWidth, (weights) => {
    kernels[shown] = weights;
    filter(state, shown);
    point(state, state.pinned, shown);
    state.send(weights);
  });
  state.place.replaceChildren(state.calculation.element);
  point(state, state.pinned, shown);
}

// Show how a pixel of a map comes about, in all pictures and in numbers; of the photograph, that of the map shown last.
function point(state, [row, column], map) {
  const { header, plates } = state;
  if (map >= 0 && map !== state.shown) {
    state.shown = map;
    calculate(state);
    return;
  }
  const kernel = state.kernels[state.shown];
  const terms = windowOf(state.plane, header.size, kernel, [row, column]);
  showTerms(state.calculation, terms, ({ y, x }) => ownColour(state, y, x));
  const { y, x } = terms[0][0];
  const box = { row: y, column: x, height: kernel.length, width: kernel[0].length };
  plates.forEach(({ frame, cross }, at) => {
    frame.hidden = at > 0;
    placeFrame(frame, box, ...header.size);
    placeCross(cross, at === state.shown + 1 ? [row, column] : null, header.size);
  });
  const value = terms.flat().reduce((sum, { product }) => sum + product, 0);
  const grey = greyOf(value, state.scales[state.shown]);
  state.told.textContent = filled(header.words.sum, { row: row + 1, column: column + 1, value: written(value), grey });
  const swatch = addTo(state.told, "i");
  swatch.style.background = `rgb(${grey} ${grey} ${grey})`;
}

// A pixel's colour, and black or white for the number on it.
function ownColour({ pixels, header }, y, x) {
  const rgb = [...pixels.subarray(4 * (y * header.size[1] + x)).subarray(0, 3)];
  return { background: `rgb(${rgb})`, color: inkOn(rgb) };
}
