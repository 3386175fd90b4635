// One kernel over a photograph, as cnnlab/core/pictures/filtering.py has it; a browser test compares the two.
// A plane holds red + green + blue, each 0 to 1, row by row; the kernel has weights[row][column]; padding is "same".

const CLIPPED = 0.01; // the fraction of a signed map's cells beyond black and white
const MIN_BRIGHTNESS = 0.1; // the sum of the weights relative to the sum of their absolute values
const CHANNELS = 3;

// The plane of pixels, which are red, green, blue and alpha in turn.
export function planeOf(pixels) {
  const plane = new Float32Array(pixels.length / 4);
  plane.forEach((_, at) => (plane[at] = (pixels[4 * at] + pixels[4 * at + 1] + pixels[4 * at + 2]) / 255));
  return plane;
}

function paddingBefore(kernel) {
  return [kernel.length, kernel[0].length].map((count) => Math.floor((count - 1) / 2));
}

export function filteredPlane(plane, [height, width], kernel) {
  const [top, left] = paddingBefore(kernel);
  const map = new Float32Array(plane.length);
  kernel.forEach((weights, i) =>
    weights.forEach((weight, j) => {
      if (weight) addShifted(map, plane, [height, width], weight, [i - top, j - left]);
    }),
  );
  return map;
}

// Add `weight` times the plane, moved by rows and columns; what would come from outside is 0.
function addShifted(map, plane, [height, width], weight, [down, across]) {
  const [first, end] = [Math.max(0, -across), Math.min(width, width - across)];
  for (let row = Math.max(0, -down); row < Math.min(height, height - down); row++) {
    const [to, from] = [row * width, (row + down) * width + across];
    for (let column = first; column < end; column++) map[to + column] += weight * plane[from + column];
  }
}

// The values that are shown as black and as white.
export function scaleOf(map, kernel) {
  const weights = kernel.flat();
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const size = weights.reduce((total, weight) => total + Math.abs(weight), 0);
  if (sum > MIN_BRIGHTNESS * size) return [0, CHANNELS * sum];
  const sizes = map.map(Math.abs).sort();
  const at = (1 - CLIPPED) * (sizes.length - 1);
  const [below, above] = [sizes[Math.floor(at)], sizes[Math.ceil(at)]];
  const reach = below + (above - below) * (at % 1) || sizes.at(-1) || 1;
  return [-reach, reach];
}

export function greyOf(value, [black, white]) {
  const grey = (value - (black + white) / 2) * (255 / (white - black)) + 127.75;
  return Math.round(Math.min(255, Math.max(0, grey)));
}

// What the kernel reads for one pixel of the map, in rows: { y, x, inside, value, weight, product }.
export function windowOf(plane, [height, width], kernel, [row, column]) {
  const [top, left] = paddingBefore(kernel);
  return kernel.map((weights, i) =>
    weights.map((weight, j) => {
      const [y, x] = [row - top + i, column - left + j];
      const inside = y >= 0 && x >= 0 && y < height && x < width;
      const value = inside ? plane[y * width + x] : 0;
      return { y, x, inside, value, weight, product: value * weight };
    }),
  );
}

// The pixel with the largest value of either sign, away from the border, where zeros outside make edges.
export function strongest(map, [height, width]) {
  let [best, most] = [[Math.floor(height / 2), Math.floor(width / 2)], 0];
  for (let row = Math.floor(height / 5); row < (4 * height) / 5; row++) {
    for (let column = Math.floor(width / 5); column < (4 * width) / 5; column++) {
      const size = Math.abs(map[row * width + column]);
      if (size > most) [best, most] = [[row, column], size];
    }
  }
  return best;
}
