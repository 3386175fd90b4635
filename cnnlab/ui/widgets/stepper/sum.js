// What stands beside the grids: kernel, products, and the sum written out.

function showWork(state, step, part, at) {
  const { data } = state;
  const sum = make("div", "sum");
  sum.append(...sumLines(state, step, part, at));
  state.work.replaceChildren(data.kernels ? kernelAndProducts(state, part) : windowGrid(state, part), sum);
  if (data.pointwise) state.work.insertBefore(pointwiseGrid(state, at[2]), sum);
}

function workSide(state, texts, columns) {
  const narrow = state.width < 640, large = columns > 5; // large ones stand one below the other
  const width = narrow ? (large ? state.width - 24 : state.width / 2 - 24) : state.width * (large ? 0.42 : 0.2);
  return sideFor(texts, columns, state.data.kernelSize[0], Math.max(150, width), 300, 34);
}

function kernelAndProducts(state, part) {
  const { data, words } = state;
  const found = (i, j) => part.terms.findIndex((term) => term.i === i && term.j === j);
  const term = (i, j) => (found(i, j) < 0 ? {} : { term: found(i, j) });
  const filter = data.pointwise ? state.part : state.at[2];
  const weights = part.kernel.map((row, i) => row.map((value, j) => ({
    value, text: written(value, data.decimals), className: "editable", data: { ...term(i, j), i, j },
  })));
  const products = part.kernel.map((row, i) => row.map((_, j) => {
    const one = part.terms[found(i, j)];
    if (!one) return { value: null, text: "\u2013", title: words.noInput };
    return { value: one.product, text: written(one.product, data.decimals), className: one.inside ? "" : "from-padding", data: { ...term(i, j), product: one.product } };
  }));
  const texts = [...weights, ...products].flat().map((cell) => cell.text);
  const side = workSide(state, texts, data.kernelSize[1]);
  const kernel = gridOf(weights, side, reachOf(part.kernel.flat()), data.colours);
  kernel.onclick = ({ target }) => {
    if (!state.editing || !target.dataset.i) return;
    const [i, j] = [Number(target.dataset.i), Number(target.dataset.j)];
    edit(state, target, "k", [filter, data.pointwise ? 0 : state.part, i, j], part.kernel[i][j]);
  };
  const reach = Math.max(inputReach(state) * reachOf(part.kernel.flat()), 1e-9);
  const row = make("div", "products");
  if (state.grid.hides && !state.spreading) row.append(readCells(state, part, found, side)); // or the numbers were nowhere
  const kernelName = data.out[2] > 1 && !data.pointwise ? words.kernelFilter.replace("{filter}", filter + 1) : words.kernel;
  row.append(
    make("span", "sign", "\u00d7"), figureOf(kernelName, kernel, "kernel"),
    make("span", "sign", "="), figureOf(words.products, gridOf(products, side, reach, data.colours), "product"),
  );
  return row;
}

// The input's cells under the window, with their numbers: where the whole input is too large to show them.
function readCells({ data, words }, part, found, side) {
  const cells = part.kernel.map((row, i) => row.map((_, j) => {
    const term = part.terms[found(i, j)];
    if (!term) return { value: null, text: "\u2013", title: words.noInput };
    return { value: term.inside ? term.value : null, text: written(term.value, data.decimals), className: term.inside ? "" : "padding", data: { term: found(i, j) } };
  }));
  return figureOf(words.window, gridOf(cells, side, reachOf(data.input.flat(2)), data.colours), "window");
}

// Pooling has no kernel: the cells of the window, those that are counted.
function windowGrid(state, part) {
  const { data, words } = state;
  const rows = range(data.kernelSize[0]).map((i) => part.terms.slice(i * data.kernelSize[1], (i + 1) * data.kernelSize[1]).map((term, j) => ({
    value: term.inside ? term.value : null,
    text: term.inside ? written(term.value, data.decimals) : "",
    className: `${term.inside ? "" : "padding"} ${part.winner === term ? "winner" : part.winner ? "lost" : ""}`,
    title: term.inside ? "" : words.notCounted,
    data: { term: i * data.kernelSize[1] + j },
  })));
  const side = workSide(state, rows.flat().map((cell) => cell.text), data.kernelSize[1]);
  const line = make("div", "products");
  line.append(figureOf(words.window, gridOf(rows, side, inputReach(state), data.colours), "window"));
  return line;
}

// The sum as one would write it on a blackboard: the channel's terms, the channels, the bias, the activation.
function sumLines(state, step, part, at) {
  const { data, words } = state;
  const number = (value) => written(value, data.decimals);
  const line = (...children) => {
    const made = make("span", "line");
    made.append(...children);
    return made;
  };
  if (!data.kernels) return poolLines(state, step, part, at, line, number);
  const lines = [];
  if (part.terms.length <= MOST_TERMS) lines.push(line(...termSpans(part, number), ` = ${number(part.sum)}`));
  if (step.parts.length > 1) {
    const name = data.pointwise ? words.pointwise : words.channels;
    const sums = step.parts.length <= 8 ? step.parts.map((each) => (data.pointwise ? `${number(each.sum)}\u00d7${number(each.factor)}` : number(each.sum))).join(" + ") : words.sumOf.replace("{count}", step.parts.length);
    lines.push(line(`${name}: ${sums} = ${number(step.total)}`));
  } else if (data.pointwise) {
    lines.push(line(`${words.pointwise}: ${number(part.sum)}\u00d7${number(part.factor)} = ${number(step.total)}`));
  }
  if (data.bias) lines.push(line(`${words.bias}: ${number(step.total)} ${step.bias < 0 ? "\u2212" : "+"} ${number(Math.abs(step.bias))} = ${number(step.before)}`));
  if (data.activation === "relu") {
    const cut = step.before < 0;
    const from = make(cut ? "s" : "span", "", number(step.before));
    lines.push(line("ReLU: max(0, ", from, `) = ${number(step.value)}`, cut ? ` \u00b7 ${words.cut}` : ""));
  }
  lines.push(answer(words, at, step, number));
  return lines;
}

function termSpans(part, number) {
  return part.terms.flatMap((term, index) => {
    const span = make("span", `term ${term.product === 0 ? "zero" : ""}`, `${number(term.value)}\u00d7${number(term.weight)}`);
    Object.assign(span.dataset, { term: index, value: term.value, weight: term.weight, product: term.product, y: term.y, x: term.x, inside: term.inside });
    return index ? [" + ", span] : [span];
  });
}

function answer(words, at, step, number) {
  const made = make("span", "line answer", `${words.outputAt.replace("{row}", at[0] + 1).replace("{column}", at[1] + 1)} = ${number(step.value)}`);
  Object.assign(made.dataset, { total: step.total, before: step.before, value: step.value, row: at[0], column: at[1], filter: at[2] });
  return made;
}

function poolLines(state, step, part, at, line, number) {
  const { words, data } = state;
  const inside = part.terms.filter((term) => term.inside);
  const spans = inside.flatMap((term, index) => {
    const span = make("span", "term", number(term.value));
    Object.assign(span.dataset, { term: part.terms.indexOf(term), value: term.value, y: term.y, x: term.x, inside: true });
    return index ? [data.op === MAX ? ", " : " + ", span] : [span];
  });
  const shown = inside.length <= MOST_TERMS ? spans : [words.sumOf.replace("{count}", inside.length)];
  const lines = data.op === MAX
    ? [line("max(", ...shown, `) = ${number(part.sum)}`)]
    : [line("(", ...shown, `) / ${inside.length} = ${number(part.added)} / ${inside.length} = ${number(part.sum)}`)];
  const skipped = part.terms.length - inside.length;
  if (skipped) lines.push(line(words.skipped.replace("{count}", skipped)));
  if (data.op === MAX) lines.push(line(words.forgets.replace("{count}", inside.length - 1) + (part.ties ? ` ${words.ties.replace("{count}", part.ties)}` : "")));
  lines.push(answer(words, at, step, number));
  return lines;
}

// Transposed, spreading: one input cell times the whole kernel, added to the output where it lands.
function showSpread(state) {
  const { data, words } = state;
  const filter = state.at[2], y = Math.floor(state.from / data.size[1]), x = state.from % data.size[1];
  const part = partsOf(data, filter)[state.part];
  const landed = scattered(data, part, y, x);
  frameOver(state.grid, state.frame, y, x, 1, 1);
  const map = spreadSoFar(data, filter, state.from);
  const hit = new Map(landed.filter((each) => each.inside).map((each) => [`${each.row},${each.column}`, each]));
  state.mapGrid.cells.forEach((row, r) => row.forEach((cell, c) => {
    const value = map[r][c];
    fill(cell, value, state.mapReach, data.colours, cell.textContent === "" ? "" : written(value, data.decimals));
    cell.dataset.value = value;
    cell.classList.toggle("chosen", hit.has(`${r},${c}`) && data.dilation.some((each) => each > 1));
  }));
  const rows = [...hit.values()].map((each) => each.row), columns = [...hit.values()].map((each) => each.column);
  const [first, left] = [Math.min(...rows), Math.min(...columns)];
  frameOver(state.mapGrid, state.landing, first, left, Math.max(...rows) - first + 1, Math.max(...columns) - left + 1);
  const value = data.input[part.channel][y][x];
  const terms = landed.map((each) => ({ ...each, y, x, value }));
  const sum = make("div", "sum");
  const line = make("span", "line", words.spreadLine.replace("{value}", written(value, data.decimals)).replace("{count}", hit.size));
  sum.append(line, make("span", "line", words.spreadSoFar.replace("{count}", state.from + 1)));
  if (part.channel || data.size[2] > 1) sum.append(make("span", "line", words.spreadChannels));
  state.work.replaceChildren(kernelAndProducts(state, { ...part, terms }), sum);
  state.chips.replaceChildren();
  showPlace(state, [y, x]);
  const scene = state.work.parentElement;
  scene.querySelector(".wire")?.remove();
}

// What the marks mean, those that are on the page.
function legend(state) {
  const { data, words } = state;
  const made = make("div", "legend");
  const entry = (className, text) => {
    const one = make("span");
    one.append(make("i", className), text);
    made.append(one);
  };
  const scale = make("span");
  scale.textContent = words.colours;
  if (data.padding.flat().some(Boolean)) {
    entry("padding", data.kernels ? words.padding : words.notCounted);
    if (data.padding.some(([before, after]) => before !== after)) entry("padding one-side", words.oneSide);
  }
  if (data.unseen.flat().length) entry("unseen", words.unseen);
  made.append(scale);
  return made;
}
