// Colours of numbers. Their scales come from cnnlab/figures/palette.py.

export const ACCENT = "#d55e00"; // what is chosen

// Signed values: negative, zero and positive are the colours of -1, 0 and 1, `share` lies between.
export function mixed([negative, zero, positive], share) {
  const end = share < 0 ? negative : positive;
  const part = Math.abs(share);
  return `rgb(${zero.map((from, at) => Math.round(from + (end[at] - from) * part))})`;
}

// The colour at `index` of a table of 256, which is a flat list of red, green, blue.
export function tableColour(table, index, alpha = 1) {
  return `rgba(${table.slice(3 * index, 3 * index + 3)}, ${alpha})`;
}

// For a number on a signed value's colour.
export function textColour(share) {
  return Math.abs(share) > 0.6 ? "#fff" : "#000";
}
