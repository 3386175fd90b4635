// Draws what picture_grid.py sends: a header, then two JPEG files, the pictures and their originals, each one below the
// other on a sheet.

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".pictures");
  const length = new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + length)));
  const from = 4 + length, middle = from + header.sizes[0];
  const sheets = [data.slice(from, middle), data.slice(middle, middle + header.sizes[1])];
  build(root, header);
  if (root.tried !== undefined && root.tried !== header.tried) root.scrollIntoView({ block: "nearest" });
  root.tried = header.tried;
  const turn = (root.turn = (root.turn ?? 0) + 1);
  Promise.all(sheets.map((each) => createImageBitmap(new Blob([each], { type: "image/jpeg" })))).then(([tiles, originals]) => {
    if (turn !== root.turn) return; // newer pictures have come meanwhile
    root.querySelectorAll(".tile").forEach((tile, at) => {
      paint(tile.querySelector(".result"), tiles, header.tile, at);
      paint(tile.querySelector(".original"), originals, header.original, header.originals > 1 ? at : 0);
    });
    root.dataset.drawn = turn;
  });
}

function make(parent, tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

// The tiles stay while their number does, so that nothing jumps when a setting changes.
function build(root, { captions, columns, widest, told, words }) {
  root.style.gridTemplateColumns = `repeat(${columns}, minmax(0, ${widest}px))`;
  if (root.querySelectorAll(".tile").length !== captions.length) {
    root.replaceChildren();
    captions.forEach(() => tileIn(root));
    make(root, "output", "told");
  }
  root.querySelector(".told").hidden = !told;
  root.querySelectorAll(".tile").forEach((tile, at) => {
    const name = `${words.picture.replace("{number}", at + 1)}${captions[at] ? `: ${captions[at]}` : ""}`;
    tile.querySelector(".badge").textContent = words.original;
    tile.querySelector(".caption").textContent = told ? "" : captions[at];
    tile.setAttribute("aria-label", name);
    tile.name = name;
  });
}

function tileIn(root) {
  const tile = make(root, "button", "tile");
  tile.type = "button";
  const holder = make(tile, "span", "holder");
  make(holder, "canvas", "result");
  make(holder, "canvas", "original");
  make(holder, "span", "badge");
  make(tile, "span", "caption");
  const show = (on) => {
    tile.classList.toggle("shown", on);
    root.querySelector(".told").textContent = on ? tile.name : "";
  };
  tile.onpointerenter = ({ pointerType }) => pointerType === "mouse" && show(true);
  tile.onpointerleave = ({ pointerType }) => pointerType === "mouse" && show(false);
  tile.onclick = (event) => event.pointerType !== "mouse" && show(!tile.classList.contains("shown")); // fingers and keys
}

function paint(canvas, sheet, [height, width], at) {
  Object.assign(canvas, { width, height });
  canvas.getContext("2d").drawImage(sheet, 0, at * height, width, height, 0, 0, width, height);
}
