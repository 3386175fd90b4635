// Ink as text, and its 28x28 pixels. cnnlab/core/digits/drawing.py computes the same, and a browser test compares the
// two. `paper` has that file's numbers: units, pen, letters, most, side, box, centre, enlarged.

// The text of strokes: two letters for each coordinate of a stroke's first point, one for each of a step.
export function encode(strokes, { letters }) {
  const half = letters.length / 2;
  const clamped = (step) => Math.max(-half, Math.min(half - 1, step));
  const encodeStroke = ([first, ...points]) => {
    let text = first.map((number) => letters[number >> 6] + letters[number & 63]).join("");
    let [x, y] = first;
    for (const [goalX, goalY] of points) {
      while (x !== goalX || y !== goalY) {
        const [right, down] = [clamped(goalX - x), clamped(goalY - y)];
        text += letters[right + half] + letters[down + half];
        x += right;
        y += down;
      }
    }
    return text;
  };
  return strokes.map(encodeStroke).join(".");
}

// The strokes of a text.
export function decode(ink, { letters }) {
  const half = letters.length / 2;
  const decodeStroke = (text) => {
    const numbers = [...text].map((letter) => letters.indexOf(letter));
    const points = [[numbers[0] * 64 + numbers[1], numbers[2] * 64 + numbers[3]]];
    for (let at = 4; at < numbers.length; at += 2) {
      const [x, y] = points.at(-1);
      points.push([x + numbers[at] - half, y + numbers[at + 1] - half]);
    }
    return points;
  };
  return ink ? ink.split(".").map(decodeStroke) : [];
}

// The pixels of strokes, fitted and centred as MNIST's digits with `likeMnist`, else as drawn.
export function rasterize(strokes, likeMnist, { units, pen, side, box, centre, enlarged }) {
  if (!strokes.length) return new Uint8Array(side * side);
  const lines = strokes.map((line) => line.map((point) => point.map((unit) => ((unit + 0.5) * side) / units)));
  const radius = ((pen / 2) * side) / units;
  if (!likeMnist) return inked(lines, radius, side);
  const [left, top, right, bottom] = lines
    .flat()
    .reduce(
      ([l, t, r, b], [x, y]) => [Math.min(l, x), Math.min(t, y), Math.max(r, x), Math.max(b, y)],
      [Infinity, Infinity, -Infinity, -Infinity],
    );
  const scale = Math.min(box / (Math.max(right - left, bottom - top) + 2 * radius), enlarged);
  const fitted = lines.map((line) => line.map(([x, y]) => [(x - left + radius) * scale, (y - top + radius) * scale]));
  return centred(inked(fitted, radius * scale, side), side, centre);
}

// The grey of a pixel falls off across one pixel at the pen's edge.
function inked(lines, radius, side) {
  const segments = lines.flatMap(segmentsOf);
  return Uint8Array.from({ length: side * side }, (_, at) => {
    const distance = distanceTo(segments, (at % side) + 0.5, Math.floor(at / side) + 0.5);
    return Math.floor(255 * Math.max(0, Math.min(1, radius + 0.5 - distance)) + 0.5);
  });
}

// Start, direction and squared length of each segment of a line; of a dot, one segment of no length.
function segmentsOf(line) {
  return line.slice(0, Math.max(1, line.length - 1)).map(([x, y], at) => {
    const [endX, endY] = line[Math.min(at + 1, line.length - 1)];
    const [right, down] = [endX - x, endY - y];
    return [x, y, right, down, Math.max(right ** 2 + down ** 2, 1e-12)];
  });
}

function distanceTo(segments, pointX, pointY) {
  let least = Infinity;
  for (const [x, y, right, down, square] of segments) {
    const [dx, dy] = [pointX - x, pointY - y];
    const share = Math.max(0, Math.min(1, (dx * right + dy * down) / square));
    least = Math.min(least, (dx - share * right) ** 2 + (dy - share * down) ** 2);
  }
  return Math.sqrt(least);
}

// Shift by whole pixels until the centre of mass is in the middle, or until the ink touches an edge.
function centred(picture, side, centre) {
  const across = shiftOf(picture, (at) => at % side, side, centre);
  const down = shiftOf(picture, (at) => Math.floor(at / side), side, centre);
  const shifted = new Uint8Array(picture.length);
  picture.forEach((value, at) => {
    if (value) shifted[at + down * side + across] = value;
  });
  return shifted;
}

function shiftOf(picture, coordinate, side, centre) {
  let [mass, moment, first, last] = [0, 0, side, -1];
  picture.forEach((value, at) => {
    if (!value) return;
    mass += value;
    moment += value * coordinate(at);
    first = Math.min(first, coordinate(at));
    last = Math.max(last, coordinate(at));
  });
  if (!mass) return 0;
  return Math.min(Math.max(Math.floor(centre - moment / mass + 0.5), -first), side - 1 - last);
}
