// The step-through grid: a layer on one input, stepped in the browser. The server is not asked for a step.

import { drawAtEveryWidth, scrollWhenTried } from "../dom.js";
import { decoded } from "../packed.js";
import { play } from "./bar.js";
import { editFirst, renew } from "./edit.js";
import { TRANSPOSED } from "./math.js";
import { countOf, goTo, indexOf } from "./position.js";

const WIDTH_STEP = 9; // pixels: a smaller change does not draw the grids anew

export default function ({ data: bytes, parentElement, setStateValue }) {
  const data = decoded(bytes);
  const root = parentElement.querySelector(".stepper");
  const old = root.state;
  if (old) clearInterval(old.timer);
  const state = old?.data.id === data.id ? old : initial(data);
  if (state !== old) state.hiding = old?.hiding ?? data.hidesOutput;
  if (state.data !== data) state.passed = new Set();
  Object.assign(state, { data, words: data.words, root, send: setStateValue, edits: data.edits });
  state.at = clamped(data, state.at);
  Object.assign(root, { state, tabIndex: 0 });
  root.classList.toggle("printing", Boolean(data.printing));
  const drawn = () => {
    root.state.isStale = true;
    renew(root.state);
  };
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", data.words.stepper);
  root.onkeydown = (event) => onKey(state, event);
  root.onpointerover = (event) => light(root, event.target.closest?.("[data-term]")?.dataset.term);
  const stopDrawing = drawAtEveryWidth(root, drawn, WIDTH_STEP);
  scrollWhenTried(root, data.tried);
  return () => {
    clearInterval(root.state.timer);
    stopDrawing();
  };
}

// Start at the link's step, else at the first; a transposed convolution spreads unless the link says that it gathers.
function initial(data) {
  const { size } = data;
  const { at, part, together, gathers } = inAddress(data) ?? data;
  const spreading = data.op === TRANSPOSED && !gathers;
  const alone = together ? null : true; // one channel: null until the visitor chooses
  if (!spreading) return { at, part, alone, from: firstNonZero(data), spreading };
  const [y, x, filter] = at;
  const isLinked = y < size[0] && x < size[1] && (y || x);
  return { at: [0, 0, filter], part, alone, from: isLinked ? y * size[1] + x : firstNonZero(data), spreading };
}

// What the address says of the step (keepInLink in show.js), null where the server knows better.
function inAddress({ link, followsAddress }) {
  const parts = followsAddress ? (new URL(window.location.href).searchParams.get(link) ?? "").split(".") : [];
  const at = parts.slice(0, 3);
  if (at.length < 3 || !at.every((part) => /^\d{1,4}$/.test(part))) return null;
  const chosen = parts.find((part) => /^p\d{1,2}$/.test(part));
  return {
    at: at.map(Number),
    part: chosen ? Number(chosen.slice(1)) : 0,
    together: !chosen,
    gathers: parts.includes("g"),
  };
}

// The first input cell that is not 0, where spreading has something to show.
function firstNonZero(data) {
  return Math.max(
    0,
    data.input[0].flat().findIndex((value) => value !== 0),
  );
}

function clamped({ out }, at) {
  return at.map((index, axis) => Math.min(Math.max(index, 0), out[axis] - 1));
}

// The slider and the cell that is written in keep their own arrow keys.
function onKey(state, event) {
  if (event.target.tagName === "INPUT" || event.ctrlKey || event.metaKey || event.altKey) return;
  const row = state.spreading ? state.data.size[1] : state.data.out[1];
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row };
  if (event.key in steps) {
    const next = indexOf(state) + steps[event.key];
    if (next >= 0 && next < countOf(state)) goTo(state, next);
  } else if (event.key === "Home") goTo(state, 0);
  else if (event.key === "End") goTo(state, countOf(state) - 1);
  else if (event.key === " " && event.target === state.root) play(state);
  else if (event.key === "Enter" && event.target === state.root && state.editing) editFirst(state);
  else return;
  event.preventDefault();
}

// Light a term in all grids and in the sum.
function light(root, term) {
  for (const element of root.querySelectorAll(".lit")) element.classList.remove("lit");
  if (term === undefined) return;
  for (const element of root.querySelectorAll(`[data-term="${term}"]`)) element.classList.add("lit");
}
