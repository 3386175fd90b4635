// How a network's cells are named between browser and server. network_view.js stands after this file.

// A cell as the server names it, "layer.number.row.column"; null where it names none of this network's.
function cellOf({ header }, text) {
  const parts = text.split("."), [number, row, column] = parts.slice(-3).map(Number);
  const group = header.groups.find((each) => each.name === parts.slice(0, -3).join("."));
  if (!group) return null;
  if (group.cells) return { group: group.name, index: number, row, column };
  const { rows, columns } = group.parts[0], index = Math.floor(number / (rows * columns));
  const rest = number - index * rows * columns;
  return { group: group.name, index, row: Math.floor(rest / columns), column: rest % columns };
}

function nameOf(state, cell) {
  const group = groupOf(state, cell);
  return [cell.group, ...(group.cells ? [cell.index, cell.row, cell.column] : [numberOf(group, cell), 0, 0])].join(".");
}

// Which of a vector's numbers a cell is.
function numberOf({ parts: [{ rows, columns }] }, { index, row, column }) {
  return (index * rows + row) * columns + column;
}
