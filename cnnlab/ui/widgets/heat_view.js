// A heat map over its picture, beside it, or as numbers. One file, because all views draw from the same state.

import { inkOn, mixed, signedStyle, tableColour } from "./colour.js";
import { addTo, cellUnder, create, describeImage, placeFrame, scrollWhenTried } from "./dom.js";
import { interpolated } from "./interpolation.js";
import { decoded } from "./packed.js";
import { followPixels, movedBy } from "./pixel.js";
import { paintSheet, saveCanvas, SHEET_SIDE } from "./sheet.js";
import { filled, fixed } from "./text.js";

const MAP_SIDE = 256; // pixels of the drawn map, which CSS scales
const MOST_NUMBERED = 14; // cells a side up to which a number fits
const BAR_STOPS = [0, 32, 64, 96, 128, 160, 192, 224, 255]; // of the 256 colours

export default function ({ data: bytes, parentElement }) {
  const data = decoded(bytes);
  const root = parentElement.querySelector(".heat");
  root.draw = () => draw(root, data);
  root.draw();
  scrollWhenTried(root, data.tried);
  return saving(root, data);
}

// Answer clicks on the page's button for the download, before Streamlit hears of them: it would run the page again, and
// interrupt what is being computed. Of one view the last data are saved. Returns a function that stops only this call:
// the one of an earlier call may come after it.
function saving(root, data) {
  const clicked = (event) => {
    if (!event.target.closest?.(`.st-key-${data.sheet.button} button`)) return;
    event.stopPropagation();
    save(root, data);
  };
  const stop = () => document.removeEventListener("click", clicked, true);
  root.stopSaving?.();
  root.stopSaving = stop;
  document.addEventListener("click", clicked, true);
  return stop;
}

// The view as a picture, with the fonts that the page is read in. Before a guess, the map over the picture.
async function save(root, data) {
  const { view, sheet } = data;
  const reach = reachOf(data);
  const image = Object.assign(new Image(), { src: data.picture });
  await image.decode();
  const picture = (context) => context.drawImage(image, 0, 0, SHEET_SIDE, SHEET_SIDE);
  const over = (context) => {
    picture(context);
    context.drawImage(mapLayer(data), 0, 0, SHEET_SIDE, SHEET_SIDE);
  };
  const font = getComputedStyle(root).fontFamily;
  const numbers = (context) => paintNumbers(context, data, reach, font);
  const panels = { raw: [numbers], beside: [picture, over] }[view] ?? [over];
  const { title, stops, ticks } = barOf(data, reach, (share) => onPaper(data, share));
  const lines = [sheet.title, title, sheet.note];
  saveCanvas(paintSheet({ panels, stops, ticks, lines, font }), sheet.fileName);
}

function paintNumbers(context, data, reach, font) {
  const values = data.signed;
  const [high, wide] = [SHEET_SIDE / values.length, SHEET_SIDE / values[0].length];
  const isNumbered = values.length <= MOST_NUMBERED;
  const size = Math.round(Math.min(high, wide) / 3.6);
  Object.assign(context, { font: `${size}px ${font}`, textAlign: "center", textBaseline: "middle" });
  values.forEach((row, down) =>
    row.forEach((value, across) => {
      const share = value / reach;
      context.fillStyle = onPaper(data, share);
      context.fillRect(across * wide, down * high, wide + 0.5, high + 0.5);
      if (!isNumbered) return;
      context.fillStyle = inkOn(mixed(data.signedColours.light, share));
      context.fillText(scaled(value, data), (across + 0.5) * wide, (down + 0.5) * high);
    }),
  );
}

function onPaper({ signedColours }, share) {
  return `rgb(${mixed(signedColours.light, share)})`;
}

function draw(root, data) {
  const { view, words } = data;
  if (view === "guess" && root.guessed !== data.id) {
    askWhere(root, data);
    return;
  }
  const values = view === "raw" ? data.signed : data.heat;
  const reach = reachOf(data);
  const plates = create("div", "plates");
  if (view === "beside") plates.append(plate(pictureLayer(data)));
  const mapped = view === "raw" ? plate(numberLayer(values, data, reach)) : plate(pictureLayer(data), mapLayer(data));
  plates.append(mapped);
  const told = create("output", "told", "\u00a0");
  root.replaceChildren(plates, colourBar(data, reach), told);
  if (view === "guess") compare(root, mapped, data);
  tellCells(mapped, values, told, words, (value) =>
    view === "raw" ? scaled(value, data, 3) + power(data) : fixed(value),
  );
}

// The picture alone, until the visitor has tapped the place where the map is expected to be brightest, or has gone there
// with the arrow keys and pressed Enter.
function askWhere(root, data) {
  const { heat, id, words } = data;
  const size = [heat.length, heat[0].length];
  const asked = plate(pictureLayer(data));
  const frame = addTo(asked, "div", "frame");
  let at = null;
  const guess = (cell) => {
    Object.assign(root, { guessed: id, guess: cell });
    root.draw();
  };
  asked.classList.add("asked");
  reachable(asked, `${words.where} ${words.keys}`);
  asked.onclick = (event) => guess(cellUnder(event, asked, ...size));
  asked.onkeydown = (event) => {
    if (event.key === "Enter" && at) {
      guess({ row: at[0], column: at[1] });
      root.querySelector(".mapped").focus({ preventScroll: true });
    }
    at = movedBy(event, at, size) ?? at;
    if (at) frameCell(frame, at, size);
  };
  const plates = create("div", "plates");
  plates.append(asked);
  root.replaceChildren(create("p", "question", words.where), plates);
}

// For the keyboard, with what a screen reader says.
function reachable(element, label) {
  element.tabIndex = 0;
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", label);
}

function frameCell(frame, [row, column], size) {
  frame.style.display = "block";
  placeFrame(frame, { row, column }, ...size);
}

// The tapped cell beside the brightest one, in the picture and in words. Where several are equally bright, each is right.
function compare(root, mapped, { heat, words }) {
  const { row, column } = root.guess;
  const values = heat.flat();
  const own = heat[row][column];
  const above = values.filter((value) => value > own).length;
  const ties = values.filter((value) => value === own).length;
  const top = above ? values.indexOf(Math.max(...values)) : row * heat[0].length + column;
  const best = { row: Math.floor(top / heat[0].length), column: top % heat[0].length };
  for (const [className, cell] of [
    ["best", best],
    ["guess", root.guess],
  ]) {
    placeFrame(addTo(mapped, "div", `mark ${className}`), cell, heat.length, heat[0].length);
  }
  const result = above ? words.farther : ties > 1 ? words.tied : words.nearest;
  const told = create("p", "question", filled(result, { value: fixed(own), above, ties, count: values.length }));
  told.setAttribute("role", "status");
  root.prepend(told);
}

// A number of the map before its ReLU, without the power of ten that stands above the bar.
function scaled(value, { exponent }, decimals = 2) {
  return fixed(value * 10 ** exponent, decimals);
}

function power({ exponent }) {
  const raised = [...String(exponent)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("");
  return exponent ? ` × 10⁻${raised}` : "";
}

function plate(...layers) {
  const element = create("div", "plate");
  element.append(...layers);
  return element;
}

function pictureLayer({ picture, words }) {
  return Object.assign(create("img", "layer"), { src: picture, alt: words.picture });
}

// More opaque where the value is higher.
function mapLayer({ heat, colours, opacity, words }) {
  const canvas = create("canvas", "layer");
  canvas.width = canvas.height = MAP_SIDE;
  describeImage(canvas, words.map);
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(MAP_SIDE, MAP_SIDE);
  for (let y = 0; y < MAP_SIDE; y++) {
    for (let x = 0; x < MAP_SIDE; x++) {
      const value = interpolated(heat, (y + 0.5) / MAP_SIDE, (x + 0.5) / MAP_SIDE);
      const colour = 3 * Math.floor(value * 255);
      pixels.data.set(
        [colours[colour], colours[colour + 1], colours[colour + 2], 255 * opacity * value],
        4 * (y * MAP_SIDE + x),
      );
    }
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

function numberLayer(values, data, reach) {
  const grid = create("div", "layer numbers");
  describeImage(grid, data.words.map);
  const numbered = values.length <= MOST_NUMBERED;
  Object.assign(grid.style, {
    gridTemplateColumns: `repeat(${values[0].length}, 1fr)`,
    fontSize: `${Math.min(18, 36 / values.length + 9) / 16}rem`,
    gap: numbered ? "1px" : "0",
  });
  for (const value of values.flat()) {
    const cell = addTo(grid, "div", "cell", numbered ? scaled(value, data) : undefined);
    Object.assign(cell.style, signedStyle(data.signedColours, value / reach));
  }
  return grid;
}

// The largest absolute value of the numbers that are shown.
function reachOf({ view, signed }) {
  return view === "raw" ? Math.max(...signed.flat().map(Math.abs)) || 1 : 1;
}

function colourBar(data, reach) {
  const { title, stops, ticks } = barOf(data, reach, (share) => signedStyle(data.signedColours, share).background);
  const bar = create("div", "bar");
  addTo(bar, "div", "title", title);
  addTo(bar, "div", "strip").style.background = `linear-gradient(to right, ${stops})`;
  const below = addTo(bar, "div", "ticks");
  for (const tick of ticks) addTo(below, "span", "tick", tick);
  return bar;
}

// What the colour bar says: its title, its colours from left to right, and the values at its ends and in its middle.
// `signed` gives the colour of a signed value from -1 to 1.
function barOf(data, reach, signed) {
  const { colours, view, words, opacity } = data;
  if (view === "raw") {
    return {
      title: words.signed + (data.exponent ? `,${power(data)}` : ""),
      stops: [-1, 0, 1].map(signed),
      ticks: [-reach, 0, reach].map((tick) => scaled(tick, data)),
    };
  }
  const stops = BAR_STOPS.map((stop) => tableColour(colours, stop, (opacity * stop) / 255)); // as over the picture
  return { title: words.heat, stops, ticks: ["0", "0.5", "1"] };
}

// Pointing at a cell, tapping it, or going there with the arrow keys frames it and tells its value.
function tellCells(mapped, values, told, { cell, map, keys }, format) {
  const frame = addTo(mapped, "div", "frame");
  const size = [values.length, values[0].length];
  let at = null;
  const tell = (place) => {
    if (!place) return;
    at = place;
    const [row, column] = at;
    told.textContent = `${filled(cell, { row: row + 1, column: column + 1 })}: ${format(values[row][column])}`;
    frameCell(frame, at, size);
  };
  mapped.classList.add("mapped");
  reachable(mapped, `${map} ${keys}`);
  followPixels(mapped, size, () => at, tell, tell);
}
