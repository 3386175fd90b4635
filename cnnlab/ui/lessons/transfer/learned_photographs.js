// The bundled photographs as the head classifies them: a matrix of thumbnails; a click shows one in the plot.

import { addTo, create } from "../../widgets/dom.js";
import { filled } from "../../widgets/text.js";
import { drawTable } from "./learned_matrix.js";

const SHOWN = 56; // pixels of a thumbnail
const IN_PLOT = 64;

export function drawPhotographs(root, choose) {
  const { photographs, words } = root.data;
  const place = root.querySelector(".photographs");
  if (!photographs) return place.replaceChildren();
  const table = drawTable(words, photographs.title, (cell, key) => {
    for (const at of photographs.cells[key]) cell.append(thumbnail(root, at, choose));
    if (!photographs.cells[key].length) cell.textContent = "0";
  });
  const said = [create("p", "", photographs.summary), create("p", "", photographs.probability)];
  place.replaceChildren(table, ...said);
}

function thumbnail(root, at, choose) {
  const { photographs } = root.data;
  const button = create("button", "thumbnail");
  button.type = "button";
  button.title = describe(root, at);
  button.setAttribute("aria-label", button.title);
  button.setAttribute("aria-pressed", root.photograph === at);
  const picture = addTo(button, "span", "picture");
  Object.assign(picture.style, {
    width: `${SHOWN}px`,
    height: `${SHOWN}px`,
    backgroundImage: `url(${photographs.strip})`,
    backgroundSize: `${SHOWN}px auto`,
    backgroundPosition: `0 ${-at * SHOWN}px`,
  });
  addTo(button, "span", "", photographs.probabilities[at]);
  button.onclick = () => {
    root.photograph = root.photograph === at ? null : at;
    for (const other of root.querySelectorAll(".thumbnail")) other.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", root.photograph === at);
    choose();
  };
  return button;
}

// What is told of a photograph in words.
export function describe(root, at) {
  const { photographs, words } = root.data;
  return filled(photographs.photograph, {
    title: photographs.titles[at],
    truth: words.classes[photographs.truths[at]],
    probability: photographs.probabilities[at],
    credit: photographs.credits[at],
  });
}

// The chosen photograph at its place in the plot: a ring, and beside it the picture, within the plot.
export function drawInPlot(context, root, width, again) {
  const { points, strip } = root.data.photographs;
  const at = root.photograph;
  const [x, y] = [points[2 * at] * width, points[2 * at + 1] * width];
  context.lineWidth = 4;
  context.strokeStyle = getComputedStyle(context.canvas).color;
  context.beginPath();
  context.arc(x, y, 10, 0, 2 * Math.PI);
  context.stroke();
  if (!root.strip) {
    root.strip = new Image();
    root.strip.onload = again;
    root.strip.src = strip;
  }
  if (!root.strip.naturalWidth) return;
  const side = root.strip.naturalWidth;
  const left = x + 16 + IN_PLOT > width ? x - 16 - IN_PLOT : x + 16;
  const top = Math.max(2, Math.min(width - IN_PLOT - 2, y - IN_PLOT / 2));
  context.drawImage(root.strip, 0, at * side, side, side, left, top, IN_PLOT, IN_PLOT);
  context.strokeRect(left, top, IN_PLOT, IN_PLOT);
}
