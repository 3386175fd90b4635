// A grid of pictures; pointing at one shows its original. The data are a header and two JPEG files, the pictures and
// the originals, each file with all of them one below the other.

import { addTo, drawAtEveryWidth, scrollWhenTried } from "./dom.js";
import { unpack } from "./packed.js";
import { filled } from "./text.js";

const AROUND = 14.5; // rem above and below the grid of a page
const LEAST_SIDE = 96; // pixels
const BESIDE = 9.5; // rem: a caption beside its picture, with the gap, as in picture_grid.css

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".pictures");
  const { header, bytes } = unpack(data);
  const [first, second] = header.sizes;
  const files = [bytes.slice(0, first), bytes.slice(first, first + second)];
  build(root, header);
  const stopDrawing = drawAtEverySize(root, () => layOut(root, header));
  scrollWhenTried(root, header.tried);
  const turn = (root.turn ?? 0) + 1;
  root.turn = turn;
  const sheets = files.map((file) => createImageBitmap(new Blob([file], { type: "image/jpeg" })));
  Promise.all(sheets).then(([pictures, originals]) => {
    if (turn !== root.turn) return; // newer pictures have come in the meantime
    root.querySelectorAll(".tile").forEach((tile, at) => {
      paint(tile.querySelector(".result"), pictures, header.tile, at);
      paint(tile.querySelector(".original"), originals, header.original, header.originals > 1 ? at : 0);
    });
    root.dataset.drawn = turn;
  });
  return stopDrawing;
}

// Draw now and whenever the width changes, or the height of the window. Returns a function that stops only this call.
function drawAtEverySize(root, draw) {
  const stopDrawing = drawAtEveryWidth(root, draw);
  const stop = () => window.removeEventListener("resize", draw);
  root.stopResizing?.();
  root.stopResizing = stop;
  window.addEventListener("resize", draw);
  return () => {
    stopDrawing();
    stop();
  };
}

// The sides of the pictures. On a page that is wide enough, such as a projector's, the captions stand beside them, which
// leaves them more height.
function layOut(root, { captions, columns, widest, told, fits }) {
  const rows = Math.ceil(captions.length / columns);
  const isCaptioned = !told && captions.some(Boolean);
  const high = `calc((100vh - ${AROUND}rem) / ${rows} - var(--captioned))`; // so that all rows are on the screen
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const beside = (window.innerHeight - AROUND * rem) / rows - rem / 2;
  const needed = columns * (Math.min(widest, Math.max(LEAST_SIDE, beside)) + BESIDE * rem);
  const isBeside = fits && isCaptioned && root.clientWidth >= needed;
  root.classList.toggle("fits", fits);
  root.classList.toggle("beside", isBeside);
  root.style.setProperty("--captioned", isCaptioned && !isBeside ? "3.2rem" : "0.5rem"); // less on a low screen
  const side = fits ? `min(${widest}px, max(${LEAST_SIDE}px, ${high}))` : `${widest}px`;
  root.style.setProperty("--picture", side);
  const width = isBeside ? `calc(${side} + ${BESIDE}rem)` : side;
  root.style.gridTemplateColumns = `repeat(${columns}, minmax(0, ${width}))`;
}

// The tiles are kept while their number stays the same, so that nothing jumps when a setting changes.
function build(root, { captions, told, words }) {
  if (root.querySelectorAll(".tile").length !== captions.length) {
    root.replaceChildren();
    captions.forEach(() => addTile(root));
    addTo(root, "output", "told");
  }
  root.querySelector(".told").hidden = !told;
  letGo(root);
  root.querySelectorAll(".tile").forEach((tile, at) => {
    const number = filled(words.picture, { number: at + 1 });
    tile.name = captions[at] ? `${number}: ${captions[at]}` : number;
    tile.querySelector(".badge").textContent = words.original;
    tile.querySelector(".caption").textContent = told ? "" : captions[at];
    tile.setAttribute("aria-label", tile.name);
  });
}

function addTile(root) {
  const tile = addTo(root, "button", "tile");
  tile.type = "button";
  const holder = addTo(tile, "span", "holder");
  addTo(holder, "canvas", "result");
  addTo(holder, "canvas", "original");
  addTo(holder, "span", "badge");
  addTo(tile, "span", "caption");
  const showOriginal = (on) => {
    letGo(root);
    tile.classList.toggle("shown", on);
    root.querySelector(".told").textContent = on ? tile.name : "";
  };
  tile.onpointerenter = ({ pointerType }) => pointerType === "mouse" && showOriginal(true);
  tile.onpointerleave = ({ pointerType }) => pointerType === "mouse" && showOriginal(false);
  tile.onclick = ({ pointerType }) => {
    if (pointerType !== "mouse") showOriginal(!tile.classList.contains("shown")); // a finger or a key
  };
}

// No tile shows its original any more.
function letGo(root) {
  for (const tile of root.querySelectorAll(".shown")) tile.classList.remove("shown");
  root.querySelector(".told").textContent = "";
}

function paint(canvas, sheet, [height, width], at) {
  Object.assign(canvas, { width, height });
  canvas.getContext("2d").drawImage(sheet, 0, at * height, width, height, 0, 0, width, height);
}
