// A view as one picture to download: its panels side by side, a colour bar with ticks and lines of text, in the reader's
// language and fonts.

import { create } from "./dom.js";

export const SHEET_SIDE = 720; // pixels of a panel
const SHEET_GAP = 16;
const SHEET_MARGIN = 24;
const SHEET_BAR = 18; // high
const SHEET_LINE = 1.3; // of the type's size
const PAPER = "#ffffff";
const INK = "#141820";

// `panels` are functions that paint a square from (0, 0) to (SHEET_SIDE, SHEET_SIDE) of a context, `stops` the colours of
// the bar from left to right, `lines` texts below it, the first one larger. Lines that are too long are broken.
export function paintSheet({ panels, stops, ticks, lines, font }) {
  const canvas = create("canvas");
  const context = canvas.getContext("2d");
  const bar = panels.length * (SHEET_SIDE + SHEET_GAP) - SHEET_GAP;
  const rows = lines.flatMap((line, at) => brokenLines(context, line, `${at ? 22 : 28}px ${font}`, bar));
  const below = rows.reduce((sum, row) => sum + row.high, 0);
  canvas.width = bar + 2 * SHEET_MARGIN;
  canvas.height = 2 * SHEET_MARGIN + SHEET_SIDE + SHEET_GAP + SHEET_BAR + 36 + below;
  context.fillStyle = PAPER;
  context.fillRect(0, 0, canvas.width, canvas.height);
  panels.forEach((paint, at) => {
    context.save();
    context.translate(SHEET_MARGIN + at * (SHEET_SIDE + SHEET_GAP), SHEET_MARGIN);
    paint(context);
    context.restore();
  });
  context.translate(SHEET_MARGIN, SHEET_MARGIN + SHEET_SIDE + SHEET_GAP);
  paintBar(context, stops, ticks, bar, font);
  context.translate(0, SHEET_BAR + 36);
  context.textAlign = "left";
  for (const { text, type, high } of rows) {
    context.font = type;
    context.fillText(text, 0, 0);
    context.translate(0, high);
  }
  return canvas;
}

function paintBar(context, stops, ticks, width, font) {
  const colours = context.createLinearGradient(0, 0, width, 0);
  stops.forEach((stop, at) => colours.addColorStop(at / (stops.length - 1), stop));
  context.fillStyle = colours;
  context.fillRect(0, 0, width, SHEET_BAR);
  Object.assign(context, { fillStyle: INK, font: `18px ${font}`, textBaseline: "top" });
  ticks.forEach((tick, at) => {
    context.textAlign = ["left", "center", "right"][at];
    context.fillText(tick, (at * width) / (ticks.length - 1), SHEET_BAR + 6);
  });
}

// The lines that a text takes in this width, broken between words.
function brokenLines(context, text, type, width) {
  context.font = type;
  const found = [];
  for (const word of text.split(" ")) {
    const longer = found.length ? `${found.at(-1)} ${word}` : word;
    if (found.length && context.measureText(longer).width <= width) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found.map((line) => ({ text: line, type, high: SHEET_LINE * parseInt(type, 10) + 4 }));
}

export function saveCanvas(canvas, fileName) {
  canvas.toBlob((blob) => {
    const url = URL.createObjectURL(blob);
    Object.assign(create("a"), { href: url, download: fileName }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  });
}
