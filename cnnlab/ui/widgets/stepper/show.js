// Draws the parts of a step: the input, the maps, the kernel and its products, and the sum in words.

const MOST_TERMS = 64; // written out; with more the grids alone show them
const CHIPS = 128;

function inputReach({ data }) {
  return reachOf(data.input.flat(2));
}

// The input's selected channel with its padding around it.
function drawInput(state) {
  const { data, words } = state;
  const channel = partsOf(data, state.at[2])[state.part].channel;
  const pads = data.op === TRANSPOSED ? [[0, 0], [0, 0]] : data.padding;
  const [[top, bottom], [left, right]] = pads;
  const rows = data.size[0] + top + bottom, columns = data.size[1] + left + right;
  const texts = data.input[channel].flat().map((value) => written(value));
  const narrow = state.width < 640;
  const side = sideFor(texts, columns, rows, narrow ? state.width : state.width * 0.47, 330);
  const cells = range(rows).map((r) => range(columns).map((c) => inputCell(state, channel, r - top, c - left)));
  state.grid = gridOf(cells, side, inputReach(state), data.colours);
  state.grid.origin = [top, left];
  state.frame = make("div", "frame");
  state.grid.onpointerover = (event) => overInput(state, event.target.closest(".cell"));
  state.grid.onpointerleave = (event) => event.pointerType !== "touch" && leave(state); // a finger leaves at once
  state.grid.onclick = (event) => clickInput(state, event.target.closest(".cell"), channel);
  const caption = data.size[2] > 1 ? words.inputChannel.replace("{channel}", channel + 1).replace("{count}", data.size[2]) : words.input;
  state.inputPlace.replaceChildren(figureOf(`${caption} \u00b7 ${data.size[0]} \u00d7 ${data.size[1]}`, state.grid, "input"));
}

function inputCell({ data, words }, channel, y, x) {
  const place = { y, x };
  if (!isInside(data, y, x)) {
    const one = oneSided(data, y, x);
    const text = data.kernels ? "0" : "";
    return { value: null, text, className: `padding ${one ? "one-side" : ""}`, data: place, title: one ? words.oneSide : data.kernels ? words.padding : words.notCounted };
  }
  const value = data.input[channel][y][x];
  const unseen = data.unseen[0].includes(y) || data.unseen[1].includes(x);
  return { value, text: written(value), className: `editable ${unseen ? "unseen" : ""}`, data: place, title: unseen ? words.unseen : "" };
}

// Whether a padding cell is there because one side gets one more than the other.
function oneSided({ padding, size }, y, x) {
  const extra = (at, [before, after], count) => (after > before && at >= count + before) || (before > after && at < -after);
  return extra(y, padding[0], size[0]) || extra(x, padding[1], size[1]);
}

function overInput(state, cell) {
  if (!cell || state.editing) return;
  const y = Number(cell.dataset.y), x = Number(cell.dataset.x);
  const { data, words } = state;
  const channel = partsOf(data, state.at[2])[state.part].channel;
  const found = state.mapGrids.map((grid, filter) => {
    const cells = dependents(data, y, x, channel, filter);
    mark(grid, "depends", (r, c) => cells.has(`${r},${c}`));
    return cells.size;
  }).reduce((sum, count) => sum + count);
  const value = isInside(data, y, x) ? written(data.input[channel][y][x], data.decimals) : data.kernels ? words.padding : words.notCounted;
  say(state, `${place(words, y, x)}: ${value} \u00b7 ${(found === 1 ? words.reachesOne : words.reaches).replace("{count}", found)}`);
}

function place(words, y, x) {
  return words.cell.replace("{row}", y + 1).replace("{column}", x + 1);
}

function clickInput(state, cell, channel) {
  if (!cell || cell.classList.contains("padding")) return;
  const y = Number(cell.dataset.y), x = Number(cell.dataset.x);
  if (state.editing) edit(state, cell, "i", [channel, y, x], state.data.input[channel][y][x]);
  else if (state.spreading) goto(state, y * state.data.size[1] + x);
  else overInput(state, cell);
}

function leave(state) {
  [...state.mapGrids, state.grid].forEach((grid) => mark(grid, "depends", () => false));
  say(state, "");
  show(state);
}

// One step on the page; `peek` shows another cell's for as long as it is pointed at.
function show(state, peek) {
  const { data } = state;
  const at = peek ?? state.at;
  if (state.spreading) return showSpread(state);
  const step = stepAt(data, ...at);
  const part = step.parts[state.part];
  const [top, left] = state.grid.origin;
  const dilated = data.dilation.some((each) => each > 1);
  const read = new Map(part.terms.map((term, index) => [`${term.y + top},${term.x + left}`, index]));
  state.grid.cells.forEach((row, r) => row.forEach((cell, c) => {
    const term = read.get(`${r},${c}`);
    cell.classList.toggle("read", dilated && term !== undefined);
    cell.classList.toggle("winner", part.winner !== undefined && part.winner === part.terms[term]);
    if (term === undefined) delete cell.dataset.term;
    else cell.dataset.term = term;
  }));
  frameAround(state, part.terms);
  mark(state.mapGrid, "chosen", (r, c) => r === at[0] && c === at[1]);
  showChips(state, step);
  showWork(state, step, part, at);
  showPlace(state, at);
  wire(state, at);
  return undefined;
}

function frameAround(state, terms) {
  const [top, left] = state.grid.origin;
  if (!terms.length) return state.frame.remove();
  const ys = terms.map((term) => term.y), xs = terms.map((term) => term.x);
  const [y, x] = [Math.min(...ys), Math.min(...xs)];
  return frameOver(state.grid, state.frame, y + top, x + left, Math.max(...ys) - y + 1, Math.max(...xs) - x + 1);
}

function showPlace(state, at) {
  const { words, data } = state;
  state.slider.max = count(state) - 1;
  state.slider.value = indexOf(state);
  const text = (state.spreading ? words.fromPlace : words.outputPlace).replace("{row}", at[0] + 1).replace("{column}", at[1] + 1);
  state.place.textContent = `${text} \u00b7 ${indexOf(state) + 1} / ${count(state)}`;
  if (!data.link) return;
  const parts = state.spreading ? [...at, state.at[2]] : [...state.at];
  if (data.op === TRANSPOSED && !state.spreading) parts.push("g");
  if (state.part) parts.push(`p${state.part}`);
  keepInLink(data.link, parts);
}

// The step stands in the address, so that a link shows the same one; the server is not asked.
function keepInLink(name, at) {
  const address = new URL(window.location.href);
  address.searchParams.set(name, at.join("."));
  window.history.replaceState(window.history.state, "", address);
}

// A chip for each channel that is read, with what it adds.
function showChips(state, step) {
  const { words, data } = state;
  if (step.parts.length === 1) return state.chips.replaceChildren();
  const largest = step.parts.reduce((most, each) => (Math.abs(each.sum) > Math.abs(most.sum) ? each : most));
  const chips = step.parts.slice(0, CHIPS).map((part, index) => {
    const name = (data.pointwise ? words.stage : words.channel).replace("{channel}", (data.pointwise ? index : part.channel) + 1);
    const chip = make("button", "chip", `${name}: ${written(part.sum, data.decimals)}`);
    chip.type = "button";
    chip.dataset.sum = part.sum;
    chip.classList.toggle("most", part === largest);
    chip.setAttribute("aria-pressed", index === state.part);
    chip.onclick = () => take(state, index);
    return chip;
  });
  return state.chips.replaceChildren(...chips);
}

function take(state, part) {
  state.part = part;
  drawInput(state);
  show(state);
}

// A line from the window to the output cell that it makes.
function wire(state, at) {
  const scene = state.work.parentElement;
  scene.querySelector(".wire")?.remove();
  const box = scene.getBoundingClientRect();
  const from = state.frame.parentElement && state.grid.getBoundingClientRect(), cell = state.mapGrid.cells[at[0]][at[1]].getBoundingClientRect();
  if (!from) return;
  const matrix = state.frame.style.transform.match(/-?\d+/g).map(Number);
  const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "wire");
  line.setAttribute("x1", from.left - box.left + matrix[0] + parseFloat(state.frame.style.width) / 2);
  line.setAttribute("y1", from.top - box.top + matrix[1] + parseFloat(state.frame.style.height));
  line.setAttribute("x2", cell.left - box.left + cell.width / 2);
  line.setAttribute("y2", cell.top - box.top);
  svg.append(line);
  scene.append(svg);
}
