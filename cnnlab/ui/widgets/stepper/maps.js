// The output's maps beside the step-through grid, and choosing a cell of them; show.js stands before this file.

// The output: the filter's map that is stepped through large, the others small beside it.
function drawMaps(state) {
  const { data, words, at } = state;
  const narrow = state.width < 640;
  state.mapGrids = [];
  const figures = state.maps.map((map, filter) => {
    const chosen = filter === at[2];
    const reach = reachOf(map.flat());
    const texts = map.flat().map((value) => written(value, data.decimals));
    const room = narrow ? state.width : state.width * 0.56;
    const side = chosen ? sideFor(texts, data.out[1], data.out[0], room, 300) : Math.max(4, Math.floor(88 / Math.max(data.out[0], data.out[1])));
    const cells = map.map((row, r) => row.map((value, c) => ({
      value, text: chosen ? written(value, data.decimals) : "", data: { row: r, column: c, value },
    })));
    const grid = gridOf(cells, side, reach, data.colours);
    state.mapGrids.push(grid);
    const size = chosen ? ` \u00b7 ${data.out[0]} \u00d7 ${data.out[1]}` : "";
    const caption = (data.out[2] > 1 ? (data.kernels ? words.outputFilter : words.outputChannel).replace("{filter}", filter + 1) : words.output) + size;
    const figure = figureOf(caption, grid, chosen ? "" : "map");
    if (chosen) {
      Object.assign(state, { mapGrid: grid, mapReach: reach, landing: make("div", "frame") });
      grid.onpointerover = (event) => event.target.dataset.row && overOutput(state, cellOf(event.target, filter));
      grid.onpointerleave = (event) => event.pointerType !== "touch" && leave(state);
    }
    grid.onclick = (event) => event.target.dataset.row && choose(state, cellOf(event.target, filter));
    return figure;
  });
  state.mapsPlace.replaceChildren(...figures);
}

// Its step; while a transposed convolution spreads, the input cells that add to it.
function overOutput(state, at) {
  const { data, words } = state;
  if (!state.spreading) return show(state, at);
  const [row, column] = at;
  const terms = partsOf(data, at[2]).flatMap((part) => termsOf(data, part, row, column)); // of all channels
  const reaching = new Set(terms.map(({ y, x }) => `${y},${x}`));
  const [top, left] = state.grid.origin;
  mark(state.grid, "depends", (r, c) => reaching.has(`${r - top},${c - left}`));
  const from = (terms.length === 1 ? words.addsOne : words.adds).replace("{count}", terms.length);
  return say(state, `${words.outputPlace.replace("{row}", row + 1).replace("{column}", column + 1)}: ${from}`);
}

function cellOf(cell, filter) {
  return [Number(cell.dataset.row), Number(cell.dataset.column), filter];
}

function choose(state, at) {
  const other = at[2] !== state.at[2];
  state.at = at;
  if (state.spreading && !other) state.spreading = false;
  if (other) state.part = 0;
  build(state);
}
