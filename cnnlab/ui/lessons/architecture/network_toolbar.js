// The controls of the view of a network: its colours and what they mean, its layers, its zoom, its files.

import { tableColour } from "../../widgets/colour.js";
import { addTo } from "../../widgets/dom.js";
import { drawNetwork, fitted, zoomed } from "./network_drawing.js";
import { pngFile, svgFile } from "./network_file.js";

const COLOURED = [3, 4, 5, 6, 7]; // columns that the drawing can be coloured by

// Draw the controls into `toolbar`. `on` has what they call: light(row name), toggle(blocks), filter(text),
// relight(whether it moves into sight).
export function drawToolbar(root, toolbar, on) {
  addColours(root, toolbar, on);
  addMarks(root.state.data, toolbar, on);
  const { data } = root.state;
  const { words } = data;
  const filter = addTo(toolbar, "input", "filter");
  const looks = { type: "search", placeholder: words.filter, ariaLabel: words.filter };
  Object.assign(filter, looks, { oninput: () => on.filter(filter.value) });
  const buttons = addTo(toolbar, "span", "buttons");
  if (data.counts.length) {
    root.foldAll = button(buttons, "", "", () => on.toggle(unequal(root)));
    nameFolding(root);
  }
  const { drawing, table } = root.parts;
  button(buttons, "−", words.farther, () => zoomed(drawing, 0.8));
  button(buttons, "+", words.closer, () => zoomed(drawing, 1.25));
  root.whole = button(buttons, words.whole, words.keys, () => showWhole(root, on));
  drawing.onwhole = () => showWhole(root, on);
  const taller = button(buttons, words.taller, "", () => {
    const isTall = root.classList.toggle("tall");
    taller.textContent = isTall ? words.shorter : words.taller;
    if (isTall) table.scrollIntoView({ block: "start" });
  });
  taller.classList.add("taller");
  button(buttons, "SVG", words.asSvg, () => save(svgFile(drawing), "network.svg"));
  button(buttons, "PNG", words.asPng, async () => save(await pngFile(drawing), "network.png"));
}

// From the whole network back to the lit layer, and the other way round.
function showWhole(root, on) {
  const { drawing } = root.parts;
  fitted(drawing, drawing.isWhole === true);
  nameWhole(root);
  if (!drawing.isWhole) on.relight(true);
}

export function nameWhole({ whole, parts: { drawing }, state: { data } }) {
  whole.textContent = drawing.isWhole ? data.words.closeUp : data.words.whole;
}

function addColours(root, toolbar, on) {
  const { data } = root.state;
  const label = addTo(toolbar, "label");
  addTo(label, "span", "", data.words.colour);
  const choice = addTo(label, "select");
  choice.ariaLabel = data.words.colour;
  addTo(choice, "option", "", data.heads[1]).value = "";
  for (const column of COLOURED) addTo(choice, "option", "", data.heads[column]).value = column;
  if (data.range) addTo(choice, "option", "", data.words.state).value = "state";
  choice.value = root.state.column ?? "";
  drawLegend(root);
  choice.onchange = () => {
    root.state.column = choice.value === "" ? null : choice.value === "state" ? "state" : Number(choice.value);
    drawLegend(root);
    drawNetwork(root.parts.drawing);
    on.relight(false);
  };
}

// A choice among the layers that are looked for most.
function addMarks({ marks, words }, toolbar, on) {
  if (marks.length === 0) return;
  const choice = addTo(toolbar, "select", "marks");
  choice.ariaLabel = words.find;
  addTo(choice, "option", "", words.find).value = "";
  for (const [row, what] of marks) addTo(choice, "option", "", `${what}: ${row}`).value = row;
  choice.onchange = () => choice.value && on.light(choice.value);
}

export function nameFolding({ state: { data, open }, foldAll }) {
  const word = open.size < data.counts.length ? data.words.unfold : data.words.fold;
  Object.assign(foldAll, { textContent: word, title: word, ariaLabel: word });
}

// The blocks to toggle so that all are open; if they are, all.
function unequal({ state: { data, open } }) {
  const blocks = data.counts.map((_, block) => block);
  const closed = blocks.filter((block) => !open.has(block));
  return closed.length ? closed : blocks;
}

function drawLegend({ state: { data, column }, legend }) {
  legend.replaceChildren();
  if (column === "state")
    addEntries(legend, data.states, data.words.states, new Set(data.nodes.map(({ state }) => state)));
  else if (column !== null) addScale(legend, data, column);
  else addEntries(legend, data.colours, data.words.kinds, new Set(data.nodes.map(({ kind }) => kind)));
  addTo(legend, "span", "range", data.range).title = data.words.range;
}

function addScale(legend, { scale, rows }, column) {
  const stops = [0, 64, 128, 192, 255].map((stop) => tableColour(scale, stop));
  const entry = addTo(legend, "span", "entry");
  addTo(entry, "span", "", "0");
  addTo(entry, "span", "strip").style.background = `linear-gradient(to right, ${stops})`;
  const cells = rows.map((row) => row.cells[column]);
  addTo(entry, "span", "", cells.reduce((most, cell) => ((cell[1] ?? 0) > (most[1] ?? -1) ? cell : most))[0]);
}

function addEntries(legend, colours, words, shown) {
  for (const [name, word] of Object.entries(words)) {
    if (!shown.has(name)) continue;
    const entry = addTo(legend, "span", "entry");
    addTo(entry, "span", "dot").style.background = colours[name];
    addTo(entry, "span", "", word);
  }
}

function button(parent, text, title, onclick) {
  const made = addTo(parent, "button", "", text);
  return Object.assign(made, { type: "button", title, ariaLabel: title || null, onclick });
}

function save(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
