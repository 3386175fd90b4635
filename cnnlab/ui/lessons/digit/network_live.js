// The maps of what is being drawn, until the server's come. network_view.js stands after this file.

// `number` is that of the drawing which the network in the browser answered last; 0 where the server's answer is shown.
function begin(root) {
  const state = { root, number: 0 };
  state.hear = ({ detail }) => follow(state, detail);
  window.addEventListener("cnnlab-computed", state.hear);
  return state;
}

// The maps of what is being drawn, in the places of the server's.
function follow(state, { outputs, picture, number }) {
  const { settled } = state;
  state.number = outputs && number > settled.header.answered ? number : 0;
  if (state.number) {
    const bytes = settled.bytes.slice();
    const groups = settled.header.groups.map((group) => ({
      ...group,
      zero: group.zero === null ? null : shareOfZero(outputs.get(group.name)),
      parts: [filledPart(group.parts[0], outputs.get(group.name) ?? picture, bytes)],
    }));
    Object.assign(state, { bytes, header: { ...settled.header, groups } });
  } else {
    Object.assign(state, settled);
  }
  draw(state);
}

// A part that holds other values: they come in the order row, column, map, and its bytes in the order map, row, column.
function filledPart(part, values, bytes) {
  const { rows, columns, count, at, low } = part;
  const high = part.measured ? values.reduce((most, each) => Math.max(most, each), 0) || 1 : part.high;
  for (let map = 0, to = at; map < count; map++) {
    for (let cell = 0; cell < rows * columns; cell++, to++) {
      bytes[to] = Math.round((255 * (values[cell * count + map] - low)) / (high - low));
    }
  }
  return { ...part, high };
}

function shareOfZero(values) {
  return values.reduce((count, each) => count + (each === 0), 0) / values.length;
}
