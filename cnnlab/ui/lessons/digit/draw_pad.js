// Paper that is drawn on, and a bar for each class. Stands after ink.js. draw_pad.py sends the data and is told of
// the ink when the hand is lifted; until then the network in the browser says what the bars show.

const NEAR = 4; // units: a point nearer than that to the last one tells nothing new

export default function ({ data: [data], parentElement, setStateValue }) {
  const root = parentElement.querySelector(".pad");
  const state = root.state ?? (root.state = build(root));
  Object.assign(state, { data, send: setStateValue });
  if (state.turn !== data.turn) takeOver(state);
  if (data.answered === state.number) state.live = null;
  label(state);
  showBars(state);
  if (root.tried !== undefined && root.tried !== data.tried) root.scrollIntoView({ block: "nearest" });
  root.tried = data.tried;
  return () => window.removeEventListener("cnnlab-computed", state.hear);
}

function element(parent, tag, className) {
  const made = document.createElement(tag);
  made.className = className;
  parent.append(made);
  return made;
}

function build(root) {
  const state = { strokes: [], number: 0 };
  const sheet = element(root, "div", "sheet");
  const holder = element(sheet, "div", "holder");
  state.paper = element(holder, "canvas", "paper");
  state.hint = element(holder, "div", "hint");
  const buttons = element(sheet, "div", "buttons");
  state.undo = element(buttons, "button", "undo");
  state.clear = element(buttons, "button", "clear");
  state.undo.onclick = () => change(state, state.strokes.slice(0, -1));
  state.clear.onclick = () => change(state, []);
  const answer = element(root, "div", "answer");
  state.said = element(answer, "output", "said");
  state.bars = element(answer, "div", "bars");
  state.note = element(answer, "div", "note");
  state.paper.width = state.paper.height = 560;
  state.paper.onpointerdown = (event) => begin(state, event);
  state.paper.onpointermove = (event) => go(state, event);
  state.paper.onpointerup = state.paper.onpointercancel = () => lift(state);
  state.hear = ({ detail }) => follow(state, detail);
  window.addEventListener("cnnlab-computed", state.hear);
  return state;
}

function label({ paper, hint, undo, clear, data: { words } }) {
  paper.setAttribute("role", "img");
  paper.setAttribute("aria-label", words.paper);
  hint.textContent = words.hint;
  undo.textContent = words.undo;
  clear.textContent = words.clear;
}

// What the server has put on the paper: an example, a link's drawing, nothing.
function takeOver(state) {
  const { data } = state;
  state.turn = data.turn;
  state.strokes = read(data.ink, data.paper);
  state.picture = data.picture ? Uint8Array.from(atob(data.picture), (each) => each.charCodeAt(0)) : null;
  state.line = null;
  paint(state);
  window.dispatchEvent(new CustomEvent("cnnlab-computed", { detail: {} })); // the server's answer is the one to show
}

function begin(state, event) {
  if (event.button) return;
  event.preventDefault();
  state.paper.setPointerCapture(event.pointerId);
  state.picture = null;
  state.line = [place(state, event)];
  state.strokes.push(state.line);
  drew(state);
}

function go(state, event) {
  if (!state.line) return;
  const several = event.getCoalescedEvents?.() ?? [];
  for (const each of several.length ? several : [event]) {
    const [x, y] = place(state, each), [lastX, lastY] = state.line.at(-1);
    if (Math.hypot(x - lastX, y - lastY) >= NEAR) state.line.push([x, y]);
  }
  if (written(state.strokes, state.data.paper).length > state.data.paper.most) {
    state.line.pop();
    state.said.textContent = state.data.words.full;
    return lift(state);
  }
  return drew(state);
}

function lift(state) {
  if (!state.line) return;
  state.line = null;
  drew(state);
}

function change(state, strokes) {
  state.strokes = strokes;
  state.picture = state.line = null;
  drew(state);
}

// Shown at once; the network in the browser looks when the screen is drawn next, the server when the hand is lifted.
function drew(state) {
  const { data, strokes } = state;
  paint(state);
  state.number = Math.max(state.number + 1, Date.now());
  state.frame ??= requestAnimationFrame(() => {
    state.frame = null;
    const detail = { picture: drawn(state.strokes, state.data.likeMnist, state.data.paper), number: state.number };
    window.dispatchEvent(new CustomEvent("cnnlab-drawn", { detail }));
  });
  if (!state.line) state.send("drawn", { ink: written(strokes, data.paper), number: state.number });
}

// What the network in the browser says; nothing where the server's answer is the newest.
function follow(state, { outputs, last, number }) {
  state.live = outputs && number > state.data.answered ? outputs.get(last) : null;
  showBars(state);
}

function place({ paper, data }, event) {
  const box = paper.getBoundingClientRect(), { units } = data.paper;
  const within = (share) => Math.min(units - 1, Math.max(0, Math.floor(share * units)));
  return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
}

function paint(state) {
  const { paper, data: { paper: { units, pen } } } = state;
  const context = paper.getContext("2d"), scale = paper.width / units;
  context.fillStyle = "#000";
  context.fillRect(0, 0, paper.width, paper.height);
  if (state.picture) paintPicture(state, context);
  Object.assign(context, { strokeStyle: "#fff", lineWidth: pen * scale, lineCap: "round", lineJoin: "round" });
  for (const stroke of state.strokes) {
    context.beginPath();
    context.moveTo((stroke[0][0] + 0.5) * scale, (stroke[0][1] + 0.5) * scale);
    for (const [x, y] of stroke) context.lineTo((x + 0.5) * scale, (y + 0.5) * scale);
    context.stroke();
  }
  state.hint.hidden = state.strokes.length > 0;
  state.undo.disabled = state.strokes.length === 0;
  state.clear.disabled = state.strokes.length === 0 && !state.picture;
}

function paintPicture({ picture, paper, data: { paper: { side } } }, context) {
  const cell = paper.width / side;
  picture.forEach((value, at) => {
    context.fillStyle = `rgb(${value}, ${value}, ${value})`;
    context.fillRect((at % side) * cell, Math.floor(at / side) * cell, cell, cell);
  });
}

function showBars({ bars, said, note, strokes, live, data: { shares: settled, labels, words, note: text } }) {
  const shares = live ?? settled;
  note.textContent = strokes.length ? "" : text;
  if (bars.children.length !== labels.length) {
    bars.replaceChildren();
    for (const each of labels) {
      const row = element(bars, "div", "row");
      element(row, "span", "class").textContent = each;
      element(element(row, "span", "track"), "span", "bar");
      element(row, "span", "share");
    }
  }
  bars.classList.toggle("long", labels.some((each) => each.length > 2));
  const most = shares.length ? shares.indexOf(Math.max(...shares)) : -1;
  [...bars.children].forEach((row, at) => {
    const share = shares[at] ?? 0;
    row.querySelector(".class").textContent = labels[at];
    row.classList.toggle("most", at === most);
    row.querySelector(".bar").style.width = `${100 * share}%`;
    row.querySelector(".share").textContent = shares.length ? percent(share) : "";
  });
  said.textContent = most < 0 ? "\u00a0" : words.says.replace("{label}", labels[most]);
}

// Never rounded to certainty.
function percent(share) {
  if (share < 0.001) return "<0.1%";
  return share > 0.9995 ? ">99.9%" : `${(100 * share).toFixed(1)}%`;
}
