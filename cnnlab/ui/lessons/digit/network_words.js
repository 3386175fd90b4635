// What is written of a cell and of a group.

import { valueAt } from "../../widgets/map_paint.js";
import { filled, fixed } from "../../widgets/text.js";
import { groupOf, numberOf } from "./network_cells.js";

// The name of a cell or a unit, and its value.
export function wordsOn(state, cell) {
  const { words } = state.header;
  const group = groupOf(state, cell);
  const number = group.cells ? cell.index : numberOf(group, cell);
  const place = { layer: group.title, map: number + 1, row: cell.row + 1, column: cell.column + 1 };
  const unnamed = filled(group.cells ? words.cell : words.one, place);
  const name = group.names ? `${group.title} \u00b7 ${group.names[number]}` : unnamed;
  return [name, filled(words.value, { value: fixed(valueAt(group.parts[0], state.bytes, cell)) })];
}

// The size of a group, and the share of zeros in it where it is known.
export function factsOf({ facts, zero }, words) {
  return zero === null ? facts : `${facts} \u00b7 ${filled(words.zero, { share: Math.round(100 * zero) })}`;
}
