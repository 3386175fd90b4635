// The confusion matrix of two classes; a click on a cell lights its pictures.

import { addTo, create } from "../../widgets/dom.js";
import { filled } from "../../widgets/text.js";

export const COLOURS = ["#0072b2", "#d55e00"]; // the first class, drawn as circles, and the second, drawn as squares

export function drawMatrix(root) {
  const { cells, words } = root.data;
  const matrix = root.querySelector(".matrix");
  const hadFocus = matrix.contains(root.getRootNode().activeElement)
    ? root.getRootNode().activeElement.dataset.cell
    : null;
  const table = drawTable(words, words.matrix, (cell, key) => {
    const button = addTo(cell, "button", "count");
    button.type = "button";
    button.dataset.cell = key;
    button.textContent = cells[key].members.length.toLocaleString("en");
    button.setAttribute("aria-pressed", root.lit === key);
    button.onclick = () => root.choose(key);
  });
  const listed = create("p", "listed", root.lit === null ? words.click : listOf(root));
  matrix.replaceChildren(table, listed);
  if (hadFocus) matrix.querySelector(`[data-cell="${hadFocus}"]`)?.focus({ preventScroll: true });
}

// A table with a row for each true class and a column for each predicted one; `fill` is given each cell and its key.
export function drawTable(words, caption, fill) {
  const table = create("table");
  addTo(table, "caption", "", caption);
  const head = addTo(addTo(table, "thead"), "tr");
  addTo(head, "td");
  for (const name of words.classes) addTo(head, "th", "", filled(words.called, { name })).scope = "col";
  const body = addTo(table, "tbody");
  words.classes.forEach((name, truth) => {
    const row = addTo(body, "tr");
    const title = addTo(row, "th");
    title.scope = "row";
    const mark = addTo(title, "span", truth ? "square" : "circle");
    mark.style.background = COLOURS[truth];
    title.append(name);
    words.classes.forEach((_name, called) => {
      fill(addTo(row, "td", truth === called ? "right" : "wrong"), `${truth}${called}`);
    });
  });
  return table;
}

// The pictures of the lit cell by number, the most certain first.
function listOf(root) {
  const { cells, words, most } = root.data;
  const { members } = cells[root.lit];
  const shown = members.slice(0, most).map((at) => at + 1);
  const more = members.length > most ? ` ${filled(words.more, { count: members.length - most })}` : "";
  return members.length ? `${words.pictures} ${shown.join(", ")}${more}` : words.none;
}
