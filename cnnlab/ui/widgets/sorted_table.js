// What tables share that are sorted by a click on a column's head: their rows hold cells, [what is written, sorted by].

import { addTo } from "./dom.js";

// Add a column's head; a click sorts by it, a second one the other way round, and then `draw` is called. In a table
// with `ownOrder` a third click brings back the order of its rows.
export function addSortedHead(root, parent, text, column, draw) {
  const cell = addTo(parent, "th");
  const { order } = root;
  const isSorted = order.column === column;
  cell.setAttribute("aria-sort", isSorted ? (order.ascending ? "ascending" : "descending") : "none");
  const button = addTo(cell, "button", "", text);
  button.type = "button";
  button.dataset.at = `head${column}`;
  addTo(button, "span", "mark", isSorted ? (order.ascending ? "\u25b2" : "\u25bc") : "");
  button.onclick = () => {
    const start = column === 0;
    const isLast = root.ownOrder && isSorted && order.ascending !== start;
    root.order = isLast
      ? { column: null, ascending: true }
      : { column, ascending: isSorted ? !order.ascending : start };
    draw(root);
  };
}

// Rows without a value in the column come last, in either direction.
export function sorted(rows, { column, ascending }) {
  if (column === null) return rows;
  const sign = ascending ? 1 : -1;
  return [...rows].sort((one, other) => {
    const [a, b] = [one, other].map(({ cells }) => cells[column][1]);
    if (a === null || b === null) return (a === null) - (b === null);
    return sign * (typeof a === "string" ? a.localeCompare(b) : a - b);
  });
}

// Empty the root for a new table; returns a function that gives the focus back to the same button.
export function cleared(root) {
  const { activeElement } = root.getRootNode();
  const focused = root.contains(activeElement) ? activeElement.dataset.at : null;
  root.replaceChildren();
  return () => {
    if (focused) root.querySelector(`[data-at="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  };
}
