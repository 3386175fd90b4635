// The row of buttons: back, play, next, the slider, and where one is.

import { addTo, create } from "../dom.js";
import { build } from "./build.js";
import { addHideButton, canHide, UNKNOWN } from "./hiding.js";
import { TRANSPOSED } from "./math.js";
import { countOf, goTo, indexOf, move, report } from "./position.js";

const PAUSE = 900; // milliseconds between two steps while playing
const BACK = "\u25c0";
const PLAY = "\u25b6";
const PAUSED = "\u275a\u275a";

export function barOf(state) {
  const { words, data } = state;
  const bar = create("div", "bar");
  addButton(bar, BACK, words.previous, () => move(state, -1));
  state.playButton = addButton(bar, `${PLAY} ${words.play}`, words.play, () => play(state));
  addButton(bar, words.nextShort, words.next, () => move(state, 1));
  if (canHide(state) && state.isNarrow) addHideButton(bar, state, `= ${UNKNOWN}`); // below the output there is no room
  state.slider = Object.assign(addTo(bar, "input"), { type: "range", min: 0, step: 1 });
  state.slider.setAttribute("aria-label", words.slider);
  state.slider.oninput = () => goTo(state, Number(state.slider.value));
  state.place = addTo(bar, "span", "place");
  state.where = addTo(state.place, "span", "where");
  state.count = addTo(state.place, "span", "count");
  if (data.op === TRANSPOSED) addSpreadButton(bar, state);
  if (data.editable && hasWideBar(state)) addEditButton(bar, state);
  return bar;
}

// Whether the bar holds all buttons; on a phone there is more room below the output. A transposed convolution's bar has
// a second line in any case.
export function hasWideBar({ isNarrow, data }) {
  return !isNarrow || data.op === TRANSPOSED;
}

function addButton(bar, text, label, onclick, help = label) {
  const button = Object.assign(addTo(bar, "button", "", text), { type: "button", title: help, onclick });
  button.setAttribute("aria-label", label);
  return button;
}

function addSpreadButton(bar, state) {
  const { spread } = state.words;
  const button = addButton(bar, spread, spread, () => {
    state.spreading = !state.spreading;
    build(state);
  });
  button.setAttribute("aria-pressed", state.spreading);
}

export function addEditButton(bar, state) {
  const { words } = state;
  const button = addButton(bar, words.edit, words.edit, toggle, words.editHelp);
  button.setAttribute("aria-pressed", Boolean(state.editing));

  function toggle() {
    state.editing = !state.editing;
    button.setAttribute("aria-pressed", state.editing);
    state.root.classList.toggle("editing", state.editing);
    state.note.textContent = state.editing ? words.editHelp : "";
  }
}

// Play to the last step, from the first one where that is the last; while it plays, stop.
export function play(state) {
  if (state.timer) {
    stop(state);
    return;
  }
  relabel(state.playButton, PAUSED, state.words.pause);
  const isLast = () => indexOf(state) === countOf(state) - 1;
  if (isLast()) goTo(state, 0);
  state.timer = setInterval(() => {
    move(state, 1);
    if (isLast()) stop(state);
  }, PAUSE);
}

function stop(state) {
  clearInterval(state.timer);
  state.timer = null;
  report(state);
  relabel(state.playButton, PLAY, state.words.play);
}

function relabel(button, sign, text) {
  button.textContent = `${sign} ${text}`;
  button.setAttribute("aria-label", text);
}
