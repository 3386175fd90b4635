// Paper that is drawn on, and a bar for each class. draw_pad.py sends the data and is told of the ink.

const PACE = 50; // milliseconds between two messages at least
const PATIENCE = 10000; // milliseconds after which an answer is no longer waited for
const NEAR = 4; // units: a point nearer than that to the last one tells nothing new

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".pad");
  const state = root.state ?? (root.state = build(root));
  Object.assign(state, { data, send: setStateValue });
  if (state.turn !== data.turn) takeOver(state);
  label(state);
  showBars(state);
  if (data.answered === state.sent) state.waiting = false;
  tell(state);
}

function element(parent, tag, className) {
  const made = document.createElement(tag);
  made.className = className;
  parent.append(made);
  return made;
}

function build(root) {
  const state = { strokes: [], sent: 0, waiting: false };
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
  state.dirty = state.waiting = false;
  paint(state);
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

function drew(state) {
  paint(state);
  state.dirty = true;
  tell(state);
}

// Sends what is on the paper unless an answer is still to come; then it is sent when that is there.
function tell(state) {
  if (!state.dirty) return;
  const since = performance.now() - (state.sentAt ?? -PATIENCE);
  const pause = state.waiting ? PATIENCE - since : PACE - since;
  clearTimeout(state.timer);
  if (pause > 0) {
    state.timer = setTimeout(() => tell(state), pause);
    return;
  }
  Object.assign(state, { dirty: false, waiting: true, sentAt: performance.now(), sent: Date.now() });
  state.send("drawn", { ink: written(state.strokes, state.data.paper), number: state.sent, lifted: !state.line });
}

function place({ paper, data }, event) {
  const box = paper.getBoundingClientRect(), { units } = data.paper;
  const within = (share) => Math.min(units - 1, Math.max(0, Math.floor(share * units)));
  return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
}

// Ink as cnnlab/core/digits.py reads it: two letters for each number of a first point, one for each of a step.
function written(strokes, { letters }) {
  const half = letters.length / 2;
  return strokes.map(([first, ...rest]) => {
    let text = first.map((each) => letters[each >> 6] + letters[each & 63]).join("");
    let here = first;
    for (const goal of rest) {
      while (here[0] !== goal[0] || here[1] !== goal[1]) {
        const by = goal.map((each, at) => Math.max(-half, Math.min(half - 1, each - here[at])));
        text += letters[by[0] + half] + letters[by[1] + half];
        here = [here[0] + by[0], here[1] + by[1]];
      }
    }
    return text;
  }).join(".");
}

function read(ink, { letters }) {
  const half = letters.length / 2;
  return (ink ? ink.split(".") : []).map((text) => {
    const numbers = [...text].map((letter) => letters.indexOf(letter));
    const points = [[numbers[0] * 64 + numbers[1], numbers[2] * 64 + numbers[3]]];
    for (let at = 4; at < numbers.length; at += 2) {
      const [x, y] = points.at(-1);
      points.push([x + numbers[at] - half, y + numbers[at + 1] - half]);
    }
    return points;
  });
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

function showBars({ bars, said, note, strokes, data: { shares, labels, words, note: text } }) {
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
