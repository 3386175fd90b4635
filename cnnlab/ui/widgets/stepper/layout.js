// Where the grids stand and how large their cells are: as large as the width and the height allow, with legible numbers
// where that is possible. Lengths are in pixels.
//
//   row      input x kernel = products -> output, beside one another
//   columns  the same three columns, the kernel above its products
//   pair     input and output beside one another, the kernel and its products below them, beside the sum
//   stack    everything below one another

const COMFORTABLE = 24; // a cell's side from which on the first of the layouts is taken, else that of the largest cells
const LARGEST_KERNEL = 5; // a kernel with more rows or columns need not show its numbers
const LEAST_SIDE = 6; // of a cell whose colour is still seen
const CAPTION = 24;
const SUM = { width: 160, height: 80 }; // what the sum beside the kernel needs at least
const BORDERS = 2;
const NAMES = ["row", "columns", "pair"];

// grids: { input, kernel, output, pointwise } of { rows, columns, least, most }, `least` being the sides at which the
// numbers are legible, in full and rounded, and `word`, if there is one, the width of its caption; `pointwise` may be
// missing.
// counts: how many grids the kernel is with its products, and how many where the input does not show its numbers.
// space: { width, scale, ... } and
//   heights      those that the grids may have, the best first
//   smallest     the side below which a cell's colour is not seen well
//   sign, word   the width of a sign with its gaps, and of the longest word above a grid
//   extra        the height of what else stands below a pair
//   hasShortSum  whether the sum fits beside the kernel
//   mustFit      whether smaller cells are better than a height above the last of `heights`,
//   isSmall      but not than legible numbers, since the grids have few cells
// Returns { name, sides, height } with a side for each grid.
export function layoutOf(grids, [count, countWithWindow], space) {
  const spaces = space.heights.map((height) => ({ ...space, height }));
  const longer = { ...spaces.at(-1), isLonger: true };
  const numbers = (allowed) => legible(grids, count, allowed);
  const colours = (allowed) => coloured(grids, countWithWindow, allowed, [grids.kernel, grids.pointwise]);
  const hasLargeKernel = Math.max(grids.kernel.rows, grids.kernel.columns) > LARGEST_KERNEL;
  const ofLargeKernel = (numbered) =>
    hasLargeKernel ? firstOf(spaces, (allowed) => coloured(grids, count, allowed, numbered)) : null;
  return (
    firstOf(spaces, numbers) ??
    (space.mustFit && space.isSmall ? lowestLegible(grids, count, spaces.at(-1)) : null) ??
    ofLargeKernel([grids.input, grids.output]) ??
    firstOf(spaces, colours) ??
    ofLargeKernel([]) ??
    (space.mustFit ? small(grids, [count, countWithWindow], spaces.at(-1)) : null) ??
    numbers(longer) ??
    colours(longer) ??
    stacked(grids, longer)
  );
}

function firstOf(spaces, layoutIn) {
  for (const space of spaces) {
    const layout = layoutIn(space);
    if (layout) return layout;
  }
  return null;
}

// With all numbers, whole or else rounded.
function legible(grids, count, space) {
  for (const rounding of [0, 1]) {
    const layouts = layoutsOf(grids, count, space, (grid) => grid.least[rounding]);
    const found = layouts.find((layout) => sideOf(layout) >= COMFORTABLE * space.scale) ?? largestOf(layouts);
    if (found.sides) return found;
  }
  return null;
}

// With the numbers of some grids; the others are colours alone.
function coloured(grids, count, space, numbered) {
  for (const rounding of [0, 1]) {
    const least = (grid) => (numbered.includes(grid) ? grid.least[rounding] : 1);
    const found = largestOf(layoutsOf(grids, count, space, least));
    if (sideOf(found) >= space.smallest) return found;
  }
  return null;
}

// As small as need be, down to the least side: with the numbers of the kernel if possible, else without.
function small(grids, [count, countWithWindow], space) {
  const least = LEAST_SIDE * space.scale;
  const kernel = [grids.kernel, grids.pointwise];
  return (
    coloured(grids, countWithWindow, { ...space, smallest: least }, kernel) ??
    coloured(grids, count, { ...space, smallest: least }, []) ??
    lowest(
      mapped(grids, (grid) => ({ ...grid, most: least })),
      count,
      space,
      () => 1,
    )
  );
}

// With all numbers, rounded if need be, in the least height that they take; null where a grid is too wide.
function lowestLegible(grids, count, space) {
  const least = (grid) => Math.floor(grid.least[1]);
  const smallest = mapped(grids, (grid) => ({ ...grid, most: least(grid) }));
  return lowest(smallest, count, space, least) ?? legibleStack(smallest, space);
}

function legibleStack(grids, { width, scale }) {
  const all = Object.values(grids);
  if (all.some(({ columns, most }) => columns * most + BORDERS > width)) return null;
  const height = all.reduce((sum, { rows, most }) => sum + rows * most + BORDERS + CAPTION * scale, 0);
  return { name: "stack", sides: mapped(grids, ({ most }) => most), height };
}

// The layout that takes the least height, however much that is; null where none is narrow enough.
function lowest(grids, count, space, least) {
  const layouts = layoutsOf(grids, count, { ...space, height: Infinity }, least).filter(({ sides }) => sides);
  layouts.sort((one, other) => one.height - other.height);
  return layouts[0] ?? null;
}

function stacked(grids, { width, height }) {
  const side = ({ rows, columns, most }) => Math.min(most, (width - BORDERS) / columns, height / rows);
  // At least a pixel: a component can be drawn before it has a width, and again once it has one.
  return { name: "stack", sides: mapped(grids, (grid) => Math.max(1, Math.floor(side(grid)))), height };
}

function layoutsOf(grids, count, space, least) {
  return NAMES.map((name) => ({ name, ...largestSides(name, grids, count, space, least) }));
}

function largestOf(layouts) {
  return layouts.reduce((most, layout) => (sideOf(layout) > sideOf(most) ? layout : most));
}

function sideOf({ sides }) {
  return sides ? Math.min(...Object.values(sides)) : 0;
}

// The largest cells that fit, and the height that they take: one side for all grids, as far as their numbers allow; null
// where nothing fits.
function largestSides(name, grids, count, space, least) {
  const most = Math.max(...Object.values(grids).map((grid) => grid.most));
  for (let side = Math.floor(most); side >= 1; side--) {
    const sides = mapped(grids, (grid) => Math.floor(Math.min(grid.most, Math.max(side, least(grid)))));
    const [width, height] = sizeOf(name, grids, count, space, sides);
    if (width <= space.width && height <= space.height) return { sides, height };
  }
  return null;
}

function mapped(grids, sideFor) {
  return Object.fromEntries(Object.entries(grids).map(([key, grid]) => [key, sideFor(grid)]));
}

function sizeOf(name, grids, count, space, sides) {
  const across = (key) =>
    grids[key] ? Math.max(grids[key].columns * sides[key] + BORDERS, grids[key].word ?? space.word) : 0;
  const down = (key) => (grids[key] ? grids[key].rows * sides[key] + BORDERS : 0);
  const caption = CAPTION * space.scale;
  const ends = Math.max(down("input"), down("output"));
  const second = grids.pointwise ? caption + down("pointwise") : 0;
  if (name === "pair") return pairSize(across, ends, count, space, caption + down("kernel"), second);
  return rowSize(across, ends, name === "row" ? count : 1, space, (beside) => {
    const lines = count + 1 - beside;
    return lines * down("kernel") + (lines - 1) * caption + second;
  });
}

function rowSize(across, ends, beside, { sign }, middleHeight) {
  const middle = Math.max(beside * across("kernel") + (beside - 1) * sign, across("pointwise"));
  return [across("input") + middle + across("output") + 2 * sign, Math.max(ends, middleHeight(beside))];
}

// The sum, whose height is not counted otherwise, takes none where it stands beside the kernel.
function pairSize(across, ends, count, { width, scale, sign, extra, hasShortSum, isLonger }, kernel, second) {
  const grids = count * (across("kernel") + sign);
  const lines = grids <= width ? 1 : count;
  const saved = hasShortSum && grids + SUM.width * scale <= width ? SUM.height * scale : 0;
  const below = isLonger ? 0 : Math.max(0, lines * kernel + second - saved) + extra;
  return [Math.max(across("input") + across("output") + sign, across("kernel"), across("pointwise")), ends + below];
}
