// A picture, one channel of a layer in full size, and all its channels: drawn from the layer's own output, which travels
// once with a byte for each value. What is under the pointer is read here, without asking the server.
// One file, because every part draws from the same state; what needs no state is in maps_grid.js.

import { isDark } from "../../widgets/colour.js";
import { addTo, create, describeImage, drawAtEveryWidth, placeFrame, scrollWhenTried } from "../../widgets/dom.js";
import { unpack } from "../../widgets/packed.js";
import { followPixels } from "../../widgets/pixel.js";
import { filled, written } from "../../widgets/text.js";
import {
  arranged,
  cornerOf,
  ordered,
  paintChannel,
  paintGrid,
  placeAfter,
  placeUnder,
  reachOf,
  valueAt,
} from "./maps_grid.js";
import { keepLook, lookOf } from "./maps_look.js";
import { sayLook, toolbar } from "./maps_toolbar.js";

const STOPS = [0, 32, 64, 96, 128, 160, 192, 224, 255]; // of the 256 colours
const MOST_OPAQUE = 217; // of 255, of the largest value over the picture

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".activations");
  const { header, bytes } = unpack(data);
  const [pictureSize, cellsSize, lightSize, darkSize] = header.sizes;
  const coloursAt = pictureSize + cellsSize;
  const turn = (root.turn ?? 0) + 1;
  root.turn = turn;
  inflated(bytes.slice(pictureSize, coloursAt)).then((cells) => {
    if (turn !== root.turn) return; // newer maps have come in the meantime
    if (root.state) URL.revokeObjectURL(root.state.url);
    const url = URL.createObjectURL(new Blob([bytes.slice(0, pictureSize)], { type: "image/jpeg" }));
    const dark = coloursAt + lightSize;
    const colours = isDark() ? bytes.slice(dark, dark + darkSize) : bytes.slice(coloursAt, dark);
    root.state = { root, header, cells, colours, url, look: lookOf(header), pointed: null };
    build(root.state);
    draw(root.state);
    scrollWhenTried(root, header.tried);
  });
  root.choose ??= listening(root);
  const stop = drawAtEveryWidth(root, () => root.state && draw(root.state));
  return () => {
    stop();
    window.removeEventListener("cnnlab-choose", root.choose);
    root.choose = null;
    if (root.state) URL.revokeObjectURL(root.state.url);
  };
}

// Once for each view, however often new maps come: what the tab says that shows what excites a channel.
function listening(root) {
  const choose = ({ detail }) => {
    if (root.state?.header.layer === detail.layer) change(root.state, { channel: detail.channel });
  };
  window.addEventListener("cnnlab-choose", choose);
  return choose;
}

async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function build(state) {
  const { root, header } = state;
  const { words } = header;
  state.tools = toolbar(
    header,
    (settings) => change(state, settings),
    () => save(state),
  );
  const plates = create("div", "plates");
  state.picture = addTo(plates, "div", "plate");
  state.picture.append(Object.assign(create("img", "layer"), { src: state.url, alt: words.picture }));
  state.over = addTo(state.picture, "canvas", "layer");
  state.seen = addTo(state.picture, "div", "seen");
  state.channel = addTo(plates, "div", "plate channel");
  state.map = addTo(state.channel, "canvas", "layer");
  state.cell = addTo(state.channel, "div", "seen");
  state.bar = addTo(state.channel, "div", "scale");
  state.told = create("output", "told");
  const holder = create("div", "holder");
  state.grid = addTo(holder, "canvas", "maps");
  state.chosen = addTo(holder, "div", "chosen");
  for (const plate of [state.picture, state.channel]) {
    plate.setAttribute("role", "group");
    plate.setAttribute("aria-label", words.keys);
    const size = [header.rows, header.columns];
    const read = (cell) => tell(state, cell ?? state.look.at);
    followPixels(
      plate,
      size,
      () => state.look.at,
      read,
      (cell) => change(state, { at: cell }),
    );
  }
  followMaps(state, holder);
  const side = create("div", "side");
  side.append(plates, state.told);
  const body = create("div", "body");
  body.append(side, holder);
  root.replaceChildren(state.tools.row, body);
}

// Pointing at a map of the grid tells its numbers; a click, a tap or a key chooses it.
function followMaps(state, holder) {
  const { grid, header } = state;
  const channelAt = (at) => (at === null ? null : state.channels[at]);
  const under = (event) => channelAt(placeUnder(event, grid, state.layout, header.count));
  holder.tabIndex = 0;
  holder.setAttribute("role", "group");
  holder.setAttribute("aria-label", header.words.gridKeys);
  grid.onpointermove = (event) => event.pointerType === "mouse" && point(state, under(event));
  grid.onpointerleave = () => point(state, null);
  grid.onclick = (event) => {
    const channel = under(event);
    if (channel !== null) change(state, { channel });
  };
  holder.onkeydown = (event) => {
    const at = placeAfter(event, state.channels.indexOf(state.look.channel), state.layout, header.count);
    if (at === null) return;
    event.preventDefault();
    change(state, { channel: state.channels[at] });
    const [, top] = cornerOf(state.layout, at);
    const low = top + state.layout.height - holder.clientHeight;
    holder.scrollTop = Math.min(top, Math.max(low, holder.scrollTop));
  };
}

function point(state, channel) {
  if (state.pointed === channel) return;
  state.pointed = channel;
  paintLarge(state);
  tell(state, state.look.at);
}

function change(state, settings) {
  Object.assign(state.look, settings);
  state.pointed = null;
  if ("scale" in settings || "order" in settings) draw(state);
  else show(state);
  keepLook(state.look, state.header);
}

function draw(state) {
  const { root, header, look, grid } = state;
  const width = grid.parentElement.clientWidth;
  if (!width) return;
  state.layout = arranged(header, width, parseFloat(getComputedStyle(grid.parentElement).maxHeight));
  state.channels = ordered(header, look.order);
  paintGrid(grid, state, state.layout, state.channels, look.scale, getComputedStyle(root).color);
  describeImage(grid, header.words.grid);
  show(state);
  root.dataset.drawn = header.looked;
}

// Everything but the grid.
function show(state) {
  const { look, layout, header } = state;
  sayLook(state.tools, look);
  const [left, top] = cornerOf(layout, state.channels.indexOf(look.channel));
  const place = { left, top, width: layout.side, height: layout.height };
  for (const [name, length] of Object.entries(place)) state.chosen.style[name] = `${length}px`;
  paintLarge(state);
  tell(state, look.at);
  window.cnnlabChannel = { layer: header.layer, channel: look.channel };
  window.dispatchEvent(new CustomEvent("cnnlab-channel", { detail: window.cnnlabChannel }));
}

const channelOf = (state) => state.pointed ?? state.look.channel;

function paintLarge(state) {
  const { header, look, colours } = state;
  const channel = channelOf(state);
  paintChannel(state.map, state, channel, look.scale, () => 255);
  const share = header.signed ? (place) => Math.abs(place - 128) / 128 : (place) => place / 255;
  paintChannel(state.over, state, channel, look.scale, (place) => Math.round(MOST_OPAQUE * Math.sqrt(share(place))));
  state.over.hidden = look.view !== "over";
  describeImage(state.map, filled(header.words.map, { channel: channel + 1 }));
  describeImage(state.over, filled(header.words.map, { channel: channel + 1 }));
  const reach = reachOf(header, channel, look.scale);
  const strip = create("i");
  strip.style.background = `linear-gradient(to right, ${STOPS.map(
    (at) => `rgb(${colours.subarray(3 * at, 3 * at + 3)})`,
  )})`;
  state.bar.replaceChildren(short(header.signed ? -reach : 0), strip, short(reach));
}

// Three digits of a number.
function short(value) {
  const size = Math.abs(value);
  return size === 0 ? "0" : written(value, Math.max(0, 2 - Math.floor(Math.log10(size))));
}

// The cell of the channel that is pointed at, with its field in the picture; or the channel's own numbers.
function tell(state, cell) {
  const { header, cells, told } = state;
  const { words, rows, columns } = header;
  const channel = channelOf(state);
  state.cell.hidden = !cell;
  state.seen.hidden = !cell || !header.seen;
  if (!cell) {
    const numbers = {
      channel: channel + 1,
      largest: short(header.largest[channel]),
      mean: short(header.means[channel]),
    };
    const text = header.dead[channel] ? words.dead : words.channel;
    told.textContent = filled(text, { ...numbers, zeros: percent(header.zeros[channel]) });
    return;
  }
  placeFrame(state.cell, { row: cell[0], column: cell[1] }, rows, columns);
  const value = short(valueAt(header, cells, channel, cell));
  told.textContent = filled(words.cell, { channel: channel + 1, row: cell[0] + 1, column: cell[1] + 1, value });
  if (!header.seen) return;
  const [[top, bottom], [left, right]] = [header.seen.rows[cell[0]], header.seen.columns[cell[1]]];
  const field = { row: top, column: left, height: bottom - top, width: right - left };
  placeFrame(state.seen, field, ...header.seen.input);
  told.textContent += ` ${filled(words.sees, { height: field.height, width: field.width })}`;
}

function percent(share) {
  if (share === 0 || share === 1) return `${100 * share}%`;
  if (share < 0.001) return "< 0.1%";
  return share > 0.9995 ? "> 99.9%" : `${(100 * share).toFixed(1)}%`;
}

function save({ grid, header }) {
  grid.toBlob((blob) => {
    const url = URL.createObjectURL(blob);
    Object.assign(document.createElement("a"), { href: url, download: header.fileName }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  });
}
