// The features of the validation pictures as points in a plane, what the head makes of them, and its confusion matrix.

import { addTo, create, describeImage, drawAtEveryWidth } from "../../widgets/dom.js";
import { unpack } from "../../widgets/packed.js";
import { filled } from "../../widgets/text.js";
import { COLOURS, drawMatrix } from "./learned_matrix.js";
import { describe, drawInPlot, drawPhotographs } from "./learned_photographs.js";

const SIZE = 4; // pixels from a mark's centre to its edge
const SHADE = 0.3; // opacity of the plane where the head is certain
const NEAR = 14; // pixels from the pointer within which a point is found

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".learned");
  const { header, bytes } = unpack(data);
  root.data = header;
  root.planes = bytes;
  root.epoch = header.epochs - 1;
  root.lit = header.lit;
  root.photograph ??= null;
  if (!header.photographs) root.photograph = null;
  root.choose = (cell) => {
    root.lit = root.lit === cell ? null : cell;
    update(root);
    setTriggerValue("cell", root.lit ?? "");
  };
  build(root);
  return drawAtEveryWidth(root.querySelector(".plot"), () => drawPlot(root));
}

function build(root) {
  const { words } = root.data;
  const plot = create("div", "plot");
  const canvas = addTo(plot, "canvas");
  describeImage(canvas, words.plot);
  const told = addTo(plot, "output", "told", usual(root));
  addTo(plot, "small", "", words.explained);
  canvas.onpointermove = canvas.onpointerdown = (event) => tellPoint(root, canvas, told, event);
  addEpochs(root, plot);
  const matrix = create("div", "matrix");
  const tables = create("div", "tables");
  tables.append(matrix, create("div", "photographs"));
  root.replaceChildren(plot, tables);
  update(root);
  drawPhotographs(root, () => {
    told.textContent = usual(root);
    drawPlot(root);
    plot.scrollIntoView({ block: "nearest" });
  });
}

// What stands below the plot where no point is told of.
function usual(root) {
  return root.photograph === null ? "\u00a0" : describe(root, root.photograph);
}

// A slider over the epochs, which moves the boundary.
function addEpochs(root, plot) {
  const { epochs, words } = root.data;
  const label = addTo(plot, "label", "epochs");
  const text = addTo(label, "span");
  const slider = addTo(label, "input");
  Object.assign(slider, { type: "range", min: 1, max: epochs, value: epochs });
  const say = () => (text.textContent = filled(words.epoch, { epoch: slider.value, epochs }));
  slider.oninput = () => {
    root.epoch = slider.value - 1;
    say();
    drawPlot(root);
  };
  say();
}

function update(root) {
  drawMatrix(root);
  if (root.querySelector(".plot").drawnWidth) drawPlot(root);
}

function drawPlot(root) {
  const { points, truths, right, own, side } = root.data;
  const plot = root.querySelector(".plot");
  const canvas = plot.querySelector("canvas");
  plot.drawnWidth = plot.clientWidth;
  const width = Math.min(plot.clientWidth, 520);
  const ratio = window.devicePixelRatio || 1;
  Object.assign(canvas.style, { width: `${width}px`, height: `${width}px` });
  canvas.width = canvas.height = Math.round(width * ratio);
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  drawPlane(context, root.planes.subarray(root.epoch * side * side, (root.epoch + 1) * side * side), side, width);
  const lit = root.lit === null ? null : new Set(root.data.cells[root.lit].members);
  const othersAlpha = lit ? 0.12 : root.photograph === null ? 0.85 : 0.3;
  truths.forEach((truth, at) => {
    const [x, y] = [points[2 * at] * width, points[2 * at + 1] * width];
    context.globalAlpha = lit?.has(at) ? 0.85 : othersAlpha;
    drawMark(context, x, y, truth, right[at], lit?.has(at));
  });
  context.globalAlpha = 1;
  if (own) drawOwn(context, own[0] * width, own[1] * width);
  if (root.photograph !== null) drawInPlot(context, root, width, () => drawPlot(root));
}

// The probability over the plane as two shades, and the line where it is one half.
function drawPlane(context, values, side, width) {
  const cell = width / side;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const share = values[row * side + column] / 255 - 0.5;
      context.globalAlpha = SHADE * 2 * Math.abs(share);
      context.fillStyle = COLOURS[share > 0 ? 1 : 0];
      context.fillRect(column * cell, row * cell, cell + 0.5, cell + 0.5);
    }
  }
  context.globalAlpha = 1;
  context.strokeStyle = context.fillStyle = getComputedStyle(context.canvas).color;
  context.lineWidth = 2;
  const isDog = (row, column) => values[row * side + column] > 127;
  context.beginPath();
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      if (column + 1 < side && isDog(row, column) !== isDog(row, column + 1)) {
        context.moveTo((column + 1) * cell, row * cell);
        context.lineTo((column + 1) * cell, (row + 1) * cell);
      }
      if (row + 1 < side && isDog(row, column) !== isDog(row + 1, column)) {
        context.moveTo(column * cell, (row + 1) * cell);
        context.lineTo((column + 1) * cell, (row + 1) * cell);
      }
    }
  }
  context.stroke();
}

// A circle or a square by the true class; a wrong answer is hollow with a dark edge.
function drawMark(context, x, y, truth, isRight, isLit) {
  const size = isLit ? SIZE + 2 : SIZE;
  context.beginPath();
  if (truth) context.rect(x - size, y - size, 2 * size, 2 * size);
  else context.arc(x, y, size, 0, 2 * Math.PI);
  context.fillStyle = isRight ? COLOURS[truth] : "white";
  context.fill();
  context.lineWidth = isRight ? 0.75 : 2;
  context.strokeStyle = isRight ? "white" : COLOURS[truth];
  context.stroke();
}

function drawOwn(context, x, y) {
  context.beginPath();
  for (let at = 0; at < 10; at++) {
    const reach = at % 2 ? 6 : 14;
    const angle = (Math.PI * at) / 5 - Math.PI / 2;
    context.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle));
  }
  context.closePath();
  context.fillStyle = "#f0e442";
  context.strokeStyle = "black";
  context.lineWidth = 1.5;
  context.fill();
  context.stroke();
}

function tellPoint(root, canvas, told, event) {
  const { points, truths, probabilities, words } = root.data;
  const box = canvas.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  let nearest = null;
  let least = NEAR;
  truths.forEach((_truth, at) => {
    const distance = Math.hypot(points[2 * at] * box.width - x, points[2 * at + 1] * box.height - y);
    if (distance < least) [nearest, least] = [at, distance];
  });
  told.textContent =
    nearest === null
      ? usual(root)
      : filled(words.point, {
          number: nearest + 1,
          truth: words.classes[truths[nearest]],
          probability: probabilities[nearest],
        });
}
