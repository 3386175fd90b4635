// What a network says at every pixel of a drawing, from its own output: cells of probabilities, 8 bits each.

import { neighbours } from "../../widgets/interpolation.js";

const STEPS = 4096; // of a probability, for the table of -p log2(p)
const TERMS = Float32Array.from({ length: STEPS + 2 }, (_, at) => {
  const share = at / STEPS;
  return at ? -share * Math.log2(share) : 0;
});

// The probabilities at one point, `down` and `across` being shares (0 to 1) of the height and the width; they add up
// to 1, and are interpolated between the centres of cells as cnnlab.core.segmentation does it.
export function probabilitiesAt({ rows, columns, classes, cells }, down, across) {
  const [top, bottom, v] = neighbours(down, rows);
  const [left, right, h] = neighbours(across, columns);
  return Array.from({ length: classes }, (_, index) => {
    const value = (row, column) => cells[(row * columns + column) * classes + index] / 255;
    const upper = (1 - h) * value(top, left) + h * value(top, right);
    return (1 - v) * upper + v * ((1 - h) * value(bottom, left) + h * value(bottom, right));
  });
}

// For each pixel of a drawing, 8 bits: the most likely class, each class's probability, the largest of them, the
// entropy (255 where all classes are equally likely) and the margin (255 where the two likeliest are).
export function fieldsOf(output, height, width) {
  const { rows, columns, classes } = output;
  const bytes = () => new Uint8ClampedArray(height * width);
  const fields = { height, width, labels: bytes(), largest: bytes(), entropy: bytes(), margin: bytes() };
  fields.probabilities = Array.from({ length: classes }, bytes);
  const across = Array.from({ length: width }, (_, x) => neighbours((x + 0.5) / width, columns));
  const axis = [0, 1].map((side) => Int32Array.from(across, (found) => found[side]));
  const shares = Float64Array.from(across, (found) => found[2]);
  const widened = new Map(); // of the two rows of cells that are needed at a time
  const wide = (row) => {
    if (!widened.has(row)) widened.set(row, widen(output, row, axis, shares));
    return widened.get(row);
  };
  for (let y = 0; y < height; y++) {
    const [top, bottom, v] = neighbours((y + 0.5) / height, rows);
    for (const row of widened.keys()) if (row !== top && row !== bottom) widened.delete(row);
    fillRow(fields, wide(top), wide(bottom), v, y * width);
  }
  return fields;
}

// A row of cells, interpolated at the columns of the drawing; the classes side by side.
function widen({ columns, classes, cells }, row, [left, right], shares) {
  const line = new Float64Array(shares.length * classes);
  const start = row * columns;
  for (let x = 0, at = 0; x < shares.length; x++) {
    const h = shares[x];
    const [from, to] = [(start + left[x]) * classes, (start + right[x]) * classes];
    for (let index = 0; index < classes; index++, at++) {
      line[at] = (1 - h) * (cells[from + index] / 255) + h * (cells[to + index] / 255);
    }
  }
  return line;
}

function fillRow({ width, labels, largest, entropy, margin, probabilities }, upper, lower, v, start) {
  const classes = probabilities.length;
  const unit = 255 / Math.log2(classes);
  for (let x = 0, from = 0; x < width; x++) {
    let best = -1;
    let second = -1;
    let label = 0;
    let bits = 0;
    for (let index = 0; index < classes; index++, from++) {
      const share = (1 - v) * upper[from] + v * lower[from];
      probabilities[index][start + x] = 255 * share;
      bits += TERMS[(share * STEPS + 0.5) | 0];
      if (share > best) {
        second = best;
        best = share;
        label = index;
      } else if (share > second) second = share;
    }
    labels[start + x] = label;
    largest[start + x] = 255 * best;
    entropy[start + x] = bits * unit;
    margin[start + x] = 255 * (1 - best + second);
  }
}
