// Writing a number into a cell: the browser computes everything again, and the server is told, for the link and the
// code.

import { create } from "../dom.js";
import { build } from "./build.js";

const LARGEST = 999; // either sign

// `kind` and `place` name the cell as stepper.py does: "i" in the input, "k" in a kernel, "p" in a pointwise kernel.
export function edit(state, cell, kind, place, value) {
  const { words, note } = state;
  const input = Object.assign(create("input"), { type: "text", inputMode: "text", value });
  input.setAttribute("aria-label", words.edit);
  const finish = (keep) => {
    input.onblur = null;
    const number = numberIn(input.value);
    const isValid = keep && number !== null;
    note.textContent = keep && !isValid ? words.notNumber : words.editHelp;
    if (isValid && number !== value) {
      const { input: inputs, kernels, pointwise } = state.data;
      store({ i: inputs, k: kernels, p: pointwise }[kind], place, number);
      state.edits = { ...state.edits, [[kind, ...place].join(".")]: number };
      state.send("edits", state.edits);
    }
    input.remove();
    if (isValid) build(state);
    state.root.focus({ preventScroll: true });
  };
  input.onkeydown = (event) => {
    event.stopPropagation();
    if (event.key === "Enter") finish(true);
    if (event.key === "Escape") finish(false);
  };
  input.onblur = () => finish(true);
  cell.append(input);
  input.focus();
  input.select();
}

// The number that was written, with a point or a comma; null where there is none in the range.
function numberIn(text) {
  const number = Number(text.replace(",", ".").replace("\u2212", "-"));
  return text.trim() !== "" && Number.isFinite(number) && Math.abs(number) <= LARGEST ? number : null;
}

function store(values, place, number) {
  const row = place.slice(0, -1).reduce((nested, index) => nested[index], values);
  row[place.at(-1)] = number;
}
