// Draws what heat_view.py sends; cnnlab/figures/heat.py does the same for the download.
const GRAIN = 256; // pixels a side of the drawn map; CSS scales it
const MOST_NUMBERED = 14; // cells a side up to which a number fits

export default function ({ data: [data], parentElement }) {
  const root = parentElement.querySelector(".heat");
  const { view, words } = data;
  const values = view === "raw" ? data.signed : data.heat;
  const reach = view === "raw" ? Math.max(...values.flat().map(Math.abs)) || 1 : 1;
  const plates = element("div", "plates");
  if (view === "beside") plates.append(plate([picture(data)]));
  const mapped = plate(view === "raw" ? [numbers(values, data, reach)] : [picture(data), map(data)]);
  plates.append(mapped);
  const told = element("output", "told");
  told.textContent = "\u00a0";
  root.replaceChildren(plates, bar(data, reach), told);
  point(mapped, values, told, words.cell, (value) => (view === "raw" ? moved(value, data, 3) + power(data) : value.toFixed(2)));
}

// A number of the map before its ReLU, its point moved by the exponent that stands above the bar.
function moved(value, { exponent }, digits = 2) {
  return (value * 10 ** exponent).toFixed(digits).replace(/^-(0\.0+)$/, "$1");
}

function power({ exponent }) {
  const raised = [...String(exponent)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("");
  return exponent ? ` × 10⁻${raised}` : "";
}

function element(tag, className) {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

function plate(layers) {
  const made = element("div", "plate");
  made.append(...layers);
  return made;
}

function picture({ picture, words }) {
  const made = element("img", "layer");
  made.src = picture;
  made.alt = words.picture;
  return made;
}

// Bilinear between the centres of the cells, more opaque where the value is higher.
function map({ heat, colours, opacity, words }) {
  const canvas = element("canvas", "layer");
  canvas.width = canvas.height = GRAIN;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", words.map);
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(GRAIN, GRAIN);
  for (let y = 0; y < GRAIN; y++) {
    for (let x = 0; x < GRAIN; x++) {
      const value = between(heat, (y + 0.5) / GRAIN, (x + 0.5) / GRAIN);
      const colour = 3 * Math.floor(value * 255);
      pixels.data.set(
        [colours[colour], colours[colour + 1], colours[colour + 2], 255 * opacity * value],
        4 * (y * GRAIN + x),
      );
    }
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

function between(cells, down, across) {
  const [top, below, v] = neighbours(down, cells.length);
  const [left, right, h] = neighbours(across, cells[0].length);
  return (
    (1 - v) * ((1 - h) * cells[top][left] + h * cells[top][right]) +
    v * ((1 - h) * cells[below][left] + h * cells[below][right])
  );
}

function neighbours(share, count) {
  const at = Math.min(Math.max(share * count - 0.5, 0), count - 1);
  const first = Math.floor(at);
  return [first, Math.min(first + 1, count - 1), at - first];
}

function numbers(values, data, reach) {
  const { colours, words } = data;
  const grid = element("div", "layer numbers");
  grid.setAttribute("role", "img");
  grid.setAttribute("aria-label", words.map);
  grid.style.gridTemplateColumns = `repeat(${values[0].length}, 1fr)`;
  const written = values.length <= MOST_NUMBERED;
  grid.style.fontSize = `${Math.min(18, 36 / values.length + 9) / 16}rem`;
  grid.style.gap = written ? "1px" : "0";
  for (const value of values.flat()) {
    const cell = element("div", "cell");
    const colour = 3 * Math.floor((value / reach + 1) * 127.5);
    cell.style.background = `rgb(${colours.slice(colour, colour + 3)})`;
    cell.style.color = Math.abs(value) / reach > 0.6 ? "white" : "black";
    if (written) cell.textContent = moved(value, data);
    grid.append(cell);
  }
  return grid;
}

function bar(data, reach) {
  const { colours, view, words, opacity } = data;
  const made = element("div", "bar");
  const title = element("div", "title");
  title.textContent = view === "raw" ? words.signed + (data.exponent ? `,${power(data)}` : "") : words.heat;
  const strip = element("div", "strip");
  const stops = [0, 32, 64, 96, 128, 160, 192, 224, 255].map((at) => {
    const alpha = view === "raw" ? 1 : (opacity * at) / 255; // as it lies over the picture
    return `rgba(${colours.slice(3 * at, 3 * at + 3)}, ${alpha})`;
  });
  strip.style.background = `linear-gradient(to right, ${stops})`;
  const ticks = element("div", "ticks");
  for (const tick of view === "raw" ? [-reach, 0, reach] : [0, 0.5, 1]) {
    const mark = element("span", "tick");
    mark.textContent = view === "raw" ? moved(tick, data) : String(tick);
    ticks.append(mark);
  }
  made.append(title, strip, ticks);
  return made;
}

// Pointing or tapping tells the value of the cell below, and draws its border.
function point(mapped, values, told, words, written) {
  const frame = element("div", "frame");
  mapped.append(frame);
  mapped.onpointermove = mapped.onpointerdown = (event) => {
    const box = mapped.getBoundingClientRect();
    const row = cellAt((event.clientY - box.top) / box.height, values.length);
    const column = cellAt((event.clientX - box.left) / box.width, values[0].length);
    told.textContent =
      words.replace("{row}", row + 1).replace("{column}", column + 1) + `: ${written(values[row][column])}`;
    Object.assign(frame.style, {
      display: "block",
      top: `${(100 * row) / values.length}%`,
      left: `${(100 * column) / values[0].length}%`,
      height: `${100 / values.length}%`,
      width: `${100 / values[0].length}%`,
    });
  };
}

function cellAt(share, count) {
  return Math.min(count - 1, Math.max(0, Math.floor(share * count)));
}
