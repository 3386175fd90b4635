// All channels at once: how large the cells of their windows, kernels and products are, and where the output stands.
// Lengths are in pixels.

import { legibleSide, lengthsOf, roomySide, styleOf, typeScale } from "./grid.js";
import { partsOf, range, stepAt } from "./math.js";
import { lengthsOfFactors, paddingOf, roomOf } from "./measure.js";

const MOST_CELL = 30; // the height of a cell
const MOST_MAP = 12; // the side of a cell of the small input maps
const LEAST_MAP = 6;
const LEAST_OUTPUT = 8;
const BESIDE = 6; // between two rows
const TOTAL = 5.75; // rem: the sum of the channels, the bias and the result
const SUM_BUTTON = 40; // its least width
const SPACE = 5; // within it, on either side
const EDGES = 2;
const FINGER = 2.75; // rem: what a finger hits is at least as high, as in stepper.css
const WORD = 4; // rem: the longest name above a grid
const NAMES_ABOVE = 1.35; // rem, as in stepper.css
const WAYS = [
  { products: true, total: true, numbers: true },
  { products: false, total: true, numbers: true },
  { products: false, total: false, numbers: true },
  { products: false, total: false, numbers: false },
];

// sizes: { count, kernel, map, output }, the number of channels and [rows, columns]
// lengths: { window, kernel, product, part, output }, the characters of their longest numbers
// space: { width, height, type, sign, word, total, caption, scale, leastRow }
// Returns { cell, row, widths, map, output, products, total, isBelow, leastHeight }: `cell` and `row` are the heights of a
// cell and of a row, `widths` those of the cells of each grid, `map` and `output` the sides of theirs; null where the
// width is too small for a row.
export function channelsLayout(sizes, lengths, space) {
  const { count, kernel, map, output } = sizes;
  const { width, height, type, scale, caption, sign, leastRow = 0 } = space;
  const least = legibleSide(1, type);
  const room = (height - caption) / count - BESIDE - EDGES;
  const cell = Math.floor(Math.max(least, Math.min(room / kernel[0], MOST_CELL * scale)));
  const rowOf = (one) => Math.max(kernel[0] * one + EDGES, map[0] * LEAST_MAP + EDGES, leastRow);
  const row = rowOf(cell);
  const side = Math.floor(Math.min((row - EDGES) / map[0], MOST_MAP * scale));
  const leastHeight = count * (rowOf(least) + BESIDE) + caption;
  const made = { cell, row, map: side, leastHeight };
  const rows = count * (row + BESIDE);
  const left = (usual, way) => width - rowWidth(sizes, lengths, space, { usual, side, ...way });
  for (const way of WAYS) {
    for (const usual of [cell, 0]) {
      const found = Math.floor(
        Math.min((left(usual, way) - EDGES) / output[1], rows / output[0], roomySide(lengths.output, type, 36 * scale)),
      );
      const fits = found >= (way.numbers ? legibleSide(lengths.output, type) : LEAST_OUTPUT);
      if (fits) return { ...made, ...way, widths: widthsOf(lengths, type, usual), output: found, isBelow: false };
    }
  }
  const narrow = WAYS.at(-1);
  if (left(0, narrow) + sign < 0) return null;
  const found = Math.min((width - EDGES) / output[1], roomySide(lengths.output, type, 24 * scale));
  return { ...made, ...narrow, widths: widthsOf(lengths, type, 0), output: Math.floor(found), isBelow: true };
}

function widthsOf({ window, kernel, product }, type, usual) {
  const wide = (length) => roomySide(length, type, usual);
  return { window: wide(window), kernel: wide(kernel), product: wide(product) };
}

// The width of a row up to the output.
function rowWidth({ kernel, map }, lengths, space, { usual, side, products, total }) {
  const { type, sign, word } = space;
  const widths = widthsOf(lengths, type, usual);
  const grids = [widths.window, widths.kernel, ...(products ? [widths.product] : [])];
  const cells = grids.reduce((sum, width) => sum + Math.max(width * kernel[1] + EDGES, word), 0);
  const input = roomySide(2, type, 0) + map[1] * side + EDGES;
  const sums = partWidth(lengths, type) + sign + (total ? space.total + sign : 0);
  return input + cells + (grids.length + 1) * sign + sums;
}

// The width of a channel's sum.
export function partWidth({ part }, type) {
  return Math.max(SUM_BUTTON, roomySide(part, type, 0) + 2 * SPACE);
}

// Put the layout into the state; false where there is no room for it.
export function arrangeChannels(state, height) {
  const { data, maps, at } = state;
  const { rem, type, heights } = roomOf(state);
  const sign = (state.isNarrow ? 1 : 1.5) * rem;
  const [[top, bottom], [left, right]] = paddingOf(data);
  const sizes = {
    count: partsOf(data, at[2]).length,
    kernel: data.kernelSize,
    map: [data.size[0] + top + bottom, data.size[1] + left + right],
    output: data.out,
  };
  const [window, kernel, product] = lengthsOfFactors(data);
  const [output] = lengthsOf(maps.flat(2), data.decimals);
  const lengths = { window, kernel, product, output, part: longestPart(data) };
  const asked = height ?? heights[0];
  const scale = typeScale();
  const space = {
    width: state.width,
    height: asked,
    type,
    sign,
    total: TOTAL * rem,
    caption: NAMES_ABOVE * rem,
    word: WORD * rem,
    scale,
    leastRow: matchMedia("(pointer: coarse)").matches ? FINGER * rem : 0,
  };
  const layout = channelsLayout(sizes, lengths, space);
  state.form = null;
  if (!layout) return false;
  const styles = { output: styleOf(layout.output, lengthsOf(maps.flat(2), data.decimals), type) };
  const form = { ...layout, lengths, type, part: partWidth(lengths, type) };
  Object.assign(state, { layout: "channels", height: asked, least: layout.leastHeight, styles, form });
  return true;
}

// The characters of the longest sum of one channel, over all steps and filters.
function longestPart(data) {
  const [rows, columns, filters] = data.out;
  const texts = range(filters).flatMap((filter) =>
    range(rows).flatMap((row) =>
      range(columns).flatMap((column) =>
        stepAt(data, row, column, filter).parts.flatMap(({ sum, factor }) => [sum, sum * factor]),
      ),
    ),
  );
  return lengthsOf(texts, data.decimals)[0];
}
