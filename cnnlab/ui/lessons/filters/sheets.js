// Sheets of filters side by side: each a WebP file of rows and columns of pictures. A click on a picture chooses it, or
// the arrow keys and Enter.

import { addTo, cellUnder, describeImage, placeFrame } from "../../widgets/dom.js";
import { unpack } from "../../widgets/packed.js";
import { movedBy } from "../../widgets/pixel.js";
import { filled } from "../../widgets/text.js";

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".filter_sheets");
  const { header, bytes } = unpack(data);
  const built = JSON.stringify([header.made, header.words, header.sheets]); // two networks may have the same layers
  if (root.built !== built) {
    root.built = built;
    build(root, header, bytes);
  }
  root.send = (layer, index) => setTriggerValue("picked", { layer, index });
  header.sheets.forEach(({ layer, count }, at) => {
    const sheet = root.querySelectorAll(".sheet")[at];
    const isHere = layer === header.layer && header.index < count;
    sheet.classList.toggle("chosen", layer === header.layer);
    sheet.chosen = isHere ? header.index : null;
    point(sheet, header, sheet.at ?? sheet.chosen);
  });
  // On a narrow screen the chosen layer's sheet is shown alone, or else the middle one.
  const shown = header.sheets.findIndex(({ layer }) => layer === header.layer);
  const alone = shown < 0 ? Math.floor(header.sheets.length / 2) : shown;
  root.querySelectorAll(".sheet").forEach((sheet, at) => sheet.classList.toggle("shown", at === alone));
}

function build(root, header, bytes) {
  root.replaceChildren();
  const place = addTo(root, "div", "row");
  let from = 0;
  header.sheets.forEach((sheet, at) => {
    const file = bytes.slice(from, from + header.sizes[at]);
    from += header.sizes[at];
    addSheet(root, place, header, sheet, file);
  });
}

function addSheet(root, place, header, { layer, depth, said, count }, file) {
  const { rows, columns, words } = header;
  const sheet = addTo(place, "figure", "sheet");
  sheet.at = null; // the picture that is pointed at, or that the arrow keys have reached
  const caption = addTo(sheet, "figcaption", "title");
  addTo(caption, "span", "depth", depth);
  addTo(caption, "strong", "", layer);
  const holder = addTo(sheet, "div", "holder");
  const canvas = addTo(holder, "canvas", "");
  addTo(holder, "span", "frame");
  addTo(sheet, "output", "told", said);
  describeImage(canvas, `${layer}: ${said}`);
  createImageBitmap(new Blob([file], { type: "image/webp" })).then((picture) => {
    Object.assign(canvas, { width: picture.width, height: picture.height });
    canvas.getContext("2d").drawImage(picture, 0, 0);
    sheet.dataset.drawn = 1;
  });
  const under = (event) => {
    const { row, column } = cellUnder(event, canvas, rows, columns);
    const index = row * columns + column;
    return index < count ? index : null;
  };
  const tell = (index) => {
    sheet.at = index;
    sheet.querySelector(".told").textContent = index === null ? said : filled(words.filter, { number: index + 1 });
    point(sheet, header, index ?? sheet.chosen);
  };
  holder.setAttribute("aria-label", filled(words.keys, { layer }));
  followKeys(sheet, holder, header, count, tell, () => root.send(layer, sheet.at));
  canvas.title = words.hint;
  canvas.onpointermove = (event) => tell(under(event));
  canvas.onpointerleave = () => tell(null);
  canvas.onclick = (event) => {
    const index = under(event);
    if (index !== null) root.send(layer, index);
  };
}

// The arrow keys go from picture to picture, from the chosen one or the middle; Enter chooses.
function followKeys(sheet, holder, { rows, columns }, count, tell, choose) {
  holder.tabIndex = 0;
  holder.setAttribute("role", "group");
  holder.onblur = () => tell(null);
  holder.onkeydown = (event) => {
    if (event.key === "Enter" && sheet.at !== null) choose();
    const from = sheet.at ?? sheet.chosen;
    const cell = movedBy(event, from === null ? null : [Math.floor(from / columns), from % columns], [rows, columns]);
    const to = cell && cell[0] * columns + cell[1];
    if (cell && to < count) tell(to);
  };
}

// Frame a picture of a sheet; none where there is none.
function point(sheet, { rows, columns }, index) {
  const frame = sheet.querySelector(".frame");
  frame.hidden = index === null;
  if (index !== null) placeFrame(frame, { row: Math.floor(index / columns), column: index % columns }, rows, columns);
}
