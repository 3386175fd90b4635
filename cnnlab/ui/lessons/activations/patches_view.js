// The places in photographs where a channel is largest: for the channel that the figure says, or the next or previous one.

import { addTo, create, describeImage } from "../../widgets/dom.js";
import { unpack } from "../../widgets/packed.js";
import { filled, written } from "../../widgets/text.js";

const LEAST = 24; // pixels of a photograph that a piece shows at least
const TILE = 132; // pixels of a piece on the page

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".patches");
  const { header, bytes } = unpack(data);
  const [file, pictures, cells] = header.sizes;
  const turn = (root.turn ?? 0) + 1;
  root.turn = turn;
  const state = (root.state = {
    root,
    header,
    pictures: bytes.slice(file, file + pictures),
    cells: new Uint16Array(bytes.slice(file + pictures, file + pictures + cells).buffer), // row, column, row, ...
    channel: channelOfFigure(header),
  });
  createImageBitmap(new Blob([bytes.slice(0, file)], { type: "image/jpeg" })).then((sheet) => {
    if (turn !== root.turn) return;
    state.sheet = sheet;
    draw(state);
  });
  root.follow ??= following(root);
  return () => {
    window.removeEventListener("cnnlab-channel", root.follow);
    root.follow = null;
  };
}

// Once for each view, however often new data come: what the figure says of its channel.
function following(root) {
  const follow = ({ detail }) => {
    const { state } = root;
    if (detail.layer === state.header.layer && detail.channel !== state.channel) choose(state, detail.channel);
  };
  window.addEventListener("cnnlab-channel", follow);
  return follow;
}

// What the figure has said last.
function channelOfFigure({ layer, count }) {
  const said = window.cnnlabChannel;
  return said?.layer === layer && said.channel < count ? said.channel : 0;
}

function choose(state, channel) {
  state.channel = (channel + state.header.count) % state.header.count;
  if (state.sheet) draw(state);
}

function draw(state) {
  const { root, header, channel } = state;
  const { words } = header;
  const head = create("div", "head");
  for (const [step, label, sign] of [
    [-1, words.previous, "‹"],
    [1, words.next, "›"],
  ]) {
    const button = create("button", "", sign);
    Object.assign(button, { type: "button", title: label, onclick: () => stepBy(state, step) });
    button.setAttribute("aria-label", label);
    head.append(button);
  }
  const name = create("output", "name", filled(words.channel, { channel: channel + 1, count: header.count }));
  head.append(name);
  const pieces = create("div", "pieces");
  if (header.kernels) pieces.append(kernelOf(header, channel));
  const places = Array.from({ length: header.most }, (_, at) => at).filter((at) => header.values[channel][at] > 0);
  for (const at of places) pieces.append(piece(state, at));
  if (!places.length) addTo(pieces, "p", "", words.nothing);
  root.replaceChildren(head, pieces);
  root.dataset.drawn = channel + 1;
}

// The buttons are new after each step, and the one that was pressed keeps the focus.
function stepBy(state, step) {
  choose(state, state.channel + step);
  state.root.querySelectorAll("button")[step < 0 ? 0 : 1].focus();
  window.dispatchEvent(
    new CustomEvent("cnnlab-choose", { detail: { layer: state.header.layer, channel: state.channel } }),
  );
}

function figureOf(canvas, caption, note) {
  const figure = create("figure");
  figure.append(canvas);
  const text = addTo(figure, "figcaption", "", caption);
  if (note) addTo(text, "small", "", note);
  return figure;
}

function canvasOf(side, label) {
  const canvas = create("canvas");
  canvas.width = canvas.height = side * Math.min(window.devicePixelRatio || 1, 2);
  describeImage(canvas, label);
  return canvas;
}

// The part of the photograph that the cell sees, with a frame where more of the photograph is around it.
function piece({ header, pictures, cells, sheet, channel }, at) {
  const index = channel * header.most + at;
  const [row, column] = [cells[2 * index], cells[2 * index + 1]];
  const photograph = pictures[index];
  const title = header.titles[photograph];
  const value = written(header.values[channel][at], 3);
  const note = filled(header.words.place, { row: row + 1, column: column + 1 });
  const canvas = canvasOf(TILE, `${title}, ${note}`);
  const [top, bottom] = header.seen ? header.seen.rows[row] : [0, header.side];
  const [left, right] = header.seen ? header.seen.columns[column] : [0, header.side];
  const side = Math.min(header.side, Math.max(LEAST, bottom - top, right - left));
  const inside = (middle) => Math.round(Math.min(header.side - side, Math.max(0, middle - side / 2)));
  const [y, x] = [inside((top + bottom) / 2), inside((left + right) / 2)];
  const context = canvas.getContext("2d");
  const scale = canvas.width / side;
  context.imageSmoothingEnabled = scale < 4;
  context.drawImage(sheet, x, photograph * header.side + y, side, side, 0, 0, canvas.width, canvas.width);
  if (bottom - top < side || right - left < side) {
    Object.assign(context, { lineWidth: 4, strokeStyle: "black" });
    const frame = [(left - x) * scale, (top - y) * scale, (right - left) * scale, (bottom - top) * scale];
    context.strokeRect(...frame);
    Object.assign(context, { lineWidth: 2, strokeStyle: "white" });
    context.strokeRect(...frame);
  }
  return figureOf(canvas, value, title);
}

function kernelOf({ kernels, words }, channel) {
  const kernel = kernels[channel];
  const canvas = canvasOf(TILE, words.kernel);
  const context = canvas.getContext("2d");
  const cell = canvas.width / kernel.length;
  kernel.forEach((line, row) =>
    line.forEach((colour, column) => {
      context.fillStyle = `rgb(${colour})`;
      context.fillRect(Math.floor(column * cell), Math.floor(row * cell), Math.ceil(cell), Math.ceil(cell));
    }),
  );
  return figureOf(canvas, words.kernel, `${kernel.length} × ${kernel[0].length} × 3`);
}
