// The second stage of a depthwise separable convolution; stands before sum.js.

const ACROSS = 8; // weights in a row

// The second stage's weights of the filter: one for each map between; a click takes that map up.
function pointwiseGrid(state, filter) {
  const { data, words } = state;
  const weights = data.pointwise[filter];
  const cells = range(Math.ceil(weights.length / ACROSS)).map((row) => weights.slice(row * ACROSS, (row + 1) * ACROSS).map((value, column) => {
    const first = row * ACROSS + column;
    const title = words.stage.replace("{channel}", first + 1);
    return { value, text: written(value, data.decimals), className: `editable ${first === state.part ? "chosen" : ""}`, title, data: { first } };
  }));
  const side = workSide(state, weights.map((value) => written(value, data.decimals)), cells[0].length);
  const grid = gridOf(cells, side, reachOf(weights), data.colours);
  grid.onclick = ({ target }) => {
    const first = Number(target.dataset.first);
    if (!(first >= 0)) return;
    if (state.editing) edit(state, target, "p", [filter, first], weights[first]);
    else take(state, first);
  };
  const caption = data.out[2] > 1 ? words.pointwiseFilter.replace("{filter}", filter + 1) : words.pointwise;
  return figureOf(caption, grid, "pointwise");
}
