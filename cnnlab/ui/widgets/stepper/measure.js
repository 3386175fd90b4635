// What the layout needs to know: the grids' sizes, how long their numbers are, and the room that there is.

import { hasWideBar } from "./bar.js";
import { canBeRounded, legibleSide, lengthsOf, roomySide, styleOf, typeScale } from "./grid.js";
import { layoutOf } from "./layout.js";
import { partsOf, range, TRANSPOSED } from "./math.js";

const NARROW = 440; // pixels, as in stepper.css
// What stands above and below the grids on a screen, in rem; less of it where the numbers are not legible otherwise.
const AROUND = [23.5, 21.5, 19.5];
const AROUND_NARROW = [32, 29, 26, 22, 18]; // on a phone, first with the controls below the figure, then without
const CHIPS = 2.8; // rem: the channels' chips
const BUTTON = 3.1; // rem
const LEAST_HEIGHT = 8; // rem
const CAPTION_WIDTHS = { input: 6.6, output: 7.2, pointwise: 8.6 }; // rem, of captions that do not wrap
const USUAL_SIDE = 36; // pixels
const SMALLEST_SIDE = 12;
const SMALLEST_NARROW_SIDE = 8;
const SMALLEST_TYPE = 14;
const SMALLEST_NARROW_TYPE = 12;
const MOST_BESIDE = 25; // terms
const MOST_SMALL = 9; // rows and columns of an input whose numbers are never given up for the controls below it
const MOST_VALUES = 60;
const SHEET_HEIGHT = 900; // pixels
const NO_PADDING = [0, 1].map(() => [0, 0]);
export const ACROSS = 8; // weights of a pointwise kernel in a row

// Put the layout into the state, and how each grid is drawn, by its name. With `height`, in pixels, the grids take no
// more than that, however small their cells get.
export function arrange(state, height) {
  const { data } = state;
  const { scale, rem, type, sign, heights } = roomOf(state);
  const grids = gridsIn(state);
  for (const grid of Object.values(grids)) {
    grid.least = grid.lengths.map((length) => legibleSide(length, type));
    grid.most = roomySide(grid.lengths[0], type, USUAL_SIDE * scale);
  }
  if (state.isDense) {
    for (const [key, width] of Object.entries(CAPTION_WIDTHS)) if (grids[key]) grids[key].word = width * rem;
  }
  const space = {
    width: state.width,
    heights: height === undefined ? heights : [height],
    mustFit: height !== undefined,
    isSmall: Math.max(grids.input.rows, grids.input.columns) <= MOST_SMALL,
    scale,
    smallest: state.isNarrow ? SMALLEST_NARROW_SIDE : SMALLEST_SIDE * scale,
    sign,
    word: (state.isNarrow ? 3.9 : 4.4) * rem,
    hasShortSum: hasShortSum(data),
    extra: data.editable && !hasWideBar(state) ? BUTTON * rem : 0,
  };
  const { name, sides, height: taken } = layoutOf(grids, data.kernels ? [2, 3] : [1, 1], space);
  const styles = Object.entries(grids).map(([key, { lengths }]) => [key, styleOf(sides[key], lengths, type)]);
  Object.assign(state, { layout: name, height: taken, styles: Object.fromEntries(styles) });
}

// The width of the stepper, put into the state, the size of its type, and the heights that its grids may have.
export function roomOf(state) {
  const { root, data } = state;
  const scale = typeScale();
  const rem = 16 * scale;
  state.width = root.clientWidth;
  state.isNarrow = state.width < NARROW;
  const chips = partsOf(data, 0).length > 1 && !state.together ? CHIPS : 0;
  const heights = (state.isNarrow ? AROUND_NARROW : AROUND).map((around) =>
    Math.max(LEAST_HEIGHT * rem, windowHeight(data) - (around + chips) * rem),
  );
  const type = state.isNarrow ? SMALLEST_NARROW_TYPE : SMALLEST_TYPE * scale;
  return { scale, rem, type, sign: (state.isNarrow ? 1 : 2) * rem, heights };
}

// A sheet of paper is the same from every window.
function windowHeight({ printing }) {
  return printing ? SHEET_HEIGHT : document.documentElement.clientHeight;
}

export function hasShortSum({ kernelSize: [rows, columns] }) {
  return rows * columns <= MOST_BESIDE;
}

// The rows, columns and lengths of the numbers of each grid, over all steps, channels and filters, so that no step and
// no channel changes the layout.
function gridsIn({ data, maps }) {
  const [[top, bottom], [left, right]] = paddingOf(data);
  const inputs = data.input.flat(2);
  const [rows, columns] = data.kernelSize;
  const lengthsIn = (...groups) => longestOf(groups, data.decimals);
  const grids = {
    input: {
      rows: data.size[0] + top + bottom,
      columns: data.size[1] + left + right,
      lengths: lengthsIn(inputs),
    },
    kernel: { rows, columns, lengths: lengthsIn(...(data.kernels ? factorsOf(data) : [inputs])) },
    output: { rows: data.out[0], columns: data.out[1], lengths: lengthsIn(maps.flat(2)) },
  };
  if (data.pointwise) {
    const { length } = data.pointwise[0];
    grids.pointwise = {
      rows: Math.ceil(length / ACROSS),
      columns: Math.min(ACROSS, length),
      lengths: lengthsIn(data.pointwise.flat()),
    };
  }
  return grids;
}

// How many characters the longest number of some groups has, in full and rounded. They are rounded together, and only
// if no group becomes meaningless; where three decimals are asked for, they matter.
function longestOf(groups, decimals) {
  const lengths = groups.map((values) => lengthsOf(values, decimals));
  const whole = Math.max(...lengths.map(([length]) => length));
  const isRounded = decimals <= 2 && groups.every(canBeRounded);
  return [whole, isRounded ? Math.max(...lengths.map(([, rounded]) => rounded)) : whole];
}

// Cells around the input; a transposed convolution has its padding elsewhere.
export function paddingOf({ op, padding }) {
  return op === TRANSPOSED ? NO_PADDING : padding;
}

// The characters of the longest input value, weight and product.
export function lengthsOfFactors(data) {
  return factorsOf(data).map((values) => lengthsOf(values, data.decimals)[0]);
}

// The input's values, the weights and the products of the two; of many some, the least and the largest included.
function factorsOf({ input, kernels }) {
  const values = someOf(input.flat(2));
  const weights = someOf(kernels.flat(3));
  return [values, weights, values.flatMap((value) => weights.map((weight) => value * weight))];
}

function someOf(values) {
  const sorted = [...new Set(values)].sort((one, other) => one - other);
  const count = Math.min(sorted.length, MOST_VALUES);
  return range(count).map((at) => sorted[Math.round((at * (sorted.length - 1)) / Math.max(1, count - 1))]);
}
