// The arithmetic of one step. cnnlab/core/stepping/cell.py computes the same, and a browser test compares the two.
// `data` is what stepper.py sends: input [channel][row][column], kernels [filter][n][i][j], and the geometry.

export const MAX = "max";
export const AVERAGE = "average";
export const TRANSPOSED = "transposed";

// What a filter reads: one part for each channel (or, separable, for each channel of the first stage).
export function partsOf(data, filter) {
  if (data.pointwise) {
    return data.pointwise[filter].map((factor, stage) => ({
      channel: data.reads[stage][0],
      kernel: data.kernels[stage][0],
      factor,
    }));
  }
  return data.reads[filter].map((channel, n) => ({
    channel,
    kernel: data.kernels ? data.kernels[filter][n] : null,
    factor: 1,
  }));
}

// The input cell that a kernel cell reads for an output cell; null where a transposed convolution has none.
function sourceOf(data, row, column, i, j) {
  const { strides, dilation, before } = data;
  if (data.op !== TRANSPOSED) {
    return [row * strides[0] - before[0] + i * dilation[0], column * strides[1] - before[1] + j * dilation[1]];
  }
  const y = (row + before[0] - i * dilation[0]) / strides[0];
  const x = (column + before[1] - j * dilation[1]) / strides[1];
  const exists = Number.isInteger(y) && Number.isInteger(x) && isInside(data, y, x);
  return exists ? [y, x] : null;
}

export function isInside(data, y, x) {
  return y >= 0 && x >= 0 && y < data.size[0] && x < data.size[1];
}

export function termsOf(data, part, row, column) {
  const terms = [];
  for (let i = 0; i < data.kernelSize[0]; i++) {
    for (let j = 0; j < data.kernelSize[1]; j++) {
      const source = sourceOf(data, row, column, i, j);
      if (!source) continue;
      const [y, x] = source;
      const inside = isInside(data, y, x);
      const value = inside ? data.input[part.channel][y][x] : 0;
      const weight = part.kernel ? part.kernel[i][j] : null;
      terms.push({ i, j, y, x, inside, value, weight, product: part.kernel ? value * weight : value });
    }
  }
  return terms;
}

// One output cell: its parts with their terms, their total, the bias, and the value after the activation.
export function stepAt(data, row, column, filter) {
  const parts = partsOf(data, filter).map((part) => {
    const terms = termsOf(data, part, row, column);
    return { ...part, terms, ...summed(data, terms) };
  });
  const total = parts.reduce((sum, part) => sum + part.sum * part.factor, 0);
  const bias = data.bias ? data.bias[filter] : 0;
  const before = total + bias;
  return { parts, total, bias, before, value: data.activation === "relu" ? Math.max(before, 0) : before };
}

// The terms of one channel reduced to one number: their sum; in pooling the maximum or the mean of the cells inside.
function summed(data, terms) {
  const counted = data.kernels ? terms : terms.filter((term) => term.inside);
  if (data.op === MAX) {
    const sum = Math.max(...counted.map((term) => term.value));
    const winners = counted.filter((term) => term.value === sum);
    return { sum, counted: counted.length, winner: winners[0], ties: winners.length - 1 };
  }
  const added = counted.reduce((sum, term) => sum + term.product, 0);
  return { added, sum: data.op === AVERAGE ? added / counted.length : added, counted: counted.length };
}

export function mapOf(data, filter) {
  return range(data.out[0]).map((row) => range(data.out[1]).map((column) => stepAt(data, row, column, filter).value));
}

// The output cells that depend on an input cell, as "row,column".
export function dependents(data, y, x, channel, filter) {
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
  return range(data.kernelSize[0]).some((i) =>
    range(data.kernelSize[1]).some((j) => {
      const source = sourceOf(data, row, column, i, j);
      return source && source[0] === y && source[1] === x;
    }),
  );
}

// Transposed: where the products of one input cell are added, [{i, j, row, column, weight, product}].
export function scattered(data, part, y, x) {
  const products = [];
  for (let i = 0; i < data.kernelSize[0]; i++) {
    for (let j = 0; j < data.kernelSize[1]; j++) {
      const row = y * data.strides[0] - data.before[0] + i * data.dilation[0];
      const column = x * data.strides[1] - data.before[1] + j * data.dilation[1];
      const inside = row >= 0 && column >= 0 && row < data.out[0] && column < data.out[1];
      const weight = part.kernel[i][j];
      products.push({ i, j, row, column, inside, weight, product: data.input[part.channel][y][x] * weight });
    }
  }
  return products;
}

// Transposed: the output after the input cells up to `last` (in reading order) have been spread, bias included.
export function spreadSoFar(data, filter, last) {
  const map = range(data.out[0]).map(() => range(data.out[1]).map(() => (data.bias ? data.bias[filter] : 0)));
  for (const part of partsOf(data, filter)) {
    for (let at = 0; at <= last; at++) {
      const products = scattered(data, part, Math.floor(at / data.size[1]), at % data.size[1]);
      for (const { row, column, inside, product } of products) {
        if (inside) map[row][column] += product;
      }
    }
  }
  return map;
}

// Transposed: the index of the last input cell, in reading order, that is added to an output cell; -1 without one.
export function lastSource(data, row, column, filter) {
  const terms = partsOf(data, filter).flatMap((part) => termsOf(data, part, row, column));
  return terms.reduce((last, { y, x }) => Math.max(last, y * data.size[1] + x), -1);
}

export function range(count) {
  return Array.from({ length: count }, (_, at) => at);
}
