// The table of many pictures: the least certain first, sorted otherwise by a click on a column's head.

import { addTo } from "../../widgets/dom.js";
import { decoded } from "../../widgets/packed.js";
import { addSortedHead, cleared, sorted } from "../../widgets/sorted_table.js";

export default function ({ data: bytes, parentElement }) {
  const root = parentElement.querySelector(".files");
  root.data = decoded(bytes);
  root.order ??= { column: root.data.heads.length - 1, ascending: true };
  draw(root);
}

function draw(root) {
  const { heads, rows, words } = root.data;
  const refocus = cleared(root);
  const table = addTo(root, "table");
  addTo(table, "caption", "", words.caption);
  const head = addTo(addTo(table, "thead"), "tr");
  heads.forEach((text, column) => addSortedHead(root, head, text, column, draw));
  const body = addTo(table, "tbody");
  for (const { mask, cells } of sorted(rows, root.order)) {
    const row = addTo(body, "tr");
    const name = addTo(row, "th");
    name.scope = "row";
    const file = addTo(name, "div", "file");
    Object.assign(addTo(addTo(file, "span", "thumb"), "img"), { src: mask, alt: "" });
    addTo(file, "span", "name", cells[0][0]);
    for (const [text] of cells.slice(1)) addTo(row, "td", "", text);
  }
  refocus();
}
