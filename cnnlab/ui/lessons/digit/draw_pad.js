// The drawing area, with a bar for each class. The ink is sent to the server when the pen is lifted; until then the bars
// show what the network in the browser answers.

import { addTo, cellUnder, create, describeImage, scrollWhenTried } from "../../widgets/dom.js";
import { decoded } from "../../widgets/packed.js";
import { filled } from "../../widgets/text.js";
import { decode, encode, rasterize } from "./ink.js";
import { paint } from "./pad_paper.js";

const NEAR = 4; // units: a point nearer than that to the last one adds nothing
const CANVAS_SIDE = 560; // pixels

export default function ({ data: bytes, parentElement, setStateValue }) {
  const data = decoded(bytes);
  const root = parentElement.querySelector(".pad");
  const state = (root.state ??= build(root));
  Object.assign(state, { data, send: setStateValue });
  if (state.turn !== data.turn) takeOver(state);
  if (data.answered === state.number) state.live = null;
  writeLabels(state);
  showBars(state);
  scrollWhenTried(root, data.tried);
  return () => window.removeEventListener("cnnlab-computed", state.listener);
}

function build(root) {
  const state = { strokes: [], past: [], number: 0 };
  const sheet = addTo(root, "div", "sheet");
  const holder = addTo(sheet, "div", "holder");
  state.paper = addTo(holder, "canvas", "paper");
  state.hint = addTo(holder, "div", "hint");
  const buttons = addTo(sheet, "div", "buttons");
  state.undo = addTo(buttons, "button", "undo");
  state.clear = addTo(buttons, "button", "clear");
  state.undo.onclick = () => goBack(state);
  state.clear.onclick = () => {
    remember(state);
    change(state, { strokes: [] });
  };
  const answer = addTo(root, "div", "answer");
  state.said = addTo(answer, "output", "said");
  state.bars = addTo(answer, "div", "bars");
  state.note = addTo(answer, "div", "note");
  state.paper.width = state.paper.height = CANVAS_SIDE;
  state.paper.onpointerdown = (event) => startStroke(state, event);
  state.paper.onpointermove = (event) => continueStroke(state, event);
  state.paper.onpointerup = state.paper.onpointercancel = () => endStroke(state);
  state.listener = ({ detail }) => showLive(state, detail);
  window.addEventListener("cnnlab-computed", state.listener);
  return state;
}

function writeLabels({ paper, hint, undo, clear, data: { words } }) {
  describeImage(paper, words.paper);
  hint.textContent = words.hint;
  undo.textContent = words.undo;
  clear.textContent = words.clear;
}

// Show what the server sent: an example, a link's drawing, or nothing. A drawing that an example replaces can be brought
// back; after a reset, Back and the like there is nothing to undo.
function takeOver(state) {
  const { data } = state;
  const isPicked = state.turn !== undefined && withoutPicks(state.turn) === withoutPicks(data.turn);
  state.turn = data.turn;
  if (isPicked && data.ink && data.ink === encode(state.strokes, data.paper)) return; // a stroke came after the choice
  if (!isPicked) state.past = [];
  else if (state.strokes.length) remember(state);
  state.piece = data.piece;
  state.strokes = decode(data.ink, data.paper);
  state.picture = data.picture ? Uint8Array.from(atob(data.picture), (character) => character.charCodeAt(0)) : null;
  state.line = null;
  paint(state);
  window.dispatchEvent(new CustomEvent("cnnlab-computed", { detail: {} })); // show the server's answer everywhere
}

// The turn but for its first part, which counts the examples that were chosen.
function withoutPicks(turn) {
  return turn.slice(turn.indexOf("."));
}

function startStroke(state, event) {
  if (event.button) return;
  event.preventDefault();
  state.paper.setPointerCapture(event.pointerId);
  remember(state);
  Object.assign(state, { picture: null, piece: "" });
  state.line = [pointOf(state, event)];
  state.strokes.push(state.line);
  update(state);
}

function continueStroke(state, event) {
  if (!state.line) return;
  const coalesced = event.getCoalescedEvents?.() ?? [];
  for (const move of coalesced.length ? coalesced : [event]) {
    const [x, y] = pointOf(state, move);
    const [lastX, lastY] = state.line.at(-1);
    if (Math.hypot(x - lastX, y - lastY) >= NEAR) state.line.push([x, y]);
  }
  const { paper, words } = state.data;
  if (encode(state.strokes, paper).length > paper.most) {
    state.line.pop();
    state.said.textContent = words.full;
    endStroke(state);
  } else {
    update(state);
  }
}

function endStroke(state) {
  if (!state.line) return;
  state.line = null;
  update(state);
}

// For Undo, what is on the paper now.
function remember({ past, strokes, picture, piece }) {
  past.push({ strokes: [...strokes], picture, piece });
}

// Without anything to go back to, as in a drawing that a link holds, the last stroke is taken away.
function goBack(state) {
  change(state, state.past.pop() ?? { strokes: state.strokes.slice(0, -1) });
}

function change(state, { strokes, picture = null, piece = "" }) {
  Object.assign(state, { strokes, picture, piece, line: null });
  update(state);
}

// Paint at once, ask the network in the browser in the next frame, and tell the server when the pen is lifted.
function update(state) {
  const { data, strokes } = state;
  paint(state);
  state.number = Math.max(state.number + 1, Date.now());
  state.frame ??= requestAnimationFrame(() => {
    state.frame = null;
    const picture = state.picture ?? rasterize(state.strokes, state.data.likeMnist, state.data.paper);
    window.dispatchEvent(new CustomEvent("cnnlab-drawn", { detail: { picture, number: state.number } }));
  });
  const { line, number, piece } = state;
  if (!line) state.send("drawn", { ink: encode(strokes, data.paper), number, piece });
}

// Show the answer of the network in the browser, unless the server's is newer.
function showLive(state, { outputs, last, number }) {
  state.live = outputs && number > state.data.answered ? outputs.get(last) : null;
  showBars(state);
}

function pointOf({ paper, data }, event) {
  const { units } = data.paper;
  const { row, column } = cellUnder(event, paper, units, units);
  return [column, row];
}

function showBars({ bars, said, note, strokes, live, data }) {
  const { labels, words } = data;
  const shares = live ?? data.shares;
  note.textContent = strokes.length ? "" : data.note;
  if (bars.children.length !== labels.length) bars.replaceChildren(...labels.map(createBar));
  const areLong = labels.some((label) => label.length > 2);
  bars.classList.toggle("long", areLong);
  const most = shares.length ? shares.indexOf(Math.max(...shares)) : -1;
  [...bars.children].forEach((row, at) => {
    const share = shares[at] ?? 0;
    row.querySelector(".class").textContent = labels[at];
    row.classList.toggle("most", at === most);
    row.querySelector(".bar").style.width = `${100 * share}%`;
    row.querySelector(".share").textContent = shares.length ? percent(share) : "";
  });
  said.textContent = most < 0 ? "\u00a0" : filled(words.prediction, { label: labels[most] });
}

function createBar() {
  const row = create("div", "row");
  addTo(row, "span", "class");
  addTo(addTo(row, "span", "track"), "span", "bar");
  addTo(row, "span", "share");
  return row;
}

// Never rounded to certainty.
function percent(share) {
  if (share < 0.001) return "<0.1%";
  return share > 0.9995 ? ">99.9%" : `${(100 * share).toFixed(1)}%`;
}
