// The table of runs: sorted by a click on a column's head; a click on a row lights its curves.

import { addTo } from "../../widgets/dom.js";
import { decoded } from "../../widgets/packed.js";

export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".runs");
  root.data = decoded(bytes);
  root.send = (id) => setTriggerValue("picked", id);
  root.order ??= { column: null, ascending: true };
  draw(root);
}

function draw(root) {
  const { heads, rows, words } = root.data;
  const { activeElement } = root.getRootNode();
  const focused = root.contains(activeElement) ? activeElement.dataset.at : null;
  root.replaceChildren();
  const table = addTo(root, "table");
  const head = addTo(addTo(table, "thead"), "tr");
  heads.forEach((text, column) => addHead(root, head, text, column));
  const body = addTo(table, "tbody");
  for (const row of sorted(rows, root.order)) addRow(root, body, row, words);
  if (focused) root.querySelector(`[data-at="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function addHead(root, parent, text, column) {
  const cell = addTo(parent, "th");
  const { order } = root;
  const isSorted = order.column === column;
  cell.setAttribute("aria-sort", isSorted ? (order.ascending ? "ascending" : "descending") : "none");
  const button = addTo(cell, "button", "", text);
  button.type = "button";
  button.dataset.at = `head${column}`;
  addTo(button, "span", "mark", isSorted ? (order.ascending ? "\u25b2" : "\u25bc") : "");
  button.onclick = () => {
    root.order = { column, ascending: isSorted ? !order.ascending : column === 0 };
    draw(root);
  };
}

function addRow(root, body, { id, colour, cells }, words) {
  const { lit } = root.data;
  const row = addTo(body, "tr", lit === id ? "lit" : lit ? "unlit" : "");
  cells.forEach(([text], column) => {
    const cell = addTo(row, column ? "td" : "th");
    if (column) {
      cell.textContent = text;
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

// Rows without a value in the column come last, in either direction.
function sorted(rows, { column, ascending }) {
  if (column === null) return rows;
  const sign = ascending ? 1 : -1;
  return [...rows].sort((one, other) => {
    const [a, b] = [one, other].map(({ cells }) => cells[column][1]);
    if (a === null || b === null) return (a === null) - (b === null);
    return sign * (typeof a === "string" ? a.localeCompare(b) : a - b);
  });
}
