// The second stage of a depthwise separable convolution: the weights of a filter, one for each map of the first stage.

import { filled, written } from "../text.js";
import { edit } from "./edit.js";
import { figureOf, gridOf, reachOf } from "./grid.js";
import { range } from "./math.js";
import { ACROSS } from "./measure.js";
import { take } from "./show.js";

// A click on a weight shows the map that it multiplies.
export function pointwiseGrid(state, filter) {
  const { data, words } = state;
  const weights = data.pointwise[filter];
  const cells = range(Math.ceil(weights.length / ACROSS)).map((row) =>
    weights.slice(row * ACROSS, (row + 1) * ACROSS).map((value, column) => {
      const stage = row * ACROSS + column;
      return {
        value,
        text: written(value, data.decimals),
        className: `editable ${stage === state.part ? "chosen" : ""}`,
        title: filled(words.stage, { channel: stage + 1 }),
        data: { first: stage },
      };
    }),
  );
  const grid = gridOf(cells, state.styles.pointwise, reachOf(weights), data.colours);
  grid.onclick = ({ target }) => {
    const stage = Number(target.dataset.first);
    if (!(stage >= 0)) return;
    if (state.editing) edit(state, target, "p", [filter, stage], weights[stage]);
    else take(state, stage);
  };
  const caption =
    data.out[2] > 1 && !state.isDense ? filled(words.pointwiseFilter, { filter: filter + 1 }) : words.pointwise;
  return figureOf(caption, grid, "pointwise");
}
