// Writing a number into a cell: the browser computes everything again, and the server is told, for the link and the
// code.

import { create } from "../dom.js";
import { build } from "./build.js";

const LARGEST = 999; // either sign

// `kind` and `place` name the cell as stepper.py does: "i" in the input, "k" in a kernel, "p" in a pointwise kernel.
export function edit(state, clicked, kind, place, value) {
  if (clicked.querySelector("input")) return; // it is written in already
  const { words } = state;
  const again = finder(state.root, clicked);
  renew(state);
  const cell = again();
  if (!cell) return; // its grid has no room for numbers any more
  const input = Object.assign(create("input"), { type: "text", inputMode: "text", value });
  input.setAttribute("aria-label", words.edit);
  state.isWriting = true;
  const press = pressOn(state.root);
  const finish = (keep) => {
    input.onblur = null;
    state.isWriting = false;
    const number = numberIn(input.value);
    const isValid = keep && number !== null;
    state.note.textContent = keep && !isValid ? words.notNumber : words.editHelp;
    if (isValid && number !== value && isShown(state)) {
      const { input: inputs, kernels, pointwise } = state.data;
      store({ i: inputs, k: kernels, p: pointwise }[kind], place, number);
      state.edits = { ...state.edits, [[kind, ...place].join(".")]: number };
      state.isStale = true;
      state.send("edits", state.edits);
    }
    press.end();
    cell.onmousedown = null;
    input.remove();
    state.root.focus({ preventScroll: true });
  };
  input.onkeydown = (event) => {
    event.stopPropagation();
    if (!["Enter", "Escape", "Tab"].includes(event.key)) return;
    const next = event.key === "Tab" ? neighbour(state.root, cell, event.shiftKey ? -1 : 1) : null;
    if (next) event.preventDefault();
    const found = next && finder(state.root, next);
    finish(event.key !== "Escape");
    renew(state);
    if (found) found()?.click();
  };
  cell.onmousedown = (event) => event.preventDefault(); // which would end it
  input.onblur = () => {
    const { isDown } = press;
    finish(true);
    // A press on another cell ends this one, and its click has to find that cell.
    const soon = () => setTimeout(renew, 0, state);
    const released = new AbortController();
    if (isDown) onRelease(() => (released.abort(), soon()), { signal: released.signal, capture: true });
    else soon();
  };
  cell.append(input);
  input.focus();
  input.select();
}

// Begin to write in the first number, for the keyboard; Tab goes on to the next.
export function editFirst(state) {
  state.root.querySelector(".cell.editable")?.click();
}

function neighbour(root, cell, step) {
  const all = [...root.querySelectorAll(".cell.editable")];
  return all[all.indexOf(cell) + step];
}

// Draw what has changed, unless a number is being written.
export function renew(state) {
  if (!state.isStale || state.isWriting || !isShown(state)) return;
  state.isStale = false;
  build(state);
}

// Whether the figure still shows this state: another layer or input has another one.
function isShown(state) {
  return state.root.state === state;
}

// A function that finds the same cell after everything was drawn anew: of the grids for the same thing, that in the same
// place.
function finder(root, cell) {
  const nameOf = (grid) => `${grid.className} ${grid.closest("figure")?.className}`;
  const own = cell.closest(".grid");
  const name = nameOf(own);
  const alike = () => [...root.querySelectorAll(".grid")].filter((grid) => nameOf(grid) === name);
  const grid = alike().indexOf(own);
  const at = own.cells.flat().indexOf(cell);
  return () => alike()[grid]?.cells.flat()[at];
}

// Whether the mouse or a finger is down on the figure, until `end` is called.
function pressOn(root) {
  const ending = new AbortController();
  const { signal } = ending;
  const press = { isDown: false, end: () => ending.abort() };
  root.addEventListener("pointerdown", () => (press.isDown = true), { signal, capture: true });
  onRelease(() => (press.isDown = false), { signal });
  return press;
}

// When a press ends: by letting go, or because it becomes a scroll.
function onRelease(act, options) {
  for (const type of ["pointerup", "pointercancel"]) window.addEventListener(type, act, options);
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
