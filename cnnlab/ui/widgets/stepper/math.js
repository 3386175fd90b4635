// The arithmetic of one step. Its twin is cnnlab/core/stepping/cell.py; a browser test holds the two together.
// `data` is what stepper.py sends: input [channel][row][column], kernels [filter][n][i][j], and the geometry.

const MAX = "max", AVERAGE = "average", TRANSPOSED = "transposed";

// What a filter reads: one part for each channel (or, separable, for each channel of the first stage).
function partsOf(data, filter) {
  if (data.pointwise) {
    return data.pointwise[filter].map((factor, first) => ({
      channel: data.reads[first][0], kernel: data.kernels[first][0], factor,
    }));
  }
  return data.reads[filter].map((channel, n) => ({ channel, kernel: data.kernels ? data.kernels[filter][n] : null, factor: 1 }));
}

// The input cell behind a kernel cell for an output cell; null where a transposed convolution has none.
function sourceOf(data, row, column, i, j) {
  const { strides: [down, across], dilation: [tall, wide], before: [top, left] } = data;
  if (data.op !== TRANSPOSED) return [row * down - top + i * tall, column * across - left + j * wide];
  const y = (row + top - i * tall) / down, x = (column + left - j * wide) / across;
  const there = Number.isInteger(y) && Number.isInteger(x) && isInside(data, y, x);
  return there ? [y, x] : null;
}

function isInside(data, y, x) {
  return y >= 0 && x >= 0 && y < data.size[0] && x < data.size[1];
}

function termsOf(data, part, row, column) {
  const terms = [];
  for (let i = 0; i < data.kernelSize[0]; i++) {
    for (let j = 0; j < data.kernelSize[1]; j++) {
      const from = sourceOf(data, row, column, i, j);
      if (!from) continue;
      const [y, x] = from, inside = isInside(data, y, x);
      const value = inside ? data.input[part.channel][y][x] : 0;
      const weight = part.kernel ? part.kernel[i][j] : null;
      terms.push({ i, j, y, x, inside, value, weight, product: part.kernel ? value * weight : value });
    }
  }
  return terms;
}

// One output cell: its parts with their terms, what they add up to, the bias, and what the activation makes of it.
function stepAt(data, row, column, filter) {
  const parts = partsOf(data, filter).map((part) => {
    const terms = termsOf(data, part, row, column);
    return { ...part, terms, ...summed(data, terms) };
  });
  const total = parts.reduce((sum, part) => sum + part.sum * part.factor, 0);
  const bias = data.bias ? data.bias[filter] : 0;
  const before = total + bias;
  return { parts, total, bias, before, value: data.activation === "relu" ? Math.max(before, 0) : before };
}

// What the terms of one channel make: their sum; in pooling the largest or the mean of the cells that are there.
function summed(data, terms) {
  const counted = data.kernels ? terms : terms.filter((term) => term.inside);
  if (data.op === MAX) {
    const sum = Math.max(...counted.map((term) => term.value));
    const winners = counted.filter((term) => term.value === sum);
    return { sum, counted: counted.length, winner: winners[0], ties: winners.length - 1 };
  }
  const sum = counted.reduce((all, term) => all + term.product, 0);
  return { added: sum, sum: data.op === AVERAGE ? sum / counted.length : sum, counted: counted.length };
}

function mapOf(data, filter) {
  return range(data.out[0]).map((row) => range(data.out[1]).map((column) => stepAt(data, row, column, filter).value));
}

// The output cells that a cell of a channel has a part in, as "row,column".
function dependents(data, y, x, channel, filter) {
  const found = new Set();
  if (!partsOf(data, filter).some((part) => part.channel === channel)) return found;
  for (let row = 0; row < data.out[0]; row++) {
    for (let column = 0; column < data.out[1]; column++) {
      if (reaches(data, row, column, y, x)) found.add(`${row},${column}`);
    }
  }
  return found;
}

function reaches(data, row, column, y, x) {
  return range(data.kernelSize[0]).some((i) => range(data.kernelSize[1]).some((j) => {
    const from = sourceOf(data, row, column, i, j);
    return from && from[0] === y && from[1] === x;
  }));
}

// Transposed: where one input cell's products land, [{i, j, row, column, weight, product}].
function scattered(data, part, y, x) {
  const landed = [];
  for (let i = 0; i < data.kernelSize[0]; i++) {
    for (let j = 0; j < data.kernelSize[1]; j++) {
      const row = y * data.strides[0] - data.before[0] + i * data.dilation[0];
      const column = x * data.strides[1] - data.before[1] + j * data.dilation[1];
      const inside = row >= 0 && column >= 0 && row < data.out[0] && column < data.out[1];
      const weight = part.kernel[i][j];
      landed.push({ i, j, row, column, inside, weight, product: data.input[part.channel][y][x] * weight });
    }
  }
  return landed;
}

// Transposed: the output when the input cells up to `last` (in reading order) have been spread, bias included.
function spreadSoFar(data, filter, last) {
  const map = range(data.out[0]).map(() => range(data.out[1]).map(() => (data.bias ? data.bias[filter] : 0)));
  for (const part of partsOf(data, filter)) {
    for (let at = 0; at <= last; at++) {
      for (const { row, column, inside, product } of scattered(data, part, Math.floor(at / data.size[1]), at % data.size[1])) {
        if (inside) map[row][column] += product;
      }
    }
  }
  return map;
}

function range(count) {
  return Array.from({ length: count }, (_, at) => at);
}

// As written on the page: at most two decimals (three for small trained weights), a real minus.
function written(value, decimals = 2) {
  const rounded = Number(value.toFixed(decimals));
  return String(rounded === 0 ? 0 : rounded).replace("-", "\u2212");
}
