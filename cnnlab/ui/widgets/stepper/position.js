// Which step is shown, and moving to another one.

import { written } from "../text.js";
import { leaveCell } from "./hiding.js";
import { leave } from "./input.js";

const REST = 300; // milliseconds

// Steps that there are: output cells, or input cells while a transposed convolution spreads.
export function countOf({ data, spreading }) {
  const [rows, columns] = spreading ? data.size : data.out;
  return rows * columns;
}

export function indexOf({ data, spreading, from, at }) {
  return spreading ? from : at[0] * data.out[1] + at[1];
}

// Before the first step comes the last one, and after the last the first.
export function goTo(state, index) {
  const { data } = state;
  const count = countOf(state);
  const step = (index + count) % count;
  leaveCell(state);
  if (state.spreading) state.from = step;
  else state.at = [Math.floor(step / data.out[1]), step % data.out[1], state.at[2]];
  leave(state);
  report(state);
}

// Tell the server, where it wants to know, the output cell that one stays at.
export function report(state) {
  if (!state.data.reports) return;
  clearTimeout(state.report);
  state.report = setTimeout(() => state.timer || state.send("moved", state.at.slice(0, 2).join(".")), REST);
}

export function move(state, by) {
  goTo(state, indexOf(state) + by);
}

// Write below the grids what the pointer is on.
export function say(state, text) {
  state.told.textContent = text;
}

// Say what the term under the pointer is, for which its grids may have no room.
export function tellTerm(state, term, before = "") {
  if (term?.weight === undefined) return;
  const numbers = [term.value, term.weight, term.product].map((number) => written(number, state.data.decimals));
  say(state, `${before}${numbers[0]} \u00d7 ${numbers[1]} = ${numbers[2]}`);
}
