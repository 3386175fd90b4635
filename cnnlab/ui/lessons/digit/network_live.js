// The maps of the unfinished drawing, until the server's arrive.

// What the view shows: the outputs of the network in the browser for the drawing `number`, or the server's with 0.
export function shownMaps(settled, { outputs, picture, number }) {
  const isNewer = outputs && number > settled.header.answered;
  if (!isNewer) return { number: 0, ...settled };
  const bytes = settled.bytes.slice();
  const groups = settled.header.groups.map((group) => ({
    ...group,
    zero: group.zero === null ? null : shareOfZeros(outputs.get(group.name)),
    parts: [filledPart(group.parts[0], outputs.get(group.name) ?? picture, bytes)],
  }));
  return { number, bytes, header: { ...settled.header, groups } };
}

// A part with other values. They come in the order row, column, map; its bytes are in the order map, row, column.
function filledPart(part, values, bytes) {
  const { rows, columns, count, at, low } = part;
  const high = part.measured ? values.reduce((most, value) => Math.max(most, value), 0) || 1 : part.high;
  for (let map = 0, to = at; map < count; map++) {
    for (let cell = 0; cell < rows * columns; cell++, to++) {
      bytes[to] = Math.round((255 * (values[cell * count + map] - low)) / (high - low));
    }
  }
  return { ...part, high };
}

function shareOfZeros(values) {
  return values.reduce((count, value) => count + (value === 0), 0) / values.length;
}
