// The step-through grid: what stepper.py sends, drawn and stepped in the browser. A step asks the server nothing.
// math.js and grid.js stand before this file; show.js after them draws the parts of a step.

const PAUSE = 900; // milliseconds between two steps while playing

export default function (component) {
  const { data: [data], parentElement } = component;
  const root = parentElement.querySelector(".stepper");
  const old = root.state;
  if (old) clearInterval(old.timer);
  const state = old?.data.id === data.id ? old : begin(data);
  Object.assign(state, { data, words: data.words, root, send: component.setStateValue, edits: data.edits });
  state.at = within(data, state.at);
  root.state = state;
  root.tabIndex = 0;
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", data.words.stepper);
  root.onkeydown = (event) => onKey(state, event);
  root.onpointerover = (event) => light(root, event.target.closest?.("[data-term]")?.dataset.term);
  build(state);
  if (old && data.tried !== root.tried) root.scrollIntoView({ block: "nearest" }); // on a phone the button is far below
  root.tried = data.tried;
  if (!root.watcher) {
    root.watcher = new ResizeObserver(() => {
      if (Math.abs(root.clientWidth - root.state.width) > 8) build(root.state);
    });
    root.watcher.observe(root);
  }
  return () => {
    clearInterval(root.state.timer);
    root.watcher.disconnect();
  };
}

// Where the link says, else at the start; a transposed convolution spreads unless the link says that it gathers.
function begin(data) {
  const spreading = data.op === TRANSPOSED && !data.gathers;
  const [y, x, filter] = data.at;
  const { part } = data;
  if (!spreading) return { at: data.at, part, from: firstLit(data), spreading };
  const linked = y < data.size[0] && x < data.size[1] && (y || x);
  return { at: [0, 0, filter], part, from: linked ? y * data.size[1] + x : firstLit(data), spreading };
}

// The first input cell that is not 0: where spreading has something to show.
function firstLit(data) {
  return Math.max(0, data.input[0].flat().findIndex((value) => value !== 0));
}

function within(data, [row, column, filter]) {
  const clamp = (at, count) => Math.min(Math.max(at, 0), count - 1);
  return [clamp(row, data.out[0]), clamp(column, data.out[1]), clamp(filter, data.out[2])];
}

// Everything anew: after new data, an edit, another width.
function build(state) {
  const { root, data } = state;
  state.width = root.clientWidth;
  state.maps = range(data.out[2]).map((filter) => mapOf(data, filter));
  state.part = Math.min(state.part, partsOf(data, state.at[2]).length - 1);
  const scene = make("div", "scene");
  state.inputPlace = make("div", "input");
  state.work = make("div", "work");
  state.mapsPlace = make("div", "maps");
  scene.append(state.inputPlace, state.work, state.mapsPlace);
  state.told = make("output", "told", "\u00a0");
  state.chips = make("div", "chips");
  state.note = make("output", "note", state.editing ? state.words.editHelp : "");
  root.replaceChildren(bar(state), state.note, state.chips, scene, state.told, legend(state));
  drawInput(state);
  drawMaps(state);
  show(state);
}

// The row of buttons: back, play, on, the slider, and where one is.
function bar(state) {
  const { words, data } = state;
  const made = make("div", "bar");
  const button = (text, label, action, help = label) => {
    const one = make("button", "", text);
    one.type = "button";
    one.setAttribute("aria-label", label);
    one.title = help;
    one.onclick = action;
    made.append(one);
    return one;
  };
  button("\u25c0", words.previous, () => move(state, -1));
  state.playButton = button("\u25b6 " + words.play, words.play, () => play(state));
  button("\u25b6", words.next, () => move(state, 1)).textContent = words.nextShort;
  state.slider = make("input");
  Object.assign(state.slider, { type: "range", min: 0, step: 1 });
  state.slider.setAttribute("aria-label", words.slider);
  state.slider.oninput = () => goto(state, Number(state.slider.value));
  state.place = make("span", "place");
  made.append(state.slider, state.place);
  if (data.op === TRANSPOSED) {
    const swap = button(words.spread, words.spread, () => {
      state.spreading = !state.spreading;
      build(state);
    });
    swap.setAttribute("aria-pressed", state.spreading);
  }
  if (data.editable) {
    const edit = button(words.edit, words.edit, () => {
      state.editing = !state.editing;
      edit.setAttribute("aria-pressed", state.editing);
      state.root.classList.toggle("editing", state.editing);
      state.note.textContent = state.editing ? words.editHelp : "";
    }, words.editHelp);
    edit.setAttribute("aria-pressed", Boolean(state.editing));
  }
  return made;
}

function count({ data, spreading }) {
  return spreading ? data.size[0] * data.size[1] : data.out[0] * data.out[1];
}

function indexOf({ data, spreading, from, at }) {
  return spreading ? from : at[0] * data.out[1] + at[1];
}

function goto(state, index) {
  const { data } = state;
  const held = (index + count(state)) % count(state);
  if (state.spreading) state.from = held;
  else state.at = [Math.floor(held / data.out[1]), held % data.out[1], state.at[2]];
  show(state);
}

function move(state, by) {
  goto(state, indexOf(state) + by);
}

function play(state) {
  const { words } = state;
  const stop = () => {
    clearInterval(state.timer);
    state.timer = null;
    state.playButton.textContent = "\u25b6 " + words.play;
    state.playButton.setAttribute("aria-label", words.play);
  };
  if (state.timer) return stop();
  state.playButton.textContent = "\u275a\u275a " + words.pause;
  state.playButton.setAttribute("aria-label", words.pause);
  if (indexOf(state) === count(state) - 1) goto(state, 0);
  state.timer = setInterval(() => {
    move(state, 1);
    if (indexOf(state) === count(state) - 1) stop();
  }, PAUSE);
  return undefined;
}

// Arrow keys go where they point; the slider and the cell that is written in keep their own.
function onKey(state, event) {
  if (event.target.tagName === "INPUT" || event.ctrlKey || event.metaKey || event.altKey) return;
  const row = state.spreading ? state.data.size[1] : state.data.out[1];
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row };
  if (event.key in steps) {
    const next = indexOf(state) + steps[event.key];
    if (next >= 0 && next < count(state)) goto(state, next);
  } else if (event.key === "Home") goto(state, 0);
  else if (event.key === "End") goto(state, count(state) - 1);
  else if (event.key === " " && event.target === state.root) play(state);
  else return;
  event.preventDefault();
}

function light(root, term) {
  for (const each of root.querySelectorAll(".lit")) each.classList.remove("lit");
  if (term !== undefined) for (const each of root.querySelectorAll(`[data-term="${term}"]`)) each.classList.add("lit");
}

function say(state, text) {
  state.told.textContent = text || "\u00a0";
}
