// The colours of a mask, of a map of probabilities and of outlines, on a canvas over the picture.

const LIT = 0.75; // opacity of a class that is lit
const HIDDEN = 0.12; // of the others meanwhile
const DIMMED = 0.8; // of the black over what does not belong to the class
const BLACK = [0, 0, 0];

// A pixel of a canvas (little-endian RGBA).
function pixel([red, green, blue], alpha) {
  return ((Math.round(alpha * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

// Paint what `look` asks for. `colours` are those of the classes, `scale` is a flat table of 256 for maps.
export function paintMask(canvas, fields, look, colours, scale) {
  const { width, height } = fields;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  if (look.view !== "picture") fill(pixels, fields, look, colours, scale);
  if (look.dim && look.only !== null) dim(pixels, fields, look.only);
  if (look.outline) outline(pixels, fields, look.only, colours, lineWidth(canvas));
  context.putImageData(image, 0, 0);
}

function fill(pixels, fields, look, colours, scale) {
  const values = mapOf(fields, look);
  const table = values ? scaleTable(scale, opacityOf(look)) : classTable(colours, look);
  const source = values ?? fields.labels;
  for (let at = 0; at < pixels.length; at++) pixels[at] = table[source[at]];
}

// The map that a look shows, a byte for each pixel; null for the classes themselves.
function mapOf({ probabilities, largest, entropy, margin }, { show, only }) {
  if (show === "probability") return only === null ? largest : probabilities[only];
  return { entropy, margin }[show] ?? null;
}

function opacityOf({ view, opacity }) {
  return view === "overlay" ? opacity : 1;
}

function classTable(colours, look) {
  const opacity = opacityOf(look);
  return colours.map((colour, index) => {
    if (look.lit !== null) return pixel(colour, index === look.lit ? Math.max(opacity, LIT) : HIDDEN * opacity);
    return pixel(colour, look.only === null || look.only === index ? opacity : 0);
  });
}

function scaleTable(scale, opacity) {
  return Uint32Array.from({ length: 256 }, (_, at) => pixel(scale.slice(3 * at, 3 * at + 3), opacity));
}

function dim(pixels, { labels }, only) {
  const dark = pixel(BLACK, DIMMED);
  for (let at = 0; at < pixels.length; at++) if (labels[at] !== only) pixels[at] = dark;
}

// Two pixels of the screen.
function lineWidth(canvas) {
  const shown = canvas.getBoundingClientRect().width || canvas.width;
  return Math.max(1, Math.round((2 * canvas.width) / shown));
}

// Where a class meets another one, in its own colour: each side of an edge gets a line of `thick` pixels.
function outline(pixels, { labels, width, height }, only, colours, thick) {
  const lines = colours.map((colour, index) => (only === null || only === index ? pixel(colour, 1) : 0));
  for (let y = 0; y < height; y++) {
    const [up, down] = [Math.max(y - thick, 0) * width, Math.min(y + thick, height - 1) * width];
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const label = labels[at];
      if (!lines[label]) continue;
      const [left, right] = [Math.max(x - thick, 0) - x, Math.min(x + thick, width - 1) - x];
      const differs = labels[at + left] !== label || labels[at + right] !== label || labels[up + x] !== label;
      if (differs || labels[down + x] !== label) pixels[at] = lines[label];
    }
  }
}
