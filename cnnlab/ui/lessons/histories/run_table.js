// The table of runs: sorted by a click on a column's head; a click on a row lights its curves.

import { addTo } from "../../widgets/dom.js";
import { decoded } from "../../widgets/packed.js";
import { addSortedHead, cleared, sorted } from "../../widgets/sorted_table.js";

export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".runs");
  root.data = decoded(bytes);
  root.send = (id) => setTriggerValue("picked", id);
  root.order ??= { column: null, ascending: true };
  draw(root);
}

function draw(root) {
  const { heads, rows, words } = root.data;
  const refocus = cleared(root);
  const table = addTo(root, "table");
  const head = addTo(addTo(table, "thead"), "tr");
  heads.forEach((text, column) => addSortedHead(root, head, text, column, draw));
  const body = addTo(table, "tbody");
  for (const row of sorted(rows, root.order)) addRow(root, body, row, words);
  refocus();
}

function addRow(root, body, { id, colour, cells }, words) {
  const { lit } = root.data;
  const row = addTo(body, "tr", lit === id ? "lit" : lit ? "unlit" : "");
  cells.forEach(([text, _value, error], column) => {
    const cell = addTo(row, column ? "td" : "th");
    if (column) {
      const [figure, ...more] = text.split(" ");
      cell.textContent = figure;
      if (error) addTo(cell, "span", "error", ` ${error}`).title = words.error;
      cell.append(...more.map((word) => ` ${word}`));
      return;
    }
    cell.scope = "row";
    const button = addTo(cell, "button", "run");
    Object.assign(button, { type: "button", title: words.light });
    button.dataset.at = id;
    button.setAttribute("aria-pressed", lit === id);
    addTo(button, "span", "dot").style.background = colour;
    addTo(button, "span", "", text);
    button.onclick = () => root.send(lit === id ? "" : id);
  });
}
