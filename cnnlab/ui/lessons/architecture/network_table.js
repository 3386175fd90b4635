// The table of a network's layers: sorted by a click on a head, filtered by what is typed, its blocks folded.

import { addTo, create } from "../../widgets/dom.js";
import { addSortedHead, cleared, sorted } from "../../widgets/sorted_table.js";
import { filled } from "../../widgets/text.js";

const [NAME, KIND] = [0, 1];
const SHARED = [4, 5, 6, 7]; // columns with the share of a row as a bar

// Draw the table into `root`, whose `state` has the data; `root.onlit(row name)` is called for a row under the pointer.
export function drawTable(root) {
  const { data, sums } = root.state;
  const refocus = cleared(root);
  root.marks = marked(data.marks);
  const table = addTo(root, "table");
  table.setAttribute("aria-label", data.words.table);
  const head = addTo(addTo(table, "thead"), "tr");
  data.heads.forEach((text, column) => addSortedHead(root, head, text, column, drawTable));
  data.meanings.forEach((what, column) => (head.children[column].title = what));
  const body = addTo(table, "tbody");
  root.lines = new Map();
  for (const row of shownRows(root)) body.append(line(root, row, sums));
  body.onpointermove = (event) => isMoved(root, event) && hovered(root, event, root.onlit);
  body.onclick = (event) => hovered(root, event, root.onpicked);
  refocus();
  const shown = JSON.stringify([root.order, root.filter]);
  if (root.shown !== undefined && root.shown !== shown) root.scrollTop = 0;
  root.shown = shown;
  root.onscroll = () => markCut(root);
  markCut(root);
}

// Its right edge fades while there are more columns to the right of it.
export function markCut(root) {
  root.classList.toggle("cut", root.scrollLeft + root.clientWidth < root.scrollWidth - 1);
}

// Not a finger that scrolls, nor a mouse that rests while the wheel moves the rows.
function isMoved(root, { pointerType, clientX, clientY }) {
  const before = root.pointer;
  root.pointer = [clientX, clientY];
  return pointerType === "mouse" && (before?.[0] !== clientX || before?.[1] !== clientY);
}

// In the order of computation the rows of further repetitions are left out while their block is folded.
export function shownRows({ state: { data, open, folded }, order, filter }) {
  const wanted = (filter ?? "").toLowerCase();
  const marks = marked(data.marks);
  const fits = ({ name, cells }) =>
    [cells[NAME][0], cells[KIND][0], ...(marks.get(name) ?? [])].some((text) => text.toLowerCase().includes(wanted));
  const rows = data.rows.filter(fits);
  if (order.column !== null) return sorted(rows, order);
  return wanted ? rows : rows.filter(({ name }) => !folded.has(name) || open.has(folded.get(name)));
}

// What the rows with a mark are called, by their names.
function marked(marks) {
  const found = new Map();
  for (const [row, what] of marks) found.set(row, [...(found.get(row) ?? []), what]);
  return found;
}

function hovered(root, event, then) {
  const row = event.target.closest("tr");
  if (row && (then !== root.onlit || !row.matches(".lit"))) then(row.dataset.name);
}

function line(root, row, sums) {
  const { data, counts } = root.state;
  const made = create("tr");
  made.dataset.name = row.name;
  made.style.setProperty("--kind", data.colours[row.kind]);
  row.cells.forEach(([text, value], column) => {
    const cell = addTo(made, column ? "td" : "th");
    if (column === NAME) {
      cell.scope = "row";
      cell.dataset.kind = [row.cells[KIND][0], ...(root.marks.get(row.name) ?? [])].join(" · ");
      const button = addTo(cell, "button", "layer", text);
      button.type = "button";
      button.dataset.at = row.name;
      button.onfocus = () => root.onlit(row.name);
      const count = counts.get(row.name);
      if (count) addTo(cell, "span", "times", ` × ${count}`).title = filled(data.words.times, { count });
      return;
    }
    cell.textContent = text;
    if (column === KIND) for (const what of root.marks.get(row.name) ?? []) addTo(cell, "span", "found", what);
    if (!SHARED.includes(column) || !value) return;
    const share = value / sums[column];
    cell.style.setProperty("--share", `${100 * share}%`);
    cell.classList.add("share");
    cell.title = filled(data.words.share, { percent: (100 * share).toFixed(1) });
  });
  root.lines.set(row.name, made);
  return made;
}

// Mark the row of the lit layer; `shown` scrolls the table, not the page, to it.
export function lightRow(root, name, shown) {
  root.querySelector("tr.lit")?.classList.remove("lit");
  const found = root.lines.get(name);
  if (!found) return;
  found.classList.add("lit");
  if (!shown) return;
  const [box, own] = [root.getBoundingClientRect(), found.getBoundingClientRect()];
  if (own.top < box.top + 36 || own.bottom > box.bottom) root.scrollTop += own.top - box.top - box.height / 2;
}
