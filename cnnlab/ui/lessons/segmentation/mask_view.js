// A picture with its mask, from the network's own output: every view of it is made here, none by the server.

import { addTo, create, describeImage, drawAtEveryWidth, scrollWhenTried } from "../../widgets/dom.js";
import { unpack } from "../../widgets/packed.js";
import { filled } from "../../widgets/text.js";
import { fieldsOf, probabilitiesAt } from "./mask_fields.js";
import { lensOf, showLens } from "./mask_lens.js";
import { keepLook, lookOf } from "./mask_look.js";
import { paintMask } from "./mask_paint.js";
import { followPixels, placeCross } from "../../widgets/pixel.js";
import { placeSeen, seenInWords } from "./mask_seen.js";
import { countedPercent, percent, sayLook, sayShares, toolbar } from "./mask_toolbar.js";

const MOST = 900_000; // pixels of the drawing, which CSS scales

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".masks");
  const { header, bytes } = unpack(data);
  const [pictureSize, cellsSize, scaleSize] = header.sizes;
  const cells = bytes.slice(pictureSize, pictureSize + cellsSize);
  const scale = [...bytes.slice(pictureSize + cellsSize, pictureSize + cellsSize + scaleSize)];
  if (root.state) URL.revokeObjectURL(root.state.url);
  const url = URL.createObjectURL(new Blob([bytes.slice(0, pictureSize)], { type: "image/jpeg" }));
  const state = { header, scale, url, output: { ...header.output, cells }, fields: null };
  state.look = lookOf({ ...header, classes: header.names.length });
  root.state = state;
  build(root, state);
  scrollWhenTried(root, header.tried);
  return drawAtEveryWidth(root, () => draw(root.state));
}

function build(root, state) {
  const { header } = state;
  state.tools = toolbar(header, (settings, done) => change(state, settings, done));
  state.plates = [plate(state, true), plate(state, false)];
  state.told = create("output", "told");
  state.scaleBar = scaleBar(state.scale);
  const below = create("div", "row extra");
  below.append(state.tools.show, state.tools.switches);
  const first = create("div", "first");
  first.append(state.tools.view, opener(header.words.more, below));
  const top = create("div", "row top");
  const second = create("div", "second");
  second.append(state.tools.opacity, jump(header.words));
  top.append(first, second);
  const plates = create("div", "plates");
  plates.append(...state.plates.map(({ element }) => element));
  root.replaceChildren(top, plates, state.told, state.tools.legend, below);
  state.seen = create("div", "tag");
  state.lens = lensOf();
  state.plates[1].element.append(state.scaleBar, state.seen, state.lens);
  root.style.setProperty("--aspect", header.size[1] / header.size[0]);
}

// On a narrow screen, the button that opens what is rarely needed.
function opener(word, folded) {
  const button = create("button", "more", word);
  button.type = "button";
  button.setAttribute("aria-expanded", false);
  button.onclick = () => button.setAttribute("aria-expanded", folded.classList.toggle("open"));
  return button;
}

// The way to the tabs, which lie below the first screen.
function jump({ below, belowWhat }) {
  const button = create("button", "jump");
  button.type = "button";
  button.title = belowWhat;
  button.setAttribute("aria-label", `${below}: ${belowWhat}`);
  button.append(create("span", "word", below), "↓");
  button.onclick = () => {
    const tabs = document.querySelector("[data-testid=stTabs]");
    tabs?.scrollIntoView({ block: "start" });
    tabs?.querySelector("[role=tab][aria-selected=true]")?.focus({ preventScroll: true });
  };
  return button;
}

// The picture, with a canvas over it; `bare` is the plate without, beside the other.
function plate(state, bare) {
  const { header } = state;
  const element = create("div", bare ? "plate bare" : "plate");
  const image = Object.assign(create("img", "layer"), { src: state.url, alt: header.words.picture });
  element.append(image);
  const canvas = bare ? null : addTo(element, "canvas", "layer");
  const frame = addTo(element, "div", "seen");
  const cross = addTo(element, "div", "cross");
  frame.hidden = cross.hidden = true;
  element.setAttribute("aria-label", header.words.keys);
  element.setAttribute("role", "group");
  followPixels(
    element,
    header.size,
    () => state.look.at,
    (pixel) => tell(state, pixel ?? state.look.at),
    (pixel) => change(state, { at: pixel }),
  );
  return { element, image, canvas, cross, frame };
}

function scaleBar(scale) {
  const bar = create("div", "scale");
  addTo(bar, "span", "low");
  const stops = [0, 64, 128, 192, 255].map((at) => `rgb(${scale.slice(3 * at, 3 * at + 3)})`);
  addTo(bar, "i").style.background = `linear-gradient(to right, ${stops})`;
  addTo(bar, "span", "high");
  return bar;
}

// Take over what a visitor has changed; with `done` it goes into the address.
function change(state, settings, done = true) {
  Object.assign(state.look, settings);
  paint(state);
  if (done) keepLook(state.look, state.header);
}

// The fields at the size of the plate on this screen, and everything that is painted from them.
function draw(state) {
  const { header, look, plates } = state;
  arrange(state);
  const box = plates[1].element.getBoundingClientRect();
  if (!box.width) return;
  const ratio = window.devicePixelRatio || 1;
  const shrunk = Math.min(1, Math.sqrt(MOST / (box.width * box.height * ratio * ratio)));
  const [height, width] = [box.height, box.width].map((side) => Math.max(1, Math.round(side * ratio * shrunk)));
  // A drawing that is too large is reduced by CSS, so that a change of the view computes nothing anew.
  if (!state.fields || state.fields.width < width) state.fields = fieldsOf(state.output, height, width);
  paintMask(plates[1].canvas, state.fields, look, header.colours, state.scale);
  tell(state, look.at);
  plates[1].element.closest(".masks").dataset.drawn = header.looked;
}

function paint(state) {
  const before = state.plates[1].element.clientWidth;
  arrange(state);
  if (state.plates[1].element.clientWidth !== before) return draw(state);
  paintMask(state.plates[1].canvas, state.fields, state.look, state.header.colours, state.scale);
  tell(state, state.look.at);
}

// Which plates there are, and what the controls and the scale say.
function arrange(state) {
  const { header, look, plates, tools } = state;
  const { words, names } = header;
  plates[0].element.hidden = look.view !== "beside";
  plates[1].image.hidden = ["mask", "beside"].includes(look.view);
  sayLook(tools, look, words);
  const map = look.view !== "picture" && look.show !== "classes";
  state.scaleBar.hidden = !map;
  const named = look.only === null ? words.likeliest : names[look.only];
  const [low, high] = words.scales[look.show] ?? ["", ""];
  state.scaleBar.querySelector(".low").textContent = low;
  state.scaleBar.querySelector(".high").textContent = filled(high, { name: named });
  const drawn = map ? words.shows[look.show] : words.mask;
  describeImage(plates[1].canvas, look.view === "picture" ? words.picture : drawn);
}

// What the network says at a pixel, or with null of the whole picture.
function tell(state, pixel) {
  const { header, output, tools, plates, told, look } = state;
  const { words, names, size, shares } = header;
  for (const { cross, frame } of plates) {
    placeCross(cross, pixel, size);
    placeSeen(frame, header.seen, pixel, size);
  }
  state.seen.textContent = seenInWords(header.seen, pixel, size, words);
  state.seen.hidden = !state.seen.textContent;
  showLens(state.lens, plates[1].element, pixel, size);
  if (!pixel) {
    told.textContent = words.shares;
    sayShares(tools.legend, shares, look.lit, countedPercent);
    return;
  }
  const [row, column] = pixel;
  const found = probabilitiesAt(output, (row + 0.5) / size[0], (column + 0.5) / size[1]);
  const label = found.indexOf(Math.max(...found));
  const place = filled(words.pixel, { row: row + 1, column: column + 1, name: names[label] });
  told.textContent = place + uncertainty(found, look, words);
  sayShares(tools.legend, found, label, percent);
}

// The value of the map that is shown, in words.
function uncertainty(found, { show }, words) {
  const sorted = found.toSorted((one, other) => other - one);
  const values = {
    entropy: found.reduce((sum, share) => sum - (share ? share * Math.log2(share) : 0), 0),
    margin: sorted[0] - sorted[1],
  };
  return show in values ? ` · ${filled(words.values[show], { value: values[show].toFixed(2) })}` : "";
}
