// How the browser and the server name a network's cells.

// The cell that the server names "layer.number.row.column"; null where this network has none of that name.
export function cellNamed({ header }, name) {
  const parts = name.split(".");
  const [number, row, column] = parts.slice(-3).map(Number);
  const layer = parts.slice(0, -3).join(".");
  const group = header.groups.find((candidate) => candidate.name === layer);
  if (!group) return null;
  if (group.cells) return { group: layer, index: number, row, column };
  const { rows, columns } = group.parts[0];
  const index = Math.floor(number / (rows * columns));
  const rest = number - index * rows * columns;
  return { group: layer, index, row: Math.floor(rest / columns), column: rest % columns };
}

export function nameOf(state, cell) {
  const group = groupOf(state, cell);
  const place = group.cells ? [cell.index, cell.row, cell.column] : [numberOf(group, cell), 0, 0];
  return [cell.group, ...place].join(".");
}

// Which number of a vector a cell is.
export function numberOf({ parts: [{ rows, columns }] }, { index, row, column }) {
  return (index * rows + row) * columns + column;
}

export function groupOf({ header }, cell) {
  return header.groups.find((group) => group.name === cell.group);
}
