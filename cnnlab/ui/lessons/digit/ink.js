// Ink as text, and its 28x28 pixels: the twin of cnnlab/core/digits/drawing.py, to which a browser test holds it. `paper` has
// the numbers that stand there: units, pen, letters, most, side, box, centre, enlarged.

// Two letters for each number of a stroke's first point, one for each of a step.
function written(strokes, { letters }) {
  const half = letters.length / 2;
  return strokes.map(([first, ...rest]) => {
    let text = first.map((each) => letters[each >> 6] + letters[each & 63]).join("");
    let here = first;
    for (const goal of rest) {
      while (here[0] !== goal[0] || here[1] !== goal[1]) {
        const by = goal.map((each, at) => Math.max(-half, Math.min(half - 1, each - here[at])));
        text += letters[by[0] + half] + letters[by[1] + half];
        here = [here[0] + by[0], here[1] + by[1]];
      }
    }
    return text;
  }).join(".");
}

function read(ink, { letters }) {
  const half = letters.length / 2;
  return (ink ? ink.split(".") : []).map((text) => {
    const numbers = [...text].map((letter) => letters.indexOf(letter));
    const points = [[numbers[0] * 64 + numbers[1], numbers[2] * 64 + numbers[3]]];
    for (let at = 4; at < numbers.length; at += 2) {
      const [x, y] = points.at(-1);
      points.push([x + numbers[at] - half, y + numbers[at + 1] - half]);
    }
    return points;
  });
}

// The pixels of the strokes, fitted and centred as MNIST's digits unless they stay as drawn.
function drawn(strokes, likeMnist, { units, pen, side, box, centre, enlarged }) {
  if (!strokes.length) return new Uint8Array(side * side);
  const lines = strokes.map((line) => line.map((point) => point.map((each) => ((each + 0.5) * side) / units)));
  const radius = ((pen / 2) * side) / units;
  if (!likeMnist) return inked(lines, radius, side);
  const [left, top, right, bottom] = lines.flat().reduce(
    ([l, t, r, b], [x, y]) => [Math.min(l, x), Math.min(t, y), Math.max(r, x), Math.max(b, y)],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
  const scale = Math.min(box / (Math.max(right - left, bottom - top) + 2 * radius), enlarged);
  const fitted = lines.map((line) => line.map(([x, y]) => [(x - left + radius) * scale, (y - top + radius) * scale]));
  return centred(inked(fitted, radius * scale, side), side, centre);
}

// A pixel is as grey as the pen's edge is near its centre.
function inked(lines, radius, side) {
  const segments = lines.flatMap((line) => line.slice(0, Math.max(1, line.length - 1)).map((start, at) => {
    const end = line[Math.min(at + 1, line.length - 1)], along = [end[0] - start[0], end[1] - start[1]];
    return [...start, ...along, Math.max(along[0] ** 2 + along[1] ** 2, 1e-12)];
  }));
  return Uint8Array.from({ length: side * side }, (_, at) => {
    let least = Infinity;
    for (const [x, y, right, down, square] of segments) {
      const dx = (at % side) + 0.5 - x, dy = Math.floor(at / side) + 0.5 - y;
      const share = Math.max(0, Math.min(1, (dx * right + dy * down) / square));
      least = Math.min(least, (dx - share * right) ** 2 + (dy - share * down) ** 2);
    }
    return Math.floor(255 * Math.max(0, Math.min(1, radius + 0.5 - Math.sqrt(least))) + 0.5);
  });
}

// Moved by whole pixels until the centre of mass is in the middle, or until an edge holds the ink.
function centred(picture, side, centre) {
  const [across, down] = [(at) => at % side, (at) => Math.floor(at / side)].map((place) => {
    let mass = 0, moment = 0, first = side, last = -1;
    picture.forEach((value, at) => {
      if (!value) return;
      mass += value;
      moment += value * place(at);
      first = Math.min(first, place(at));
      last = Math.max(last, place(at));
    });
    return mass ? Math.min(Math.max(Math.floor(centre - moment / mass + 0.5), -first), side - 1 - last) : 0;
  });
  const moved = new Uint8Array(picture.length);
  picture.forEach((value, at) => {
    if (value) moved[at + down * side + across] = value;
  });
  return moved;
}
