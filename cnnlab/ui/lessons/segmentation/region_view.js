// A region chosen on a picture, by a tap, a drag or the keyboard, and beside it where in the picture its class comes from.

import { tableColour } from "../../widgets/colour.js";
import { addTo, create, describeImage, drawAtEveryWidth } from "../../widgets/dom.js";
import { interpolated } from "../../widgets/interpolation.js";
import { unpack } from "../../widgets/packed.js";
import { keyboard, middle, pointer } from "./region_pick.js";

const MAP_SIDE = 256; // pixels of the drawn map's longer side, which CSS scales
const BAR_STOPS = [0, 32, 64, 96, 128, 160, 192, 224, 255]; // of the 256 colours

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".regions");
  const { header, bytes } = unpack(data);
  const [pictureBytes] = header.sizes;
  const picture = new Blob([bytes.slice(0, pictureBytes)], { type: "image/jpeg" });
  if (root.url) URL.revokeObjectURL(root.url);
  Object.assign(root, { header, region: bytes.slice(pictureBytes), url: URL.createObjectURL(picture) });
  root.send = (box) => setTriggerValue("box", box);
  const hadFocus = root.contains(root.getRootNode().activeElement);
  root.style.setProperty("--aspect", header.aspect);
  root.replaceChildren(choosing(root), ...header.maps.map((map) => explained(root, map)));
  if (hadFocus) root.querySelector(".plate").focus({ preventScroll: true });
  return drawAtEveryWidth(root, () => root.querySelectorAll(".outline").forEach((canvas) => drawOutline(root, canvas)));
}

// The picture that a region is chosen on.
function choosing(root) {
  const { kind, box, words } = root.header;
  const figure = create("figure");
  addTo(figure, "figcaption", "", words.region);
  const plate = addTo(figure, "div", `plate ${kind}`);
  addPicture(plate, root);
  addTo(plate, "canvas", "layer outline");
  if (kind !== "class") {
    plate.tabIndex = 0;
    plate.setAttribute("role", "application");
    plate.setAttribute("aria-label", words.pick);
    const mark = addTo(plate, "div", kind === "box" ? "frame" : "cross");
    const state = { plate, mark, kind, box: kind === "box" ? [...box] : middle(box), send: root.send };
    pointer(state);
    keyboard(state);
  }
  addTo(figure, "small", "", words.hint);
  return figure;
}

// The picture with a layer's heat map over it, and its scale; without a map the reason why there is none.
function explained(root, { heat, title, note }) {
  const figure = create("figure");
  addTo(figure, "figcaption", "", title);
  const plate = addTo(figure, "div", "plate");
  addPicture(plate, root);
  if (heat) {
    plate.append(mapLayer(root.header, heat, title));
    addTo(plate, "canvas", "layer outline");
    figure.append(colourBar(root.header));
  }
  addTo(figure, "small", "", note);
  return figure;
}

function addPicture(plate, { url, header }) {
  Object.assign(addTo(plate, "img", "layer"), { src: url, alt: header.words.picture, draggable: false });
}

// More opaque where the value is higher.
function mapLayer({ colours, opacity, aspect }, heat, title) {
  const canvas = create("canvas", "layer map");
  canvas.width = Math.max(1, Math.round(MAP_SIDE * Math.min(1, aspect)));
  canvas.height = Math.max(1, Math.round(MAP_SIDE / Math.max(1, aspect)));
  describeImage(canvas, title);
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(canvas.width, canvas.height);
  for (let y = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++) {
      const value = interpolated(heat, (y + 0.5) / canvas.height, (x + 0.5) / canvas.width);
      const colour = 3 * Math.floor(value * 255);
      pixels.data.set(
        [colours[colour], colours[colour + 1], colours[colour + 2], 255 * opacity * value],
        4 * (y * canvas.width + x),
      );
    }
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

function colourBar({ colours, opacity, words }) {
  const bar = create("div", "bar");
  const stops = BAR_STOPS.map((stop) => tableColour(colours, stop, (opacity * stop) / 255));
  addTo(bar, "div", "strip").style.background = `linear-gradient(to right, ${stops})`;
  const ticks = addTo(bar, "div", "ticks");
  for (const tick of ["0", words.scale, "1"]) addTo(ticks, "span", "", tick);
  return bar;
}

// The edges between the cells of the region and the others, as a white line with a dark one inside.
function drawOutline({ header: { rows, columns }, region }, canvas) {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  [canvas.width, canvas.height] = [width, height].map((side) => Math.round(side * ratio));
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  context.beginPath();
  const at = (row, column) =>
    row >= 0 && column >= 0 && row < rows && column < columns && region[row * columns + column] === 1;
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      const [x, y] = [(column * width) / columns, (row * height) / rows];
      if (at(row, column) !== at(row - 1, column)) line(context, x, y, x + width / columns, y);
      if (at(row, column) !== at(row, column - 1)) line(context, x, y, x, y + height / rows);
    }
  }
  for (const [colour, thick] of [
    ["#fff", 4],
    ["#000", 1.5],
  ]) {
    Object.assign(context, { strokeStyle: colour, lineWidth: thick });
    context.stroke();
  }
}

function line(context, fromX, fromY, toX, toY) {
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
}
